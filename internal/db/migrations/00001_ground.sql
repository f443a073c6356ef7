-- Why: accounts with dated grants, sessions and the record (nhật ký) stand
-- under every use case, so they exist before any word of the field.

-- +goose Up
CREATE TABLE account (
    id         TEXT PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    position   TEXT NOT NULL,
    unit_id    TEXT NOT NULL, -- empty for persons outside every unit
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE account_grant (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role       TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('unit', 'cluster', 'year', 'portal', 'all')),
    scope_id   TEXT NOT NULL, -- empty only for 'all' and 'portal'
    from_day   TEXT NOT NULL, -- ISO days; '' is open
    to_day     TEXT NOT NULL
);
CREATE INDEX account_grant_account ON account_grant (account_id);

CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    data    BYTEA NOT NULL,
    expires TIMESTAMPTZ NOT NULL
);

CREATE TABLE record_entry (
    id          TEXT PRIMARY KEY,
    at          TIMESTAMPTZ NOT NULL,
    act         TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    unit_id     TEXT NOT NULL, -- on whose behalf; empty for none
    role        TEXT NOT NULL, -- the role that allowed the act
    salt        BYTEA NOT NULL,
    private     TEXT NOT NULL, -- JSON: who, before, after, why; can be erased together with the salt
    leaf        TEXT NOT NULL  -- JSON: what the public log will carry
);
CREATE INDEX record_entry_object ON record_entry (object_kind, object_id, id);
