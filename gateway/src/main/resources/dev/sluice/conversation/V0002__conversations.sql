-- Which conversation of an upstream continues a chat. Times are milliseconds since 1970.
CREATE TABLE conversations (
    id             TEXT    NOT NULL PRIMARY KEY, -- digest of tenant, client, app, user and chat
    tenant         TEXT    NOT NULL,
    client         TEXT    NOT NULL,
    app            TEXT    NOT NULL,
    chat_user      TEXT    NOT NULL,             -- empty when the client speaks for itself
    chat           TEXT    NOT NULL,
    chat_source    TEXT    NOT NULL,             -- where the request named the chat
    conversation   TEXT    NOT NULL,
    upstream_user  TEXT    NOT NULL,             -- as whom the upstream knows its owner
    turns          INTEGER NOT NULL,
    first_turn     TEXT    NOT NULL,             -- digests, never words
    earlier_turns  TEXT    NOT NULL,
    last_turn      TEXT    NOT NULL,
    answer         TEXT    NOT NULL,
    sends_history  BOOLEAN NOT NULL,
    created_at     BIGINT  NOT NULL,
    used_at        BIGINT  NOT NULL
);

CREATE INDEX conversations_used_at ON conversations (used_at);

CREATE INDEX conversations_created_at ON conversations (created_at);

-- Conversations of a system before, of which nobody has shown yet that they are his.
CREATE TABLE unclaimed_conversations (
    chat           TEXT    NOT NULL PRIMARY KEY,
    conversation   TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    used_at        BIGINT  NOT NULL
);
