-- Why: what befalls a text belongs to its version. An amendment has its own day
-- of signing and its own scan, a withdrawal its own reason, and a signatory the
-- name that the unit bore on that day; none of them may be lost to the next.

-- +goose Up
ALTER TABLE covenant_version ADD COLUMN signed_on TEXT NOT NULL DEFAULT ''; -- ISO day, '' until all have signed
ALTER TABLE covenant_version ADD COLUMN withdrawn TEXT NOT NULL DEFAULT ''; -- why it was taken back; '' for not
ALTER TABLE covenant_version ADD COLUMN scan_hash TEXT NOT NULL DEFAULT ''; -- of the scan of the signed original
ALTER TABLE covenant_version ADD COLUMN scan_name TEXT NOT NULL DEFAULT '';
ALTER TABLE covenant_signature ADD COLUMN unit_name TEXT NOT NULL DEFAULT '';

-- Of a covenant that stood signed before this migration the last version is the
-- one that all had signed.
UPDATE covenant_version SET
    signed_on = (SELECT c.signed_on FROM covenant c WHERE c.id = covenant_version.covenant_id),
    scan_hash = (SELECT c.scan_hash FROM covenant c WHERE c.id = covenant_version.covenant_id),
    scan_name = (SELECT c.scan_name FROM covenant c WHERE c.id = covenant_version.covenant_id)
WHERE EXISTS (SELECT 1 FROM covenant c WHERE c.id = covenant_version.covenant_id AND c.state = 'signed')
  AND number = (SELECT MAX(v.number) FROM covenant_version v WHERE v.covenant_id = covenant_version.covenant_id);

ALTER TABLE covenant DROP COLUMN scan_hash;
ALTER TABLE covenant DROP COLUMN scan_name;
