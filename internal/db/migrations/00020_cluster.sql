-- Why: a cluster (cụm) or bloc (khối) outlives its members, leads and names of
-- members, so each of those is dated.

-- +goose Up
CREATE TABLE cluster (
    id           TEXT PRIMARY KEY,
    slug         TEXT NOT NULL UNIQUE, -- its word in addresses
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('cluster', 'bloc')),
    level        TEXT NOT NULL CHECK (level IN ('central', 'province', 'commune', 'body')),
    organised_by TEXT NOT NULL,
    source       TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL
);

CREATE TABLE cluster_member (
    id         TEXT PRIMARY KEY,
    cluster_id TEXT NOT NULL REFERENCES cluster (id),
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    from_day   TEXT NOT NULL, -- ISO days, the end not included; '' is open
    to_day     TEXT NOT NULL,
    source     TEXT NOT NULL
);
CREATE INDEX cluster_member_cluster ON cluster_member (cluster_id);
CREATE INDEX cluster_member_unit ON cluster_member (unit_id);

CREATE TABLE cluster_lead (
    id         TEXT PRIMARY KEY,
    cluster_id TEXT NOT NULL REFERENCES cluster (id),
    year       BIGINT NOT NULL,
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    role       TEXT NOT NULL CHECK (role IN ('lead', 'deputy')),
    from_day   TEXT NOT NULL,
    to_day     TEXT NOT NULL,
    source     TEXT NOT NULL
);
CREATE INDEX cluster_lead_cluster ON cluster_lead (cluster_id, year);
CREATE INDEX cluster_lead_unit ON cluster_lead (unit_id);
