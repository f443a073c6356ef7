package ballot

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Standing is a vote as everyone may see it.
type Standing struct {
	Opened
	State   State
	Version int64
	Taken   map[string]bool // voters who have taken a token: who voted is public
	Cast    int             // tokens with a paper in the box, while the vote runs
	Moved   []string        // voters who were given a paper instead
	Closing *Closing        // nil while the vote runs
}

// Find tells how a vote stands.
//
// Public: motion, roll and check-offs are.
func Find(tx *db.Tx, id string) (Standing, error) {
	r, o, err := found(tx, id)
	if err != nil {
		return Standing{}, err
	}
	return standing(tx, r, o)
}

// OfYear tells how the votes of a year stand, in the order of their opening.
//
// Public: motions, rolls and check-offs are.
func OfYear(tx *db.Tx, yearID string) ([]Standing, error) {
	rows, err := rowsOfYear(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("read ballots of year %s: %w", yearID, err)
	}
	list := make([]Standing, len(rows))
	for i, r := range rows {
		o, err := Reopen(r.Motion)
		if err != nil {
			return nil, fmt.Errorf("read motion of ballot %s: %w", r.ID, err)
		}
		if list[i], err = standing(tx, r, o); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func standing(tx *db.Tx, r row, o *Opened) (Standing, error) {
	s := Standing{Opened: *o, State: r.State, Version: r.Version, Taken: map[string]bool{}}
	rows, err := checkOffsOf(tx, r.ID)
	if err != nil {
		return s, fmt.Errorf("read check-offs of ballot %s: %w", r.ID, err)
	}
	for _, c := range rows {
		s.Taken[c.Voter] = true
	}
	if s.Cast, err = tokensOf(tx, r.ID); err != nil {
		return s, fmt.Errorf("count papers of ballot %s: %w", r.ID, err)
	}
	if s.Moved, err = movedOf(tx, r.ID); err != nil {
		return s, fmt.Errorf("read who was given a paper in ballot %s: %w", r.ID, err)
	}
	if r.State == Closed {
		s.Closing = new(Closing)
		if err := json.Unmarshal([]byte(r.Closing), s.Closing); err != nil {
			return s, fmt.Errorf("read closing of ballot %s: %w", r.ID, err)
		}
	}
	return s, nil
}

// PublicFile writes the file of a closed vote by which anyone checks it. proved gives
// each text its place in the record.
//
// Public: everything of a closed vote that its form of publication shows.
func PublicFile(tx *db.Tx, id string, proved func(tx *db.Tx, text string) (Published, error)) (string, error) {
	r, o, err := found(tx, id)
	if err != nil {
		return "", err
	}
	if r.State != Closed {
		return "", problem.New(problem.NotFound, "Lần bỏ phiếu này chưa đóng; tệp kiểm chứng có khi đã đóng.")
	}
	motion, err := proved(tx, r.Motion)
	if err != nil {
		return "", err
	}
	closing, err := proved(tx, r.Closing)
	if err != nil {
		return "", err
	}
	checkOffs, err := provedOf(tx, id)
	if err != nil {
		return "", err
	}
	box, err := boardOf(tx, id)
	if err != nil {
		return "", fmt.Errorf("read board of ballot %s: %w", id, err)
	}
	return o.FileOf(motion, closing, checkOffs, box)
}
