-- Why: a secret ballot that anyone can check. The roll knows who took a token, the box
-- knows papers; they share no column and keep no time. The box is keyed at random; at
-- the closing its papers are written anew, by digest, into the board.

-- +goose Up
CREATE TABLE ballot (
    id          TEXT PRIMARY KEY,
    cluster_id  TEXT NOT NULL,
    year_id     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    motion      TEXT NOT NULL,  -- its text, from the opening on
    receipt_key BYTEA NOT NULL, -- private, encrypted
    closing     TEXT NOT NULL,  -- its text; '' while the vote runs
    version     BIGINT NOT NULL
);
CREATE INDEX ballot_year ON ballot (year_id);

CREATE TABLE ballot_check_off (
    motion_id TEXT NOT NULL REFERENCES ballot (id),
    voter     TEXT NOT NULL, -- of the roll
    body      TEXT NOT NULL, -- what the voter's credential signed
    proof     TEXT NOT NULL, -- JSON
    PRIMARY KEY (motion_id, voter)
);

CREATE TABLE ballot_box (
    place     TEXT PRIMARY KEY, -- at random
    box       TEXT NOT NULL,    -- whose
    token     TEXT NOT NULL,    -- digest of the token key, hex
    number    BIGINT NOT NULL,
    paper     TEXT NOT NULL,
    signature BYTEA NOT NULL,
    tokens    TEXT NOT NULL,    -- JSON
    UNIQUE (box, token, number)
);

CREATE TABLE ballot_board (
    board  TEXT NOT NULL, -- whose
    digest TEXT NOT NULL, -- of the paper, hex
    entry  TEXT NOT NULL, -- the paper as it is published, JSON
    PRIMARY KEY (board, digest)
);
