package certificate

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// DesignsOf are an office's designs, by name.
//
// Read: requires the right to see the register of the unit.
func DesignsOf(tx *db.Tx, unitID string) ([]Design, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := designsOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read designs of unit %s: %w", unitID, err)
	}
	return list, nil
}

// DesignOf is one design.
//
// Read: requires the right to see the register of the unit.
func DesignOf(tx *db.Tx, unitID, id string) (Design, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return Design{}, err
	}
	return find(tx, unitID, id)
}

func find(tx *db.Tx, unitID, id string) (Design, error) {
	list, err := designWith(tx, unitID, id)
	if err != nil {
		return Design{}, fmt.Errorf("find design %s: %w", id, err)
	}
	if len(list) == 0 {
		return Design{}, problem.New(problem.NotFound, "Không có mẫu in này.")
	}
	return list[0], nil
}

// Ruling is a decision in the register whose grants can be printed.
type Ruling struct {
	Number string
	On     vn.Date
	By     string
	Award  string // code
	Grants int    // in force
}

// RulingsOf are the decisions of a year in a unit's register, by number and award.
//
// Read: requires the right to see the register of the unit.
func RulingsOf(tx *db.Tx, unitID string, year int) ([]Ruling, error) {
	commended, err := award.CommendedOf(tx, unitID, year)
	if err != nil {
		return nil, err
	}
	var list []Ruling
	for _, c := range commended {
		if c.Annulled != nil || c.DecidedOn.Year() != year {
			continue
		}
		at := -1
		for i, r := range list {
			if r.Number == c.Number && r.On == c.DecidedOn && r.Award == c.Award {
				at = i
			}
		}
		if at < 0 {
			list = append(list, Ruling{Number: c.Number, On: c.DecidedOn, By: c.DecidedBy, Award: c.Award})
			at = len(list) - 1
		}
		list[at].Grants++
	}
	return list, nil
}
