-- Why: a person may ask what is kept of them and have it erased. A request is
-- entered by the person, or for them, and decided by somebody else. Identity
-- numbers are kept encrypted.

-- +goose Up
CREATE TABLE personal_identity (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    number     BYTEA NOT NULL, -- encrypted
    entered_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE personal_request (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'withdrawn')),
    reason     TEXT NOT NULL, -- emptied once it is done
    asked_by   TEXT NOT NULL, -- account id
    asked_at   TIMESTAMPTZ NOT NULL,
    decided_by TEXT NOT NULL, -- account id; '' while it is asked
    decided_at TIMESTAMPTZ,
    answer     TEXT NOT NULL, -- why it is refused
    kept       TEXT NOT NULL, -- JSON: what stays, by kind, and how much
    version    BIGINT NOT NULL
);
CREATE INDEX personal_request_account ON personal_request (account_id, id);
CREATE INDEX personal_request_state ON personal_request (state, id);
