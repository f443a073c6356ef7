package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Row is one criterion of a sheet as it is typed: a path of codes, and what the
// kind needs. A row without a kind is a group. A row's parent stands before it.
type Row struct {
	Path      string    `json:"path"` // "I/2.a"
	Name      string    `json:"name"`
	Max       string    `json:"max"` // decimal with a point; may be empty for a group
	Kind      Kind      `json:"kind,omitempty"`
	Measure   string    `json:"measure,omitempty"`
	Scheme    Scheme    `json:"scheme,omitempty"`
	Better    Better    `json:"better,omitempty"`
	Steps     []StepRow `json:"steps,omitempty"`
	Each      string    `json:"each,omitempty"`
	Table     []StepRow `json:"table,omitempty"`     // From is a rank
	Indicator string    `json:"indicator,omitempty"` // code of the year's indicator that gives target and actual
	Evidence  bool      `json:"evidence,omitempty"`
	Deadline  string    `json:"deadline,omitempty"` // "2026-11-30"

	said  string // the kind as it was pasted
	place string // where it stood in a paste
}

// StepRow is a step of a threshold, or a rank of a table, as it is typed.
type StepRow struct {
	From   string `json:"from"`
	Points string `json:"points"`
}

// Code is the last code of the path.
func (r Row) Code() string { return r.Path[strings.LastIndex(r.Path, "/")+1:] }

// Parent is the path of the group in which the row stands; empty at the top.
func (r Row) Parent() string { return r.Path[:max(0, strings.LastIndex(r.Path, "/"))] }

// Depth counts the groups in which the row stands.
func (r Row) Depth() int { return strings.Count(r.Path, "/") }

// KindName is the kind in Vietnamese.
func (k Kind) KindName() string {
	return map[Kind]string{
		Target: "chỉ tiêu", Achieved: "đạt hoặc không", Direct: "chấm thẳng", Bonus: "điểm thưởng", Penalty: "điểm trừ",
		PerEvent: "điểm theo lần", Deduction: "trừ dần", RankPoints: "theo thứ hạng",
	}[k]
}

// Kinds are the kinds of leaf in the order in which they are offered.
var Kinds = []Kind{Target, Achieved, Direct, PerEvent, Deduction, RankPoints, Bonus, Penalty}

// tree makes the criteria of rows; nil when they make none. What is wrong is
// named by its row.
func tree(rows []Row, list *problem.List) []*Criterion {
	var top []*Criterion
	if len(rows) == 0 {
		list.Add("rows", "Bảng chưa có tiêu chí nào.")
		return nil
	}
	at := map[string]*Criterion{}
	whole := true
	for i, r := range rows {
		place := r.at(i)
		c := r.criterion(place)
		up := r.Parent()
		switch {
		case c.Code == "":
			whole = false
			list.Add(place, "Dòng «%s» chưa có mã tiêu chí.", r.Name)
		case at[r.Path] != nil:
			whole = false
			list.Add(place, "Mã «%s» có hai lần (lần trước ở %s); mỗi mã trong một nhóm dùng một lần.", r.Path, at[r.Path].Place.Whole)
		case up == "":
			at[r.Path] = c
			top = append(top, c)
		case at[up] == nil:
			whole = false
			list.Add(place, "Nhóm «%s» phải đứng trước tiêu chí «%s».", up, r.Path)
		default:
			at[r.Path] = c
			at[up].Children = append(at[up].Children, c)
		}
	}
	if !whole {
		return nil
	}
	for i, r := range rows {
		r.check(list, func(string) string { return r.at(i) }, at[r.Path].IsLeaf())
	}
	return top
}

// at names the row in a sentence: its line in the paste, else in the sheet.
func (r Row) at(i int) string {
	if r.place != "" {
		return r.place
	}
	return rowPlace(i)
}

func rowPlace(i int) string { return fmt.Sprintf("dòng %d", i+1) }

func (r Row) criterion(place string) *Criterion {
	c := &Criterion{
		Code: r.Code(), Name: r.Name, Max: fraction(r.Max), Kind: r.Kind, Measure: r.Measure, Scheme: r.Scheme, Better: r.Better,
		Each: fraction(r.Each), Evidence: r.Evidence, Deadline: r.Deadline, Place: Place{Whole: place},
	}
	for _, s := range r.Steps {
		c.Steps = append(c.Steps, Step{fraction(s.From), fraction(s.Points)})
	}
	if len(r.Table) > 0 {
		c.Table = map[int64]*big.Rat{}
		for _, s := range r.Table {
			if rank := fraction(s.From); rank != nil && rank.IsInt() {
				c.Table[rank.Num().Int64()] = fraction(s.Points)
			}
		}
	}
	return c
}

