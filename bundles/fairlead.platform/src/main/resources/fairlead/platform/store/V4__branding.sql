-- How a client looks to the companies that it links; a picture is there together with its media type.
CREATE TABLE branding (
    client_id VARCHAR(36) PRIMARY KEY REFERENCES client,
    name VARCHAR(200) NOT NULL,
    colour VARCHAR(7),
    logo_type VARCHAR(50),
    logo ${bytes},
    icon_type VARCHAR(50),
    icon ${bytes},
    changed_at BIGINT NOT NULL
);
