-- Why: an account had an address that nobody had confirmed, and the notices one of
-- their own that was. A person has one address now: of the account, confirmed or
-- not yet, and beside it the new one that waits for its link. A confirmed address
-- wins over what was typed when the account was made; where there was none, the
-- one that was asked for last is the account's.

-- +goose Up
ALTER TABLE account ADD COLUMN email_confirmed_at TIMESTAMPTZ;

CREATE TABLE account_email (
    account_id  TEXT PRIMARY KEY,
    asked_mail  TEXT NOT NULL, -- to take the place of the account's; '' for none
    asked_token TEXT NOT NULL, -- hex SHA-256 of the token in the link
    asked_until TIMESTAMPTZ,
    asked_on    TEXT NOT NULL, -- ISO day of the last asking, and how often that day
    asked_count BIGINT NOT NULL,
    failed_mail TEXT NOT NULL, -- the receiving server refused it; '' for none
    failed_at   TIMESTAMPTZ,
    failed_why  TEXT NOT NULL
);
CREATE INDEX account_email_token ON account_email (asked_token);

INSERT INTO account_email (account_id, asked_mail, asked_token, asked_until, asked_on, asked_count, failed_mail, failed_at, failed_why)
SELECT account_id,
       CASE WHEN failed_at IS NULL THEN asked_mail ELSE '' END,
       CASE WHEN failed_at IS NULL THEN asked_token ELSE '' END,
       CASE WHEN failed_at IS NULL THEN asked_until END,
       asked_on, asked_count,
       CASE WHEN failed_at IS NULL THEN '' ELSE asked_mail END,
       failed_at, failed_why
FROM notice_address;

UPDATE account SET
    email = (SELECT n.mail FROM notice_address n WHERE n.account_id = account.id),
    email_confirmed_at = (SELECT n.confirmed_at FROM notice_address n WHERE n.account_id = account.id)
WHERE EXISTS (SELECT 1 FROM notice_address n WHERE n.account_id = account.id AND n.mail <> '' AND n.confirmed_at IS NOT NULL);

UPDATE account SET
    email = (SELECT n.asked_mail FROM notice_address n WHERE n.account_id = account.id)
WHERE email = '' AND EXISTS (SELECT 1 FROM notice_address n WHERE n.account_id = account.id AND n.asked_mail <> '');

DROP TABLE notice_address;
