-- Why: the old lead passes everything open to the new lead in one bundle, which
-- the new lead checks and confirms.

-- +goose Up
CREATE TABLE handover (
    id           TEXT PRIMARY KEY,
    year_id      TEXT NOT NULL UNIQUE REFERENCES emulation_year (id), -- the year whose lead hands over
    from_unit    TEXT NOT NULL,
    to_unit      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('offered', 'returned', 'confirmed')),
    manifest     TEXT NOT NULL, -- canonical JSON
    fingerprint  TEXT NOT NULL, -- hex SHA-256 of the manifest
    offered_at   TIMESTAMPTZ NOT NULL,
    offered_by   TEXT NOT NULL,
    confirmed_at TIMESTAMPTZ,
    confirmed_by TEXT NOT NULL,
    reason       TEXT NOT NULL, -- why it was returned
    version      BIGINT NOT NULL
);
