-- Which secret key the digests were made with, and how often the keys have changed.
CREATE TABLE key_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE api_keys (
    digest TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    ending TEXT NOT NULL,
    permissions TEXT NOT NULL,
    speaks_for_users BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE UNIQUE INDEX api_keys_live ON api_keys (name) WHERE revoked_at IS NULL;
