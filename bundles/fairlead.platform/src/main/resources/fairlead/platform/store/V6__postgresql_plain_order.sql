-- Ids by their bytes, as H2 sorts them, not by a language's rules: the index serves comparisons and paging.
ALTER TABLE record ALTER COLUMN id TYPE VARCHAR(255) COLLATE "C";
ALTER TABLE lost_id ALTER COLUMN id TYPE VARCHAR(255) COLLATE "C";
