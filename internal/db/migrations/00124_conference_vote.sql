-- Why: a motion of a conference may be voted on by verifiable secret ballot. A vote is
-- one secret ballot of a motion: of all its candidates, or of one where a member may
-- not vote on itself. Counts gain what a paper of yes and no or of ranks needs.

-- +goose Up
ALTER TABLE conference_motion ADD COLUMN way TEXT NOT NULL DEFAULT 'paper' CHECK (way IN ('paper', 'ballot'));
ALTER TABLE conference_motion ADD COLUMN paper TEXT NOT NULL DEFAULT 'choose' CHECK (paper IN ('choose', 'yes_no', 'rank'));
ALTER TABLE conference_motion ADD COLUMN tellers TEXT NOT NULL DEFAULT ''; -- names, one a line
ALTER TABLE conference_count ADD COLUMN lines TEXT NOT NULL DEFAULT '{}'; -- JSON: unit id → what is counted besides votes
ALTER TABLE conference_resolution ADD COLUMN motion_id TEXT NOT NULL DEFAULT ''; -- the secret vote whose result it writes down

CREATE TABLE conference_vote (
    ballot_id TEXT PRIMARY KEY,
    motion_id TEXT NOT NULL REFERENCES conference_motion (id),
    number    BIGINT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
    draft     TEXT NOT NULL, -- the secret ballot's motion before its opening, JSON
    slips     BIGINT NOT NULL, -- how often slips were printed
    result    TEXT NOT NULL  -- with its numbers, JSON; '' until it is closed
);
CREATE INDEX conference_vote_motion ON conference_vote (motion_id);
