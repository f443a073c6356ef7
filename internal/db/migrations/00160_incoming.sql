-- Why: the register of incoming documents (sổ văn bản đến) of an office by year: what
-- came, from whom, who deals with it by when, what it is about, and, of a legal text,
-- the validity that it states.

-- +goose Up
CREATE TABLE incoming_document (
    id            TEXT PRIMARY KEY,
    unit_id       TEXT NOT NULL, -- the office
    year          BIGINT NOT NULL,
    number        BIGINT NOT NULL CHECK (number > 0), -- of arrival
    received_on   TEXT NOT NULL, -- ISO day
    sender        TEXT NOT NULL,
    sign          TEXT NOT NULL, -- the sender's number and sign; '' for none
    signed_on     TEXT NOT NULL, -- ISO day of the document; '' for none
    abstract      TEXT NOT NULL,
    folded        TEXT NOT NULL, -- sender, sign and abstract as they are looked for
    due_on        TEXT NOT NULL, -- ISO day; '' for none
    handler_id    TEXT NOT NULL, -- account; '' while nobody has it
    handler       TEXT NOT NULL,
    about_kind    TEXT NOT NULL CHECK (about_kind IN ('', 'dossier', 'directive', 'conference')),
    about_id      TEXT NOT NULL,
    about_page    TEXT NOT NULL, -- its signed-in address
    file_hash     TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    text_number   TEXT NOT NULL, -- of a legal text; '' for another document
    text_name     TEXT NOT NULL,
    text_from     TEXT NOT NULL, -- ISO days, as the text states them; '' where it does not
    text_until    TEXT NOT NULL,
    text_changes  TEXT NOT NULL, -- number of the instrument that it replaces or amends; '' for none known
    handled_on    TEXT NOT NULL, -- ISO day; '' while it waits
    handled_how   TEXT NOT NULL,
    request       TEXT NOT NULL, -- the form it came from, so that a form sent twice enters one
    account_id    TEXT NOT NULL,
    entered_by    TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year, number)
);
CREATE UNIQUE INDEX incoming_request ON incoming_document (unit_id, request) WHERE request <> '';
CREATE INDEX incoming_handler ON incoming_document (handler_id) WHERE handled_on = '';
CREATE INDEX incoming_about ON incoming_document (about_kind, about_id);
CREATE INDEX incoming_text ON incoming_document (text_number) WHERE text_number <> '';
