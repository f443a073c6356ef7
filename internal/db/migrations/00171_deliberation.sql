-- Why: the yearly deliberation (bình xét) inside a unit, from its list of staff with
-- ratings to the lists of «Lao động tiên tiến» and «Chiến sĩ thi đua cơ sở»: who was
-- nominated, how each meeting voted, what came of it and why, who objected.

-- +goose Up
CREATE TABLE deliberation (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL,
    year         BIGINT NOT NULL,
    document     TEXT NOT NULL, -- the unit's own rules of the meeting
    quorum       BIGINT NOT NULL CHECK (quorum BETWEEN 0 AND 100), -- percent of the members; 0 not fixed
    majority     BIGINT NOT NULL CHECK (majority BETWEEN 1 AND 100), -- percent that agree
    majority_of  TEXT NOT NULL CHECK (majority_of IN ('present', 'members')),
    object_days  BIGINT NOT NULL CHECK (object_days BETWEEN 0 AND 60),
    state        TEXT NOT NULL CHECK (state IN ('gathering', 'meeting', 'published', 'concluded')),
    file_name    TEXT NOT NULL, -- of a list of staff that was brought and is not imported yet
    pending      TEXT NOT NULL, -- its lines as JSON; '' for none
    published_on TEXT NOT NULL, -- ISO day
    object_until TEXT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year)
);

CREATE TABLE deliberation_staff (
    id              TEXT PRIMARY KEY,
    deliberation_id TEXT NOT NULL,
    n               BIGINT NOT NULL,
    code            TEXT NOT NULL,
    name            TEXT NOT NULL,
    folded          TEXT NOT NULL,
    birth_year      BIGINT NOT NULL,
    female          BOOLEAN NOT NULL,
    post            TEXT NOT NULL,
    department      TEXT NOT NULL,
    leader          BOOLEAN NOT NULL,
    direct          BOOLEAN NOT NULL,
    account_id      TEXT NOT NULL,
    subject_id      TEXT NOT NULL, -- '' while it is doubtful who of the register it is
    doubt           TEXT NOT NULL,
    found           TEXT NOT NULL, -- ids of the subjects it may be, parted by a space
    rating          TEXT NOT NULL, -- '' not rated
    unrated         TEXT NOT NULL, -- why not
    registered      TEXT NOT NULL, -- the highest title: '', T-LDTT, T-CSTDCS
    nominated       TEXT NOT NULL,
    UNIQUE (deliberation_id, n)
);
CREATE INDEX deliberation_staff_name ON deliberation_staff (deliberation_id, folded);
CREATE INDEX deliberation_staff_account ON deliberation_staff (account_id);

CREATE TABLE deliberation_meeting (
    id              TEXT PRIMARY KEY,
    deliberation_id TEXT NOT NULL,
    department      TEXT NOT NULL, -- '' the meeting of the unit
    held_on         TEXT NOT NULL,
    place           TEXT NOT NULL,
    members         BIGINT NOT NULL,
    present         BIGINT NOT NULL,
    manner          TEXT NOT NULL CHECK (manner IN ('secret', 'hands')),
    chair           TEXT NOT NULL,
    secretary       TEXT NOT NULL,
    remarks         TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    version         BIGINT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    UNIQUE (deliberation_id, department)
);

CREATE TABLE deliberation_vote (
    meeting_id TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    award      TEXT NOT NULL,
    yes        BIGINT NOT NULL CHECK (yes >= 0),
    no         BIGINT NOT NULL CHECK (no >= 0),
    PRIMARY KEY (meeting_id, staff_id, award)
);

CREATE TABLE deliberation_left (
    deliberation_id TEXT NOT NULL,
    staff_id        TEXT NOT NULL,
    award           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    PRIMARY KEY (staff_id, award)
);

CREATE TABLE deliberation_result (
    deliberation_id TEXT NOT NULL,
    staff_id        TEXT NOT NULL,
    award           TEXT NOT NULL,
    listed          BOOLEAN NOT NULL,
    why             TEXT NOT NULL,
    PRIMARY KEY (staff_id, award)
);
CREATE INDEX deliberation_result_of ON deliberation_result (deliberation_id);

CREATE TABLE deliberation_objection (
    id              TEXT PRIMARY KEY,
    deliberation_id TEXT NOT NULL,
    staff_id        TEXT NOT NULL,
    account_id      TEXT NOT NULL, -- who wrote it, or entered what came on paper
    received_on     TEXT NOT NULL,
    body            TEXT NOT NULL,
    answer          TEXT NOT NULL,
    upheld          BOOLEAN NOT NULL,
    answered_on     TEXT NOT NULL,
    answered_by     TEXT NOT NULL
);
CREATE INDEX deliberation_objection_of ON deliberation_objection (deliberation_id);

CREATE TABLE deliberation_end (
    deliberation_id TEXT NOT NULL,
    award           TEXT NOT NULL,
    people          BIGINT NOT NULL,
    number          TEXT NOT NULL, -- of the unit's own decision; '' where it went upward
    decided_on      TEXT NOT NULL,
    signer          TEXT NOT NULL,
    dossier_id      TEXT NOT NULL,
    PRIMARY KEY (deliberation_id, award)
);
