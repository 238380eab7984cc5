-- What goes after some time is found by its age.
CREATE INDEX update_by_age ON agent_update (at);
CREATE INDEX life_by_age ON agent_life (first_seen_at);
CREATE INDEX error_by_end ON connection_error (resolved_at);
CREATE INDEX push_by_end ON push_operation (completed_at);
