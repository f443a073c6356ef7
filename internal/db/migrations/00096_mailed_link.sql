-- Why: an administrator may have a one-time link mailed instead of copying it. The
-- letter holds the link, so it must not outlive it: an effect can expire, and the
-- link knows where it was sent, so that a changed address voids it. A form sent
-- twice makes one link.

-- +goose Up
ALTER TABLE outbox ADD COLUMN expires_at TIMESTAMPTZ; -- by the clock of the acts; NULL for never
ALTER TABLE account_link ADD COLUMN mailed_to TEXT NOT NULL DEFAULT ''; -- '' when it was shown to who made it
ALTER TABLE account_link ADD COLUMN once TEXT NOT NULL DEFAULT ''; -- of the form that made it; '' for none
CREATE UNIQUE INDEX account_link_once ON account_link (once) WHERE once <> '';
