-- Why: a person signs in with a passkey (khóa truy cập) or through the single
-- sign-on (đăng nhập một lần) of the province. Both put a question to a browser
-- and must know its answer again, once.

-- +goose Up
CREATE TABLE account_passkey (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES account (id),
    credential_id TEXT NOT NULL UNIQUE, -- base64url, as the authenticator names it
    name          TEXT NOT NULL,        -- as its owner calls it
    credential    BYTEA NOT NULL,       -- public key and counter, bound to the account by the data key
    created_at    TIMESTAMPTZ NOT NULL,
    used_at       TIMESTAMPTZ,
    doubted_at    TIMESTAMPTZ           -- when an answer looked like a copy's
);
CREATE INDEX account_passkey_account ON account_passkey (account_id, id);

CREATE TABLE account_sso (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL, -- who it is at the issuer; never an e-mail address
    label      TEXT NOT NULL, -- the name there, for the owner to recognise
    created_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ,
    UNIQUE (issuer, subject)
);
CREATE INDEX account_sso_account ON account_sso (account_id, id);

-- A question that waits for its answer: taken out by the first that comes.
CREATE TABLE account_question (
    id         TEXT PRIMARY KEY,     -- hex SHA-256 of the challenge or state
    kind       TEXT NOT NULL CHECK (kind IN ('passkey_new', 'passkey_proof', 'sso')),
    browser    TEXT NOT NULL,        -- hex SHA-256 of what only the asked browser holds
    account_id TEXT NOT NULL,        -- whom the answer must be of; empty: of anyone
    data       TEXT NOT NULL,        -- JSON: what the answer is checked against
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX account_question_expires ON account_question (expires_at);
