-- Why: complaints, denunciations and requests (đơn thư) that come to an office about
-- emulation and commendation, with the days of the law. Who sent one is kept
-- encrypted; of a denunciation only its handler reads it.

-- +goose Up
CREATE TABLE petition (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL, -- the office
    year        BIGINT NOT NULL,
    number      BIGINT NOT NULL, -- in the year's register, from 1
    kind        TEXT NOT NULL CHECK (kind IN ('complaint', 'denunciation', 'request')),
    round       BIGINT NOT NULL CHECK (round IN (1, 2)),
    of_id       TEXT NOT NULL, -- the first complaint that this second one goes on with; '' for none
    anonymous   BOOLEAN NOT NULL,
    sender      BYTEA NOT NULL, -- encrypted; empty of an anonymous one
    about       TEXT NOT NULL, -- what it says, without who sent it
    decision    TEXT NOT NULL, -- the decision it is about; '' for none
    grant_id    TEXT NOT NULL, -- the award it is about; '' for none
    dossier_id  TEXT NOT NULL, -- the dossier it is about; '' for none
    received_on TEXT NOT NULL, -- ISO days
    known_on    TEXT NOT NULL, -- when the sender got or knew of the decision; '' not known
    remote      BOOLEAN NOT NULL,
    complicated BOOLEAN NOT NULL,
    extended    BIGINT NOT NULL,
    own_due     TEXT NOT NULL, -- of a request: the day that the office set; '' for none
    state       TEXT NOT NULL CHECK (state IN ('received', 'classified', 'accepted', 'refused', 'forwarded', 'settled', 'withdrawn', 'closed')),
    state_on    TEXT NOT NULL,
    accepted_on TEXT NOT NULL,
    outcome     TEXT NOT NULL CHECK (outcome IN ('', 'upheld', 'partly', 'rejected')),
    settled_no  TEXT NOT NULL, -- number of the conclusion
    handler_id  TEXT NOT NULL,
    handler     TEXT NOT NULL, -- name
    request     TEXT NOT NULL, -- the form it came from, so that a form sent twice is entered once
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year, number)
);
CREATE UNIQUE INDEX petition_request ON petition (unit_id, request) WHERE request <> '';
CREATE INDEX petition_handler ON petition (handler_id);

CREATE TABLE petition_move (
    id          TEXT PRIMARY KEY,
    petition_id TEXT NOT NULL REFERENCES petition (id),
    move        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    words       TEXT NOT NULL, -- why, to whom, what was concluded
    name        TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX petition_move_petition ON petition_move (petition_id);
