-- Why: a dossier for an award (hồ sơ đề nghị khen thưởng) on its way from the unit
-- that proposes to the shelf on which it is kept: who is proposed, what is in it, each
-- step with who and when and by which day, the opinions that others gave, the decision.
-- Moves, parts, opinions and decisions are added and never erased; a part that is
-- replaced says so.

-- +goose Up
CREATE TABLE dossier (
    id             TEXT PRIMARY KEY,
    unit_id        TEXT NOT NULL, -- the unit that proposes
    office_id      TEXT NOT NULL, -- the unit that receives and appraises
    level          TEXT NOT NULL CHECK (level IN ('unit', 'ministry', 'home_affairs')), -- of the office
    kind           TEXT NOT NULL, -- id of a kind of the law
    award          TEXT NOT NULL, -- code
    year           BIGINT NOT NULL, -- of the achievement, or the end of its period
    from_year      BIGINT NOT NULL,
    proposer       TEXT NOT NULL CHECK (proposer IN ('unit', 'cluster')),
    year_id        TEXT NOT NULL, -- the cluster's year whose proposals it carries; '' for none
    simple         BOOLEAN NOT NULL, -- the simple procedure
    title          TEXT NOT NULL,
    step           TEXT NOT NULL,
    candidates     BIGINT NOT NULL,
    awarded        BIGINT NOT NULL,
    figures_on     TEXT NOT NULL, -- ISO day of the newest figures of the reports; '' not said
    own_members    BIGINT NOT NULL, -- of the proposer's council; 0 not said
    letter_number  TEXT NOT NULL, -- tờ trình of the proposer
    letter_on      TEXT NOT NULL,
    proposed_by    TEXT NOT NULL, -- account
    proposed_on    TEXT NOT NULL,
    receipt_number TEXT NOT NULL,
    received_on    TEXT NOT NULL,
    handler_id     TEXT NOT NULL, -- account of who works on it in the office
    handler        TEXT NOT NULL,
    conclusion     TEXT NOT NULL, -- of the appraisal
    members        BIGINT NOT NULL, -- of the office's council
    present        BIGINT NOT NULL,
    council_on     TEXT NOT NULL,
    minutes_number TEXT NOT NULL,
    upward_number  TEXT NOT NULL, -- tờ trình to who decides
    upward_on      TEXT NOT NULL,
    upward_to      TEXT NOT NULL,
    notified_how   TEXT NOT NULL,
    delivered_at   TEXT NOT NULL, -- where
    shelf          TEXT NOT NULL, -- where it is kept
    into_id        TEXT NOT NULL, -- the dossier that it was joined to; '' for none
    from_id        TEXT NOT NULL, -- the dossier that it was parted from; '' for none
    began_on       TEXT NOT NULL, -- ISO day on which the step began
    due_on         TEXT NOT NULL, -- the last day of the step; '' where no limit is known
    limit_id       TEXT NOT NULL, -- of the law's time limits
    version        BIGINT NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL
);
CREATE INDEX dossier_unit ON dossier (unit_id, step);
CREATE INDEX dossier_office ON dossier (office_id, step, due_on);
CREATE INDEX dossier_handler ON dossier (handler_id, step) WHERE handler_id <> '';
CREATE INDEX dossier_step ON dossier (step, award, year, due_on);
CREATE INDEX dossier_letter ON dossier (unit_id, letter_number) WHERE letter_number <> '';

CREATE TABLE dossier_candidate (
    id                TEXT PRIMARY KEY,
    dossier_id        TEXT NOT NULL REFERENCES dossier (id),
    n                 BIGINT NOT NULL,
    kind              TEXT NOT NULL CHECK (kind IN ('person', 'collective', 'household', 'foreigner')),
    name              TEXT NOT NULL,
    folded            TEXT NOT NULL,
    birth_year        BIGINT NOT NULL,
    female            BOOLEAN NOT NULL,
    post              TEXT NOT NULL,
    place             TEXT NOT NULL,
    direct            BOOLEAN NOT NULL, -- a direct worker
    small             BOOLEAN NOT NULL, -- a small collective
    hard              BOOLEAN NOT NULL, -- of a border, sea, island or hardest area
    achievement       TEXT NOT NULL,
    subject_id        TEXT NOT NULL, -- in the register of awards; '' while it has none
    proposal_id       TEXT NOT NULL, -- of the cluster's year; '' for none
    initiative        TEXT NOT NULL,
    initiative_number TEXT NOT NULL, -- of the document that recognises it
    initiative_scope  TEXT NOT NULL,
    own_votes         BIGINT NOT NULL, -- of the proposer's council; -1 not said
    verdict           TEXT NOT NULL CHECK (verdict IN ('', 'fit', 'unfit')), -- of the appraisal
    why               TEXT NOT NULL,
    votes             BIGINT NOT NULL, -- of the office's council; -1 not said
    outcome           TEXT NOT NULL CHECK (outcome IN ('', 'granted', 'refused')),
    entry_id          TEXT NOT NULL, -- the grant in the register of awards
    UNIQUE (dossier_id, n)
);
CREATE INDEX dossier_candidate_subject ON dossier_candidate (subject_id) WHERE subject_id <> '';
CREATE INDEX dossier_candidate_folded ON dossier_candidate (folded);
CREATE INDEX dossier_candidate_proposal ON dossier_candidate (proposal_id) WHERE proposal_id <> '';

