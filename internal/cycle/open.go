package cycle

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Opening is what Open needs.
type Opening struct {
	ClusterID    string
	Year         int
	History      bool // entered from what was published
	Illustrative bool
}

// MustOpen refuses an actor who may open no year of a cluster, as a form asks
// before it reads which.
//
// Read: requires the right to open a year.
func MustOpen(tx *db.Tx, clusterID string) error {
	years, err := Years(tx, clusterID)
	if err != nil {
		return err
	}
	scope := cluster.Scope(clusterID)
	for _, y := range years {
		if access.May(tx, access.YearOpen, y.Scope()) {
			scope = y.Scope()
		}
	}
	return access.Require(tx, access.YearOpen, scope)
}

// Open begins an emulation year of a cluster. The standing office or the lead
// of the year before may do it. What follows a made-up year is made up.
func Open(tx *db.Tx, o Opening) (Year, error) {
	scope := cluster.Scope(o.ClusterID)
	before, err := find(tx, o.ClusterID, o.Year-1)
	if err == nil {
		scope.Year = before.ID
		o.Illustrative = o.Illustrative || before.Illustrative
	} else if !errors.Is(err, db.ErrNoRow) {
		return Year{}, fmt.Errorf("find year %d: %w", o.Year-1, err)
	}
	if err := access.Require(tx, access.YearOpen, scope); err != nil {
		return Year{}, err
	}
	if o.Year < 1948 || o.Year > 2200 {
		return Year{}, problem.Field("year", "Ghi năm thi đua bằng bốn chữ số.")
	}
	if _, err := find(tx, o.ClusterID, o.Year); err == nil {
		return Year{}, problem.Field("year", "Năm thi đua %d đã được mở.", o.Year)
	}
	y := Year{
		ID: db.NewID(), ClusterID: o.ClusterID, Year: o.Year, State: Running,
		Illustrative: o.Illustrative, CreatedAt: db.At(tx.Now),
	}
	if o.History {
		y.State = History
	}
	if err := insert(tx, y); err != nil {
		return Year{}, fmt.Errorf("open year %d: %w", o.Year, err)
	}
	return y, record.Add(tx, record.Act{
		Act: access.YearOpen, Object: record.Object{Kind: "year", ID: y.ID}, Scope: scope, After: y,
	})
}
