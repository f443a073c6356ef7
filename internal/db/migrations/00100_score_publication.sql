-- Why: a ranking is published for good, so two persons confirm it: the first fixes
-- the text, the second publishes just that text.

-- +goose Up
CREATE TABLE score_publication (
    sheet_id    TEXT PRIMARY KEY REFERENCES score_sheet (id),
    sha256      TEXT NOT NULL, -- hex, of the text that the first person has read
    first_id    TEXT NOT NULL, -- account
    first_for   TEXT NOT NULL, -- account on whose delegation; '' for the own right
    first_name  TEXT NOT NULL,
    first_at    TIMESTAMPTZ NOT NULL,
    second_id   TEXT NOT NULL, -- account; '' until it is published
    second_name TEXT NOT NULL,
    second_at   TIMESTAMPTZ
);
