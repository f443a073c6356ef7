-- Why: a movement (phong trào) or drive (đợt thi đua) is launched at one level
-- and joined by the next with its own goals, slogan and days; who has joined is
-- read from the tree.

-- +goose Up
CREATE TABLE movement (
    id            TEXT PRIMARY KEY,
    year_id       TEXT NOT NULL REFERENCES emulation_year (id),
    parent_id     TEXT NOT NULL, -- the movement it joins; '' when it is launched by itself
    unit_id       TEXT NOT NULL, -- '' for the cluster or the council above it
    kind          TEXT NOT NULL CHECK (kind IN ('movement', 'drive')),
    state         TEXT NOT NULL CHECK (state IN ('running', 'withdrawn')),
    name          TEXT NOT NULL,
    slogan        TEXT NOT NULL,
    from_day      TEXT NOT NULL, -- ISO days, both included; an open end is ''
    to_day        TEXT NOT NULL,
    launch_number TEXT NOT NULL, -- of the document that launches it
    launch_on     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    source        TEXT NOT NULL,
    withdrawn_for TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX movement_year ON movement (year_id);
CREATE INDEX movement_parent ON movement (parent_id);

CREATE TABLE movement_goal (
    movement_id TEXT NOT NULL REFERENCES movement (id),
    number      BIGINT NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (movement_id, number)
);

CREATE TABLE movement_review (
    id          TEXT PRIMARY KEY,
    movement_id TEXT NOT NULL REFERENCES movement (id),
    stage       TEXT NOT NULL CHECK (stage IN ('mid', 'final')),
    on_day      TEXT NOT NULL,
    results     TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    version     BIGINT NOT NULL,
    UNIQUE (movement_id, stage)
);
