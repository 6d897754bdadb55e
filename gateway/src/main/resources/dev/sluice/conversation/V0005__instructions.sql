-- Digest of the instructions that the upstream was told last, empty in rows from before.
ALTER TABLE conversations ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
