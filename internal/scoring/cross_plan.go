package scoring

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// CrossBy says what the members of a cluster mark of each other (cách chấm chéo).
type CrossBy string

// The ways; the empty one is none. A sheet that takes points from cross-scores
// has them by leaf, whatever stands there.
const (
	CrossNone   CrossBy = ""
	CrossByLeaf CrossBy = "leaf"  // every leaf but bonus and penalty
	CrossWhole  CrossBy = "whole" // one mark for the whole sheet, within a range; it feeds the certificate alone
)

// CrossWay is how the members mark each other.
func (s Settings) CrossWay() CrossBy {
	rule := FinalRule{By: s.Final, Weights: map[Level]*big.Rat{Cross: fraction(s.Weights[Cross])}}
	if rule.usesCross() {
		return CrossByLeaf
	}
	return s.Cross
}

func (s Settings) checkCross(list *problem.List) {
	switch s.Cross {
	case CrossNone, CrossByLeaf:
	case CrossWhole:
		low, high := fraction(s.CrossLow), fraction(s.CrossHigh)
		switch {
		case s.CrossWay() == CrossByLeaf:
			list.Add("cross", "Điểm chốt lấy từ chấm chéo của từng tiêu chí; chọn chấm chéo theo từng tiêu chí.")
		case low == nil:
			list.Add("cross_low", "Ghi điểm thấp nhất mà một đơn vị được chấm, ví dụ 0.")
		case high == nil:
			list.Add("cross_high", "Ghi điểm cao nhất mà một đơn vị được chấm, ví dụ 100.")
		case low.Cmp(high) >= 0:
			list.Add("cross_high", "Điểm cao nhất (%s) phải lớn hơn điểm thấp nhất (%s).", number(high), number(low))
		}
	default:
		list.Add("cross", "Không có cách chấm chéo «%s».", s.Cross)
	}
}

// CrossRow is one line of what is marked: a leaf, or the whole sheet, whose
// path is empty.
type CrossRow struct {
	Path, Name string
	Low, High  *big.Rat
}

// crossPlan is what the members of a year mark of each other.
type crossPlan struct {
	sheet    YearSheet
	settings Settings
	by       CrossBy
	rows     []CrossRow
	units    []string          // ids, sorted
	names    map[string]string // of units
	off      map[[2]string]bool
	recusals []CrossRecusal
	opening  *CrossOpening // nil while the forms are sealed
}

// planCross reads the plan of a year's sheet in one of the states asked for; a
// sheet without cross-scores is a problem.
func planCross(tx *db.Tx, y cycle.Year, states ...State) (crossPlan, error) {
	var p crossPlan
	var err error
	if p.sheet, err = sheetIn(tx, y, states...); err != nil {
		return p, err
	}
	d, err := p.sheet.Defined()
	if err != nil {
		return p, err
	}
	p.settings, p.by, p.rows = d.Settings, d.CrossWay(), d.crossRows()
	if p.by == CrossNone {
		return p, problem.New(problem.NotFound, "Bảng chấm điểm năm %d không có chấm chéo.", y.Year)
	}
	markings, err := markingsOf(tx, p.sheet.ID)
	if err != nil {
		return p, fmt.Errorf("read markings: %w", err)
	}
	for _, m := range markings {
		p.units = append(p.units, m.UnitID)
	}
	slices.Sort(p.units)
	if p.names, err = org.Names(tx, tx.Today(), p.units...); err != nil {
		return p, err
	}
	unassigned, err := unassignedOf(tx, p.sheet.ID)
	if err != nil {
		return p, fmt.Errorf("read unassigned: %w", err)
	}
	p.off = map[[2]string]bool{}
	for _, u := range unassigned {
		p.off[[2]string{u.UnitID, u.Criterion}] = true
	}
	if p.recusals, err = crossRecusalsOf(tx, p.sheet.ID); err != nil {
		return p, fmt.Errorf("read recusals: %w", err)
	}
	opening, err := findCrossOpening(tx, p.sheet.ID)
	switch {
	case err == nil:
		p.opening = &opening
	case !errors.Is(err, db.ErrNoRow):
		return p, fmt.Errorf("find opening: %w", err)
	}
	return p, nil
}

