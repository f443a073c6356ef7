-- Why: a movement of the centre stands above the cluster's own. Who launched it
-- (the Prime Minister, the Council) is no unit of the register, so it is a name.

-- +goose Up
ALTER TABLE movement ADD COLUMN launched_by TEXT NOT NULL DEFAULT '';
