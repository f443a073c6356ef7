-- Why: between a unit's self-score and the conclusion stand its explanation and a
-- second appraisal; a return names single criteria and gives a day; evidence hangs
-- on a criterion; who has a conflict of interest says so. What a person typed keeps
-- who, when, and what it rested on, so that a later change is seen.

-- +goose Up
CREATE TABLE score_unit_new (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    state      TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'returned', 'appraised', 'explained', 'appraised_2')),
    reason     TEXT NOT NULL, -- why it was returned
    until      TEXT NOT NULL, -- ISO day until which what was returned may be mended; '' as the phase has it
    dq_reason  TEXT NOT NULL, -- why it is not ranked; '' when it is
    dq_document TEXT NOT NULL,
    moved_by   TEXT NOT NULL, -- who brought it into its state; '' where that was not kept
    moved_at   TIMESTAMPTZ,
    version    BIGINT NOT NULL,
    PRIMARY KEY (sheet_id, unit_id)
);
INSERT INTO score_unit_new (sheet_id, unit_id, state, reason, until, dq_reason, dq_document, moved_by, version)
SELECT sheet_id, unit_id, state, reason, '', dq_reason, dq_document, '', version FROM score_unit;
DROP TABLE score_unit;
ALTER TABLE score_unit_new RENAME TO score_unit;

ALTER TABLE score_entry ADD COLUMN self TEXT NOT NULL DEFAULT ''; -- points that the unit gives itself; '' follows what is computed
ALTER TABLE score_entry ADD COLUMN computed TEXT NOT NULL DEFAULT ''; -- the computed points when self was given
ALTER TABLE score_entry ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE score_entry ADD COLUMN at TIMESTAMPTZ;
ALTER TABLE score_entry ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- of score_unit when it was typed

ALTER TABLE score_mark ADD COLUMN before TEXT NOT NULL DEFAULT '-'; -- the mark before it when it was given; '' for none, '-' where that was not kept
ALTER TABLE score_mark ADD COLUMN basis TEXT NOT NULL DEFAULT ''; -- what the unit had achieved when it was given
ALTER TABLE score_mark ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- of score_unit when it was given

CREATE TABLE score_return (
    id          TEXT PRIMARY KEY,
    sheet_id    TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id     TEXT NOT NULL,
    criterion   TEXT NOT NULL, -- path of codes; '' for the whole sheet
    reason      TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ -- NULL while the unit has it to mend
);
CREATE INDEX score_return_unit ON score_return (sheet_id, unit_id);

CREATE TABLE score_explanation (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL,
    text       TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, criterion)
);

CREATE TABLE score_evidence (
    id         TEXT PRIMARY KEY,
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL,
    hash       TEXT NOT NULL, -- of the file; '' for a link
    link       TEXT NOT NULL, -- https address; '' for a file
    name       TEXT NOT NULL, -- of the file, or what the link leads to
    type       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    account_id TEXT NOT NULL,
    added_by   TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX score_evidence_unit ON score_evidence (sheet_id, unit_id);

CREATE TABLE score_recusal (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, account_id)
);

CREATE TABLE score_unassigned (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    criterion  TEXT NOT NULL,
    document   TEXT NOT NULL, -- that says the task was not given
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, criterion)
);