// check reports what a row lacks or has too much of, in the words of the page;
// at is where a problem of a field goes.
func (r Row) check(list *problem.List, at func(field string) string, leaf bool) {
	if strings.TrimSpace(r.Name) == "" {
		list.Add(at("name"), "Tiêu chí «%s» chưa có tên.", r.Path)
	}
	notBelowZero(list, at("max"), "Điểm tối đa", r.Max)
	if _, err := vn.ParseDate(r.Deadline); r.Deadline != "" && err != nil {
		list.Add(at("deadline"), "Hạn «%s» của «%s» không phải là ngày; ghi như 30/11/2026.", r.Deadline, r.Path)
	}
	switch {
	case !leaf && r.Kind != "":
		list.Add(at("kind"), "«%s» là nhóm có tiêu chí con nên không có cách chấm riêng; bỏ cách chấm «%s».", r.Path, r.Kind.KindName())
		return
	case !leaf:
		return
	case r.Kind == "":
		list.Add(at("kind"), "«%s» không có cách chấm và không có tiêu chí con; ghi cách chấm (%s), hoặc thêm tiêu chí con (mã %s/1, %s/2 …).", r.Path, kindList, r.Path, r.Path)
		return
	case !slices.Contains(Kinds, r.Kind):
		list.Add(at("kind"), "Không có cách chấm «%s»; các cách chấm: %s.", r.Kind, kindList)
		return
	}
	if r.Max == "" {
		list.Add(at("max"), "Tiêu chí «%s» chưa có điểm tối đa.", r.Path)
	}
	if notBelowZero(list, at("each"), "Điểm mỗi lần", r.Each); r.Each == "" && (r.Kind == PerEvent || r.Kind == Deduction) {
		list.Add(at("each"), "Tiêu chí «%s» chấm %s nên cần điểm mỗi lần.", r.Path, r.Kind.KindName())
	}
	if r.Indicator != "" && r.Kind != Target {
		list.Add(at("indicator"), "«%s» gắn chỉ số «%s» nhưng chỉ cách chấm «chỉ tiêu» dùng chỉ số.", r.Path, r.Indicator)
	}
	if r.Kind == Target && r.Scheme == Threshold {
		r.checkSteps(list, at("steps"))
	}
	if r.Kind == RankPoints {
		r.checkTable(list, at("table"))
	}
}

func (r Row) checkSteps(list *problem.List, place string) {
	if len(r.Steps) == 0 {
		list.Add(place, "Tiêu chí «%s» tính theo bậc nên cần các bậc, như «100: 10; 95: 8».", r.Path)
	}
	for i, s := range r.Steps {
		if !notBelowZero(list, place, "Bậc", s.From) || !notBelowZero(list, place, "Điểm của bậc", s.Points) {
			return
		}
		if most := fraction(r.Max); most != nil && fraction(s.Points).Cmp(most) > 0 {
			list.Add(place, "Bậc từ %s%% của «%s» cho %s điểm, cao hơn điểm tối đa %s.", vn.Grouped(s.From), r.Path, vn.Grouped(s.Points), vn.Grouped(r.Max))
		}
		if i == 0 {
			continue
		}
		if above := r.Steps[i-1]; fraction(s.From).Cmp(fraction(above.From)) >= 0 || fraction(s.Points).Cmp(fraction(above.Points)) > 0 {
			list.Add(place, "Các bậc của «%s» không giảm dần: «%s: %s» đứng sau «%s: %s»; ghi bậc cao nhất trước.",
				r.Path, vn.Grouped(s.From), vn.Grouped(s.Points), vn.Grouped(above.From), vn.Grouped(above.Points))
		}
	}
}

func (r Row) checkTable(list *problem.List, place string) {
	if len(r.Table) == 0 {
		list.Add(place, "Tiêu chí «%s» chấm theo thứ hạng nên cần bảng điểm, như «1: 10; 2: 8».", r.Path)
	}
	seen := map[string]bool{}
	for _, s := range r.Table {
		if rank := fraction(s.From); rank == nil || !rank.IsInt() || rank.Sign() <= 0 || !rank.Num().IsInt64() {
			list.Add(place, "Thứ hạng «%s» của «%s» không phải là số nguyên từ 1.", s.From, r.Path)
			continue
		}
		if seen[s.From] {
			list.Add(place, "Thứ hạng %s của «%s» ghi hai lần.", s.From, r.Path)
		}
		seen[s.From] = true
		if most := fraction(r.Max); notBelowZero(list, place, "Điểm của thứ hạng", s.Points) && most != nil && fraction(s.Points).Cmp(most) > 0 {
			list.Add(place, "Thứ hạng %s của «%s» cho %s điểm, cao hơn điểm tối đa %s.", s.From, r.Path, vn.Grouped(s.Points), vn.Grouped(r.Max))
		}
	}
}

// fraction is a decimal as an exact fraction; nil when it is empty or none.
func fraction(text string) *big.Rat {
	if text == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return x
}

// inOrder puts rows into the order of the tree, each group before its criteria
// and these in the order in which they were given.
func inOrder(rows []Row) []Row {
	children := map[string][]Row{}
	for _, r := range rows {
		r.said, r.place = "", ""
		children[r.Parent()] = append(children[r.Parent()], r)
	}
	ordered := make([]Row, 0, len(rows))
	var down func(path string)
	down = func(path string) {
		for _, r := range children[path] {
			ordered = append(ordered, r)
			down(r.Path)
		}
	}
	down("")
	return ordered
}
