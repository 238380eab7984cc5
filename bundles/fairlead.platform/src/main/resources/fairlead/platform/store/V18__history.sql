-- What is no longer wanted goes: everything that a deleted connection has left (swept), and history after some time.
ALTER TABLE connection ADD COLUMN swept BOOLEAN DEFAULT FALSE NOT NULL;
CREATE INDEX connection_to_sweep ON connection (swept, deleted_at);
CREATE INDEX operation_by_end ON pull_operation (completed_at);
CREATE INDEX operation_later ON pull_operation (connection_id, data_type, no);
CREATE INDEX order_by_end ON agent_order (acknowledged_at);
