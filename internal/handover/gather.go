package handover

import (
	"fmt"

	"giaouoc/internal/award"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// Open lists what is still open of a year: a covenant that is not signed,
// reports that are not accepted, tasks that are not done, proposals that are not
// decided. The notes are still to be written.
//
// Read: pages that show it have required their right.
func Open(tx *db.Tx, y cycle.Year) ([]Item, error) {
	var items []Item
	for _, gather := range []func(*db.Tx, cycle.Year) ([]Item, error){openCovenant, openReports, openTasks, openProposals} {
		list, err := gather(tx, y)
		if err != nil {
			return nil, err
		}
		items = append(items, list...)
	}
	return items, nil
}

func openCovenant(tx *db.Tx, y cycle.Year) ([]Item, error) {
	c, err := covenant.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil || c.State == covenant.Signed || c.State == covenant.History {
		return nil, err
	}
	return []Item{{Kind: "covenant", Object: c.ID, Title: fmt.Sprintf("Giao ước năm %d: %s", y.Year, c.State.Name())}}, nil
}

func openReports(tx *db.Tx, y cycle.Year) ([]Item, error) {
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, p := range periods {
		if tx.Today().Before(p.OpensOn) {
			continue
		}
		o, err := indicator.ReadOverview(tx, y, p.ID)
		if err != nil {
			return nil, err
		}
		missing := 0
		for _, l := range o.Lines {
			if l.Report.State != indicator.Accepted {
				missing++
			}
		}
		if missing > 0 {
			items = append(items, Item{Kind: "report", Object: p.ID, Title: fmt.Sprintf("Báo cáo %s: %d/%d đơn vị chưa được duyệt", p.Name, missing, len(o.Lines))})
		}
	}
	return items, nil
}

func openTasks(tx *db.Tx, y cycle.Year) ([]Item, error) {
	board, err := cycle.Board(tx, y)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, row := range board {
		for _, t := range row.Tasks {
			if t.State == cycle.TaskDone || t.State == cycle.TaskCancelled {
				continue
			}
			names, err := org.Names(tx, tx.Today(), t.UnitID)
			if err != nil {
				return nil, err
			}
			items = append(items, Item{Kind: "task", Object: t.ID, Title: fmt.Sprintf("Chỉ đạo %d, %s: %s (hạn %s, %s)", row.Number, names[t.UnitID], t.What, t.DueOn.Short(), t.State.Name())})
		}
	}
	return items, nil
}

func openProposals(tx *db.Tx, y cycle.Year) ([]Item, error) {
	list, err := award.PublicOf(tx, y)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, p := range list {
		if p.State != award.Proposed && p.State != award.Submitted {
			continue
		}
		names, err := org.Names(tx, tx.Today(), p.UnitID)
		if err != nil {
			return nil, err
		}
		items = append(items, Item{Kind: "proposal", Object: p.ID, Title: fmt.Sprintf("%s cho %s: %s", p.Award.Name(), names[p.UnitID], p.State.Name())})
	}
	return items, nil
}

// Papers lists the documents that go along with a hand-over.
//
// Read: pages that show it have required their right.
func Papers(tx *db.Tx, y cycle.Year) ([]Paper, error) {
	papers := []Paper{}
	o, err := covenant.PublicOf(tx, y)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if o.Version.Fingerprint != "" {
		papers = append(papers, Paper{Title: fmt.Sprintf("Giao ước thi đua năm %d", y.Year), Fingerprint: o.Version.Fingerprint})
	}
	if o.Version.ScanHash != "" {
		papers = append(papers, Paper{Title: "Bản quét giao ước: " + o.Version.ScanName, Fingerprint: o.Version.ScanHash})
	}
	decided, err := award.PublicOf(tx, y)
	if err != nil {
		return nil, err
	}
	for _, p := range decided {
		if p.ScanHash != "" {
			papers = append(papers, Paper{Title: fmt.Sprintf("Quyết định %s: %s", p.DecisionNumber, p.ScanName), Fingerprint: p.ScanHash})
		}
	}
	return papers, nil
}
