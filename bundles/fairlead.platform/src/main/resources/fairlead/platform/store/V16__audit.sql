-- Who changed what: each call of a client's that was done and could change something. what is a method and a path.
CREATE TABLE audit_entry (
    no ${counter} PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    made_at BIGINT NOT NULL,
    who VARCHAR(300) NOT NULL,
    what VARCHAR(500) NOT NULL
);
CREATE INDEX audit_of_client ON audit_entry (client_id, no);
CREATE INDEX audit_by_age ON audit_entry (made_at);
