-- When it was linked last: a connection that has ended can be linked again. Without one, first_linked_at tells.
ALTER TABLE connection ADD COLUMN linked_at BIGINT;
