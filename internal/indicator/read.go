package indicator

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// List returns the indicators of a year in their order.
//
// Read: the page or use case that asks has required the right to the covenant
// or the reports of the year.
func List(tx *db.Tx, yearID string) ([]Indicator, error) {
	list, err := listOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list indicators: %w", err)
	}
	return list, nil
}

// Find returns an indicator of a year.
//
// Read: the page or use case that asks has required the right to the covenant
// or the reports of the year.
func Find(tx *db.Tx, yearID, id string) (Indicator, error) {
	i, err := find(tx, id)
	if errors.Is(err, db.ErrNoRow) || err == nil && i.YearID != yearID {
		return Indicator{}, problem.New(problem.NotFound, "Chỉ số này không có trong giao ước của năm.")
	}
	if err != nil {
		return Indicator{}, fmt.Errorf("find indicator %s: %w", id, err)
	}
	return i, nil
}

// Targets returns the targets of every member for a year.
//
// Read: the page or use case that asks has required the right to the covenant
// or the reports of the year.
func Targets(tx *db.Tx, yearID string) ([]Target, error) {
	list, err := targetsOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list targets: %w", err)
	}
	return list, nil
}

// Frozen reports whether indicators and targets of a year stand still.
//
// Public: that a covenant is signed is public.
func Frozen(tx *db.Tx, yearID string) (bool, error) {
	frozen, err := frozen(tx, yearID)
	if err != nil {
		return false, fmt.Errorf("find freeze: %w", err)
	}
	return frozen, nil
}
