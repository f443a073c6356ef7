-- Why: the mid-year review is drafted from the figures of a period, completed by
-- the lead, remarked by the members and then frozen with the data it rests on.

-- +goose Up
CREATE TABLE mid_review (
    id           TEXT PRIMARY KEY,
    year_id      TEXT NOT NULL UNIQUE REFERENCES emulation_year (id),
    period_id    TEXT NOT NULL REFERENCES period (id),
    state        TEXT NOT NULL CHECK (state IN ('draft', 'issued')),
    strengths    TEXT NOT NULL,
    shortcomings TEXT NOT NULL,
    causes       TEXT NOT NULL,
    tasks        TEXT NOT NULL,
    requests     TEXT NOT NULL,
    saved_by     TEXT NOT NULL,   -- who wrote last
    version      BIGINT NOT NULL, -- of what people wrote
    data         TEXT NOT NULL,   -- JSON of the figures as drafted
    changed      TEXT NOT NULL,   -- JSON: what the last drafting changed
    drafted_at   TIMESTAMPTZ NOT NULL,
    drafted_by   TEXT NOT NULL,
    drafted      BIGINT NOT NULL, -- how many times the figures were drafted
    number       TEXT NOT NULL,   -- of the document on paper
    text         TEXT NOT NULL,   -- canonical JSON once issued
    fingerprint  TEXT NOT NULL,
    issued_on    TEXT NOT NULL,
    issued_by    TEXT NOT NULL,
    issued_as    TEXT NOT NULL    -- position of who issued it
);

CREATE TABLE mid_review_remark (
    id         TEXT PRIMARY KEY,
    review_id  TEXT NOT NULL REFERENCES mid_review (id),
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    position   TEXT NOT NULL,
    text       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX mid_review_remark_review ON mid_review_remark (review_id);
