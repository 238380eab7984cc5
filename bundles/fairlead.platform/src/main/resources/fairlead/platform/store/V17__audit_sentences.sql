-- An entry is written before its change, with a sentence that says what it is, and is told how the change ended. Nodes of
-- the version before write without both, after a change that was done.
ALTER TABLE audit_entry ADD COLUMN sentence VARCHAR(1000);
ALTER TABLE audit_entry ADD COLUMN outcome VARCHAR(10) DEFAULT 'Done' NOT NULL;
