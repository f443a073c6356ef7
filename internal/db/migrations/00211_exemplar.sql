-- Why: stories of exemplary people and collectives (điển hình tiên tiến) that an office
-- writes and a second person publishes on the portal, and whom anybody suggests without
-- account; who suggests is kept encrypted.

-- +goose Up
CREATE TABLE exemplar (
    id            TEXT PRIMARY KEY,
    office_id     TEXT NOT NULL, -- the unit that keeps the story
    slug          TEXT NOT NULL, -- on the address; '' until it is published first
    kind          TEXT NOT NULL CHECK (kind IN ('person', 'collective', 'household')),
    name          TEXT NOT NULL,
    title         TEXT NOT NULL,
    unit_id       TEXT NOT NULL, -- where the person or collective is
    cluster_id    TEXT NOT NULL, -- '' for none
    subject_id    TEXT NOT NULL, -- in the register of awards; '' for none
    work          TEXT NOT NULL, -- field of work
    story         TEXT NOT NULL,
    folded        TEXT NOT NULL, -- what it is found by: without marks or case
    direct        BOOLEAN NOT NULL,
    small         BOOLEAN NOT NULL,
    consent       TEXT NOT NULL, -- how who is shown agreed
    photo_hash    TEXT NOT NULL,
    photo_alt     TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    writer_id     TEXT NOT NULL, -- accounts
    saved_id      TEXT NOT NULL,
    saved_by      TEXT NOT NULL,
    published_on  TEXT NOT NULL,
    published_by  TEXT NOT NULL,
    withdrawn_on  TEXT NOT NULL,
    withdrawn_for TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX exemplar_slug ON exemplar (slug) WHERE slug <> '';
CREATE INDEX exemplar_office ON exemplar (office_id);
CREATE INDEX exemplar_published ON exemplar (state, published_on);

CREATE TABLE exemplar_suggestion (
    id          TEXT PRIMARY KEY,
    office_id   TEXT NOT NULL, -- in whose queue it stands
    unit_id     TEXT NOT NULL, -- that it names
    kind        TEXT NOT NULL CHECK (kind IN ('person', 'collective', 'household')),
    name        TEXT NOT NULL,
    place       TEXT NOT NULL,
    deed        TEXT NOT NULL,
    code        TEXT NOT NULL UNIQUE, -- SHA-256 of the code of the receipt
    sender      BYTEA NOT NULL, -- name and contact, encrypted; empty where none was given
    request     TEXT NOT NULL UNIQUE, -- the form it came from
    received_on TEXT NOT NULL,
    verdict     TEXT NOT NULL CHECK (verdict IN ('waiting', 'taken', 'declined')),
    decided_on  TEXT NOT NULL,
    decided_by  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    exemplar_id TEXT NOT NULL, -- the story it became; '' for none
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX exemplar_suggestion_office ON exemplar_suggestion (office_id, verdict);
