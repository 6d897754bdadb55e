-- What was imported counts from the import, not from its last use in the other system.
ALTER TABLE unclaimed_conversations ADD COLUMN imported_at BIGINT NOT NULL DEFAULT 0; -- 0 in rows from before
