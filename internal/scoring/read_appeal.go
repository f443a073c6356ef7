package scoring

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Appeals lists the appeals against the result of a year. Every member sees that one
// stands, about what, and how it was answered; its words and evidence are for the
// unit and for those who may read its part.
//
// Read: requires the right to read somewhere in the year.
func Appeals(tx *db.Tx, y cycle.Year) ([]Appeal, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return nil, err
	}
	list, err := concludedAppeals(tx, y)
	for i, a := range list {
		if !access.May(tx, access.ScoringRead, y.UnitScope(a.UnitID)) {
			list[i] = a.outcome()
		}
	}
	return list, err
}

// PublicAppeals lists how the appeals against a published result were answered,
// without their words and without names.
//
// Public: the result was published.
func PublicAppeals(tx *db.Tx, y cycle.Year) ([]Appeal, error) {
	if _, err := sheetIn(tx, y, Published); err != nil {
		return nil, err
	}
	list, err := concludedAppeals(tx, y)
	for i, a := range list {
		list[i] = a.outcome()
	}
	return list, err
}

// outcome is the part of an appeal that everybody may know.
func (a Appeal) outcome() Appeal {
	a.Text, a.Hash, a.Link, a.Shown, a.Type, a.Size = "", "", "", "", "", 0
	a.AccountID, a.Name, a.AnsweredID, a.AnsweredBy = "", "", "", ""
	return a
}

func concludedAppeals(tx *db.Tx, y cycle.Year) ([]Appeal, error) {
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if err != nil {
		return nil, err
	}
	list, err := appealsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read appeals: %w", err)
	}
	return list, nil
}

// FindAppeal returns an appeal with its words.
//
// Read: requires the right to read the unit's part.
func FindAppeal(tx *db.Tx, y cycle.Year, id string) (Appeal, error) {
	a, err := appealIn(tx, y, id)
	if err != nil {
		return a, err
	}
	return a, access.Require(tx, access.ScoringRead, y.UnitScope(a.UnitID))
}

func appealIn(tx *db.Tx, y cycle.Year, id string) (Appeal, error) {
	missing := problem.New(problem.NotFound, "Không có kiến nghị này.")
	a, err := findAppeal(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return a, missing
	}
	if err != nil {
		return a, fmt.Errorf("find appeal %s: %w", id, err)
	}
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if err != nil {
		return a, err
	}
	if s.ID != a.SheetID {
		return a, missing
	}
	return a, nil
}

// MayAnswer tells why the actor, who may conclude in the year, may not answer an
// appeal of a unit.
//
// Read: requires the right to conclude.
func MayAnswer(tx *db.Tx, y cycle.Year, unitID string) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Concluded)
	if err != nil {
		return err
	}
	return mayJudge(tx, y, s, unitID)
}

// settling notes what waits for the actor between the conclusion and the publication.
func (w *Waiting) settling(tx *db.Tx, y cycle.Year, s YearSheet) error {
	own, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	if s.AppealsOpen(tx.Today()) && access.May(tx, access.ScoringAppeal, own) {
		w.Appeal = s.AppealsUntil
	}
	appeals, err := appealsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read appeals: %w", err)
	}
	appeals = slices.DeleteFunc(appeals, func(a Appeal) bool { return a.State != AppealOpen })
	if access.May(tx, access.ScoringConclude, y.Scope()) {
		for _, a := range appeals {
			err := mayJudge(tx, y, s, a.UnitID)
			if problem.All(err) == nil && err != nil {
				return err
			}
			if err == nil {
				w.Answer++
			}
		}
	}
	if len(appeals) > 0 || s.AppealsOpen(tx.Today()) || !access.May(tx, access.ScoringPublish, y.Scope()) {
		return nil
	}
	c, err := findConfirmation(tx, s.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		w.Publish = true
	case err != nil:
		return fmt.Errorf("find confirmation: %w", err)
	default:
		w.Confirm = !c.by(tx.Actor)
	}
	return nil
}

// AppealsOpen reports whether the units may appeal on a day.
func (s YearSheet) AppealsOpen(today vn.Date) bool {
	return s.State == Concluded && !s.AppealsUntil.IsZero() && !today.After(s.AppealsUntil)
}
