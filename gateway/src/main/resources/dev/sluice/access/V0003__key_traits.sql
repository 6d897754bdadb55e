-- The program a key is for, where it is served in a way of its own, and how its broken streams end.
ALTER TABLE api_keys ADD COLUMN front_end TEXT NOT NULL DEFAULT 'none';
ALTER TABLE api_keys ADD COLUMN stream_errors TEXT NOT NULL DEFAULT 'detect';