// crossRows are the lines that are marked by a definition.
func (d Definition) crossRows() []CrossRow {
	switch d.CrossWay() {
	case CrossWhole:
		return []CrossRow{{Name: "Cả bảng", Low: fraction(d.CrossLow), High: fraction(d.CrossHigh)}}
	case CrossByLeaf:
		var rows []CrossRow
		for _, r := range d.Rows {
			if r.Kind != "" && r.Kind != Bonus && r.Kind != Penalty {
				rows = append(rows, CrossRow{Path: r.Path, Name: r.Name, Low: new(big.Rat), High: fraction(r.Max)})
			}
		}
		return rows
	}
	return nil
}

// ownPeople refuses who is not of the unit itself, whatever the person may do for
// it otherwise: who works for several units would see the sealed marks of each.
func ownPeople(tx *db.Tx, unitID string) error {
	if tx.Actor.Unit == unitID {
		return nil
	}
	return problem.New(problem.Denied, "Phiếu chấm chéo chỉ người của chính đơn vị ghi và xem.")
}

// mustBeSealed refuses what can be done only before the opening.
func (p crossPlan) mustBeSealed() error {
	if p.opening == nil {
		return nil
	}
	return problem.New(problem.Closed, "Phiếu chấm chéo đã mở niêm phong lúc %s; không chấm thêm, không niêm phong lại được.", moment(p.opening.At))
}

func moment(at db.Time) string { return at.In(vn.Zone).Format("15:04 ngày 02/01/2006") }

// recused is the declared conflict of interest of one unit toward another, or nil.
func (p crossPlan) recused(from, to string) *CrossRecusal {
	i := slices.IndexFunc(p.recusals, func(r CrossRecusal) bool { return r.FromID == from && r.ToID == to })
	if i < 0 {
		return nil
	}
	return &p.recusals[i]
}

// marks reports whether a unit marks a line of another.
func (p crossPlan) marks(from, to, path string) bool {
	return from != to && p.recused(from, to) == nil && !p.off[[2]string{to, path}]
}

// mustMark reports whether a unit has anything to mark.
func (p crossPlan) mustMark(from string) bool {
	return slices.ContainsFunc(p.units, func(to string) bool {
		return slices.ContainsFunc(p.rows, func(r CrossRow) bool { return p.marks(from, to, r.Path) })
	})
}

func (p crossPlan) row(path string) *CrossRow {
	i := slices.IndexFunc(p.rows, func(r CrossRow) bool { return r.Path == path })
	if i < 0 {
		return nil
	}
	return &p.rows[i]
}

// CrossField names the field of one mark on the page, and what is wrong with it.
func CrossField(by CrossBy, column int, to, criterion string) string {
	if by == CrossWhole {
		return "points_" + to
	}
	return fmt.Sprintf("u%d_%s", column, criterion)
}

// field is CrossField of a mark.
func (p crossPlan) field(to, criterion string) string {
	return CrossField(p.by, slices.Index(p.units, to), to, criterion)
}

// called is what a mark is of, in a sentence.
func (p crossPlan) called(to, criterion string) string {
	if criterion == "" {
		return p.names[to]
	}
	return p.names[to] + ", " + criterion
}

// mostCrossDecimals keeps a mark readable; the mean of marks is exact anyway.
const mostCrossDecimals = 6

// points reads one typed mark into its canonical decimal; ok is false where it is
// none or outside its range.
func (p crossPlan) points(m CrossMark, list *problem.List) (string, bool) {
	field, r := p.field(m.To, m.Criterion), p.row(m.Criterion)
	x := fraction(m.Points)
	if r == nil || x == nil {
		list.Add(field, "«%s» không phải là số; ghi như 10 hoặc 7,5.", m.Points)
		return "", false
	}
	if _, after, _ := strings.Cut(decimalText(x), "."); len(after) > mostCrossDecimals || fraction(decimalText(x)).Cmp(x) != 0 {
		list.Add(field, "Điểm có nhiều nhất %d chữ số thập phân.", mostCrossDecimals)
		return "", false
	}
	if x.Cmp(r.Low) < 0 || r.High != nil && x.Cmp(r.High) > 0 {
		list.Add(field, "%s: điểm %s nằm ngoài khoảng từ %s đến %s.", p.called(m.To, m.Criterion), number(x), number(r.Low), number(r.High))
		return "", false
	}
	if x.Sign() == 0 {
		return "0", true
	}
	return decimalText(x), true
}
