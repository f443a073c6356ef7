-- Why: whoever looks for a person, a decision, a unit or a text that was published
-- finds it by words without marks (tra cứu), and open data lists awards by the day of
-- their decision.

-- +goose Up
CREATE INDEX award_entry_decided ON award_entry (decided_on DESC, id DESC) WHERE kind = 'grant' AND number <> '' AND decided_on <> '';

CREATE TABLE search_entry (
    place     BIGINT PRIMARY KEY, -- the day, what tells entries of a day apart, the kind
    kind      TEXT NOT NULL,
    object_id TEXT NOT NULL,
    title     TEXT NOT NULL,
    detail    TEXT NOT NULL,
    address   TEXT NOT NULL, -- of the public page; '' where all is said here
    day       TEXT NOT NULL, -- ISO day; '' for none
    UNIQUE (kind, object_id)
);

-- The list of places of each word, in order. A word is the hash of its letters, of its
-- kind, and of the word before it where two stand beside each other in a title.
CREATE TABLE search_post (
    word  BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (word, place)
);

-- The words that have been put, as bytes, whose order is the same whatever language a
-- PostgreSQL server sorts by: the beginning of a word is looked for here.
CREATE TABLE search_word (
    word BYTEA PRIMARY KEY
);
