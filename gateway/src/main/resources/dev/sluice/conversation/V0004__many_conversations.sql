-- Several conversations may continue one chat. A request goes on in the one whose history it
-- repeats. A row from before keeps its id as the key of its chat, which had no model then.
ALTER TABLE conversations ADD COLUMN chat_key TEXT NOT NULL DEFAULT '';     -- digest of tenant, client, app, user, chat and model

ALTER TABLE conversations ADD COLUMN model TEXT NOT NULL DEFAULT '';        -- as it was asked for, empty in rows from before

ALTER TABLE conversations ADD COLUMN recent_turns TEXT NOT NULL DEFAULT ''; -- digests of the last turns and their answers

ALTER TABLE conversations ADD COLUMN whole_answer TEXT NOT NULL DEFAULT ''; -- digest of the last answer, empty when it broke off

ALTER TABLE conversations ADD COLUMN message_id TEXT NOT NULL DEFAULT '';   -- what the front end calls the last answer

UPDATE conversations SET chat_key = id;

ALTER TABLE conversations DROP COLUMN first_turn;

ALTER TABLE conversations DROP COLUMN sends_history;

-- With what orders the conversations of a chat, so that the oldest are found without their rows.
CREATE INDEX conversations_chat_key ON conversations (chat_key, used_at, id);

CREATE INDEX conversations_owner ON conversations (tenant, client, chat_user);
