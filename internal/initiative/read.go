package initiative

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

func find(tx *db.Tx, id string) (Initiative, error) {
	i, err := findInitiative(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return i, problem.New(problem.NotFound, "Không có sáng kiến này.")
	}
	if err != nil {
		return i, fmt.Errorf("find initiative %s: %w", id, err)
	}
	if i.Authors, err = authorsFor(tx, i.ID); err != nil {
		return i, fmt.Errorf("read authors of initiative %s: %w", id, err)
	}
	return i, nil
}

// ruleFor is the rule by which an initiative is marked.
func ruleFor(tx *db.Tx, i Initiative) (Rule, error) {
	r, err := ruleOf(tx, i.UnitID, i.Year)
	if errors.Is(err, db.ErrNoRow) {
		return r, problem.New(problem.Closed, "Chưa ghi tiêu chí và hội đồng sáng kiến năm %d của đơn vị.", i.Year)
	}
	if err != nil {
		return r, fmt.Errorf("read rule of initiatives: %w", err)
	}
	return r, nil
}

// RuleOf reads a unit's rule of a year; the zero Rule where there is none.
//
// Read: requires the right to see the unit's initiatives.
func RuleOf(tx *db.Tx, unitID string, year int) (Rule, error) {
	if err := access.Require(tx, access.InitiativeRead, access.Scope{Unit: unitID}); err != nil {
		return Rule{}, err
	}
	r, err := ruleOf(tx, unitID, year)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return r, fmt.Errorf("read rule of initiatives: %w", err)
	}
	return r, nil
}

// Judged is an initiative with what the council came to.
type Judged struct {
	Initiative
	Result Result
	Late   bool   // recognised after the day of the rule
	Own    []Mark // the actor's
	Mine   bool   // the actor is of the council
	Barred bool   // the actor is an author
}

// List reads a unit's initiatives of a year, in the order of their arrival.
//
// Read: requires the right to see the unit's initiatives.
func List(tx *db.Tx, unitID string, year int) (Rule, []Judged, error) {
	r, err := RuleOf(tx, unitID, year)
	if err != nil {
		return r, nil, err
	}
	list, err := initiativesOf(tx, unitID, year)
	if err != nil {
		return r, nil, fmt.Errorf("list initiatives: %w", err)
	}
	judged := make([]Judged, len(list))
	for n, i := range list {
		if judged[n], err = judge(tx, &r, i); err != nil {
			return r, nil, err
		}
	}
	return r, judged, nil
}

// Read reads one initiative with the unit's rule.
//
// Read: requires the right to see the unit's initiatives.
func Read(tx *db.Tx, id string) (Rule, Judged, error) {
	i, err := find(tx, id)
	if err != nil {
		return Rule{}, Judged{}, err
	}
	r, err := RuleOf(tx, i.UnitID, i.Year)
	if err != nil {
		return r, Judged{}, err
	}
	j, err := judge(tx, &r, i)
	return r, j, err
}

func judge(tx *db.Tx, r *Rule, i Initiative) (Judged, error) {
	j := Judged{Initiative: i}
	var err error
	if j.Authors, err = authorsFor(tx, i.ID); err != nil {
		return j, fmt.Errorf("read authors of initiative %s: %w", i.ID, err)
	}
	marks, err := marksOf(tx, i.ID)
	if err != nil {
		return j, fmt.Errorf("read marks of initiative %s: %w", i.ID, err)
	}
	recused := recusedOf(&j.Initiative, r)
	j.Result = r.ResultOf(marks, recused)
	j.Late = i.State == Recognised && !r.Due.IsZero() && i.DecidedOn.After(r.Due)
	for _, m := range r.Members {
		j.Mine = j.Mine || m.AccountID == tx.Actor.ID
	}
	for _, id := range recused {
		j.Barred = j.Barred || id == tx.Actor.ID
	}
	for _, m := range marks {
		if m.AccountID == tx.Actor.ID {
			j.Own = append(j.Own, m)
		}
	}
	return j, nil
}
