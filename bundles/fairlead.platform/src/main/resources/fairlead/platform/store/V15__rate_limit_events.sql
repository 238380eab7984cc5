-- When a client was told that its calls of the day are used up; it is told once, and once that new ones begin.
ALTER TABLE calls_of_day ADD COLUMN reached_at BIGINT;
