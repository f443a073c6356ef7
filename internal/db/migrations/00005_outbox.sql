-- Why: an act that has an effect on the world, such as a mail, writes the effect
-- in its own transaction; a worker carries it out afterwards. So nothing is sent
-- for an act that was rolled back, and nothing is lost when the program is killed.

-- +goose Up
CREATE TABLE outbox (
    id           TEXT PRIMARY KEY, -- also the left part of the Message-ID
    kind         TEXT NOT NULL CHECK (kind IN ('mail')),
    key          TEXT NOT NULL UNIQUE, -- the same effect asked for twice is one
    topic        TEXT NOT NULL, -- what it is about, asked again just before it is sent; empty for what always stands
    account_id   TEXT NOT NULL, -- whom it is for; empty for a person without an account
    subject      TEXT NOT NULL, -- kept, so that the person sees what was sent
    payload      TEXT NOT NULL, -- JSON; emptied once the effect is done or given up
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'withdrawn')),
    tries        BIGINT NOT NULL,
    next_at      TIMESTAMPTZ, -- of the machine's clock; NULL is at once
    leased_by    TEXT NOT NULL,
    leased_until TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    done_at      TIMESTAMPTZ,
    error        TEXT NOT NULL -- why the last try failed
);
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_account ON outbox (account_id, id);
