-- Why: the counting minutes of a motion are signed by its tellers in the program, each
-- for the text that was read.

-- +goose Up
CREATE TABLE conference_teller (
    motion_id  TEXT NOT NULL REFERENCES conference_motion (id),
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    position   TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    signed_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (motion_id, account_id)
);
