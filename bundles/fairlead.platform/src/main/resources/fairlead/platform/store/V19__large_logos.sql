-- A logo may have 10 MB, as with Codat; a byte string of H2's ends at 1 MiB.
ALTER TABLE branding ALTER COLUMN logo SET DATA TYPE ${many_bytes};

-- Datasets are forgotten after some time, so what lies below a floor is found by the versions' own numbers.
COMMENT ON COLUMN dataset.emptied IS 'Written by nodes of the version before; nobody reads it.';
