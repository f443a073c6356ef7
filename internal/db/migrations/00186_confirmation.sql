-- Why: letters that confirm what the register of awards says of somebody (công văn xác
-- nhận khen thưởng), as they were issued.

-- +goose Up
CREATE TABLE confirmation (
    id            TEXT PRIMARY KEY,
    unit_id       TEXT NOT NULL, -- the office
    entry_id      TEXT NOT NULL, -- its number in the register of documents
    year          BIGINT NOT NULL,
    line          TEXT NOT NULL, -- "05/SNV"
    sign          TEXT NOT NULL,
    on_day        TEXT NOT NULL, -- ISO days
    place         TEXT NOT NULL, -- where it is issued
    asked_by      TEXT NOT NULL, -- person or office
    paper         TEXT NOT NULL, -- on what paper it was asked
    asked_on      TEXT NOT NULL,
    about         TEXT NOT NULL, -- of whom
    outcome       TEXT NOT NULL CHECK (outcome IN ('found', 'annulled', 'not_in_register')),
    grant_id      TEXT NOT NULL, -- the grant it rests on; '' where none was found
    body          TEXT NOT NULL, -- paragraphs as issued, a line each
    signer        TEXT NOT NULL,
    position      TEXT NOT NULL, -- signer's
    cancelled_on  TEXT NOT NULL,
    cancelled_for TEXT NOT NULL,
    request       TEXT NOT NULL, -- the form it came from
    account_id    TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX confirmation_unit ON confirmation (unit_id, year);
CREATE INDEX confirmation_grant ON confirmation (grant_id);
CREATE UNIQUE INDEX confirmation_request ON confirmation (unit_id, request) WHERE request <> '';
