-- Why: offices keep their past awards in workbooks. A workbook that is brought to a
-- register waits here until a person has decided who is who in it; then all of it
-- goes into the register at once, each line with the place that it came from.

-- +goose Up
CREATE TABLE award_list (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL, -- the unit whose register it was brought to
    name       TEXT NOT NULL, -- of the file
    file_hash  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'entered', 'dropped')),
    lines      BIGINT NOT NULL, -- in the file
    unread     TEXT NOT NULL, -- what of the file was not read, in words
    entered    BIGINT NOT NULL, -- lines that went into the register
    people     BIGINT NOT NULL, -- files that were opened for them
    account_id TEXT NOT NULL, -- of who brought it
    made_by    TEXT NOT NULL, -- the name
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    closed_at  TIMESTAMPTZ -- entered or dropped
);
CREATE INDEX award_list_unit ON award_list (unit_id);

CREATE TABLE award_list_party (
    list_id    TEXT NOT NULL REFERENCES award_list (id),
    n          BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    birth_year BIGINT NOT NULL,
    female     BOOLEAN NOT NULL,
    post       TEXT NOT NULL,
    place      TEXT NOT NULL,
    founded    TEXT NOT NULL,
    identity   BYTEA NOT NULL, -- encrypted; empty when the list has none, and once the list is closed
    verdict    TEXT NOT NULL CHECK (verdict IN ('same', 'doubtful', 'new')),
    reason     TEXT NOT NULL,
    found      TEXT NOT NULL, -- ids of subjects, joined by commas
    alike      TEXT NOT NULL, -- numbers of parties that it may be, joined by commas
    alike_why  TEXT NOT NULL,
    choice     TEXT NOT NULL, -- of a person: a subject's id, new, leave, g and a party's number; '' for none yet
    PRIMARY KEY (list_id, n)
);

CREATE TABLE award_list_row (
    list_id TEXT NOT NULL REFERENCES award_list (id),
    n       BIGINT NOT NULL,
    party   BIGINT NOT NULL,
    data    TEXT NOT NULL, -- what it says, JSON
    choice  TEXT NOT NULL CHECK (choice IN ('add', 'leave', '')), -- where it may be there already
    PRIMARY KEY (list_id, n)
);
