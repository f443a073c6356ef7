-- Why: what a cluster's vote, ties, flags and deadlines go by stands in a rule
-- book (quy chế) that its members adopt; each version stays as it was adopted,
-- so that an old result can be read with the rules of its day.

-- +goose Up
CREATE TABLE rule_book (
    id          TEXT PRIMARY KEY,
    cluster_id  TEXT NOT NULL REFERENCES cluster (id),
    number      BIGINT NOT NULL, -- 1, 2, 3 in the order of adoption
    state       TEXT NOT NULL CHECK (state IN ('draft', 'adopted')),
    title       TEXT NOT NULL,
    doc_number  TEXT NOT NULL,
    adopted_on  TEXT NOT NULL, -- ISO days; '' while a draft
    adopted_by  TEXT NOT NULL,
    in_force_on TEXT NOT NULL,
    reason      TEXT NOT NULL, -- why it replaces the version before
    file_hash   TEXT NOT NULL, -- of the adopted text; '' when it was not attached
    file_name   TEXT NOT NULL,
    source      TEXT NOT NULL,
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (cluster_id, number)
);

CREATE TABLE rule_clause (
    id           TEXT PRIMARY KEY,
    rule_book_id TEXT NOT NULL REFERENCES rule_book (id),
    ref          TEXT NOT NULL, -- "Điều 5 khoản 2"
    body         TEXT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (rule_book_id, ref)
);

CREATE TABLE rule_setting (
    rule_book_id TEXT NOT NULL REFERENCES rule_book (id),
    parameter    TEXT NOT NULL,
    setting      TEXT NOT NULL,
    clause_id    TEXT NOT NULL REFERENCES rule_clause (id), -- what it rests on
    PRIMARY KEY (rule_book_id, parameter)
);
