-- Why: the pages of a cluster and of its years list the articles that belong to them, as
-- the published version says, not as the draft beside it does.

-- +goose Up
DROP INDEX article_cluster;
CREATE INDEX article_version_cluster ON article_version (cluster_id, year);
