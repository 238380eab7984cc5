-- Who is signed in to the portal. A visit ends with its API key.
CREATE TABLE portal_visit (
    sha256 VARCHAR(64) PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    key_sha256 VARCHAR(64) NOT NULL,
    expires_at BIGINT NOT NULL
);
