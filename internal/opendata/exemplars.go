package opendata

import (
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/exemplar"
	"giaouoc/internal/org"
)

// Exemplars returns the stories that stand on the portal, the newest first; madeUp says
// that the installation is a demonstration. They are read anew each time, so that one is
// gone at the moment of its withdrawal.
//
// Public: they were published; of whom they tell agreed.
func Exemplars(tx *db.Tx, q Query, madeUp bool) ([]Exemplar, error) {
	list, err := exemplar.PublicAll(tx)
	if err != nil {
		return nil, err
	}
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	slugs := map[string]string{}
	for _, c := range clusters {
		slugs[c.ID] = c.Slug
	}
	rows, units := []Exemplar{}, []string{}
	for _, e := range list {
		row := Exemplar{
			ID: e.ID, Kind: string(e.Kind), Name: e.Name, Title: e.Title, Unit: e.UnitID, Cluster: slugs[e.ClusterID], Work: e.Work, Direct: e.Direct, Small: e.Small,
			Office: e.OfficeID, PublishedOn: e.PublishedOn.String(), Year: e.PublishedOn.Year(), Address: "/dien-hinh/" + e.Slug, Illustrative: madeUp,
		}
		if q.Keeps(row) {
			rows, units = append(rows, row), append(units, e.UnitID, e.OfficeID)
		}
	}
	names, err := org.Names(tx, tx.Today(), units...)
	for i := range rows {
		rows[i].UnitName, rows[i].OfficeName = names[rows[i].Unit], names[rows[i].Office]
	}
	return rows, err
}
