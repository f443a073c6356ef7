-- Why: a proposal is held against the law before it is made. People decide, so one
-- that the law does not carry may be made with a reason; what the law check said on
-- that day stays with the proposal.

-- +goose Up
ALTER TABLE proposal ADD COLUMN checked TEXT NOT NULL DEFAULT ''; -- the answer as it was, canonical JSON; '' where nothing was checked
ALTER TABLE proposal ADD COLUMN check_reason TEXT NOT NULL DEFAULT ''; -- why it was made although the law or the number of places did not carry it
