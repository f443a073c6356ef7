-- Why: a regulation may change a sheet that is being marked. The change is a new
-- version with its reason; entries and marks stay with the version under which
-- they were given. A definition now holds the sheet's settings beside its rows.

-- +goose Up
UPDATE score_sheet SET definition = '{"decimals":' || CAST(decimals AS TEXT) || ',"rows":' || definition || '}';
ALTER TABLE score_sheet DROP COLUMN decimals;
ALTER TABLE score_sheet ADD COLUMN number BIGINT NOT NULL DEFAULT 0; -- of the version in force; 0 before the sheet was opened
ALTER TABLE score_sheet ADD COLUMN amending TEXT NOT NULL DEFAULT ''; -- JSON definition of the next version while it is prepared; '' for none
UPDATE score_sheet SET number = 1 WHERE state <> 'draft';

CREATE TABLE score_sheet_version (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    number     BIGINT NOT NULL,
    name       TEXT NOT NULL,
    definition TEXT NOT NULL,
    reason     TEXT NOT NULL, -- of an amendment; '' for the first
    at         TIMESTAMPTZ, -- NULL for a sheet opened before versions were kept
    PRIMARY KEY (sheet_id, number)
);
INSERT INTO score_sheet_version (sheet_id, number, name, definition, reason)
SELECT id, 1, name, definition, '' FROM score_sheet WHERE state <> 'draft';

CREATE TABLE score_entry_new (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    number     BIGINT NOT NULL, -- of the version under which it was typed
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL, -- path of codes
    value      TEXT NOT NULL, -- as typed, in the bundle's form
    target     TEXT NOT NULL,
    actual     TEXT NOT NULL,
    note       TEXT NOT NULL, -- where the evidence is
    account_id TEXT NOT NULL,
    PRIMARY KEY (sheet_id, number, unit_id, criterion)
);
INSERT INTO score_entry_new (sheet_id, number, unit_id, criterion, value, target, actual, note, account_id)
SELECT sheet_id, 1, unit_id, criterion, value, target, actual, note, account_id FROM score_entry;
DROP TABLE score_entry;
ALTER TABLE score_entry_new RENAME TO score_entry;

CREATE TABLE score_mark_new (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    number     BIGINT NOT NULL, -- of the version under which it was given
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL,
    level      TEXT NOT NULL CHECK (level IN ('self', 'cross', 'appraised', 'appraised_2', 'final')),
    points     TEXT NOT NULL,
    computed   TEXT NOT NULL, -- the computed points when the mark was given; '' when there were none
    reason     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, number, unit_id, criterion, level)
);
INSERT INTO score_mark_new (sheet_id, number, unit_id, criterion, level, points, computed, reason, account_id, name, at)
SELECT sheet_id, 1, unit_id, criterion, level, points, computed, reason, account_id, name, at FROM score_mark;
DROP TABLE score_mark;
ALTER TABLE score_mark_new RENAME TO score_mark;
