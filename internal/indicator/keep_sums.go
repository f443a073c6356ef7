package indicator

import (
	"fmt"

	"giaouoc/internal/db"
)

// KeepSums adds up again periods of a calendar year whose kept sums are old or
// missing, so many at most, and returns how many there were to do.
//
// Public: the program itself; what it keeps can be made again from the figures at any
// time, and is read as ReadCountry reads.
func KeepSums(tx *db.Tx, year, most int) (int, error) {
	all, err := groundsIn(tx, year)
	if err != nil {
		return 0, err
	}
	kept, err := keptIn(tx, year)
	if err != nil {
		return 0, fmt.Errorf("find kept sums of %d: %w", year, err)
	}
	n := 0
	for _, g := range all {
		for _, p := range g.periods {
			made := g.of(p)
			if kept[p.ID].MadeFrom == made || g.reports[p.ID].N == 0 {
				continue
			}
			if n++; n > most {
				return n, nil
			}
			parts, err := g.add(tx, p)
			if err != nil {
				return n, err
			}
			if err := keepSum(tx, p.ID, made, parts); err != nil {
				return n, fmt.Errorf("keep sums of period %s: %w", p.ID, err)
			}
		}
	}
	return n, nil
}
