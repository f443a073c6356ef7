package cycle

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Launched is a movement at the top of its tree that some units launched or joined.
type Launched struct {
	Movement
	Year     Year
	Cluster  cluster.Cluster
	UnitKind org.Kind // of the unit that launched it; empty for the centre's and a cluster's
}

// LaunchedBy lists the movements of a year, of whatever cluster, that units launched
// or joined, each once: one of the centre that was entered in several clusters is one.
//
// Public: that a movement was launched, and who joined it, is public.
func LaunchedBy(tx *db.Tx, year int, unitIDs []string) ([]Launched, error) {
	all, err := movementsIn(tx, year)
	if err != nil {
		return nil, fmt.Errorf("read movements of %d: %w", year, err)
	}
	byID := make(map[string]Movement, len(all))
	for _, m := range all {
		byID[m.ID] = m
	}
	var list []Launched
	for _, m := range all {
		if !slices.Contains(unitIDs, m.UnitID) {
			continue
		}
		top := m
		for above, ok := byID[top.ParentID]; ok; above, ok = byID[top.ParentID] {
			top = above
		}
		same := func(l Launched) bool {
			return l.ID == top.ID || l.OfCentre() && top.OfCentre() && sameName(l.Name, top.Name)
		}
		if slices.ContainsFunc(list, same) {
			continue
		}
		l, err := launched(tx, top)
		if err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, nil
}

func sameName(a, b string) bool {
	return strings.EqualFold(vn.Line(a), vn.Line(b))
}

func launched(tx *db.Tx, m Movement) (Launched, error) {
	l := Launched{Movement: m}
	var err error
	if l.Year, err = findByID(tx, m.YearID); err != nil {
		return l, fmt.Errorf("find year of movement %s: %w", m.ID, err)
	}
	if l.Cluster, err = cluster.Find(tx, l.Year.ClusterID); err != nil || m.UnitID == "" {
		return l, err
	}
	u, err := org.Find(tx, m.UnitID, m.FromDay)
	if problem.Is(err, problem.NotFound) {
		return l, nil
	}
	l.UnitKind = u.Kind
	return l, err
}
