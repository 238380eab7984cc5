-- What a connector told about itself because its vendor asked, by the order that asked for it.
CREATE TABLE diagnostics (
    order_id VARCHAR(36) PRIMARY KEY,
    agent_id VARCHAR(43) NOT NULL REFERENCES agent,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    received_at BIGINT NOT NULL,
    report ${bytes} NOT NULL
);
CREATE INDEX diagnostics_of_connection ON diagnostics (connection_id, received_at);
