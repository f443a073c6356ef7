-- Why: a unit with all units below it is a kind of scope of its own, as the table
-- of rights says, and not a unit with a mark beside it. The table is made anew,
-- because SQLite cannot change what a CHECK allows; no other table refers to it.

-- +goose Up
CREATE TABLE account_grant_new (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL CONSTRAINT account_grant_account_id_fkey REFERENCES account (id),
    role       TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('unit', 'subtree', 'cluster', 'year', 'portal', 'all')),
    scope_id   TEXT NOT NULL, -- empty only for 'all' and 'portal'
    from_day   TEXT NOT NULL, -- ISO days; '' is open
    to_day     TEXT NOT NULL
);
INSERT INTO account_grant_new (id, account_id, role, scope_kind, scope_id, from_day, to_day)
SELECT id, account_id, role, CASE WHEN below THEN 'subtree' ELSE scope_kind END, scope_id, from_day, to_day FROM account_grant;
DROP TABLE account_grant;
ALTER TABLE account_grant_new RENAME TO account_grant;
CREATE INDEX account_grant_account ON account_grant (account_id);
