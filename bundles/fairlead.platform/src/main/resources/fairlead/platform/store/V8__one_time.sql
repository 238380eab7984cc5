-- Whether books are read once, or stay up to date. owner_id is a client's, for one integration, or a company's, for all of them ('*').
CREATE TABLE reading_mode (
    owner_id VARCHAR(36) NOT NULL,
    platform_key VARCHAR(10) NOT NULL,
    once BOOLEAN NOT NULL,
    PRIMARY KEY (owner_id, platform_key)
);
