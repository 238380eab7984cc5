-- How long it took a PC to go back from a release.
ALTER TABLE agent_update ADD COLUMN back_millis BIGINT;
