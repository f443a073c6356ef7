-- Why: what is posted for the opinion of the people stands on the portal, where anybody
-- writes an opinion without account. It enters the same set as those that came by post;
-- what only its sender and the office may know stands beside it. Postings from before
-- stay where they were posted: nobody was told that they would be on the portal.

-- +goose Up
ALTER TABLE dossier_posting ADD COLUMN online BOOLEAN NOT NULL DEFAULT FALSE; -- stands on the portal

CREATE TABLE dossier_opinion_new (
    id           TEXT PRIMARY KEY,
    dossier_id   TEXT NOT NULL REFERENCES dossier (id),
    posting_id   TEXT NOT NULL REFERENCES dossier_posting (id),
    candidate_id TEXT NOT NULL,
    way          TEXT NOT NULL CHECK (way IN ('post', 'mail', 'phone', 'meeting', 'web')),
    person       TEXT NOT NULL, -- who said so; '' where no name was given
    received_on  TEXT NOT NULL,
    stance       TEXT NOT NULL CHECK (stance IN ('for', 'against', 'other')),
    body         TEXT NOT NULL,
    answer       TEXT NOT NULL,
    answered_on  TEXT NOT NULL
);
INSERT INTO dossier_opinion_new (id, dossier_id, posting_id, candidate_id, way, person, received_on, stance, body, answer, answered_on)
SELECT id, dossier_id, posting_id, candidate_id, way, person, received_on, stance, body, answer, answered_on FROM dossier_opinion;
DROP TABLE dossier_opinion;
ALTER TABLE dossier_opinion_new RENAME TO dossier_opinion;
CREATE INDEX dossier_opinion_posting ON dossier_opinion (posting_id);

CREATE TABLE dossier_voice (
    opinion_id TEXT PRIMARY KEY REFERENCES dossier_opinion (id),
    code       TEXT NOT NULL UNIQUE, -- SHA-256 of the code of the receipt
    sender     BYTEA NOT NULL, -- name and contact, encrypted; empty where none was given
    request    TEXT NOT NULL UNIQUE -- the form it came from, so that a form sent twice is entered once
);

CREATE TABLE receipt_count (
    on_day TEXT NOT NULL, -- ISO day; earlier days are erased
    room   TEXT NOT NULL,
    mark   TEXT NOT NULL, -- keyed mark of an address on that day
    n      BIGINT NOT NULL,
    PRIMARY KEY (on_day, room, mark)
);
