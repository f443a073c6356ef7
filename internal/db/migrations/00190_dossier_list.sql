-- The filters of the list of dossiers that looked at every one: those whose step is over
-- its day, and those of a kind.

-- +goose Up
CREATE INDEX dossier_late ON dossier (due_on, office_id, id) WHERE due_on <> '' AND step NOT IN ('archived', 'joined');
CREATE INDEX dossier_kind ON dossier (kind, id);
