-- Why: a concluded result is shown to the members, who may appeal against it for
-- some days (kiến nghị); each appeal is answered, and keeps what it changed.

-- +goose Up
ALTER TABLE score_sheet ADD COLUMN concluded_on TEXT NOT NULL DEFAULT ''; -- ISO day; '' before, and where that was not kept
ALTER TABLE score_sheet ADD COLUMN appeals_until TEXT NOT NULL DEFAULT ''; -- ISO day, the last one for an appeal; '' before, and where there was no such time

CREATE TABLE score_appeal (
    id          TEXT PRIMARY KEY,
    sheet_id    TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id     TEXT NOT NULL REFERENCES unit (id),
    criterion   TEXT NOT NULL, -- path of codes; '' for the unit's place in the ranking
    state       TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    text        TEXT NOT NULL,
    hash        TEXT NOT NULL, -- of a file of evidence; '' for none
    link        TEXT NOT NULL, -- https address of evidence; '' for none
    shown       TEXT NOT NULL, -- name of the file, or what the link leads to
    type        TEXT NOT NULL,
    size        BIGINT NOT NULL,
    account_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    answer      TEXT NOT NULL, -- reason; '' while it is open
    marked      TEXT NOT NULL, -- path of the criterion that the answer marks anew; '' for none
    answered_id TEXT NOT NULL, -- account
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMPTZ,
    points_was  TEXT NOT NULL, -- exact fraction, as the three below; '' where nothing was marked anew
    points_is   TEXT NOT NULL,
    total_was   TEXT NOT NULL,
    total_is    TEXT NOT NULL,
    rank_was    BIGINT NOT NULL, -- 0 without a rank
    rank_is     BIGINT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX score_appeal_sheet ON score_appeal (sheet_id);
