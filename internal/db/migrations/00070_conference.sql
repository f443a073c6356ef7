-- Why: one conference closes a year, signs the covenant of the next and elects
-- its lead and deputy; what was counted there comes from paper minutes, entered
-- twice.

-- +goose Up
CREATE TABLE conference (
    id          TEXT PRIMARY KEY,
    cluster_id  TEXT NOT NULL REFERENCES cluster (id),
    year_id     TEXT NOT NULL UNIQUE REFERENCES emulation_year (id), -- the year it closes
    signs       BOOLEAN NOT NULL, -- the covenant of the next year
    postponed   TEXT NOT NULL,    -- why it was not signed here after all
    elects      BOOLEAN NOT NULL, -- lead and deputy of the next year
    held_on     TEXT NOT NULL,
    place       TEXT NOT NULL,
    guided_by   TEXT NOT NULL,
    reported_by TEXT NOT NULL,
    video_link  TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'running', 'finished', 'history')),
    started_at  TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    source      TEXT NOT NULL,
    version     BIGINT NOT NULL
);

CREATE TABLE conference_item (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    number        BIGINT NOT NULL,
    title         TEXT NOT NULL,
    presenter     TEXT NOT NULL,
    minutes       BIGINT NOT NULL
);
CREATE INDEX conference_item_conference ON conference_item (conference_id);

CREATE TABLE conference_attendance (
    conference_id TEXT NOT NULL REFERENCES conference (id),
    unit_id       TEXT NOT NULL REFERENCES unit (id),
    state         TEXT NOT NULL CHECK (state IN ('present', 'delegated', 'absent')),
    delegate      TEXT NOT NULL,
    authority     TEXT NOT NULL, -- number and day of the written authority of a delegate
    PRIMARY KEY (conference_id, unit_id)
);

CREATE TABLE conference_motion (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    kind          TEXT NOT NULL CHECK (kind IN ('flag', 'certificate', 'lead', 'deputy')),
    round         BIGINT NOT NULL, -- 1, or more where the vote was taken again
    seats         BIGINT NOT NULL, -- how many candidates may be chosen
    present       BIGINT NOT NULL, -- members present when it was put
    members       BIGINT NOT NULL, -- members in all when it was put
    UNIQUE (conference_id, kind, round)
);

CREATE TABLE conference_candidate (
    motion_id TEXT NOT NULL REFERENCES conference_motion (id),
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (motion_id, unit_id)
);

CREATE TABLE conference_count (
    motion_id  TEXT NOT NULL REFERENCES conference_motion (id),
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    issued     BIGINT NOT NULL,
    returned   BIGINT NOT NULL,
    valid      BIGINT NOT NULL,
    votes      TEXT NOT NULL, -- JSON: unit id → votes
    PRIMARY KEY (motion_id, account_id)
);

CREATE TABLE conference_resolution (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    number        BIGINT NOT NULL,
    body          TEXT NOT NULL,
    in_favour     BIGINT NOT NULL,
    against       BIGINT NOT NULL,
    passed        BOOLEAN NOT NULL
);
CREATE INDEX conference_resolution_conference ON conference_resolution (conference_id);