CREATE TABLE dossier_part (
    id           TEXT PRIMARY KEY,
    dossier_id   TEXT NOT NULL REFERENCES dossier (id),
    candidate_id TEXT NOT NULL, -- '' for the whole dossier
    part         TEXT NOT NULL,
    number       TEXT NOT NULL, -- of the document
    on_day       TEXT NOT NULL,
    file_hash    TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    account_id   TEXT NOT NULL,
    added_by     TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    dropped_at   TIMESTAMPTZ -- replaced or taken out
);
CREATE INDEX dossier_part_dossier ON dossier_part (dossier_id);

CREATE TABLE dossier_move (
    id         TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossier (id),
    move       TEXT NOT NULL,
    from_step  TEXT NOT NULL,
    to_step    TEXT NOT NULL,
    office_id  TEXT NOT NULL, -- whose step ended
    began_on   TEXT NOT NULL, -- the step that ended
    due_on     TEXT NOT NULL,
    ended_on   TEXT NOT NULL,
    reason     TEXT NOT NULL,
    cite       TEXT NOT NULL, -- the ground in the law, of a return
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    made_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX dossier_move_dossier ON dossier_move (dossier_id, made_at);
CREATE INDEX dossier_move_office ON dossier_move (office_id, from_step, ended_on);

CREATE TABLE dossier_consult (
    id          TEXT PRIMARY KEY,
    dossier_id  TEXT NOT NULL REFERENCES dossier (id),
    agency      TEXT NOT NULL,
    number      TEXT NOT NULL, -- of the letter that asks
    asked_on    TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    token       TEXT NOT NULL UNIQUE, -- SHA-256 of the secret of the link; '-' and the id once it is used
    stance      TEXT NOT NULL CHECK (stance IN ('', 'agree', 'disagree', 'other', 'silent')),
    answer      TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    signer      TEXT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX dossier_consult_dossier ON dossier_consult (dossier_id);

CREATE TABLE dossier_posting (
    id         TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossier (id),
    place      TEXT NOT NULL,
    number     TEXT NOT NULL,
    from_day   TEXT NOT NULL,
    until_day  TEXT NOT NULL, -- the earliest last day
    closed_on  TEXT NOT NULL,
    opinions   BIGINT NOT NULL, -- counted when it was closed
    sealed     TEXT NOT NULL -- SHA-256 of the closed set; '' while it is open
);
CREATE INDEX dossier_posting_dossier ON dossier_posting (dossier_id);

CREATE TABLE dossier_opinion (
    id           TEXT PRIMARY KEY,
    dossier_id   TEXT NOT NULL REFERENCES dossier (id),
    posting_id   TEXT NOT NULL REFERENCES dossier_posting (id),
    candidate_id TEXT NOT NULL,
    way          TEXT NOT NULL CHECK (way IN ('post', 'mail', 'phone', 'meeting')),
    person       TEXT NOT NULL, -- who said so; '' where no name was given
    received_on  TEXT NOT NULL,
    stance       TEXT NOT NULL CHECK (stance IN ('for', 'against', 'other')),
    body         TEXT NOT NULL,
    answer       TEXT NOT NULL,
    answered_on  TEXT NOT NULL
);
CREATE INDEX dossier_opinion_posting ON dossier_opinion (posting_id);

CREATE TABLE dossier_decision (
    id         TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossier (id),
    number     TEXT NOT NULL,
    folded     TEXT NOT NULL, -- the number as it is looked for
    signed_on  TEXT NOT NULL,
    year       BIGINT NOT NULL,
    signer     TEXT NOT NULL,
    authority  TEXT NOT NULL,
    authority_folded TEXT NOT NULL,
    granted    BIGINT NOT NULL,
    refused    BIGINT NOT NULL,
    file_hash  TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    account_id TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX dossier_decision_number ON dossier_decision (folded, year);
CREATE INDEX dossier_decision_dossier ON dossier_decision (dossier_id);
