-- Why: what a closed year left open is followed by the unit that received it.

-- +goose Up
ALTER TABLE emulation_year ADD COLUMN handed_to TEXT NOT NULL DEFAULT ''; -- unit id; empty until the hand-over is confirmed
