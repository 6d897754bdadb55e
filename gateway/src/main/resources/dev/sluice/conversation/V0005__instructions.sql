-- Digests, empty in rows from before: of the instructions that the upstream was told last, and of
-- how the newest question ends, before which front ends put what they found for it.
ALTER TABLE conversations ADD COLUMN instructions TEXT NOT NULL DEFAULT '';

ALTER TABLE conversations ADD COLUMN endings TEXT NOT NULL DEFAULT '';
