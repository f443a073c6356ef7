-- Why: nearly every page asks the registers (units, clusters, accounts and their rights)
-- the same questions, and they seldom change. What was answered is kept in memory and
-- holds as long as the stamp of the register is the one that the transaction sees.

-- +goose Up
CREATE TABLE register_stamp (
    register TEXT PRIMARY KEY, -- the name of a table
    stamp    TEXT NOT NULL     -- another one with each transaction that writes to it
);
