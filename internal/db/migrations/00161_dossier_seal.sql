-- Why: a finished dossier is taken out as one folder. What its list of checksums was
-- when it was sealed (niêm phong) stands in the record, so that a stranger can hold a
-- folder against it.

-- +goose Up
CREATE TABLE dossier_seal (
    id         TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossier (id),
    sha256     TEXT NOT NULL, -- of the file SHA256SUMS
    files      BIGINT NOT NULL,
    entries    BIGINT NOT NULL, -- proofs of the record that the folder has beside the seal's
    sealed_on  TEXT NOT NULL, -- ISO day
    account_id TEXT NOT NULL,
    sealed_by  TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX dossier_seal_dossier ON dossier_seal (dossier_id, created_at);
