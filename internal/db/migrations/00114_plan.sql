-- Why: whom a unit means to propose this year (dự kiến đề nghị), and how many it may.
-- A ceiling is a share of something: what it is a share of is declared, and where
-- people have to say how many that is, their number stands with its source. The page
-- of a year looks at every file of a unit at once, so an annulment is found without
-- reading the other entries.

-- +goose Up
CREATE TABLE nomination (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL, -- the unit that proposes
    subject_id   TEXT NOT NULL REFERENCES subject (id),
    award        TEXT NOT NULL, -- code
    year         BIGINT NOT NULL, -- of the achievement, or the end of its period
    answer       TEXT NOT NULL CHECK (answer IN ('eligible', 'needs-judgement', 'not-eligible', 'not-in-force')), -- of the law when it was nominated
    reason       TEXT NOT NULL,
    account_id   TEXT NOT NULL,
    name         TEXT NOT NULL, -- of who nominated
    nominated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (subject_id, award, year)
);
CREATE INDEX nomination_unit ON nomination (unit_id, year);

-- The version of a unit's list of a year: it goes up whenever the list changes, so
-- that two people do not overrun a ceiling together.
CREATE TABLE nomination_list (
    unit_id TEXT NOT NULL,
    year    BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (unit_id, year)
);

CREATE TABLE award_quota (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL,
    award        TEXT NOT NULL,
    percent      BIGINT NOT NULL CHECK (percent BETWEEN 1 AND 100),
    base         TEXT NOT NULL CHECK (base IN ('people', 'collectives', 'met', 'nominated', 'ceiling', 'flag_leaders', 'typed')), -- what it is a share of
    of_award     TEXT NOT NULL, -- of met, nominated, ceiling; '' of the others
    says         TEXT NOT NULL, -- of typed: what is counted
    rounding     TEXT NOT NULL CHECK (rounding IN ('down', 'nearest', 'up')),
    rounding_doc TEXT NOT NULL, -- the document that says so; '' of down
    number       TEXT NOT NULL, -- of the document that fixes the quota
    decided_on   TEXT NOT NULL, -- its ISO day
    from_day     TEXT NOT NULL,
    to_day       TEXT NOT NULL, -- the last day; '' while it holds
    version      BIGINT NOT NULL
);
CREATE INDEX award_quota_unit ON award_quota (unit_id, award);

-- What people say of a whole that the register does not know, for one year.
CREATE TABLE award_whole (
    unit_id TEXT NOT NULL,
    award   TEXT NOT NULL,
    year    BIGINT NOT NULL,
    whole   BIGINT NOT NULL CHECK (whole >= 0),
    source  TEXT NOT NULL, -- the document that the number stands in
    version BIGINT NOT NULL,
    PRIMARY KEY (unit_id, award, year)
);

CREATE INDEX award_entry_annulment ON award_entry (of_id) WHERE kind = 'annulment';
