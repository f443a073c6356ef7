-- Why: the items that go with an award (hiện vật khen thưởng): what is in stock, who was
-- handed what by which decision, and who signed for it. Stock is a sum of moves that are
-- never changed.

-- +goose Up
CREATE TABLE delivery_item (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL, -- the office
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    measure    TEXT NOT NULL, -- chiếc, bộ
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, folded)
);

CREATE TABLE delivery_note (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL,
    year         BIGINT NOT NULL,
    number       BIGINT NOT NULL, -- in the year, from 1
    decision     TEXT NOT NULL, -- its number
    decided_on   TEXT NOT NULL, -- ISO days
    on_day       TEXT NOT NULL,
    receiver     TEXT NOT NULL,
    position     TEXT NOT NULL,
    to_unit      TEXT NOT NULL, -- the receiver's, whose people can confirm; '' for none
    state        TEXT NOT NULL CHECK (state IN ('handed', 'signed', 'cancelled')),
    signed_on    TEXT NOT NULL,
    signed_by    TEXT NOT NULL, -- name of the account that confirmed; '' where a paper was signed
    file_hash    TEXT NOT NULL, -- the signed paper
    file_name    TEXT NOT NULL,
    cancelled_for TEXT NOT NULL,
    handed_by    TEXT NOT NULL, -- name
    account_id   TEXT NOT NULL,
    request      TEXT NOT NULL, -- the form it came from, so that a form sent twice hands over once
    version      BIGINT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year, number)
);
CREATE UNIQUE INDEX delivery_note_request ON delivery_note (unit_id, request) WHERE request <> '';
CREATE INDEX delivery_note_to ON delivery_note (to_unit);

CREATE TABLE delivery_line (
    id       TEXT PRIMARY KEY,
    note_id  TEXT NOT NULL REFERENCES delivery_note (id),
    item_id  TEXT NOT NULL REFERENCES delivery_item (id),
    grant_id TEXT NOT NULL,
    standing BOOLEAN NOT NULL -- FALSE after its note was cancelled
);
CREATE INDEX delivery_line_note ON delivery_line (note_id);
CREATE UNIQUE INDEX delivery_line_once ON delivery_line (grant_id, item_id) WHERE standing;

CREATE TABLE delivery_move (
    id         TEXT PRIMARY KEY,
    item_id    TEXT NOT NULL REFERENCES delivery_item (id),
    kind       TEXT NOT NULL CHECK (kind IN ('intake', 'issue', 'back', 'count')),
    state      TEXT NOT NULL CHECK (state IN ('good', 'damaged')), -- condition
    quantity   BIGINT NOT NULL CHECK (quantity <> 0), -- what it adds; below 0 what it takes
    document   TEXT NOT NULL,
    on_day     TEXT NOT NULL,
    reason     TEXT NOT NULL, -- of a difference found in stocktaking
    note_id    TEXT NOT NULL, -- '' for none
    request    TEXT NOT NULL,
    name       TEXT NOT NULL,
    account_id TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX delivery_move_item ON delivery_move (item_id);
CREATE UNIQUE INDEX delivery_move_request ON delivery_move (item_id, request) WHERE request <> '';
