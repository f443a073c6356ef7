-- Why: the fund for emulation and commendation (quỹ thi đua, khen thưởng) of a unit,
-- by year: what came in, what was spent, what is left. Money that was entered is
-- never changed or erased; an entry that was wrong is taken back by another that
-- points at it, so that an inspection sees both.

-- +goose Up
CREATE TABLE fund_year (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    year        BIGINT NOT NULL,
    opening     BIGINT NOT NULL CHECK (opening >= 0), -- đồng, of the first year; 0 of the others, which carry over
    source      TEXT NOT NULL, -- the document of that opening balance
    ceiling     TEXT NOT NULL, -- id of the law's ceiling for this unit; '' not chosen
    base        BIGINT NOT NULL CHECK (base >= 0), -- đồng, what the ceiling is a share of; 0 not known
    base_source TEXT NOT NULL,
    entries     BIGINT NOT NULL, -- how many it has
    closed_on   TEXT NOT NULL, -- ISO day; '' while it is open
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year)
);

CREATE TABLE fund_entry (
    id         TEXT PRIMARY KEY,
    year_id    TEXT NOT NULL REFERENCES fund_year (id),
    number     BIGINT NOT NULL, -- in the year's book, from 1
    kind       TEXT NOT NULL CHECK (kind IN ('receipt', 'spending')),
    purpose    TEXT NOT NULL, -- id of the law's list of receipts or spendings
    dong       BIGINT NOT NULL CHECK (dong > 0),
    document   TEXT NOT NULL, -- its number
    on_day     TEXT NOT NULL, -- ISO day of the document
    grant_id   TEXT NOT NULL, -- the grant that is paid, or whose bonus came back; '' for none
    reverses   TEXT NOT NULL, -- the entry that this one takes back; '' for none
    note       TEXT NOT NULL,
    request    TEXT NOT NULL, -- the form it came from, so that a form sent twice is entered once
    account_id TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (year_id, number)
);
CREATE UNIQUE INDEX fund_entry_reverses ON fund_entry (reverses) WHERE reverses <> '';
CREATE INDEX fund_entry_grant ON fund_entry (grant_id) WHERE grant_id <> '';
CREATE INDEX fund_entry_request ON fund_entry (year_id, request);
