-- Why: who has typed a self-score may not judge it (phân nhiệm), also when another
-- person has saved the form since.

-- +goose Up
CREATE TABLE score_writer (
    sheet_id   TEXT NOT NULL REFERENCES score_sheet (id),
    unit_id    TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (sheet_id, unit_id, account_id)
);
INSERT INTO score_writer (sheet_id, unit_id, account_id)
SELECT DISTINCT sheet_id, unit_id, account_id FROM score_entry WHERE account_id <> '';
