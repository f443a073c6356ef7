package cluster

import (
	"giaouoc/internal/db"
	"giaouoc/internal/search"
)

// findable has a cluster found by everyone.
func findable(tx *db.Tx, c Cluster) error {
	return search.Put(tx, search.Entry{Kind: search.Cluster, ObjectID: c.ID, Title: c.Name, Detail: c.OrganisedBy, Address: "/cum/" + c.Slug})
}

// IndexAll makes clusters findable that were entered before there was search.
//
// Public: the program itself; that a cluster exists is public.
func IndexAll(tx *db.Tx) error {
	clusters, err := List(tx)
	if err != nil {
		return err
	}
	for _, c := range clusters {
		if known, err := search.Has(tx, search.Cluster, c.ID); err != nil || known {
			if err != nil {
				return err
			}
			continue
		}
		if err := findable(tx, c); err != nil {
			return err
		}
	}
	return nil
}
