-- Why: the register of awards (sổ khen thưởng). Who may be proposed for what follows
-- from what a person or a collective already has: ratings, initiatives, discipline and
-- awards, each with its document. What was once decided is never changed: an
-- annulment and a re-issue are entries of their own.

-- +goose Up
CREATE TABLE subject (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL, -- the unit that keeps the file
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'collective', 'household', 'foreigner')),
    name       TEXT NOT NULL, -- as it is now; earlier ones stand in subject_name
    folded     TEXT NOT NULL, -- the name without marks or case, single spaces
    birth_year BIGINT NOT NULL, -- of a person; 0 when not known
    female     BOOLEAN NOT NULL,
    post       TEXT NOT NULL,
    place      TEXT NOT NULL, -- of work, within the unit
    classes    TEXT NOT NULL, -- as facts have them, joined by commas
    founded    TEXT NOT NULL, -- ISO day, of a collective
    own_unit   TEXT NOT NULL, -- the unit of the register that a collective is; '' for none
    identity   BYTEA NOT NULL, -- identity number, encrypted; empty when none is kept
    left_on    TEXT NOT NULL, -- ISO day on which it left the unit or was dissolved; '' while it is there
    joined_to  TEXT NOT NULL, -- the subject it turned out to be; '' for none
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX subject_unit ON subject (unit_id);
CREATE INDEX subject_folded ON subject (folded);
CREATE INDEX subject_own_unit ON subject (own_unit);

CREATE TABLE subject_name (
    id         TEXT PRIMARY KEY,
    subject_id TEXT NOT NULL REFERENCES subject (id),
    from_day   TEXT NOT NULL, -- ISO day; '' as far back as is known
    to_day     TEXT NOT NULL, -- the first day on which it is no longer so; '' is open
    name       TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    place      TEXT NOT NULL,
    post       TEXT NOT NULL,
    source     TEXT NOT NULL
);
CREATE INDEX subject_name_subject ON subject_name (subject_id);

-- Each name, earlier ones too, from each of its words to its end, folded: a part of a
-- name is found as the beginning of one of them. They stand as bytes, whose order is
-- the same whatever language a PostgreSQL server sorts by, and with the unit that keeps
-- the file, so that a unit's few are not sought among all.
CREATE TABLE subject_word (
    tail       BYTEA NOT NULL,
    unit_id    TEXT NOT NULL,
    subject_id TEXT NOT NULL REFERENCES subject (id),
    PRIMARY KEY (unit_id, tail, subject_id)
);
CREATE INDEX subject_word_tail ON subject_word (tail, subject_id, unit_id);
CREATE INDEX subject_word_subject ON subject_word (subject_id);

CREATE TABLE subject_year (
    subject_id  TEXT NOT NULL REFERENCES subject (id),
    year        BIGINT NOT NULL,
    rating      TEXT NOT NULL CHECK (rating IN ('HTXS', 'HTT', 'HT', 'KHT', '')),
    source      TEXT NOT NULL, -- the document that says so
    lead_of     TEXT NOT NULL CHECK (lead_of IN ('central_council', 'ministry_or_province', '')), -- whose cluster a collective leads
    outstanding TEXT NOT NULL CHECK (outstanding IN ('central_council', 'ministry_or_province', '')),
    exceeded    TEXT NOT NULL CHECK (exceeded IN ('yes', 'no', '')), -- all targets; '' not known
    members     BIGINT NOT NULL, -- of a collective; 0 not known, and so the next five
    women       BIGINT NOT NULL,
    completed   BIGINT NOT NULL,
    advanced    BIGINT NOT NULL,
    fighters    BIGINT NOT NULL,
    disciplined BIGINT NOT NULL, -- from cảnh cáo up
    PRIMARY KEY (subject_id, year)
);

CREATE TABLE subject_initiative (
    id         TEXT PRIMARY KEY,
    subject_id TEXT NOT NULL REFERENCES subject (id),
    year       BIGINT NOT NULL,
    scope      TEXT NOT NULL CHECK (scope IN ('unit', 'ministry_or_province', 'national')),
    name       TEXT NOT NULL,
    number     TEXT NOT NULL, -- of the document that recognises it
    source     TEXT NOT NULL
);
CREATE INDEX subject_initiative_subject ON subject_initiative (subject_id);

CREATE TABLE subject_discipline (
    id         TEXT PRIMARY KEY,
    subject_id TEXT NOT NULL REFERENCES subject (id),
    form       TEXT NOT NULL, -- as facts have it; 'pending' while something is being looked into
    from_day   TEXT NOT NULL,
    to_day     TEXT NOT NULL, -- '' while it goes on
    number     TEXT NOT NULL,
    note       TEXT NOT NULL
);
CREATE INDEX subject_discipline_subject ON subject_discipline (subject_id);

CREATE TABLE award_entry (
    id          TEXT PRIMARY KEY,
    subject_id  TEXT NOT NULL REFERENCES subject (id),
    kind        TEXT NOT NULL CHECK (kind IN ('grant', 'annulment', 'reissue')),
    of_id       TEXT NOT NULL, -- the grant that is annulled or re-issued; '' of a grant
    award       TEXT NOT NULL, -- code
    year        BIGINT NOT NULL, -- of the achievement, or the end of its period
    from_year   BIGINT NOT NULL, -- the beginning of its period; the same year for one year
    number      TEXT NOT NULL, -- of the decision
    decided_on  TEXT NOT NULL, -- ISO day; '' when the list does not say
    decided_by  TEXT NOT NULL, -- the authority
    signer      TEXT NOT NULL,
    occasion    TEXT NOT NULL CHECK (occasion IN ('merit', 'ad_hoc', 'movement', 'dedication')),
    achievement TEXT NOT NULL, -- what it was given for
    as_written  TEXT NOT NULL, -- the award in the words of the list it came from
    source      TEXT NOT NULL,
    list_id     TEXT NOT NULL, -- the list it came from; '' when entered by hand
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX award_entry_subject ON award_entry (subject_id);
CREATE INDEX award_entry_decision ON award_entry (number, decided_on);
CREATE INDEX award_entry_list ON award_entry (list_id);
