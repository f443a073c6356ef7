-- Why: years before the program, and values that a person pastes from last
-- year's spreadsheet, have figures without reports; the former are shown with
-- their source, as printed, both stand beside the new value.

-- +goose Up
CREATE TABLE published_figure (
    id             TEXT PRIMARY KEY,
    year_id        TEXT NOT NULL REFERENCES emulation_year (id),
    code           TEXT NOT NULL,
    name           TEXT NOT NULL,
    unit           TEXT NOT NULL, -- unit of measure
    unit_id        TEXT NOT NULL, -- empty: the total of the cluster
    value          TEXT,          -- NULL: not found, or printed unreadably
    national_share TEXT,          -- percent; NULL: not found
    as_printed     TEXT NOT NULL,
    note           TEXT NOT NULL,
    confirmed      TEXT NOT NULL, -- why a jump against the year before is right
    source         TEXT NOT NULL,
    source_url     TEXT NOT NULL,
    UNIQUE (year_id, code, unit_id)
);

CREATE TABLE past_figure (
    year_id      TEXT NOT NULL REFERENCES emulation_year (id), -- the year that looks back
    unit_id      TEXT NOT NULL REFERENCES unit (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    value        TEXT NOT NULL,
    name         TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (year_id, unit_id, indicator_id)
);
