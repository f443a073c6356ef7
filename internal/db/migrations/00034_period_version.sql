-- Why: two persons who move the days of one reporting period must not overwrite
-- each other.

-- +goose Up
ALTER TABLE period ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
