-- Why: a person is told what waits, what is nearly due or late, and what became
-- of the own unit's work; in the program, and by mail as the person chooses. What
-- has been told of a piece of work is kept, so that nobody is told twice.

-- +goose Up
CREATE TABLE notice (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('work', 'deadline', 'overdue', 'answer', 'account', 'security')),
    title       TEXT NOT NULL,
    note        TEXT NOT NULL,
    href        TEXT NOT NULL, -- a path of the site; empty for none
    year_id     TEXT NOT NULL, -- of the work it is about; empty for none
    task_key    TEXT NOT NULL, -- the piece of work that waits; empty for none
    at          TIMESTAMPTZ NOT NULL,
    read_at     TIMESTAMPTZ,
    settled_at  TIMESTAMPTZ, -- the work is in
    digested_on TEXT NOT NULL -- ISO day of the digest that carried it; '' for none
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_unread ON notice (account_id, read_at, settled_at);
CREATE INDEX notice_task ON notice (account_id, year_id, task_key);

CREATE TABLE notice_setting (
    account_id TEXT PRIMARY KEY,
    modes      TEXT NOT NULL, -- JSON: kind → at_once, digest, none
    hour       BIGINT NOT NULL, -- of the digest, in Viet Nam
    steps      TEXT NOT NULL, -- working days before a deadline, such as "3,1"
    version    BIGINT NOT NULL
);

CREATE TABLE notice_address (
    account_id   TEXT PRIMARY KEY,
    mail         TEXT NOT NULL, -- confirmed; '' for none yet
    confirmed_at TIMESTAMPTZ,
    failed_at    TIMESTAMPTZ, -- the receiving server refused it
    failed_why   TEXT NOT NULL,
    asked_mail   TEXT NOT NULL, -- to be confirmed; '' for none
    asked_token  TEXT NOT NULL, -- hex SHA-256 of the token in the link
    asked_until  TIMESTAMPTZ,
    asked_on     TEXT NOT NULL, -- ISO day of the last asking, and how often that day
    asked_count  BIGINT NOT NULL
);
CREATE INDEX notice_address_token ON notice_address (asked_token);

CREATE TABLE notice_digest (
    account_id TEXT PRIMARY KEY,
    on_day     TEXT NOT NULL -- ISO day of the last digest
);

CREATE TABLE calendar_address (
    account_id TEXT PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE, -- hex SHA-256
    made_at    TIMESTAMPTZ NOT NULL
);

-- One row for each piece of work that waits for a person, with what has been told.
CREATE TABLE waiting_task (
    account_id TEXT NOT NULL,
    year_id    TEXT NOT NULL,
    task_key   TEXT NOT NULL,
    since      TIMESTAMPTZ NOT NULL,
    due_on     TEXT NOT NULL, -- ISO day; '' for none
    told       BIGINT NOT NULL, -- the nearest step told: working days left, -1 late, 1000 none
    PRIMARY KEY (account_id, year_id, task_key)
);
