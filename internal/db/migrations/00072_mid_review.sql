-- Why: the mid-year review is drafted from the figures of a period, completed by
-- the lead, remarked on by the members and issued; from then on it stands still.

-- +goose Up
CREATE TABLE mid_review (
    id          TEXT PRIMARY KEY,
    year_id     TEXT NOT NULL UNIQUE REFERENCES emulation_year (id),
    period_id   TEXT NOT NULL REFERENCES period (id),
    state       TEXT NOT NULL CHECK (state IN ('draft', 'issued')),
    findings    TEXT NOT NULL, -- JSON: what the data said when it was drafted
    causes      TEXT NOT NULL,
    limits      TEXT NOT NULL,
    second_half TEXT NOT NULL,
    drafted_at  TIMESTAMPTZ NOT NULL,
    issued_at   TIMESTAMPTZ,
    issued_by   TEXT NOT NULL,
    document    TEXT NOT NULL, -- the exact text that was issued; empty before
    fingerprint TEXT NOT NULL, -- hex SHA-256 of the document
    version     BIGINT NOT NULL
);

CREATE TABLE mid_review_remark (
    review_id TEXT NOT NULL REFERENCES mid_review (id),
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    body      TEXT NOT NULL,
    name      TEXT NOT NULL,
    at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (review_id, unit_id)
);
