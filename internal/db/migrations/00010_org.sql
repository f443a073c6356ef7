-- Why: a unit (đơn vị) keeps its identity while its code, name, kind and parent
-- change; after July 2025 the same code names another province.

-- +goose Up
CREATE TABLE unit (
    id         TEXT PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE unit_version (
    id        TEXT PRIMARY KEY,
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    from_day  TEXT NOT NULL, -- ISO days, the end not included; '' is open
    to_day    TEXT NOT NULL,
    code      TEXT NOT NULL,
    name      TEXT NOT NULL,
    full_name TEXT NOT NULL,
    kind      TEXT NOT NULL,
    parent_id TEXT NOT NULL, -- empty for a unit directly under the centre
    source    TEXT NOT NULL
);
CREATE INDEX unit_version_unit ON unit_version (unit_id, from_day);
CREATE INDEX unit_version_code ON unit_version (code, from_day);

CREATE TABLE unit_change (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('create', 'revise', 'merge', 'split')),
    on_day     TEXT NOT NULL,
    source     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE unit_change_part (
    change_id TEXT NOT NULL REFERENCES unit_change (id),
    side      TEXT NOT NULL CHECK (side IN ('before', 'after')),
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (change_id, side, unit_id)
);
CREATE INDEX unit_change_part_unit ON unit_change_part (unit_id);
