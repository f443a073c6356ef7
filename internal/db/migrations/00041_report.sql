-- Why: a member reports its figures (số liệu) once a period; the report is what
-- is submitted, returned and accepted, and the figures in it keep who changed
-- them so that two persons at one form lose nothing.

-- +goose Up
CREATE TABLE report (
    id                 TEXT PRIMARY KEY,
    year_id            TEXT NOT NULL REFERENCES emulation_year (id),
    period_id          TEXT NOT NULL REFERENCES period (id),
    unit_id            TEXT NOT NULL REFERENCES unit (id),
    state              TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'accepted')),
    first_submitted_at TIMESTAMPTZ, -- NULL: never submitted
    version            BIGINT NOT NULL,
    UNIQUE (period_id, unit_id)
);
CREATE INDEX report_year ON report (year_id, unit_id);

CREATE TABLE report_move (
    id         TEXT PRIMARY KEY,
    report_id  TEXT NOT NULL REFERENCES report (id),
    kind       TEXT NOT NULL CHECK (kind IN ('submit', 'return', 'accept')),
    reason     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX report_move_report ON report_move (report_id, id);

CREATE TABLE figure (
    report_id    TEXT NOT NULL REFERENCES report (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    value        TEXT,          -- NULL: not entered
    paper        TEXT NOT NULL, -- neutral number of a paper dossier that holds a secret figure
    note         TEXT NOT NULL,
    confirmed    TEXT NOT NULL, -- why a jump against the previous value is right
    PRIMARY KEY (report_id, indicator_id)
);

CREATE TABLE figure_change (
    id           TEXT PRIMARY KEY,
    report_id    TEXT NOT NULL REFERENCES report (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    version      BIGINT NOT NULL, -- of the report after the change
    old_value    TEXT,
    new_value    TEXT,
    old_note     TEXT NOT NULL,
    new_note     TEXT NOT NULL,
    old_paper    TEXT NOT NULL,
    new_paper    TEXT NOT NULL,
    name         TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL
);
CREATE INDEX figure_change_report ON figure_change (report_id, version);

CREATE TABLE evidence (
    id           TEXT PRIMARY KEY,
    report_id    TEXT NOT NULL REFERENCES report (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    hash         TEXT NOT NULL, -- SHA-256 of the file
    name         TEXT NOT NULL,
    type         TEXT NOT NULL,
    size         BIGINT NOT NULL,
    added_by     TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    UNIQUE (report_id, indicator_id, hash)
);

CREATE TABLE figure_comment (
    id           TEXT PRIMARY KEY,
    report_id    TEXT NOT NULL REFERENCES report (id),
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    text         TEXT NOT NULL,
    account_id   TEXT NOT NULL,
    name         TEXT NOT NULL,
    position     TEXT NOT NULL,
    at           TIMESTAMPTZ NOT NULL
);
CREATE INDEX figure_comment_report ON figure_comment (report_id, indicator_id, id);

CREATE TABLE report_exception (
    id        TEXT PRIMARY KEY,
    period_id TEXT NOT NULL REFERENCES period (id),
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    until_day TEXT NOT NULL, -- ISO day, included
    reason    TEXT NOT NULL,
    name      TEXT NOT NULL,
    at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX report_exception_period ON report_exception (period_id, unit_id);

CREATE TABLE published_period (
    period_id TEXT PRIMARY KEY REFERENCES period (id),
    year_id   TEXT NOT NULL REFERENCES emulation_year (id),
    name      TEXT NOT NULL,
    at        TIMESTAMPTZ NOT NULL
);
