-- Why: persons sign in with what only they have. An account gains an address, a
-- state, a password, a second factor and one-time links; a session of a browser
-- can be listed and ended; failed sign-ins slow down who makes them.

-- +goose Up
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN disabled_at TIMESTAMPTZ; -- NULL: may sign in
ALTER TABLE account ADD COLUMN disabled_why TEXT NOT NULL DEFAULT '';

CREATE TABLE account_password (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    hash       TEXT NOT NULL, -- argon2id with its parameters and salt
    set_at     TIMESTAMPTZ NOT NULL
);

CREATE TABLE account_session (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    how        TEXT NOT NULL, -- what was shown to sign in
    address    TEXT NOT NULL,
    browser    TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL, -- by the clock of the machine, as all of this table
    seen_at    TIMESTAMPTZ NOT NULL,
    proved_at  TIMESTAMPTZ NOT NULL, -- when the person last showed a way to sign in
    ended_at   TIMESTAMPTZ,
    ended_why  TEXT NOT NULL -- '' while it runs
);
CREATE INDEX account_session_account ON account_session (account_id, id);
CREATE INDEX account_session_seen ON account_session (seen_at);

CREATE TABLE account_device (
    id         TEXT PRIMARY KEY, -- hex SHA-256 of the token in the browser's cookie
    account_id TEXT NOT NULL REFERENCES account (id),
    seen_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX account_device_account ON account_device (account_id);
CREATE INDEX account_device_seen ON account_device (seen_at);

CREATE TABLE account_throttle (
    id       TEXT PRIMARY KEY, -- hex SHA-256 of what is slowed down: an address, an account, a browser
    failures BIGINT NOT NULL,
    last_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX account_throttle_last ON account_throttle (last_at);

CREATE TABLE account_link (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('first', 'invitation', 'recovery')),
    account_id   TEXT NOT NULL, -- '' for the link of the first administrator, whose account does not exist yet
    token        TEXT NOT NULL UNIQUE, -- hex SHA-256; the token itself stands only in the link
    made_by      TEXT NOT NULL, -- account id; '' for the program itself
    made_at      TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL,
    used_at      TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX account_link_account ON account_link (account_id, id);

CREATE TABLE account_totp (
    account_id   TEXT PRIMARY KEY REFERENCES account (id),
    secret       BYTEA NOT NULL, -- encrypted
    confirmed_at TIMESTAMPTZ, -- NULL until the person has typed a first code
    last_step    BIGINT NOT NULL -- the step of the last code taken, so that none is taken twice
);

CREATE TABLE account_recovery_code (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    code       TEXT NOT NULL, -- hex SHA-256; a code has 80 bits of chance
    used_at    TIMESTAMPTZ,
    UNIQUE (account_id, code)
);

CREATE TABLE account_recovery (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    reason       TEXT NOT NULL,
    drop_factors BOOLEAN NOT NULL, -- the second factor is lost too
    asked_by     TEXT NOT NULL REFERENCES account (id),
    asked_at     TIMESTAMPTZ NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('asked', 'confirmed', 'dropped')),
    decided_by   TEXT NOT NULL, -- account id; '' while it is asked
    decided_at   TIMESTAMPTZ
);
CREATE INDEX account_recovery_account ON account_recovery (account_id, id);
