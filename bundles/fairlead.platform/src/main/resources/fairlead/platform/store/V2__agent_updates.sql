-- What came of a release on one PC, as its agent told it; an agent may tell it twice.
CREATE TABLE agent_update (
    agent_id VARCHAR(43) NOT NULL REFERENCES agent,
    release_id VARCHAR(200) NOT NULL,
    at BIGINT NOT NULL,
    phase VARCHAR(20) NOT NULL,
    reason VARCHAR(2000) NOT NULL,
    swap_millis BIGINT,
    trial_seconds BIGINT,
    PRIMARY KEY (agent_id, at, release_id, phase)
);
