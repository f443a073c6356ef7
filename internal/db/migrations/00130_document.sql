-- Why: the register of outgoing documents (sổ văn bản đi) of an office by year. A
-- number stays with the document that took it, also when the document was cancelled,
-- so that an inspection finds every number once.

-- +goose Up
CREATE TABLE document_entry (
    id            TEXT PRIMARY KEY,
    unit_id       TEXT NOT NULL, -- the office
    year          BIGINT NOT NULL,
    series        TEXT NOT NULL, -- which row of numbers: '' one for all kinds, or the code of a type ("QĐ")
    number        BIGINT NOT NULL CHECK (number > 0),
    kind          TEXT NOT NULL,
    sign          TEXT NOT NULL, -- "TTr-UBND"
    abstract      TEXT NOT NULL,
    on_day        TEXT NOT NULL, -- ISO day of the document
    request       TEXT NOT NULL, -- the form it came from, so that a form sent twice takes one number
    account_id    TEXT NOT NULL,
    cancelled_on  TEXT NOT NULL, -- ISO day; '' while it stands
    cancelled_why TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year, series, number)
);
CREATE UNIQUE INDEX document_entry_request ON document_entry (unit_id, request) WHERE request <> '';
