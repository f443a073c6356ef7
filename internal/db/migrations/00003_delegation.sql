-- Why: who is away lets another person of the unit act in the own roles for some
-- days (ủy quyền). What is handed on is a grant, so that it ends with it. And a
-- role may reach a unit with all units below it.

-- +goose Up
CREATE TABLE delegation (
    id          TEXT PRIMARY KEY,
    giver_id    TEXT NOT NULL REFERENCES account (id),
    receiver_id TEXT NOT NULL REFERENCES account (id),
    from_day    TEXT NOT NULL, -- ISO days, both included
    until_day   TEXT NOT NULL,
    reason      TEXT NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL,
    revoked_at  TIMESTAMPTZ, -- NULL: not revoked
    revoked_by  TEXT NOT NULL,
    revoked_for TEXT NOT NULL -- why it was revoked
);
CREATE INDEX delegation_giver ON delegation (giver_id);
CREATE INDEX delegation_receiver ON delegation (receiver_id);

CREATE TABLE delegation_part (
    delegation_id TEXT NOT NULL REFERENCES delegation (id),
    grant_id      TEXT NOT NULL, -- of the giver; the part ends with it, also where it is deleted
    role          TEXT NOT NULL, -- as the grant was, to be read when it is gone
    scope_kind    TEXT NOT NULL,
    scope_id      TEXT NOT NULL,
    PRIMARY KEY (delegation_id, grant_id)
);

-- A grant on a unit that reaches all units below it too (scope kind "subtree").
ALTER TABLE account_grant ADD COLUMN below BOOLEAN NOT NULL DEFAULT FALSE;
