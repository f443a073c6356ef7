-- Why: a cluster's score sheet of a year, what each unit achieved on it, and the
-- marks that persons gave, each with who, when and why.

-- +goose Up
CREATE TABLE score_sheet (
    id           TEXT PRIMARY KEY,
    year_id      TEXT NOT NULL UNIQUE REFERENCES emulation_year (id),
    state        TEXT NOT NULL CHECK (state IN ('draft', 'open', 'concluded', 'published')),
    name         TEXT NOT NULL,
    decimals     BIGINT NOT NULL,
    definition   TEXT NOT NULL, -- JSON rows
    frozen       TEXT NOT NULL, -- JSON entries as they were when the sheet was concluded; '' before
    published_at TIMESTAMPTZ,
    version      BIGINT NOT NULL
);

CREATE TABLE score_unit (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    state      TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'returned', 'appraised')),
    reason     TEXT NOT NULL, -- why it was returned
    dq_reason  TEXT NOT NULL, -- why it is not ranked; '' when it is
    dq_document TEXT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (sheet_id, unit_id)
);

CREATE TABLE score_entry (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL, -- path of codes
    value      TEXT NOT NULL, -- as typed, in the bundle's form
    target     TEXT NOT NULL,
    actual     TEXT NOT NULL,
    note       TEXT NOT NULL, -- where the evidence is
    account_id TEXT NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, criterion)
);

CREATE TABLE score_mark (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL,
    level      TEXT NOT NULL CHECK (level IN ('self', 'appraised')),
    points     TEXT NOT NULL,
    computed   TEXT NOT NULL, -- the computed points when the mark was given; '' when there were none
    reason     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, criterion, level)
);
