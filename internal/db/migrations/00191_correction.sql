-- What a later document corrects in a decision to commend (đính chính): a line that
-- points at the grant and says what is written wrongly and how it is to be read. The
-- grant stays as it was entered.

-- +goose Up
CREATE TABLE award_correction (
    id         TEXT PRIMARY KEY,
    grant_id   TEXT NOT NULL REFERENCES award_entry (id),
    field      TEXT NOT NULL CHECK (field IN ('name', 'address', 'achievement')),
    was        TEXT NOT NULL,
    reads      TEXT NOT NULL,
    number     TEXT NOT NULL, -- of the document that corrects
    decided_on TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    signer     TEXT NOT NULL,
    note       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX award_correction_grant ON award_correction (grant_id);
