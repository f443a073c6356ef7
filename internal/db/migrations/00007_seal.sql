-- Why: leaves are numbered and sealed into a log that anyone can check. Who and
-- what are hashed apart, so that what was done can be shown and proved without
-- who did it, and either can be destroyed alone. Checkpoints and the chain of
-- keys stand here, because the published files are a function of the database.

-- +goose Up
ALTER TABLE record_entry ADD COLUMN account_id TEXT NOT NULL DEFAULT ''; -- who acted; emptied with private
ALTER TABLE record_entry ADD COLUMN what_salt BYTEA; -- null in entries of form 1, which hash everything as one
ALTER TABLE record_entry ADD COLUMN what TEXT;       -- JSON: before, after, why; empty once destroyed
ALTER TABLE record_entry ADD COLUMN seq BIGINT;      -- place in the log; null until numbered
UPDATE record_entry SET account_id = COALESCE(
    (SELECT id FROM account WHERE record_entry.private LIKE '{"account":"' || account.id || '",%'), '');
CREATE INDEX record_entry_account ON record_entry (account_id, id);
CREATE UNIQUE INDEX record_entry_seq ON record_entry (seq);
CREATE INDEX record_entry_unsealed ON record_entry (id) WHERE seq IS NULL;

CREATE TABLE record_checkpoint (
    size      BIGINT PRIMARY KEY, -- number of leaves
    root      TEXT NOT NULL,      -- base64
    note      TEXT NOT NULL,      -- signed; later with the cosignatures of witnesses
    signed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE record_key (
    number    BIGINT PRIMARY KEY, -- 0 is the first key
    verifier  TEXT NOT NULL,
    hand_over TEXT NOT NULL,      -- the note by which the key before handed over; empty for the first
    since     TIMESTAMPTZ NOT NULL
);
