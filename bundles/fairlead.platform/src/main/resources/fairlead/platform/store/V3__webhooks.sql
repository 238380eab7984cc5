-- Where the client's own programs last reached the platform: what links in events begin with.
ALTER TABLE client ADD COLUMN address VARCHAR(500);

CREATE TABLE webhook_consumer (
    id VARCHAR(36) PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    url VARCHAR(2000) NOT NULL,
    secret VARCHAR(100) NOT NULL,
    disabled BOOLEAN NOT NULL,
    disabled_reason VARCHAR(500),
    created_at BIGINT NOT NULL,
    failing_since BIGINT
);
CREATE INDEX consumer_of_client ON webhook_consumer (client_id, created_at);

-- kind: event, one of which the consumer wants; tag, one of which the company must have (key:value).
CREATE TABLE webhook_filter (
    consumer_id VARCHAR(36) NOT NULL REFERENCES webhook_consumer,
    kind VARCHAR(5) NOT NULL,
    position INT NOT NULL,
    word VARCHAR(200) NOT NULL,
    PRIMARY KEY (consumer_id, kind, position)
);

-- What happened, as it is told; written in the transaction in which it happened.
CREATE TABLE webhook_event (
    id VARCHAR(36) PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    company_id VARCHAR(36),
    event_type VARCHAR(100) NOT NULL,
    generated_at BIGINT NOT NULL,
    body VARCHAR(1000000) NOT NULL
);
CREATE INDEX event_by_age ON webhook_event (generated_at);

-- The queue: one event for one consumer. states: Waiting, Delivered, Failed, Held (its consumer is disabled).
-- due_at: the next attempt; a node claims a delivery by moving it into the future, so that another takes it should the first one die.
CREATE TABLE webhook_delivery (
    no ${counter} PRIMARY KEY,
    event_id VARCHAR(36) NOT NULL REFERENCES webhook_event,
    consumer_id VARCHAR(36) NOT NULL REFERENCES webhook_consumer,
    state VARCHAR(10) NOT NULL,
    attempts INT NOT NULL,
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (event_id, consumer_id)
);
CREATE INDEX delivery_due ON webhook_delivery (state, due_at);
CREATE INDEX delivery_of_consumer ON webhook_delivery (consumer_id, no);

-- status_code is absent where no answer came.
CREATE TABLE webhook_attempt (
    no ${counter} PRIMARY KEY,
    delivery_no BIGINT NOT NULL REFERENCES webhook_delivery,
    attempted_at BIGINT NOT NULL,
    millis BIGINT NOT NULL,
    status_code INT,
    outcome VARCHAR(1000) NOT NULL
);
CREATE INDEX attempt_of_delivery ON webhook_attempt (delivery_no);
