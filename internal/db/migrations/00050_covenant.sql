-- Why: a covenant is drafted, sent out in numbered versions, signed by every
-- member and a witness, and from then on stands still under its fingerprint.

-- +goose Up
CREATE TABLE covenant (
    id          TEXT PRIMARY KEY,
    year_id     TEXT NOT NULL UNIQUE REFERENCES emulation_year (id),
    state       TEXT NOT NULL CHECK (state IN ('draft', 'comment', 'signing', 'signed', 'history')),
    comment_due TEXT NOT NULL, -- ISO day, '' when not sent
    amending    TEXT NOT NULL, -- the reason of the amendment in hand; '' for none
    signed_on   TEXT NOT NULL, -- ISO day, '' until signed
    contents    BIGINT NOT NULL, -- how many contents were published, for history; 0 when not known
    scan_hash   TEXT NOT NULL, -- of the scan of the signed original
    scan_name   TEXT NOT NULL,
    source      TEXT NOT NULL,
    version     BIGINT NOT NULL
);

CREATE TABLE covenant_content (
    id          TEXT PRIMARY KEY,
    covenant_id TEXT NOT NULL REFERENCES covenant (id),
    number      BIGINT NOT NULL,
    title       TEXT NOT NULL,
    body        TEXT NOT NULL,
    serves      TEXT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX covenant_content_covenant ON covenant_content (covenant_id);

CREATE TABLE covenant_version (
    id          TEXT PRIMARY KEY,
    covenant_id TEXT NOT NULL REFERENCES covenant (id),
    number      BIGINT NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL,
    reason      TEXT NOT NULL,
    snapshot    TEXT NOT NULL, -- canonical JSON
    fingerprint TEXT NOT NULL, -- hex SHA-256 of the snapshot
    UNIQUE (covenant_id, number)
);

CREATE TABLE covenant_comment (
    id         TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES covenant_version (id),
    unit_id    TEXT NOT NULL,
    content_no BIGINT NOT NULL, -- 0 for the whole
    body       TEXT NOT NULL,   -- '' says: no comment
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX covenant_comment_version ON covenant_comment (version_id);

CREATE TABLE covenant_signature (
    id         TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES covenant_version (id),
    part       TEXT NOT NULL CHECK (part IN ('member', 'witness')),
    unit_id    TEXT NOT NULL, -- empty for the witness
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    position   TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    UNIQUE (version_id, part, unit_id)
);
