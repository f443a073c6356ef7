-- Why: who has a role on a unit with all units below it is asked at each request
-- which units those are.

-- +goose Up
CREATE INDEX unit_version_parent ON unit_version (parent_id);
