package midreview

import (
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
)

// DataOf reads the data of a period for a review of it, as they are now.
//
// Read: requires the right to read the review.
func DataOf(tx *db.Tx, y cycle.Year, periodID string) (Snapshot, error) {
	if err := access.Require(tx, access.MidReviewRead, y.Scope()); err != nil {
		return Snapshot{}, err
	}
	return take(tx, y, periodID)
}

// take reads the data of a review as they are now.
func take(tx *db.Tx, y cycle.Year, periodID string) (Snapshot, error) {
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return Snapshot{}, err
	}
	o, err := indicator.ReadOverview(tx, y, periodID)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{
		Cluster: c.Name, Kind: c.Kind.Word(), Year: y.Year, Period: o.Period.Name, PeriodDue: o.Period.DueOn, TakenOn: tx.Today(),
		Members: []SnapMember{}, Indicators: []SnapIndicator{}, Directives: []SnapDirective{}, Movements: []SnapMovement{},
	}
	for _, l := range o.Lines {
		names, err := org.Names(tx, tx.Today(), l.UnitID)
		if err != nil {
			return s, err
		}
		state := l.Report.State.Name()
		if l.Report.ID == "" {
			state = "chưa nhập"
		}
		s.Members = append(s.Members, SnapMember{l.UnitID, names[l.UnitID], state, l.Timing.Name(), l.Entered.Part, l.Entered.Whole})
	}
	s.Reports = sayReports(o, s.Members)
	if err := s.takeIndicators(tx, y, o); err != nil {
		return s, err
	}
	if err := s.takeDirectives(tx, y); err != nil {
		return s, err
	}
	return s, s.takeMovements(tx, y)
}

func (s *Snapshot) takeIndicators(tx *db.Tx, y cycle.Year, o indicator.Overview) error {
	progress, err := indicator.ReadProgress(tx, y, o)
	if err != nil {
		return err
	}
	targets, err := indicator.Targets(tx, y.ID)
	if err != nil {
		return err
	}
	promised := map[[2]string]decimal.Decimal{}
	for _, t := range targets {
		promised[[2]string{t.IndicatorID, t.UnitID}] = t.Value
	}
	for _, p := range progress {
		i := SnapIndicator{
			Code: p.Indicator.Code, Name: p.Indicator.Name, Direction: p.Indicator.Direction.Name(), Unit: p.Indicator.Unit, Value: exact(p.Aggregate),
			Figures: []SnapFigure{}, Say: sayIndicator(p, s.Members),
		}
		if p.Target != nil {
			i.Target = rounded(p.Indicator, p.Target.Other)
		}
		if p.Before != nil {
			i.Before = rounded(p.Indicator, p.Before.Other)
		}
		if p.Share != nil {
			i.Share, i.Source = p.Share.Round(1).String(), p.National.Source
		}
		for _, m := range s.Members {
			f := SnapFigure{Member: m.ID}
			if g, ok := o.Figures[m.ID][p.Indicator.ID]; ok {
				f.Paper = g.Paper != ""
				if g.Value.Valid {
					f.Value = g.Value.Decimal.String()
				}
			}
			if t, ok := promised[[2]string{p.Indicator.ID, m.ID}]; ok {
				f.Target = t.String()
			}
			i.Figures = append(i.Figures, f)
		}
		s.Indicators = append(s.Indicators, i)
	}
	return nil
}

func (s *Snapshot) takeDirectives(tx *db.Tx, y cycle.Year) error {
	board, err := cycle.Board(tx, y)
	if err != nil {
		return err
	}
	tasks, overdue := 0, 0
	for _, row := range board {
		tasks += len(row.Tasks)
		for _, t := range row.Tasks {
			if t.Overdue(tx.Today()) {
				overdue++
			}
		}
		s.Directives = append(s.Directives, SnapDirective{row.Number, row.Body, sayTasks(row.Tasks, tx.Today())})
	}
	s.Tasks = "Năm này chưa ghi chỉ đạo nào của Hội đồng."
	if len(board) > 0 {
		s.Tasks = fmt.Sprintf("%d chỉ đạo của Hội đồng, %d việc được giao, %d việc quá hạn.", len(board), tasks, overdue)
	}
	return nil
}

func (s *Snapshot) takeMovements(tx *db.Tx, y cycle.Year) error {
	tree, err := cycle.Tree(tx, y)
	if err != nil {
		return err
	}
	for _, n := range tree {
		if n.UnitID == "" {
			s.Movements = append(s.Movements, SnapMovement{n.ID, n.Name, sayJoined(n)})
		}
	}
	return nil
}
