-- Why: what a cluster proposes after its conference, and what was decided on it.

-- +goose Up
CREATE TABLE proposal (
    id              TEXT PRIMARY KEY,
    year_id         TEXT NOT NULL REFERENCES emulation_year (id),
    award           TEXT NOT NULL, -- key of the award, such as T-COCP
    unit_id         TEXT NOT NULL REFERENCES unit (id),
    rank            BIGINT NOT NULL, -- in the cluster's ranking; 0 when none was given
    resolution_id   TEXT NOT NULL, -- of the conference; empty for history
    state           TEXT NOT NULL CHECK (state IN ('proposed', 'submitted', 'granted', 'refused', 'withdrawn')),
    letter_number   TEXT NOT NULL,
    letter_on       TEXT NOT NULL,
    decision_number TEXT NOT NULL,
    decision_on     TEXT NOT NULL,
    decided_by      TEXT NOT NULL,
    scan_hash       TEXT NOT NULL,
    scan_name       TEXT NOT NULL,
    source          TEXT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE INDEX proposal_year ON proposal (year_id);
