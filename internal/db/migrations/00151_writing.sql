-- Why: documents made of what the program holds. A writing begins as a draft of its
-- source, is put into words, and is frozen when it is issued; the signed file follows
-- it. What an office says of itself on paper, and its own words, stand beside.

-- +goose Up
CREATE TABLE clerk_office (
    unit_id      TEXT PRIMARY KEY,
    superior     TEXT NOT NULL,
    issuer       TEXT NOT NULL, -- as the head of the page has it
    abbreviation TEXT NOT NULL, -- in the sign: "UBND"
    place        TEXT NOT NULL,
    signer       TEXT NOT NULL, -- the lines above the name, one a line
    signer_name  TEXT NOT NULL,
    recipients   TEXT NOT NULL, -- one a line
    by_kind      BOOLEAN NOT NULL, -- each kind of document has its own row of numbers
    saved_by     TEXT NOT NULL,
    version      BIGINT NOT NULL
);

CREATE TABLE clerk_template (
    unit_id  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    texts    TEXT NOT NULL, -- JSON: the office's own text by key
    saved_by TEXT NOT NULL,
    version  BIGINT NOT NULL,
    PRIMARY KEY (unit_id, kind)
);

CREATE TABLE clerk_writing (
    id            TEXT PRIMARY KEY,
    unit_id       TEXT NOT NULL, -- the office that issues it
    kind          TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (source IN ('dossier', 'year')),
    source_id     TEXT NOT NULL,
    part          TEXT NOT NULL, -- of the source: '' for the whole
    state         TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'cancelled')),
    base          TEXT NOT NULL, -- JSON of the document as the source made it
    words         TEXT NOT NULL, -- JSON: what was written instead, by place
    abstract      TEXT NOT NULL,
    entry_id      TEXT NOT NULL, -- in the register of numbers; '' for none
    number        TEXT NOT NULL, -- "05/TTr-UBND"
    on_day        TEXT NOT NULL, -- ISO day of the document
    docx_hash     TEXT NOT NULL,
    pdf_hash      TEXT NOT NULL,
    signed_hash   TEXT NOT NULL, -- of the last signed file
    signatures    BIGINT NOT NULL,
    cancelled_on  TEXT NOT NULL,
    cancelled_why TEXT NOT NULL,
    account_id    TEXT NOT NULL, -- who began it
    saved_by      TEXT NOT NULL, -- name of who changed it last
    version       BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX clerk_writing_source ON clerk_writing (source, source_id);
CREATE INDEX clerk_writing_unit ON clerk_writing (unit_id, state);

CREATE TABLE clerk_signing (
    id         TEXT PRIMARY KEY,
    writing_id TEXT NOT NULL,
    number     BIGINT NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('key', 'file', 'agent')),
    file_hash  TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL, -- of who brought it in
    made_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (writing_id, number)
);

CREATE TABLE clerk_errand (
    token      TEXT PRIMARY KEY, -- SHA-256 of the secret in the address
    writing_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    version    BIGINT NOT NULL, -- of the writing that goes out to be signed
    sent_hash  TEXT NOT NULL,
    back_hash  TEXT NOT NULL, -- '' until the signed file came back
    expires_at TIMESTAMPTZ NOT NULL
);
