-- Why: whether a member issued its plans and programmes early (ban hành sớm) is
-- read from their dates against the day of the launch.

-- +goose Up
CREATE TABLE plan (
    id         TEXT PRIMARY KEY,
    year_id    TEXT NOT NULL REFERENCES emulation_year (id),
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    kind       TEXT NOT NULL CHECK (kind IN ('plan', 'programme')),
    doc_number TEXT NOT NULL,
    title      TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    file_hash  TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    source     TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (year_id, unit_id, doc_number)
);
