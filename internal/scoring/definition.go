package scoring

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Definition is all that the regulation fixes of a sheet, as it is stored: the
// settings and the criteria. Numbers are decimals with a point.
type Definition struct {
	Settings
	Rows []Row `json:"rows"`
}

// Settings are the rules of a whole sheet.
type Settings struct {
	Decimals     int              `json:"decimals"`
	RankBy       RankBy           `json:"rank_by,omitempty"`
	NoTarget     NoTarget         `json:"no_target,omitempty"`
	Unassigned   WhenUnassigned   `json:"unassigned,omitempty"`
	TieBreak     []string         `json:"tie_break,omitempty"`
	BonusCap     string           `json:"bonus_cap,omitempty"`
	Final        FinalBy          `json:"final,omitempty"`
	Weights      map[Level]string `json:"weights,omitempty"`
	DropExtremes int              `json:"drop_extremes,omitempty"`
	OwnCounts    bool             `json:"own_counts,omitempty"`
	Bands        []BandRow        `json:"bands,omitempty"`
	Second       bool             `json:"second,omitempty"` // a second appraisal follows the units' explanations
	Groups       []UnitGroup      `json:"groups,omitempty"` // nhóm xếp hạng; empty ranks all units together
	Cross        CrossBy          `json:"cross,omitempty"`  // what the members mark of each other; CrossWay says what holds
	CrossLow     string           `json:"cross_low,omitempty"`
	CrossHigh    string           `json:"cross_high,omitempty"`
}

// BandRow is a Band as it is typed.
type BandRow struct {
	Name    string  `json:"name"`
	From    string  `json:"from"`
	Floor   string  `json:"floor,omitempty"`
	FloorOn FloorOn `json:"floor_on,omitempty"`
}

// UnitGroup is some units of the cluster that are ranked among themselves.
type UnitGroup struct {
	Name  string   `json:"name"`
	Units []string `json:"units"` // ids
}

// GroupOf is the name of the group in which a unit is ranked; empty where the
// sheet has none.
func (s Settings) GroupOf(unitID string) string {
	for _, g := range s.Groups {
		if slices.Contains(g.Units, unitID) {
			return g.Name
		}
	}
	return ""
}

// Defined reads what was stored of a sheet: the version in force, or the draft
// while it is none.
func (s YearSheet) Defined() (Definition, error) { return readDefinition(s.Definition) }

// Sheet is the sheet by which the units of a year are marked.
func (s YearSheet) Sheet() (*Sheet, error) {
	d, err := s.Defined()
	if err != nil {
		return nil, err
	}
	return d.Sheet(s.Name)
}

func readDefinition(text string) (Definition, error) {
	var d Definition
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("read definition of sheet: %w", err)
	}
	return d, nil
}

func (d Definition) text() (string, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("write definition of sheet: %w", err)
	}
	return string(text), nil
}

