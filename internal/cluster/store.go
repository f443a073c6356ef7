package cluster

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

func insert(tx *db.Tx, c Cluster) error {
	_, err := tx.Exec(`
		INSERT INTO cluster (id, slug, name, kind, level, organised_by, source, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.Slug, c.Name, string(c.Kind), string(c.Level), c.OrganisedBy, c.Source, c.CreatedAt)
	return err
}

const clusterColumns = `id, slug, name, kind, level, organised_by, source, created_at`

func findByID(tx *db.Tx, id string) (Cluster, error) {
	return db.One[Cluster](tx, `SELECT `+clusterColumns+` FROM cluster WHERE id = $1`, id)
}

func findBySlug(tx *db.Tx, slug string) (Cluster, error) {
	return db.One[Cluster](tx, `SELECT `+clusterColumns+` FROM cluster WHERE slug = $1`, slug)
}

func list(tx *db.Tx) ([]Cluster, error) {
	return db.All[Cluster](tx, `SELECT `+clusterColumns+` FROM cluster ORDER BY id`)
}

func ofUnit(tx *db.Tx, unitID string, day vn.Date) ([]Cluster, error) {
	return db.All[Cluster](tx, `
		SELECT `+clusterColumns+` FROM cluster WHERE id IN (
			SELECT cluster_id FROM cluster_member
			WHERE unit_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3))
		ORDER BY id`, unitID, day, day)
}

func insertMember(tx *db.Tx, m Member) error {
	_, err := tx.Exec(`
		INSERT INTO cluster_member (id, cluster_id, unit_id, from_day, to_day, source)
		VALUES ($1, $2, $3, $4, $5, $6)`, m.ID, m.ClusterID, m.UnitID, m.FromDay, m.ToDay, m.Source)
	return err
}

func endMembership(tx *db.Tx, clusterID, unitID string, on vn.Date) (int64, error) {
	return tx.Exec(`
		UPDATE cluster_member SET to_day = $1
		WHERE cluster_id = $2 AND unit_id = $3 AND to_day = '' AND (from_day = '' OR from_day < $4)`,
		on, clusterID, unitID, on)
}

func membersOn(tx *db.Tx, clusterID string, day vn.Date) ([]Member, error) {
	return db.All[Member](tx, `
		SELECT id, cluster_id, unit_id, from_day, to_day, source FROM cluster_member
		WHERE cluster_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3)
		ORDER BY id`, clusterID, day, day)
}

// everyMemberOn finds cluster and unit of each membership on a day.
func everyMemberOn(tx *db.Tx, day vn.Date) ([]Member, error) {
	var list []Member
	err := db.Each(tx, `
		SELECT cluster_id, unit_id FROM cluster_member
		WHERE (from_day = '' OR from_day <= $1) AND (to_day = '' OR to_day > $2)
		ORDER BY cluster_id, id`, []any{day, day}, func(scan func(dest ...any) error) error {
		var m Member
		if err := scan(&m.ClusterID, &m.UnitID); err != nil {
			return err
		}
		list = append(list, m)
		return nil
	})
	return list, err
}

func membersEver(tx *db.Tx, clusterID string) ([]Member, error) {
	return db.All[Member](tx, `
		SELECT id, cluster_id, unit_id, from_day, to_day, source FROM cluster_member
		WHERE cluster_id = $1 ORDER BY id`, clusterID)
}

func insertLead(tx *db.Tx, l Lead) error {
	_, err := tx.Exec(`
		INSERT INTO cluster_lead (id, cluster_id, year, unit_id, role, from_day, to_day, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		l.ID, l.ClusterID, l.Year, l.UnitID, string(l.Post), l.FromDay, l.ToDay, l.Source)
	return err
}

func endPost(tx *db.Tx, id string, on vn.Date) error {
	_, err := tx.Exec(`UPDATE cluster_lead SET to_day = $1 WHERE id = $2`, on, id)
	return err
}

const leadColumns = `id, cluster_id, year, unit_id, role, from_day, to_day, source`

func leadsOf(tx *db.Tx, clusterID string, year int) ([]Lead, error) {
	return db.All[Lead](tx, `
		SELECT `+leadColumns+` FROM cluster_lead WHERE cluster_id = $1 AND year = $2
		ORDER BY role DESC, from_day, id`, clusterID, year)
}

func postsOf(tx *db.Tx, unitID string, day vn.Date) ([]Lead, error) {
	return db.All[Lead](tx, `
		SELECT `+leadColumns+` FROM cluster_lead
		WHERE unit_id = $1 AND (from_day = '' OR from_day <= $2) AND (to_day = '' OR to_day > $3)
		ORDER BY year, id`, unitID, day, day)
}

func leadsEver(tx *db.Tx, clusterID string) ([]Lead, error) {
	return db.All[Lead](tx, `
		SELECT `+leadColumns+` FROM cluster_lead WHERE cluster_id = $1
		ORDER BY year, role DESC, from_day, id`, clusterID)
}
