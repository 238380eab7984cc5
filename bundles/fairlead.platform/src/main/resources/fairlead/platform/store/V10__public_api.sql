-- What a vendor sets through the public API, and what its calls leave behind.

ALTER TABLE client ADD COLUMN redirect_url VARCHAR(2000);
ALTER TABLE client ADD COLUMN logo_url VARCHAR(2000);
ALTER TABLE client ADD COLUMN icon_url VARCHAR(2000);
ALTER TABLE client ADD COLUMN white_list VARCHAR(100000);
ALTER TABLE client ADD COLUMN confirm_company_name BOOLEAN DEFAULT FALSE NOT NULL;

-- A vendor's own yes or no to an integration; without a row the integration's own counts.
CREATE TABLE client_integration (
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    platform_key VARCHAR(10) NOT NULL REFERENCES integration,
    enabled BOOLEAN NOT NULL,
    PRIMARY KEY (client_id, platform_key)
);

-- Tokens that a vendor gives to a page of its own, for one company.
CREATE TABLE company_token (
    sha256 VARCHAR(64) PRIMARY KEY,
    company_id VARCHAR(36) NOT NULL REFERENCES company,
    expires_at BIGINT NOT NULL
);

-- owner_id is a client's or, where a company differs, a company's. sync_schedule in hours, 0: only when asked for.
CREATE TABLE sync_setting (
    owner_id VARCHAR(36) NOT NULL,
    data_type VARCHAR(50) NOT NULL,
    fetch_on_first_link BOOLEAN NOT NULL,
    sync_schedule INT NOT NULL,
    sync_order INT NOT NULL,
    months_to_sync INT,
    is_locked BOOLEAN NOT NULL,
    PRIMARY KEY (owner_id, data_type)
);

-- What a vendor wanted to have written. kind: Create, Update or Delete.
CREATE TABLE push_operation (
    no ${counter} PRIMARY KEY,
    id VARCHAR(36) NOT NULL UNIQUE,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    data_type VARCHAR(50) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    record_id VARCHAR(255),
    body ${bytes},
    status VARCHAR(10) NOT NULL,
    status_code INT NOT NULL,
    error_message VARCHAR(2000),
    requested_at BIGINT NOT NULL,
    completed_at BIGINT,
    timeout_minutes INT
);
CREATE INDEX push_of_connection ON push_operation (connection_id, requested_at);

-- The first answer to a call with an Idempotency-Key; without a status the call is still being done.
CREATE TABLE idempotent_call (
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    idempotency_key VARCHAR(100) NOT NULL,
    request_sha256 VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    status INT,
    body ${bytes},
    PRIMARY KEY (client_id, idempotency_key)
);
CREATE INDEX idempotent_call_by_age ON idempotent_call (created_at);

-- How many calls a client has made, or has been promised, on a day (counted from 1970 in UTC).
CREATE TABLE calls_of_day (
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    day_no BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    PRIMARY KEY (client_id, day_no)
);

-- Which dataset answered the operation; absent for those that were answered before this column.
ALTER TABLE pull_operation ADD COLUMN dataset_id VARCHAR(36);
