-- Why: who cannot vote electronically is never kept from voting; the tellers give a
-- paper instead, and the closing says to whom.

-- +goose Up
CREATE TABLE ballot_moved (
    motion_id TEXT NOT NULL REFERENCES ballot (id),
    voter     TEXT NOT NULL, -- of the roll
    PRIMARY KEY (motion_id, voter)
);
