-- Every poll asks whether something is open, however long the history is.
CREATE INDEX operation_open ON pull_operation (connection_id, completed_at);
