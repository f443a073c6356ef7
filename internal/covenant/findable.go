package covenant

import (
	"fmt"
	"strings"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
)

// findable has a signed covenant found by everyone, by its contents too.
func findable(tx *db.Tx, y cycle.Year) error {
	o, err := PublicOf(tx, y)
	if err != nil {
		return err
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return err
	}
	said := []string{c.Name}
	if y.Illustrative {
		said = append(said, "năm minh họa")
	}
	for _, content := range o.Text.Contents {
		said = append(said, content.Title)
	}
	day := o.Covenant.SignedOn
	if day.IsZero() {
		day = vn.NewDate(y.Year, 12, 31)
	}
	return search.Put(tx, search.Entry{
		Kind: search.Covenant, ObjectID: o.Covenant.ID, Title: fmt.Sprintf("Giao ước thi đua năm %d", y.Year), Detail: strings.Join(said, "; "),
		Address: fmt.Sprintf("/cum/%s/%d/giao-uoc", c.Slug, y.Year), Day: day,
	})
}

// Index makes the covenant of a year findable that was signed before there was
// search.
//
// Public: the program itself; a signed covenant is public.
func Index(tx *db.Tx, y cycle.Year) error {
	o, err := PublicOf(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if known, err := search.Has(tx, search.Covenant, o.Covenant.ID); known || err != nil {
		return err
	}
	return findable(tx, y)
}
