-- Work that one node does at a time: who does it, and until when nobody else may begin.
CREATE TABLE lease (
    name VARCHAR(100) PRIMARY KEY,
    holder VARCHAR(36) NOT NULL,
    until_at BIGINT NOT NULL
);
