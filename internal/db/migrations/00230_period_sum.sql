-- Why: a year of the whole country adds up a hundred thousand figures and more. What
-- the members of one period add up to is kept, together with what it was made from, so
-- that sums of yesterday are seen to be old.

-- +goose Up
CREATE TABLE period_sum (
    period_id TEXT PRIMARY KEY REFERENCES period (id),
    made_from TEXT NOT NULL, -- members, reports and indicators as they were then, hashed
    sums      TEXT NOT NULL  -- JSON, a line for each indicator and unit above the members
);
