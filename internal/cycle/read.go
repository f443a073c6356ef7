package cycle

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Find returns a year of a cluster.
//
// Public: that a year exists, and its dates, are public.
func Find(tx *db.Tx, clusterID string, year int) (Year, error) {
	return found(find(tx, clusterID, year))
}

// ByID returns a year by id.
//
// Public: that a year exists, and its dates, are public.
func ByID(tx *db.Tx, id string) (Year, error) { return found(findByID(tx, id)) }

func found(y Year, err error) (Year, error) {
	if errors.Is(err, db.ErrNoRow) {
		return y, problem.New(problem.NotFound, "Không có năm thi đua này.")
	}
	if err != nil {
		return y, fmt.Errorf("find year: %w", err)
	}
	return y, nil
}

// Years returns the years of a cluster, newest first.
//
// Public: that a year exists, and its dates, are public.
func Years(tx *db.Tx, clusterID string) ([]Year, error) {
	years, err := yearsOf(tx, clusterID)
	if err != nil {
		return nil, fmt.Errorf("list years of cluster %s: %w", clusterID, err)
	}
	return years, nil
}

// InYear returns the years of all clusters in a calendar year.
//
// Public: that a year exists, and its dates, are public.
func InYear(tx *db.Tx, year int) ([]Year, error) {
	years, err := inYear(tx, year)
	if err != nil {
		return nil, fmt.Errorf("list the years %d of all clusters: %w", year, err)
	}
	return years, nil
}

// Phases returns the phases of a year in their usual order.
//
// Public: that a year exists, and its dates, are public.
func Phases(tx *db.Tx, yearID string) ([]Phase, error) {
	phases, err := phasesOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list phases: %w", err)
	}
	slices.SortStableFunc(phases, func(a, b Phase) int {
		return slices.Index(PhaseKinds, a.Kind) - slices.Index(PhaseKinds, b.Kind)
	})
	return phases, nil
}

// Periods returns the reporting periods of a year in the order of their days.
//
// Public: that a year exists, and its dates, are public.
func Periods(tx *db.Tx, yearID string) ([]Period, error) {
	periods, err := periodsOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list periods: %w", err)
	}
	return periods, nil
}

// PeriodsIn returns the reporting periods of all clusters in a calendar year, by the
// id of the cluster's year, each in the order of their days.
//
// Public: that a year exists, and its dates, are public.
func PeriodsIn(tx *db.Tx, year int) (map[string][]Period, error) {
	periods, err := periodsIn(tx, year)
	if err != nil {
		return nil, fmt.Errorf("list periods of %d: %w", year, err)
	}
	byYear := map[string][]Period{}
	for _, p := range periods {
		byYear[p.YearID] = append(byYear[p.YearID], p)
	}
	return byYear, nil
}

// PeriodByID returns a reporting period.
//
// Public: that a year exists, and its dates, are public.
func PeriodByID(tx *db.Tx, id string) (Period, error) {
	p, err := periodByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Không có kỳ báo cáo này.")
	}
	if err != nil {
		return p, fmt.Errorf("find period %s: %w", id, err)
	}
	return p, nil
}

// Members returns the units that are members during a year: those of its last
// day, as a covenant of the year is made with them.
//
// Public: that a year exists, and its members, are public.
func Members(tx *db.Tx, y Year) ([]cluster.Member, error) {
	return cluster.MembersOn(tx, y.ClusterID, vn.NewDate(y.Year, 12, 31))
}

// MustBeMember refuses a unit that is not a member during the year.
//
// Public: that a year exists, and its members, are public.
func MustBeMember(tx *db.Tx, y Year, unitID string) error {
	members, err := Members(tx, y)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m cluster.Member) bool { return m.UnitID == unitID }) {
		return problem.Field("unit", "Đơn vị này không phải là thành viên trong năm %d.", y.Year)
	}
	return nil
}

// MustHaveBeenMember refuses a unit that is a member on no day of the year. What
// a member set, launched or was given before it left stays in the year's papers.
//
// Public: that a year exists, and its members, are public.
func MustHaveBeenMember(tx *db.Tx, y Year, unitID string) error {
	members, err := cluster.MembersEver(tx, y.ClusterID)
	if err != nil {
		return err
	}
	first, last := vn.NewDate(y.Year, 1, 1), vn.NewDate(y.Year, 12, 31)
	if !slices.ContainsFunc(members, func(m cluster.Member) bool {
		return m.UnitID == unitID && !m.FromDay.After(last) && (m.ToDay.IsZero() || m.ToDay.After(first))
	}) {
		return problem.Field("unit", "Đơn vị này không phải là thành viên trong năm %d.", y.Year)
	}
	return nil
}

