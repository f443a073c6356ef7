package scoring

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Confirmation is how far the publication of a year's result has come: two persons
// confirm it (bốn mắt). The first fixes the text; it counts only as long as that is
// still what would be published.
type Confirmation struct {
	SheetID    string
	SHA256     string `db:"sha256"` // hex, of the text that the first person has read
	FirstID    string // account
	FirstFor   string // account on whose delegation; empty for the own right
	FirstName  string
	FirstAt    db.Time
	SecondID   string // empty until it is published
	SecondName string
	SecondAt   db.Time
}

// by reports whether the actor, or somebody it acts for, confirmed first.
func (c Confirmation) by(a db.Actor) bool {
	persons := a.Persons()
	return slices.Contains(persons, c.FirstID) || c.FirstFor != "" && slices.Contains(persons, c.FirstFor)
}

// Preview is what would be published of a year, and what stands in its way.
type Preview struct {
	Scored
	Text    string // canonical
	SHA256  string
	First   Confirmation // zero where nobody has confirmed
	Fallen  bool         // the first confirmation was of another text
	Mine    bool         // the actor, or somebody it acts for, confirmed first
	Blocked string       // why it cannot be published now; empty when it can
}

// Confirmed reports whether the first confirmation stands.
func (p Preview) Confirmed() bool { return p.First.SheetID != "" && !p.Fallen }

// PreviewPublication returns exactly what a publication would make public.
//
// Read: requires the right to publish.
func PreviewPublication(tx *db.Tx, y cycle.Year, order Order) (Preview, error) {
	if err := access.Require(tx, access.ScoringPublish, y.Scope()); err != nil {
		return Preview{}, err
	}
	return preview(tx, y, order)
}

func preview(tx *db.Tx, y cycle.Year, order Order) (p Preview, err error) {
	s, err := sheetIn(tx, y, Concluded)
	if err != nil {
		return p, err
	}
	if p.Scored, err = scored(tx, y, s); err != nil {
		return p, err
	}
	if p.Text, p.SHA256, err = p.Scored.text(tx, y, order); err != nil {
		return p, err
	}
	if p.First, err = findConfirmation(tx, s.ID); err != nil && !errors.Is(err, db.ErrNoRow) {
		return p, fmt.Errorf("find confirmation: %w", err)
	}
	p.Fallen = p.First.SheetID != "" && p.First.SHA256 != p.SHA256
	p.Mine = p.First.by(tx.Actor)
	err = publishable(tx, s)
	if list := problem.All(err); len(list) > 0 {
		p.Blocked, err = list[0].Text, nil
	}
	return p, err
}

// publishable refuses a publication that would come before the appeals are settled.
func publishable(tx *db.Tx, s YearSheet) error {
	if s.AppealsOpen(tx.Today()) {
		return problem.New(problem.Closed, "Các đơn vị còn được kiến nghị đến hết ngày %s; công bố sau ngày đó.", s.AppealsUntil.Short())
	}
	appeals, err := appealsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read appeals: %w", err)
	}
	appeals = slices.DeleteFunc(appeals, func(a Appeal) bool { return a.State != AppealOpen })
	if len(appeals) > 0 {
		return problem.New(problem.Closed, "Còn %d kiến nghị chưa trả lời; trả lời hết rồi mới công bố.", len(appeals))
	}
	return nil
}
