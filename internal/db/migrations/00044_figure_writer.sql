-- Why: who has typed a figure may not judge it (phân nhiệm), and two persons can
-- bear one name; a change made before this knows the name alone.

-- +goose Up
ALTER TABLE figure_change ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
