-- Why: what a cluster measures in a year (chỉ số) and what each member promises
-- (chỉ tiêu) belong to that year's covenant and stand still once it is signed.

-- +goose Up
CREATE TABLE indicator (
    id         TEXT PRIMARY KEY,
    year_id    TEXT NOT NULL REFERENCES emulation_year (id),
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    unit       TEXT NOT NULL, -- unit of measure, never empty
    direction  TEXT NOT NULL CHECK (direction IN ('more', 'less')),
    sum        TEXT NOT NULL CHECK (sum IN ('sum', 'average', 'weighted', 'none')),
    weight_id  TEXT NOT NULL, -- the indicator that weighs this one; empty unless sum is 'weighted'
    decimals   BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    content_no BIGINT NOT NULL, -- content of the covenant; 0 for none
    serves     TEXT NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (year_id, code)
);

CREATE TABLE target (
    id           TEXT PRIMARY KEY,
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    unit_id      TEXT NOT NULL REFERENCES unit (id),
    value        TEXT NOT NULL,
    baseline     TEXT, -- NULL: not known
    version      BIGINT NOT NULL,
    UNIQUE (indicator_id, unit_id)
);

CREATE TABLE indicator_freeze (
    year_id   TEXT PRIMARY KEY REFERENCES emulation_year (id),
    frozen_at TIMESTAMPTZ NOT NULL
);