// Person returns an account as the actor of a transaction, with what follows
// for it from the registers.
//
// Public: it is how a request learns who is asking.
func Person(tx *db.Tx, accountID string) (db.Actor, error) {
	person, err := account.Actor(tx, accountID)
	if err != nil {
		return person, err
	}
	derived, err := Derived(tx, person)
	if err != nil {
		return person, err
	}
	person.Grants = append(person.Grants, derived...)
	if err := org.Reach(tx, person.Grants); err != nil {
		return person, err
	}
	derived, err = derivedBelow(tx, person)
	person.Grants = append(person.Grants, derived...)
	return person, err
}

// Derived returns the grants that follow from the registers for a person who
// is officer or leader of a unit: member of its clusters, and lead or deputy of
// the years for which the unit holds the post today. Who leads a year also
// prepares the next one until that has a lead of its own, as its covenant is
// drafted before the conference that elects. From the hand-over on the unit that
// received a year, and no longer the one that led it, follows what it left open.
// What follows from a delegated role is delegated with it.
//
// Public: it is how a request learns who is asking.
func Derived(tx *db.Tx, actor db.Actor) ([]db.Grant, error) {
	works, giver := worksFor(actor)
	if !works {
		return nil, nil
	}
	var grants []db.Grant
	clusters, err := cluster.OfUnit(tx, actor.Unit, tx.Today())
	if err != nil {
		return nil, err
	}
	for _, c := range clusters {
		grants = append(grants, db.Grant{Role: string(access.Member), Scope: access.ScopeCluster, ID: c.ID, For: giver})
	}
	posts, err := cluster.PostsOf(tx, actor.Unit, tx.Today())
	if err != nil {
		return nil, err
	}
	for _, p := range posts {
		years := []int{p.Year}
		next, err := cluster.LeadsOf(tx, p.ClusterID, p.Year+1)
		if err != nil {
			return nil, err
		}
		if len(next) == 0 {
			years = append(years, p.Year+1)
		}
		for _, year := range years {
			y, err := find(tx, p.ClusterID, year)
			if errors.Is(err, db.ErrNoRow) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("find year %d: %w", year, err)
			}
			if y.State == History || y.HandedTo != "" {
				continue // nothing is left to run, or another follows it
			}
			grants = append(grants, db.Grant{Role: string(p.Post), Scope: access.ScopeYear, ID: y.ID, For: giver})
		}
	}
	received, err := handedTo(tx, actor.Unit)
	if err != nil {
		return nil, fmt.Errorf("find years received: %w", err)
	}
	for _, y := range received {
		grants = append(grants, db.Grant{Role: string(access.Lead), Scope: access.ScopeYear, ID: y.ID, For: giver})
	}
	return grants, nil
}

// worksFor reports whether a person is officer or leader of the own unit, and on
// whose delegation when it is not by an own role.
func worksFor(actor db.Actor) (works bool, giver *db.Person) {
	for _, g := range actor.Grants {
		if g.Scope != access.ScopeUnit || g.ID != actor.Unit || g.Role != string(access.Officer) && g.Role != string(access.UnitLeader) {
			continue
		}
		if g.For == nil {
			return true, nil
		}
		works, giver = true, g.For
	}
	return works, giver
}

// derivedBelow returns the grants that follow for an officer of a unit and all
// units below it: member of the clusters of those units, whose papers the officer
// works on.
func derivedBelow(tx *db.Tx, actor db.Actor) ([]db.Grant, error) {
	var grants []db.Grant
	for _, g := range actor.Grants {
		if g.Scope != access.ScopeSubtree || g.Role != string(access.Officer) {
			continue
		}
		clusters, err := cluster.List(tx)
		if err != nil {
			return nil, err
		}
		for _, c := range clusters {
			members, err := cluster.MembersOn(tx, c.ID, tx.Today())
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(members, func(m cluster.Member) bool { return g.Units[m.UnitID] }) {
				grants = append(grants, db.Grant{Role: string(access.Member), Scope: access.ScopeCluster, ID: c.ID, For: g.For})
			}
		}
	}
	return grants, nil
}
