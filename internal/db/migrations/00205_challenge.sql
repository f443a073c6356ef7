-- Why: what anybody may send from a public page asks for a puzzle first; a puzzle is a
-- signed token that is good once, so the used ones are kept until they expire.

-- +goose Up
CREATE TABLE challenge_used (
    salt       TEXT PRIMARY KEY, -- of the puzzle: 16 random bytes in hex
    used_at    TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL -- of the puzzle; the row goes after it
);
CREATE INDEX challenge_used_at ON challenge_used (used_at);
CREATE INDEX challenge_used_expires ON challenge_used (expires_at);
