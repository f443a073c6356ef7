-- Why: readers of the portal who want a letter with what is new (bản tin qua thư). An
-- address is kept encrypted, is told nothing until its reader has confirmed it, and goes
-- with its row when the reader leaves.

-- +goose Up
CREATE TABLE newsletter_reader (
    id           TEXT PRIMARY KEY,
    email        BYTEA NOT NULL, -- encrypted
    mark         TEXT NOT NULL UNIQUE, -- keyed fingerprint of the address, by which it is found
    state        TEXT NOT NULL CHECK (state IN ('asked', 'confirmed')),
    every        TEXT NOT NULL CHECK (every IN ('day', 'week')),
    asked_at     TIMESTAMPTZ NOT NULL, -- of the last letter that asks to confirm
    confirmed_at TIMESTAMPTZ,
    sent_at      TIMESTAMPTZ, -- of the last letter with what is new
    seen_at      TIMESTAMPTZ -- what was published until then was told
);
CREATE INDEX newsletter_reader_due ON newsletter_reader (state, every, sent_at);
