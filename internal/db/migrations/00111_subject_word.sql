-- Why: a part of a name is looked for in the registers that one may see: of one
-- unit, of some, of all. Each word to the end of a name stands with the unit that
-- keeps the file, so that a unit's few are not sought among all; and as bytes, whose
-- order is the same whatever language a PostgreSQL server sorts by. The register has
-- not been in a release yet, so there is nothing to carry over.

-- +goose Up
DROP TABLE subject_word;
CREATE TABLE subject_word (
    tail       BYTEA NOT NULL, -- a name from one of its words to its end, folded; earlier names too
    unit_id    TEXT NOT NULL, -- that keeps the file
    subject_id TEXT NOT NULL REFERENCES subject (id),
    PRIMARY KEY (unit_id, tail, subject_id)
);
CREATE INDEX subject_word_tail ON subject_word (tail, subject_id, unit_id);
CREATE INDEX subject_word_subject ON subject_word (subject_id);
