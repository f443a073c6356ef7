-- Why: the ceremony at which awards are announced and handed out (lễ công bố, trao
-- tặng): in what order, who hands out, what is read, who is absent, who is called now.

-- +goose Up
CREATE TABLE ceremony (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL, -- the office
    name         TEXT NOT NULL,
    on_day       TEXT NOT NULL, -- ISO day
    place        TEXT NOT NULL,
    group_size   BIGINT NOT NULL CHECK (group_size BETWEEN 1 AND 50), -- who come on stage together
    opening      TEXT NOT NULL, -- what is read first; '' is left to the officer
    closing      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'finished', 'cancelled')),
    approved_on  TEXT NOT NULL,
    approved_by  TEXT NOT NULL, -- name
    reason       TEXT NOT NULL, -- of the last reopening or of the cancelling
    called       BIGINT NOT NULL, -- group on stage; 0 before the first
    request      TEXT NOT NULL, -- the form it came from
    account_id   TEXT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX ceremony_unit ON ceremony (unit_id, on_day);
CREATE UNIQUE INDEX ceremony_request ON ceremony (unit_id, request) WHERE request <> '';

CREATE TABLE ceremony_part (
    id          TEXT PRIMARY KEY,
    ceremony_id TEXT NOT NULL REFERENCES ceremony (id),
    place       BIGINT NOT NULL, -- from 1
    award       TEXT NOT NULL,
    decision    TEXT NOT NULL, -- its number
    decided_on  TEXT NOT NULL,
    kind        TEXT NOT NULL, -- of those who are given it
    giver       TEXT NOT NULL, -- who hands out; '' while not known
    position    TEXT NOT NULL, -- giver's
    script      TEXT NOT NULL, -- '' while it is the one drafted from the data
    UNIQUE (ceremony_id, award, decision, decided_on, kind)
);
CREATE INDEX ceremony_part_of ON ceremony_part (ceremony_id, place);

CREATE TABLE ceremony_line (
    id          TEXT PRIMARY KEY,
    ceremony_id TEXT NOT NULL REFERENCES ceremony (id),
    part_id     TEXT NOT NULL REFERENCES ceremony_part (id),
    place       BIGINT NOT NULL, -- within its part, from 1
    grant_id    TEXT NOT NULL,
    call_name   TEXT NOT NULL, -- '' is as the register says, corrected
    absent      BOOLEAN NOT NULL,
    receiver    TEXT NOT NULL, -- who receives in place of the absent; '' for nobody
    standing    BOOLEAN NOT NULL -- FALSE once its ceremony was cancelled
);
CREATE INDEX ceremony_line_of ON ceremony_line (ceremony_id, part_id, place);
CREATE UNIQUE INDEX ceremony_line_once ON ceremony_line (grant_id) WHERE standing;
