-- Why: a conference is a sitting: its members are invited and answer, are checked in at
-- the door, its agenda runs by the clock, its speakers are called one after the other,
-- and what happened is written up and signed by two persons.

-- +goose Up
ALTER TABLE conference_item ADD COLUMN started_at TIMESTAMPTZ;
ALTER TABLE conference_item ADD COLUMN finished_at TIMESTAMPTZ;
ALTER TABLE conference_item ADD COLUMN struck_for TEXT NOT NULL DEFAULT ''; -- why it was taken off a running conference
ALTER TABLE conference_item ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX conference_item_running ON conference_item (conference_id) WHERE started_at IS NOT NULL AND finished_at IS NULL;

CREATE TABLE conference_document (
    id       TEXT PRIMARY KEY,
    item_id  TEXT NOT NULL REFERENCES conference_item (id),
    hash     TEXT NOT NULL,
    name     TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX conference_document_item ON conference_document (item_id);

CREATE TABLE conference_call ( -- what all invitations of a conference say
    conference_id TEXT PRIMARY KEY REFERENCES conference (id),
    number        TEXT NOT NULL,
    begins        TEXT NOT NULL, -- 08:00
    body          TEXT NOT NULL,
    told_on       TEXT NOT NULL, -- day and place when the members were last told
    told_place    TEXT NOT NULL,
    sent_by       TEXT NOT NULL,
    sent_at       TIMESTAMPTZ NOT NULL
);

CREATE TABLE conference_invitation (
    conference_id    TEXT NOT NULL REFERENCES conference (id),
    unit_id          TEXT NOT NULL REFERENCES unit (id),
    reply            TEXT NOT NULL CHECK (reply IN ('', 'comes', 'sends', 'stays_away')),
    delegate         TEXT NOT NULL,
    position         TEXT NOT NULL,
    authority_number TEXT NOT NULL,
    authority_on     TEXT NOT NULL,
    file_hash        TEXT NOT NULL, -- the scanned authority
    file_name        TEXT NOT NULL,
    reason           TEXT NOT NULL, -- why nobody comes
    account_id       TEXT NOT NULL, -- who answered; '' until then
    answered_by      TEXT NOT NULL,
    answered_at      TIMESTAMPTZ,
    version          BIGINT NOT NULL,
    PRIMARY KEY (conference_id, unit_id)
);

CREATE TABLE conference_pass ( -- a code by which a member is checked in
    code          TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    unit_id       TEXT NOT NULL REFERENCES unit (id),
    used_at       TIMESTAMPTZ,
    withdrawn_at  TIMESTAMPTZ
);
CREATE INDEX conference_pass_conference ON conference_pass (conference_id);

CREATE TABLE conference_guest (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    name          TEXT NOT NULL,
    organisation  TEXT NOT NULL
);
CREATE INDEX conference_guest_conference ON conference_guest (conference_id);

CREATE TABLE conference_speech (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    item_id       TEXT NOT NULL REFERENCES conference_item (id),
    unit_id       TEXT NOT NULL REFERENCES unit (id),
    account_id    TEXT NOT NULL, -- who asked for the floor
    speaker       TEXT NOT NULL,
    topic         TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'ended', 'skipped', 'withdrawn')),
    asked_at      TIMESTAMPTZ NOT NULL,
    called_at     TIMESTAMPTZ,
    ended_at      TIMESTAMPTZ
);
CREATE INDEX conference_speech_conference ON conference_speech (conference_id);
CREATE UNIQUE INDEX conference_speech_called ON conference_speech (conference_id) WHERE state = 'called';
CREATE UNIQUE INDEX conference_speech_asked ON conference_speech (item_id, unit_id) WHERE state = 'waiting';

CREATE TABLE conference_officer ( -- who chairs, who writes the minutes
    conference_id TEXT NOT NULL REFERENCES conference (id),
    post          TEXT NOT NULL CHECK (post IN ('chair', 'secretary')),
    account_id    TEXT NOT NULL,
    name          TEXT NOT NULL,
    position      TEXT NOT NULL,
    sha256        TEXT NOT NULL, -- hex, of the minutes that the person has signed; '' until then
    signed_at     TIMESTAMPTZ,
    PRIMARY KEY (conference_id, post)
);

CREATE TABLE conference_minutes ( -- what the secretary adds to what happened
    conference_id TEXT PRIMARY KEY REFERENCES conference (id),
    remarks       TEXT NOT NULL, -- what speakers said
    corrections   TEXT NOT NULL,
    saved_by      TEXT NOT NULL,
    version       BIGINT NOT NULL,
    published_at  TIMESTAMPTZ -- since when both have signed
);