// Sheet builds and checks the sheet of a definition. Each mistake is named by
// its row ("dòng 3") or its setting.
func (d Definition) Sheet(name string) (*Sheet, error) {
	var list problem.List
	s := d.build(name, &list)
	if list.Err() != nil && s == nil {
		return nil, list.Err()
	}
	for _, p := range problem.All(s.Check()) {
		if !slices.ContainsFunc(list, func(o *problem.Problem) bool { return o.Field == p.Field }) {
			list = append(list, p)
		}
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// build makes the tree, even of criteria that lack something; nil when the tree
// itself cannot be made.
func (d Definition) build(name string, list *problem.List) *Sheet {
	if len(d.Rows) > MaxRows {
		list.Add("rows", "Bảng có %s dòng; một bảng chấm điểm có nhiều nhất %s tiêu chí.", vn.Grouped(fmt.Sprint(len(d.Rows))), vn.Grouped(fmt.Sprint(MaxRows)))
		return nil
	}
	d.check(list)
	s := &Sheet{
		Name: name, Decimals: d.Decimals, RankBy: d.RankBy, NoTarget: d.NoTarget, Unassigned: d.Unassigned,
		TieBreak: d.TieBreak, BonusCap: fraction(d.BonusCap),
		Final: FinalRule{By: d.Final, DropExtremes: d.DropExtremes, OwnCounts: d.OwnCounts},
	}
	if len(d.Weights) > 0 {
		s.Final.Weights = map[Level]*big.Rat{}
		for level, w := range d.Weights {
			s.Final.Weights[level] = fraction(w)
		}
	}
	for _, b := range d.Bands {
		s.Bands = append(s.Bands, Band{Name: b.Name, From: fraction(b.From), Floor: fraction(b.Floor), FloorOn: b.FloorOn})
	}
	if s.Criteria = tree(d.Rows, list); s.Criteria == nil {
		return nil
	}
	return s
}

// MaxRows is the most criteria that a sheet may have; the largest seen has 230.
const MaxRows = 2000

// check reports the mistakes of the settings, each beside its field.
func (s Settings) check(list *problem.List) {
	if s.Decimals < 0 || s.Decimals > maxDecimals {
		list.Add("decimals", "Số chữ số thập phân của điểm từ 0 đến %d.", maxDecimals)
	}
	notBelowZero(list, "bonus_cap", "Trần điểm thưởng", s.BonusCap)
	switch s.Final {
	case "", LastLevel, MeanCross:
		if len(s.Weights) > 0 {
			list.Add("weights", "Trọng số chỉ dùng khi điểm chốt là trung bình có trọng số.")
		}
	case Weighted:
		s.checkWeights(list)
	default:
		list.Add("final", "Không có cách chốt điểm «%s».", s.Final)
	}
	if s.DropExtremes < 0 {
		list.Add("drop_extremes", "Số điểm cao nhất, thấp nhất bị bỏ là số không âm.")
	}
	s.checkBands(list)
	s.checkGroups(list)
	s.checkCross(list)
}

func (s Settings) checkWeights(list *problem.List) {
	sum := new(big.Rat)
	for _, level := range []Level{Self, Cross, Appraised} {
		w, ok := s.Weights[level]
		if !ok {
			continue
		}
		if notBelowZero(list, "weight_"+string(level), "Trọng số", w) {
			sum.Add(sum, fraction(w))
		}
	}
	for level := range s.Weights {
		if level != Self && level != Cross && level != Appraised {
			list.Add("weights", "Không có trọng số của «%s»; trọng số là của tự chấm, chấm chéo và thẩm định.", level)
		}
	}
	if sum.Sign() == 0 {
		list.Add("weights", "Tổng các trọng số bằng 0; ghi trọng số lớn hơn 0 cho ít nhất một trong tự chấm, chấm chéo, thẩm định.")
	}
}

func (s Settings) checkBands(list *problem.List) {
	var above *big.Rat
	seen := map[string]bool{}
	for i, b := range s.Bands {
		field := func(name string) string { return fmt.Sprintf("band_%s_%d", name, i+1) }
		if strings.TrimSpace(b.Name) == "" || seen[vn.Fold(b.Name)] {
			list.Add(field("name"), "Mức xếp loại thứ %d chưa có tên hoặc trùng tên.", i+1)
		}
		seen[vn.Fold(b.Name)] = true
		if b.FloorOn != "" && b.FloorOn != FloorLeaves && b.FloorOn != FloorTop {
			list.Add(field("floor_on"), "Điểm sàn tính trên từng tiêu chí hoặc từng nhóm lớn, không phải «%s».", b.FloorOn)
		}
		if notBelowZero(list, field("floor"), "Điểm sàn", b.Floor) && fraction(b.Floor).Cmp(big.NewRat(100, 1)) > 0 {
			list.Add(field("floor"), "Điểm sàn tính bằng phần trăm của điểm tối đa nên không quá 100.")
		}
		from := fraction(b.From)
		switch {
		case from == nil:
			list.Add(field("from"), "Ghi mức «%s» từ bao nhiêu điểm.", b.Name)
		case above != nil && from.Cmp(above) >= 0:
			list.Add(field("from"), "Mức «%s» từ %s phải thấp hơn mức đứng trên (%s); ghi mức cao nhất trước.", b.Name, number(from), number(above))
		default:
			above = from
		}
	}
}

func (s Settings) checkGroups(list *problem.List) {
	in := map[string]string{}
	for _, g := range s.Groups {
		for _, u := range g.Units {
			if other, twice := in[u]; twice {
				list.Add("group_"+u, "Đơn vị đứng ở hai nhóm «%s» và «%s»; mỗi đơn vị ở một nhóm.", other, g.Name)
			}
			in[u] = g.Name
		}
	}
}

// notBelowZero reports whether a decimal stands there and is 0 or more; what
// stands there and is not, it complains of.
func notBelowZero(list *problem.List, place, what, text string) bool {
	if text == "" {
		return false
	}
	x := fraction(text)
	switch {
	case x == nil:
		list.Add(place, "%s «%s» không phải là số; ghi như 10 hoặc 7,5.", what, text)
	case x.Sign() < 0:
		list.Add(place, "%s «%s» là số âm; ghi số không âm.", what, vn.Grouped(text))
	default:
		return true
	}
	return false
}
