package award

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Span is from one day of a decision to another, both within; a zero day is open.
type Span struct {
	From, To vn.Date
}

// PublicGrant is a grant as its decision publishes it.
type PublicGrant struct {
	ID         string
	SubjectID  string
	Kind       rules.Kind
	Name       string // on the day of the decision, as corrected since
	UnitID     string // keeps the file
	UnitName   string
	Award      string
	AsWritten  string
	Year       int
	FromYear   int
	Number     string
	DecidedOn  vn.Date
	DecidedBy  string
	AnnulledBy string // number of the decision that annulled it; empty while it stands
	AnnulledOn vn.Date
}

// PublicGrants lists grants whose decision has a number and a day, by that day, the
// newest first, from an offset on, at most n.
//
// Public: what a decision publishes of who was commended is public: name, unit,
// award, number and day.
func PublicGrants(tx *db.Tx, s Span, offset, n int) ([]PublicGrant, error) {
	list, err := grantsDecided(tx, s, offset, n)
	if err != nil {
		return nil, fmt.Errorf("list decided grants: %w", err)
	}
	return list, asDecided(tx, list)
}

// CountPublicGrants counts what PublicGrants lists, up to a bound.
//
// Public: what a decision publishes of who was commended is public.
func CountPublicGrants(tx *db.Tx, s Span, most int) (int, error) {
	n, err := countGrantsDecided(tx, s, most)
	if err != nil {
		return 0, fmt.Errorf("count decided grants: %w", err)
	}
	return n, nil
}

// asDecided puts in what the decisions say: names as they were on their days, and
// corrected since, and whether they were annulled.
func asDecided(tx *db.Tx, list []PublicGrant) error {
	at := make(map[string]*PublicGrant, len(list))
	var grants, subjects []string
	units := map[string]string{}
	for i := range list {
		g := &list[i]
		at[g.ID] = g
		grants, subjects = append(grants, g.ID), append(subjects, g.SubjectID)
		then := g.UnitID + " " + g.DecidedOn.String()
		if _, known := units[then]; !known {
			names, err := org.Names(tx, g.DecidedOn, g.UnitID)
			if err != nil {
				return err
			}
			units[then] = names[g.UnitID]
		}
		g.UnitName = units[then]
	}
	namings := map[string][]Naming{}
	for i := 0; i < len(list); i += grantsAtOnce {
		end := min(i+grantsAtOnce, len(list))
		more, err := namingsOfThese(tx, subjects[i:end])
		if err != nil {
			return fmt.Errorf("read names of subjects: %w", err)
		}
		for _, n := range more {
			namings[n.SubjectID] = append(namings[n.SubjectID], n)
		}
		later, err := laterOf(tx, grants[i:end])
		if err != nil {
			return fmt.Errorf("read what became of grants: %w", err)
		}
		corrected, err := namesCorrected(tx, grants[i:end])
		if err != nil {
			return fmt.Errorf("read corrected names: %w", err)
		}
		for _, g := range list[i:end] {
			at[g.ID].Name = nameOn(namings[g.SubjectID], g.DecidedOn, g.Name)
		}
		for _, l := range later {
			if l.Annuls() {
				at[l.GrantID].AnnulledBy, at[l.GrantID].AnnulledOn = l.Number, l.On
			}
		}
		for _, c := range corrected {
			at[c.GrantID].Name = c.Reads
		}
	}
	return nil
}

// nameOn is what a subject was called on a day; its name of today where none is known.
func nameOn(namings []Naming, day vn.Date, today string) string {
	for _, n := range namings {
		if (n.FromDay.IsZero() || !n.FromDay.After(day)) && (n.ToDay.IsZero() || n.ToDay.After(day)) {
			return n.Name
		}
	}
	return today
}
