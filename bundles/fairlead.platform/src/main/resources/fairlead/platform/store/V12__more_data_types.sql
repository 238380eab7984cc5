-- What Sage 50 has beyond Codat's own list.
INSERT INTO integration_type VALUES
    ('hbql', 'directIncomes', 18), ('hbql', 'transfers', 19), ('hbql', 'journals', 20), ('hbql', 'items', 21);
