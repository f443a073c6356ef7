package conference

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AddGuest puts somebody from outside on the list of those invited.
func AddGuest(tx *db.Tx, y cycle.Year, g Guest) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	g.Name, g.Organisation = strings.TrimSpace(g.Name), strings.TrimSpace(g.Organisation)
	var list problem.List
	if g.Name == "" {
		list.Add("guest", "Ghi họ tên khách mời.")
	}
	if g.Organisation == "" {
		list.Add("organisation", "Ghi chức vụ, cơ quan của khách mời.")
	}
	blob.RefuseSecrets(&list, "guest", g.Name, "organisation", g.Organisation)
	guests, err := guestsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read guests: %w", err)
	}
	if slices.ContainsFunc(guests, func(o Guest) bool {
		return vn.Fold(o.Name) == vn.Fold(g.Name) && vn.Fold(o.Organisation) == vn.Fold(g.Organisation)
	}) {
		list.Add("guest", "%s đã có trong danh sách khách mời.", g.Name)
	}
	if err := list.Err(); err != nil {
		return err
	}
	g.ID, g.ConferenceID = db.NewID(), c.ID
	if err := insertGuest(tx, g); err != nil {
		return fmt.Errorf("add guest: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, nil, map[string]any{"guest": g.Name, "organisation": g.Organisation}, "")
}

// RemoveGuest takes a guest off the list.
func RemoveGuest(tx *db.Tx, y cycle.Year, id string) error {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned, Running)
	if err != nil {
		return err
	}
	guests, err := guestsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read guests: %w", err)
	}
	i := slices.IndexFunc(guests, func(g Guest) bool { return g.ID == id })
	if i < 0 {
		return nil // somebody else has just done so
	}
	if err := deleteGuest(tx, id); err != nil {
		return fmt.Errorf("remove guest: %w", err)
	}
	return noted(tx, y, access.ConferencePlan, c.ID, map[string]any{"guest": guests[i].Name, "organisation": guests[i].Organisation}, nil, "")
}
