-- Why: everything a cluster does in a year hangs on that year, its phases with
-- their deadlines and the periods for which figures are reported.

-- +goose Up
CREATE TABLE emulation_year (
    id           TEXT PRIMARY KEY,
    cluster_id   TEXT NOT NULL REFERENCES cluster (id),
    year         BIGINT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('running', 'closed', 'history')),
    illustrative BOOLEAN NOT NULL, -- made-up figures for practice
    copied_from  TEXT NOT NULL,    -- id of the year whose set-up was copied
    created_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (cluster_id, year)
);

CREATE TABLE phase (
    id         TEXT PRIMARY KEY,
    year_id    TEXT NOT NULL REFERENCES emulation_year (id),
    kind       TEXT NOT NULL,
    opens_on   TEXT NOT NULL, -- ISO days, both included
    due_on     TEXT NOT NULL,
    clause     TEXT NOT NULL, -- the clause of the rule book it rests on; empty if none
    version    BIGINT NOT NULL,
    UNIQUE (year_id, kind)
);

CREATE TABLE period (
    id       TEXT PRIMARY KEY,
    year_id  TEXT NOT NULL REFERENCES emulation_year (id),
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    due_on   TEXT NOT NULL,
    UNIQUE (year_id, code)
);
