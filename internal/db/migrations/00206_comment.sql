-- Why: readers' comments on public pages (ý kiến bạn đọc), shown after a moderator has
-- approved them, and what readers report of them.

-- +goose Up
CREATE TABLE comment (
    id         TEXT PRIMARY KEY,
    place_kind TEXT NOT NULL, -- what is commented on: 'year', 'article'
    place_id   TEXT NOT NULL,
    parent_id  TEXT NOT NULL, -- the comment it replies to, itself no reply; '' of no reply
    office     BOOLEAN NOT NULL, -- of the editors; else of a reader
    name       TEXT NOT NULL,
    email      BYTEA NOT NULL, -- encrypted; empty for none, and some days after it was judged
    body       TEXT NOT NULL, -- plain text
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    reason     TEXT NOT NULL, -- why it was refused or withdrawn
    judged_by  TEXT NOT NULL, -- account of the editor who judged or wrote it
    judged_at  TIMESTAMPTZ,
    reports    BIGINT NOT NULL, -- that nobody has judged yet
    sender     TEXT NOT NULL, -- keyed hash of the address, by a key of the day; '' some days later
    request    TEXT NOT NULL, -- the puzzle or form it came with
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX comment_place ON comment (place_kind, place_id, parent_id, created_at, id);
CREATE INDEX comment_total ON comment (place_kind, place_id, state);
CREATE INDEX comment_parent ON comment (parent_id, state, created_at, id);
CREATE INDEX comment_state ON comment (state, created_at);
CREATE INDEX comment_reported ON comment (created_at) WHERE reports > 0;
CREATE INDEX comment_sender ON comment (sender, created_at) WHERE sender <> '';
CREATE UNIQUE INDEX comment_request ON comment (request);

CREATE TABLE comment_report (
    id         TEXT PRIMARY KEY,
    comment_id TEXT NOT NULL REFERENCES comment (id),
    kind       TEXT NOT NULL CHECK (kind IN ('insult', 'false', 'private', 'advert', 'other')),
    note       TEXT NOT NULL,
    settled_at TIMESTAMPTZ, -- when a moderator judged it
    sender     TEXT NOT NULL, -- as of a comment
    request    TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX comment_report_comment ON comment_report (comment_id);
CREATE INDEX comment_report_sender ON comment_report (sender, created_at) WHERE sender <> '';
CREATE UNIQUE INDEX comment_report_request ON comment_report (request);
