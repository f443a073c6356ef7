-- Why: what the program does by itself is done by one machine at a time, also
-- where several serve one database.

-- +goose Up
CREATE TABLE job (
    name         TEXT PRIMARY KEY,
    due_at       TIMESTAMPTZ NOT NULL, -- all of the machine's clock
    locked_by    TEXT NOT NULL,
    locked_until TIMESTAMPTZ,
    started_at   TIMESTAMPTZ,
    ended_at     TIMESTAMPTZ,
    error        TEXT NOT NULL
);
