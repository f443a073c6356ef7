-- Why: certificates of what was granted are printed on sheets printed before; each
-- printed one carries a code by which whoever holds it checks it in public.

-- +goose Up
CREATE TABLE certificate_design (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL,
    name         TEXT NOT NULL,
    width        BIGINT NOT NULL, -- lengths in tenths of a millimetre
    height       BIGINT NOT NULL,
    scan_hash    TEXT NOT NULL,   -- hash of the picture of the sheet; '' for none
    offset_right BIGINT NOT NULL,
    offset_down  BIGINT NOT NULL,
    fields       TEXT NOT NULL,   -- JSON
    saved_by     TEXT NOT NULL,   -- name
    saved_at     TIMESTAMPTZ NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX certificate_design_unit ON certificate_design (unit_id);

CREATE TABLE certificate_code (
    code     TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL UNIQUE,
    made_at  TIMESTAMPTZ NOT NULL
);
