package conference

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// NameOfficers names who chairs the conference and who writes its minutes: two
// persons of member units. They may be replaced until the minutes are public;
// what was signed before then counts no more.
func NameOfficers(tx *db.Tx, y cycle.Year, chairID, secretaryID string) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running, Finished)
	if err != nil {
		return err
	}
	if err := mustBeUnpublished(tx, c); err != nil {
		return err
	}
	people, err := candidates(tx, y)
	if err != nil {
		return err
	}
	named := map[Post]account.Account{}
	var list problem.List
	ids := map[Post]string{Chair: chairID, Secretary: secretaryID}
	for _, post := range posts {
		if i := slices.IndexFunc(people, func(a account.Account) bool { return a.ID == ids[post] }); i >= 0 {
			named[post] = people[i]
		} else {
			list.Add(string(post), "Chọn người của một đơn vị thành viên.")
		}
	}
	if len(list) == 0 && chairID == secretaryID {
		list.Add(string(Secretary), "Chủ trì và thư ký là hai người khác nhau.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	before, err := officersOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read officers: %w", err)
	}
	changed := map[string]any{}
	for _, post := range posts {
		a := named[post]
		if slices.ContainsFunc(before, func(o Officer) bool { return o.Post == post && o.AccountID == a.ID }) {
			continue
		}
		if err := saveOfficer(tx, Officer{ConferenceID: c.ID, Post: post, AccountID: a.ID, Name: a.Name, Position: a.Position}); err != nil {
			return fmt.Errorf("name officer: %w", err)
		}
		changed[string(post)] = a.Name
	}
	if len(changed) == 0 {
		return nil // the same form sent twice
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, changed, "")
}

// candidates are the persons of the members.
func candidates(tx *db.Tx, y cycle.Year) ([]account.Account, error) {
	units, err := memberUnits(tx, y)
	if err != nil {
		return nil, err
	}
	var list []account.Account
	for _, u := range units {
		people, err := account.OfUnit(tx, u)
		if err != nil {
			return nil, err
		}
		list = append(list, people...)
	}
	return list, nil
}

// Candidates are who may chair a conference or write its minutes.
//
// Read: requires the right to plan the conference.
func Candidates(tx *db.Tx, y cycle.Year) ([]account.Account, error) {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return nil, err
	}
	return candidates(tx, y)
}

func mustBeUnpublished(tx *db.Tx, c Conference) error {
	w, err := writtenOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read minutes: %w", err)
	}
	if !w.PublishedAt.IsZero() {
		return problem.New(problem.Closed, "Biên bản đã được chủ trì và thư ký ký; không sửa được nữa.")
	}
	return nil
}
