package dossier

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Board is what of the dossiers that the actor sees stands where, what of it is late,
// how many steps of the year were done in time (kịp thời: Law 06/2022/QH15, Article 5,
// clause 2, point a), and whom the dossiers sent in the year are for.
type Board struct {
	Standings  []Standing
	Timeliness []Timeliness
	Fairness   [2]Fairness // of the year and of the one before
	Twice      []Twice
}

// Fairness counts the candidates of the dossiers sent in a year, and of them those to whom
// the law wants attention paid: direct workers, small collectives, women, the border,
// sea, islands and hardest areas (Law 06/2022/QH15, Article 5, clause 2).
type Fairness struct {
	Year              int
	Proposed, Awarded Shares
}

// Shares are counts of candidates. Joined dossiers count once, in the one they went to.
type Shares struct {
	All         int
	Hard        int
	Persons     int
	Female      int
	Direct      int
	Collectives int
	Small       int
}

// Twice is an achievement that several dossiers propose for one candidate, in the same
// words: one achievement is not rewarded several times (Law 06/2022/QH15, Article 5).
type Twice struct {
	Name        string
	Achievement string
	Dossiers    int
	First, Last string // ids of two of them
}

// mostTwice is how many the board names.
const mostTwice = 50

// BoardOf reads the board; year is that of the steps that were done.
//
// Read: counts what the actor has the right to see.
func BoardOf(tx *db.Tx, year int) (Board, error) {
	var b Board
	if !Looks(tx) {
		return b, access.Require(tx, access.DossierRead, access.Scope{Unit: tx.Actor.Unit})
	}
	q := Filter{Open: true, Today: tx.Today()}
	where, args := q.where(tx)
	var err error
	if b.Standings, err = standings(tx, where, args, tx.Today()); err != nil {
		return b, fmt.Errorf("count dossiers by step: %w", err)
	}
	units, everywhere := reach(tx)
	if b.Timeliness, err = timeliness(tx, units, everywhere, vn.NewDate(year, 1, 1), vn.NewDate(year, 12, 31)); err != nil {
		return b, fmt.Errorf("count steps done in time: %w", err)
	}
	where, args = (&Filter{}).where(tx)
	for i := range b.Fairness {
		if b.Fairness[i], err = fairness(tx, where, args, year-i); err != nil {
			return b, fmt.Errorf("count candidates of %d: %w", year-i, err)
		}
	}
	if b.Twice, err = twice(tx, where, args, year); err != nil {
		return b, fmt.Errorf("find achievements proposed twice: %w", err)
	}
	return b, nil
}

// Wait is a dossier that waits for the actor, and what for.
type Wait struct {
	Dossier
	Says string
	News string // how it is first told
}

// Waits are the dossiers that wait for the actor: those to send again after a return,
// to receive, those that the actor works on, and for who directs an office those that
// are late.
//
// Read: each asks for the right to what it is about.
func Waits(tx *db.Tx) ([]Wait, error) {
	var list []Wait
	seen := map[string]bool{}
	add := func(of []Dossier, says, news string) {
		for _, d := range of {
			if !seen[d.ID] {
				seen[d.ID] = true
				list = append(list, Wait{d, says + d.Title, news + d.Title})
			}
		}
	}
	mine, err := waitingFor(tx, `d.handler_id = $1 AND d.step NOT IN ('registered', 'returned', 'proposed', 'archived', 'joined')`, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("find dossiers of account %s: %w", tx.Actor.ID, err)
	}
	for _, d := range mine {
		if access.May(tx, access.DossierHandle, access.Scope{Unit: d.OfficeID}) {
			add([]Dossier{d}, "Làm tiếp hồ sơ ("+d.Step.Short()+"): ", "Hồ sơ cần làm tiếp ("+d.Step.Short()+"): ")
		}
	}
	for _, g := range tx.Actor.Grants {
		scope := access.Scope{Unit: g.ID}
		if g.ID == "" || access.ScopeOf(g.Scope, g.ID) != scope {
			continue
		}
		if access.May(tx, access.DossierHandle, scope) {
			of, err := waitingFor(tx, `d.office_id = $1 AND d.step = 'proposed'`, g.ID)
			if err != nil {
				return nil, fmt.Errorf("find dossiers for office %s: %w", g.ID, err)
			}
			add(of, "Tiếp nhận hồ sơ: ", "Hồ sơ chờ tiếp nhận: ")
		}
		if access.May(tx, access.DossierKeep, scope) {
			of, err := waitingFor(tx, `d.unit_id = $1 AND d.step = 'returned'`, g.ID)
			if err != nil {
				return nil, fmt.Errorf("find dossiers of unit %s: %w", g.ID, err)
			}
			add(of, "Bổ sung hồ sơ bị trả lại: ", "Hồ sơ bị trả lại: ")
		}
		if access.May(tx, access.DossierDirect, scope) {
			of, err := waitingFor(tx, `d.office_id = $1 AND d.step NOT IN ('registered', 'returned', 'archived', 'joined') AND d.due_on <> '' AND d.due_on < $2`, g.ID, tx.Today())
			if err != nil {
				return nil, fmt.Errorf("find late dossiers of office %s: %w", g.ID, err)
			}
			add(of, "Đôn đốc hồ sơ quá hạn: ", "Hồ sơ quá hạn ở cơ quan: ")
		}
	}
	return list, nil
}
