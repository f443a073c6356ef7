-- Why: papers of a board that is not published are sealed at the closing to both
-- holders, so that neither the house nor one of them alone reads them.

-- +goose Up
CREATE TABLE ballot_seal (
    motion_id TEXT NOT NULL REFERENCES ballot (id),
    place     BIGINT NOT NULL, -- of the holder: 0 or 1
    recipient TEXT NOT NULL,   -- an age recipient
    PRIMARY KEY (motion_id, place)
);

CREATE TABLE ballot_sealed (
    motion_id TEXT PRIMARY KEY REFERENCES ballot (id),
    content   BYTEA NOT NULL
);
