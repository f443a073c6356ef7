-- Why: what the Council directs (chỉ đạo) is lost unless it becomes tasks with an
-- owner and a day, each followed to its end.

-- +goose Up
CREATE TABLE directive (
    id         TEXT PRIMARY KEY,
    year_id    TEXT NOT NULL REFERENCES emulation_year (id),
    number     BIGINT NOT NULL, -- 1, 2, 3 within the year
    body       TEXT NOT NULL,
    source     TEXT NOT NULL,   -- the document or publication it stands in
    given_on   TEXT NOT NULL,
    given_by   TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (year_id, number)
);

CREATE TABLE directive_task (
    id           TEXT PRIMARY KEY,
    directive_id TEXT NOT NULL REFERENCES directive (id),
    unit_id      TEXT NOT NULL REFERENCES unit (id),
    what         TEXT NOT NULL,
    due_on       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'reported', 'returned', 'done', 'cancelled')),
    reported_on  TEXT NOT NULL, -- first day it was reported; '' when it never was
    version      BIGINT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (directive_id, unit_id, what)
);
CREATE INDEX directive_task_unit ON directive_task (unit_id);

CREATE TABLE directive_note (
    id         TEXT PRIMARY KEY,
    task_id    TEXT NOT NULL REFERENCES directive_task (id),
    kind       TEXT NOT NULL CHECK (kind IN ('report', 'return', 'confirm', 'cancel', 'extend')),
    body       TEXT NOT NULL,
    file_hash  TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX directive_note_task ON directive_note (task_id);
