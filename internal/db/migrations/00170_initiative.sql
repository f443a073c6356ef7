-- Why: initiatives (sáng kiến) are applied for, marked by a council of the unit and
-- recognised before the unit deliberates, so that «Chiến sĩ thi đua cơ sở» does not
-- wait for them. Criteria and points are the unit's own: the law has none.

-- +goose Up
CREATE TABLE initiative_rule (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL,
    year       BIGINT NOT NULL,
    document   TEXT NOT NULL, -- of the unit, that has the criteria
    pass       TEXT NOT NULL, -- the least average, exact decimal
    due        TEXT NOT NULL, -- ISO day by which initiatives of the year are to be recognised
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year)
);

CREATE TABLE initiative_criterion (
    rule_id TEXT NOT NULL,
    n       BIGINT NOT NULL,
    name    TEXT NOT NULL,
    most    TEXT NOT NULL, -- points, exact decimal
    PRIMARY KEY (rule_id, n)
);

CREATE TABLE initiative_member (
    rule_id    TEXT NOT NULL,
    account_id TEXT NOT NULL,
    login      TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (rule_id, account_id)
);

CREATE TABLE initiative (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    year        BIGINT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    effect      TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('applied', 'recognised', 'refused', 'withdrawn')),
    scope       TEXT NOT NULL, -- unit, ministry_or_province, national; '' not recognised
    number      TEXT NOT NULL,
    decided_on  TEXT NOT NULL, -- ISO day
    decided_by  TEXT NOT NULL,
    why         TEXT NOT NULL,
    account_id  TEXT NOT NULL, -- who entered it
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX initiative_unit ON initiative (unit_id, year);

CREATE TABLE initiative_author (
    initiative_id TEXT NOT NULL,
    subject_id    TEXT NOT NULL,
    name          TEXT NOT NULL,
    share         BIGINT NOT NULL CHECK (share BETWEEN 1 AND 100), -- percent
    PRIMARY KEY (initiative_id, subject_id)
);

CREATE TABLE initiative_mark (
    initiative_id TEXT NOT NULL,
    account_id    TEXT NOT NULL,
    n             BIGINT NOT NULL,
    points        TEXT NOT NULL, -- exact decimal
    PRIMARY KEY (initiative_id, account_id, n)
);
