-- Instants are milliseconds since 1970 in UTC; ids are UUIDs in lower case.
-- ${bytes} and ${counter} are the database's own words for a byte string and for a number that counts up.

CREATE TABLE client (
    id VARCHAR(36) PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_key (
    id VARCHAR(36) PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    name VARCHAR(200) NOT NULL,
    sha256 VARCHAR(64) NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE integration (
    platform_key VARCHAR(10) PRIMARY KEY,
    package_key VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    integration_id VARCHAR(36) NOT NULL,
    source_id VARCHAR(36) NOT NULL,
    enabled BOOLEAN NOT NULL
);

CREATE TABLE integration_type (
    platform_key VARCHAR(10) NOT NULL REFERENCES integration,
    data_type VARCHAR(50) NOT NULL,
    sync_order INT NOT NULL,
    PRIMARY KEY (platform_key, data_type)
);

INSERT INTO integration VALUES ('hbql', 'sage50', 'Sage 50 (UK & Ireland)',
    '18cb53c4-3807-4a5a-8da9-303053a40002', '58e1d32f-a092-438a-bffb-3bf6af9ba8ec', TRUE);
INSERT INTO integration_type VALUES
    ('hbql', 'company', 0), ('hbql', 'chartOfAccounts', 1), ('hbql', 'taxRates', 2),
    ('hbql', 'customers', 3), ('hbql', 'suppliers', 4), ('hbql', 'invoices', 5),
    ('hbql', 'journalEntries', 6);

CREATE TABLE company (
    id VARCHAR(36) PRIMARY KEY,
    client_id VARCHAR(36) NOT NULL REFERENCES client,
    name VARCHAR(500) NOT NULL,
    description VARCHAR(2000),
    created_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX company_of_client ON company (client_id, created_at);

CREATE TABLE company_tag (
    company_id VARCHAR(36) NOT NULL REFERENCES company,
    tag_key VARCHAR(27) NOT NULL,
    tag_value VARCHAR(100) NOT NULL,
    PRIMARY KEY (company_id, tag_key)
);

CREATE TABLE agent (
    id VARCHAR(43) PRIMARY KEY,
    public_key VARCHAR(43) NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    version VARCHAR(100),
    java VARCHAR(100),
    os VARCHAR(100),
    life VARCHAR(36),
    stopped_at BIGINT,
    stopped_reason VARCHAR(2000),
    revoked_at BIGINT
);

-- Every life that spoke since the agent was last allowed to go on (sync rule 27).
CREATE TABLE agent_life (
    agent_id VARCHAR(43) NOT NULL REFERENCES agent,
    life VARCHAR(36) NOT NULL,
    first_seen_at BIGINT NOT NULL,
    PRIMARY KEY (agent_id, life)
);

CREATE TABLE access_token (
    sha256 VARCHAR(64) PRIMARY KEY,
    agent_id VARCHAR(43) NOT NULL REFERENCES agent,
    expires_at BIGINT NOT NULL
);

CREATE TABLE used_jti (
    agent_id VARCHAR(43) NOT NULL,
    jti VARCHAR(100) NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (agent_id, jti)
);

CREATE TABLE connection (
    id VARCHAR(36) PRIMARY KEY,
    company_id VARCHAR(36) NOT NULL REFERENCES company,
    platform_key VARCHAR(10) NOT NULL REFERENCES integration,
    status VARCHAR(20) NOT NULL,
    status_reason VARCHAR(2000),
    created_at BIGINT NOT NULL,
    link_expires_at BIGINT NOT NULL,
    first_linked_at BIGINT,
    last_sync_at BIGINT,
    agent_id VARCHAR(43) REFERENCES agent,
    books_id VARCHAR(500),
    books_name VARCHAR(500),
    books_currency VARCHAR(3),
    package_version VARCHAR(200),
    data_directory VARCHAR(2000),
    transactions BIGINT,
    last_transaction VARCHAR(10),
    findings VARCHAR(1000000),
    deleted_at BIGINT
);
CREATE INDEX connection_of_company ON connection (company_id);
CREATE INDEX connection_of_agent ON connection (agent_id);

CREATE TABLE connection_error (
    id ${counter} PRIMARY KEY,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    status_code VARCHAR(10) NOT NULL,
    status_text VARCHAR(200) NOT NULL,
    message VARCHAR(2000) NOT NULL,
    erred_at BIGINT NOT NULL,
    resolved_at BIGINT
);
CREATE INDEX error_of_connection ON connection_error (connection_id);

CREATE TABLE registration (
    id VARCHAR(36) PRIMARY KEY,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    agent_id VARCHAR(43) NOT NULL,
    public_key VARCHAR(43) NOT NULL,
    requested_at BIGINT NOT NULL,
    decision VARCHAR(10) NOT NULL,
    decided_at BIGINT,
    UNIQUE (connection_id, agent_id)
);

CREATE TABLE agent_order (
    no ${counter} PRIMARY KEY,
    id VARCHAR(36) NOT NULL UNIQUE,
    agent_id VARCHAR(43) NOT NULL REFERENCES agent,
    connection_id VARCHAR(36) REFERENCES connection,
    kind VARCHAR(20) NOT NULL,
    until_at BIGINT,
    created_at BIGINT NOT NULL,
    acknowledged_at BIGINT
);
CREATE INDEX order_of_agent ON agent_order (agent_id, acknowledged_at);

CREATE TABLE pull_operation (
    no ${counter} PRIMARY KEY,
    id VARCHAR(36) NOT NULL,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    data_type VARCHAR(50) NOT NULL,
    origin VARCHAR(10) NOT NULL,
    status VARCHAR(30) NOT NULL,
    description VARCHAR(2000),
    progress INT NOT NULL,
    requested_at BIGINT NOT NULL,
    completed_at BIGINT,
    order_id VARCHAR(36),
    told_at BIGINT,
    UNIQUE (connection_id, id)
);
CREATE INDEX operation_of_type ON pull_operation (connection_id, data_type, requested_at);
CREATE INDEX operation_of_order ON pull_operation (order_id);

-- One data type of one connection: which dataset numbers readers see, and what comes out of them.
CREATE TABLE series (
    no ${counter} PRIMARY KEY,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    data_type VARCHAR(50) NOT NULL,
    base_id VARCHAR(36),
    current_no BIGINT DEFAULT 0 NOT NULL,
    floor_no BIGINT DEFAULT 0 NOT NULL,
    digest VARCHAR(64) NOT NULL,
    live BIGINT DEFAULT 0 NOT NULL,
    deleted BIGINT DEFAULT 0 NOT NULL,
    committed_at BIGINT,
    UNIQUE (connection_id, data_type)
);

-- states: Open, Committed, Aborted, Rejected, LooksWrong
CREATE TABLE upload_set (
    id VARCHAR(36) NOT NULL,
    connection_id VARCHAR(36) NOT NULL REFERENCES connection,
    state VARCHAR(12) NOT NULL,
    reason VARCHAR(2000),
    content_sha256 VARCHAR(64),
    opened_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, id)
);
CREATE INDEX set_by_state ON upload_set (state, touched_at);

-- state as the set's; terms is the sum of the staged words' terms, upserts how many of them are records and
-- others how many are not; mode is there once the commit was prepared. swept: what this dataset made invisible,
-- or left behind, was removed; emptied: below the floor, only its deleted records are left.
CREATE TABLE dataset (
    no ${counter} PRIMARY KEY,
    id VARCHAR(36) NOT NULL,
    connection_id VARCHAR(36) NOT NULL,
    set_id VARCHAR(36) NOT NULL,
    series_no BIGINT NOT NULL REFERENCES series,
    state VARCHAR(12) NOT NULL,
    mode VARCHAR(10),
    terms VARCHAR(64) NOT NULL,
    upserts BIGINT NOT NULL,
    others BIGINT NOT NULL,
    digest VARCHAR(64),
    ended_at BIGINT,
    swept BOOLEAN DEFAULT FALSE NOT NULL,
    emptied BOOLEAN DEFAULT FALSE NOT NULL,
    UNIQUE (connection_id, id)
);
CREATE INDEX dataset_of_set ON dataset (connection_id, set_id);
CREATE INDEX dataset_of_series ON dataset (series_no, no);
CREATE INDEX dataset_to_sweep ON dataset (swept, state);

CREATE TABLE chunk (
    dataset_no BIGINT NOT NULL REFERENCES dataset,
    number INT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    upserts BIGINT NOT NULL,
    deletes BIGINT NOT NULL,
    keeps BIGINT NOT NULL,
    debits DECIMAL(38, 12) NOT NULL,
    credits DECIMAL(38, 12) NOT NULL,
    PRIMARY KEY (dataset_no, number)
);

-- One version of one record, valid from the dataset from_no until the dataset until_no.
-- state: U a record, S kept and stale, K kept without any version to show, D deleted. chunk_no -1: written by the commit, not by a chunk.
-- term: SHA-256 over id, a zero byte and the hash; what the digest adds up.
CREATE TABLE record (
    series_no BIGINT NOT NULL,
    id VARCHAR(255) NOT NULL,
    from_no BIGINT NOT NULL,
    until_no BIGINT NOT NULL,
    chunk_no INT NOT NULL,
    state CHAR(1) NOT NULL,
    modified_at BIGINT NOT NULL,
    term ${bytes},
    body ${bytes},
    keep_field VARCHAR(500),
    keep_reason VARCHAR(2000),
    PRIMARY KEY (from_no, id)
);
CREATE INDEX record_visible ON record (series_no, id, from_no, until_no, state);

-- What the last refused Replace would have lost (sync rule 24).
CREATE TABLE lost_id (
    series_no BIGINT NOT NULL REFERENCES series,
    id VARCHAR(255) NOT NULL,
    PRIMARY KEY (series_no, id)
);
