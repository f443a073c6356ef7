-- Why: the members of a cluster mark each other without seeing each other's marks
-- (chấm chéo niêm phong). Until the opening marks stand here encrypted alone; the
-- commitment to each sealed form is public in the record.

-- +goose Up
CREATE TABLE score_cross (
    id       TEXT PRIMARY KEY,
    sheet_id TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id  TEXT NOT NULL REFERENCES unit (id), -- that marks the others
    draft    BYTEA, -- encrypted marks as they are typed; NULL once the seals are broken
    sealed   BYTEA, -- encrypted form and salt of the last seal; NULL before, and once the seals are broken
    salt     TEXT NOT NULL, -- hex; '' before the seals are broken, and of a form that was not opened
    form     TEXT NOT NULL, -- the canonical form; the same
    version  BIGINT NOT NULL,
    UNIQUE (sheet_id, unit_id)
);

CREATE TABLE score_cross_seal (
    cross_id     TEXT NOT NULL REFERENCES score_cross (id),
    number       BIGINT NOT NULL, -- from 1; the last one counts
    sheet_number BIGINT NOT NULL, -- of the version of the sheet
    commitment   TEXT NOT NULL, -- hex
    entry_id     TEXT NOT NULL, -- of the record, which published it
    account_id   TEXT NOT NULL,
    name         TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cross_id, number)
);

CREATE TABLE score_cross_recusal (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    from_id    TEXT NOT NULL, -- unit that does not mark
    to_id      TEXT NOT NULL, -- the unit that it does not mark
    reason     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, from_id, to_id)
);

CREATE TABLE score_cross_opening (
    sheet_id   TEXT PRIMARY KEY REFERENCES score_sheet (id),
    number     BIGINT NOT NULL, -- of the version of the sheet
    entry_id   TEXT NOT NULL, -- of the record
    account_id TEXT NOT NULL, -- '' where the deadline opened them
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);

CREATE TABLE score_cross_mark (
    sheet_id TEXT NOT NULL REFERENCES score_sheet (id),
    from_id  TEXT NOT NULL,
    to_id    TEXT NOT NULL,
    marks    TEXT NOT NULL, -- JSON pairs of the path of codes, '' for the whole sheet, and points, a decimal with a point
    PRIMARY KEY (sheet_id, to_id, from_id)
);
