package scoring

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Called is what a unit is called: as its points were published, and before that
// as it is called today.
type Called struct {
	Code string // in the register of units; empty where it has none
	Name string
}

// CalledUnits returns what the units of a sheet are called, by id. What was
// published keeps the names of that day, whatever the units are called since.
//
// Public: the register of units is public, and so is what was published.
func CalledUnits(tx *db.Tx, s YearSheet, unitIDs []string) (map[string]Called, error) {
	called, day := map[string]Called{}, tx.Today()
	if s.State == Published {
		day = vn.DateOf(s.PublishedAt.Time)
		printed, err := Printing(tx, s)
		if err != nil {
			return nil, err
		}
		var text printedRanking
		if printed.Text != "" {
			if err := json.Unmarshal([]byte(printed.Text), &text); err != nil {
				return nil, fmt.Errorf("read published ranking: %w", err)
			}
		}
		for _, u := range text.Units {
			called[u.ID] = Called{Code: u.Code, Name: u.Name}
		}
	}
	for _, id := range unitIDs {
		if _, known := called[id]; known {
			continue
		}
		versions, _, err := org.History(tx, id)
		if err != nil {
			return nil, err
		}
		for i, v := range versions {
			if i == 0 || v.FromDay.IsZero() || !v.FromDay.After(day) {
				called[id] = Called{Code: v.Code, Name: v.Name}
			}
		}
	}
	return called, nil
}

// Printing returns the newest publication of a sheet's ranking, with its text; the
// zero value where there is none.
//
// Public: it was published.
func Printing(tx *db.Tx, s YearSheet) (record.Printed, error) {
	list, err := record.Publications(tx, record.Object{Kind: "score_sheet", ID: s.ID})
	if err != nil {
		return record.Printed{}, err
	}
	kind, _, _ := strings.Cut(rankingFormat, "/")
	for _, p := range list {
		if strings.HasPrefix(p.Format, kind+"/") {
			return record.Print(tx, p.EntryID)
		}
	}
	return record.Printed{}, nil
}
