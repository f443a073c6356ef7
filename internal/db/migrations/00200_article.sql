-- Why: the portal's articles and public notices (bài viết, thông báo trên cổng) with
-- their workflow, versions, pictures and files. What readers see is a version that
-- was published; what editors write stands beside it.

-- +goose Up
CREATE TABLE article (
    id              TEXT PRIMARY KEY,
    slug            TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL CHECK (kind IN ('news', 'notice')),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'review', 'scheduled', 'published', 'withdrawn')),
    title           TEXT NOT NULL,
    summary         TEXT NOT NULL,
    source          TEXT NOT NULL, -- who reports, of the dateline
    place           TEXT NOT NULL, -- where, of the dateline
    author          TEXT NOT NULL, -- as readers see it
    event_day       TEXT NOT NULL, -- ISO day of what is told; '' for none
    body            TEXT NOT NULL, -- Markdown
    picture_id      TEXT NOT NULL, -- the lead picture; '' for none
    cluster_id      TEXT NOT NULL, -- whose page shows it too; '' for none
    year            BIGINT NOT NULL, -- of that cluster; 0 for none
    expires_on      TEXT NOT NULL, -- last day of a notice; '' for none
    related         TEXT NOT NULL, -- ids of articles, in order, parted by spaces
    files           TEXT NOT NULL, -- ids of files, the same
    correction      TEXT NOT NULL, -- what this version corrects in the one before; '' for none
    version         BIGINT NOT NULL, -- of the text that editors write
    writers         TEXT NOT NULL, -- accounts that wrote since the last publication, parted by spaces
    remark          TEXT NOT NULL, -- why it was sent back
    publish_at      TIMESTAMPTZ, -- when it is scheduled for
    public_version  BIGINT NOT NULL, -- the version that readers see; 0 for none
    published_at    TIMESTAMPTZ, -- the first time
    changed_at      TIMESTAMPTZ NOT NULL, -- of what readers see; of the draft before there is any
    withdrawn_at    TIMESTAMPTZ,
    withdrawn_for   TEXT NOT NULL,
    created_by      TEXT NOT NULL,
    request         TEXT NOT NULL -- the form it came from
);
CREATE INDEX article_public ON article (kind, published_at) WHERE public_version > 0 AND withdrawn_at IS NULL;
CREATE INDEX article_cluster ON article (cluster_id, year, published_at) WHERE public_version > 0 AND withdrawn_at IS NULL;
CREATE INDEX article_scheduled ON article (publish_at) WHERE state = 'scheduled';
CREATE UNIQUE INDEX article_request ON article (request) WHERE request <> '';

CREATE TABLE article_version (
    article_id TEXT NOT NULL REFERENCES article (id),
    version    BIGINT NOT NULL,
    title      TEXT NOT NULL,
    summary    TEXT NOT NULL,
    source     TEXT NOT NULL,
    place      TEXT NOT NULL,
    author     TEXT NOT NULL,
    event_day  TEXT NOT NULL,
    body       TEXT NOT NULL,
    picture_id TEXT NOT NULL,
    cluster_id TEXT NOT NULL,
    year       BIGINT NOT NULL,
    expires_on TEXT NOT NULL,
    related    TEXT NOT NULL,
    files      TEXT NOT NULL,
    correction TEXT NOT NULL,
    written_by TEXT NOT NULL, -- account
    written_at TIMESTAMPTZ NOT NULL,
    public_at  TIMESTAMPTZ, -- when readers saw it first; none for a version that never was public
    PRIMARY KEY (article_id, version)
);

CREATE TABLE article_picture (
    id          TEXT PRIMARY KEY,
    article_id  TEXT NOT NULL REFERENCES article (id),
    alt         TEXT NOT NULL, -- what it shows, for who does not see it
    caption     TEXT NOT NULL,
    width       BIGINT NOT NULL, -- of the largest size
    height      BIGINT NOT NULL,
    small_hash  TEXT NOT NULL, -- at most 480 pixels wide
    middle_hash TEXT NOT NULL, -- at most 960
    large_hash  TEXT NOT NULL, -- at most 1600
    type        TEXT NOT NULL, -- media type of all three
    account_id  TEXT NOT NULL,
    added_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX article_picture_of ON article_picture (article_id);

CREATE TABLE article_file (
    id         TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES article (id),
    name       TEXT NOT NULL,
    file_hash  TEXT NOT NULL,
    size       BIGINT NOT NULL,
    type       TEXT NOT NULL,
    account_id TEXT NOT NULL,
    added_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX article_file_of ON article_file (article_id);

-- What a person has typed and not saved.
CREATE TABLE article_typing (
    account_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    typed      TEXT NOT NULL, -- JSON of the form
    typed_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, article_id)
);
