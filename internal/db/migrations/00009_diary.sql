-- Why: people read the record. Who may read an entry follows from the year and
-- the cluster of what was done; a reader looks for a person, a unit, an act or a
-- day among a million entries, newest first. Entries older than this carry
-- neither year nor cluster and are read by those who read everything.
--
-- What a citizen sees of a publication is kept as canonical text, so that its
-- fingerprint in the record can be computed again; and each look at what others
-- did is recorded once an hour.

-- +goose Up
ALTER TABLE record_entry ADD COLUMN cluster_id TEXT NOT NULL DEFAULT '';
ALTER TABLE record_entry ADD COLUMN year_id TEXT NOT NULL DEFAULT '';
CREATE INDEX record_entry_at ON record_entry (at, id);
DROP INDEX record_entry_account;
CREATE INDEX record_entry_account ON record_entry (account_id, at, id);
CREATE INDEX record_entry_unit ON record_entry (unit_id, at, id);
CREATE INDEX record_entry_year ON record_entry (year_id, at, id);
CREATE INDEX record_entry_act ON record_entry (act, at, id);
CREATE INDEX record_entry_kind ON record_entry (object_kind, at, id);

CREATE TABLE record_publication (
    entry_id    TEXT PRIMARY KEY REFERENCES record_entry (id),
    object_kind TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    format      TEXT NOT NULL, -- of the text, such as "giao-uoc/1"
    sha256      TEXT NOT NULL, -- hex, of the text's bytes
    body        TEXT NOT NULL
);
CREATE INDEX record_publication_object ON record_publication (object_kind, object_id, entry_id);

CREATE TABLE record_look (
    account_id TEXT NOT NULL,
    what       TEXT NOT NULL, -- act, object and filter
    hour       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, what, hour)
);
