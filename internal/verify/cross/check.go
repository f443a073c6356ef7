package cross

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/verify/published"
)

// Terms are what a check goes by besides the file.
type Terms struct {
	Receipt []byte // of a unit; nil for none
	Log     *Log   // nil to leave the record aside
}

// Result is what a check proved.
type Result struct {
	Year    int64
	Units   int
	Opened  int
	Silent  []string // the units without a form, by name
	Seals   int
	Marks   int
	Logged  bool   // the proofs of the record were checked
	Whole   bool   // the whole record was read, and the file leaves no seal out
	Receipt string // what the receipt proved; empty without one
}

// work is a file while it is checked.
type work struct {
	file  file
	seals []seal
	open  opening
	lines map[string]line
	forms map[string]form // by unit
}

// Check checks a published file. Its error is a problem that says what is wrong.
func Check(content []byte, t Terms) (Result, error) {
	var w work
	if err := published.Decode(content, &w.file); err != nil || w.file.Format != "cham-cheo/1" {
		return Result{}, published.Wrong("tệp không đúng dạng cham-cheo/1")
	}
	for _, step := range []func() error{w.readOpening, w.readSeals, w.lastSeals, w.readForms, w.sums} {
		if err := step(); err != nil {
			return Result{}, err
		}
	}
	r := Result{Year: w.open.Year, Units: len(w.open.Units), Opened: len(w.forms), Seals: len(w.seals)}
	for _, f := range w.forms {
		r.Marks += len(w.counting(f))
	}
	for _, u := range w.open.Units {
		if u.Number == 0 {
			r.Silent = append(r.Silent, u.Name)
		}
	}
	if t.Log != nil {
		r.Logged, r.Whole = true, t.Log.Whole
		if err := w.logged(*t.Log); err != nil {
			return Result{}, err
		}
	}
	if t.Receipt != nil {
		var err error
		if r.Receipt, err = w.receipt(t.Receipt); err != nil {
			return Result{}, err
		}
	}
	return r, nil
}

// named is a unit as a reader knows it.
func (w *work) named(unit string) string {
	for _, u := range w.open.Units {
		if u.Unit == unit {
			return u.Name
		}
	}
	return fmt.Sprintf("%q", unit)
}

func (w *work) knows(unit string) bool {
	return slices.ContainsFunc(w.open.Units, func(u counting) bool { return u.Unit == unit })
}

func (w *work) readOpening() error {
	o := &w.open
	if err := published.Exactly(w.file.Opening.Text, o, "văn bản mở niêm phong"); err != nil {
		return err
	}
	if o.Format != "mo-cham-cheo/1" || o.Version < 1 || o.DropExtremes < 0 || len(o.Units) == 0 || len(o.Rows) == 0 || o.By != "whole" && o.By != "leaf" {
		return published.Wrong("văn bản mở niêm phong không đúng dạng mo-cham-cheo/1")
	}
	w.lines = map[string]line{}
	for _, l := range o.Rows {
		low, okLow := decimal(l.Low)
		high, okHigh := decimal(l.High)
		if _, twice := w.lines[l.Criterion]; twice || !okLow || !okHigh || low.Cmp(high) > 0 || (l.Criterion == "") != (o.By == "whole") {
			return published.Wrong("dòng chấm «%s» trong văn bản mở niêm phong không đúng", l.Criterion)
		}
		w.lines[l.Criterion] = l
	}
	if !published.Increasing(o.Units, func(a, b counting) int { return strings.Compare(a.Unit, b.Unit) }) {
		return published.Wrong("các đơn vị trong văn bản mở niêm phong không đúng thứ tự, hoặc trùng")
	}
	if o.Recusals == nil || !published.Increasing(o.Recusals, comparePairs) {
		return published.Wrong("các cặp từ chối chấm trong văn bản mở niêm phong không đúng thứ tự, hoặc trùng")
	}
	for _, p := range o.Recusals {
		if p.From == p.To || !w.knows(p.From) || !w.knows(p.To) {
			return published.Wrong("cặp từ chối chấm %q, %q không đúng", p.From, p.To)
		}
	}
	return nil
}

func comparePairs(a, b pair) int {
	return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
}

// readSeals reads the texts of the seals: each unit has the numbers from 1 on.
func (w *work) readSeals() error {
	o, seen := w.open, map[string]map[int64]bool{}
	for i, p := range w.file.Seals {
		var s seal
		if err := published.Exactly(p.Text, &s, fmt.Sprintf("văn bản niêm phong thứ %d", i+1)); err != nil {
			return err
		}
		_, isHash := published.Bytes32(s.Commitment)
		switch {
		case s.Format != "niem-phong-cheo/1" || !isHash || s.Number < 1 || s.Version < 1:
			return published.Wrong("văn bản niêm phong thứ %d không đúng dạng niem-phong-cheo/1", i+1)
		case s.Cluster != o.Cluster || s.Year != o.Year || s.Sheet != o.Sheet:
			return published.Wrong("văn bản niêm phong thứ %d thuộc bảng chấm điểm khác", i+1)
		case !w.knows(s.From):
			return published.Wrong("văn bản niêm phong thứ %d của một đơn vị không có trong bảng: %q", i+1, s.From)
		case seen[s.From][s.Number]:
			return published.Wrong("%s có hai lần niêm phong cùng số %d", w.named(s.From), s.Number)
		}
		if seen[s.From] == nil {
			seen[s.From] = map[int64]bool{}
		}
		seen[s.From][s.Number] = true
		w.seals = append(w.seals, s)
	}
	for unit, numbers := range seen {
		for n := range int64(len(numbers)) {
			if !numbers[n+1] {
				return published.Wrong("thiếu lần niêm phong %d của %s", n+1, w.named(unit))
			}
		}
	}
	return nil
}

// last is the last seal of a unit; without a number for none.
func (w *work) last(unit string) seal {
	var last seal
	for _, s := range w.seals {
		if s.From == unit && s.Number > last.Number {
			last = s
		}
	}
	return last
}

// lastSeals compares what the opening counts with the last seals.
func (w *work) lastSeals() error {
	for _, u := range w.open.Units {
		last := w.last(u.Unit)
		if last.Version != w.open.Version {
			last = seal{} // it was sealed by another version of the sheet
		}
		if u.Number != last.Number {
			return published.Wrong("việc mở niêm phong tính lần %d của %s, lần niêm phong cuối được tính là lần %d", u.Number, u.Name, last.Number)
		}
		if u.Commitment != last.Commitment {
			return published.Wrong("dấu niêm phong của %s trong việc mở khác dấu lúc niêm phong", u.Name)
		}
	}
	return nil
}

// readForms opens each form that counts, and no other.
func (w *work) readForms() error {
	w.forms = map[string]form{}
	if !published.Increasing(w.file.Forms, func(a, b opened) int { return strings.Compare(a.Unit, b.Unit) }) {
		return published.Wrong("các phiếu đã mở không đúng thứ tự, hoặc trùng")
	}
	for _, x := range w.file.Forms {
		i := slices.IndexFunc(w.open.Units, func(u counting) bool { return u.Unit == x.Unit })
		if i < 0 || w.open.Units[i].Number == 0 {
			return published.Wrong("có phiếu đã mở của %s, đơn vị không có lần niêm phong nào được tính", w.named(x.Unit))
		}
		f, err := w.readForm(x, w.open.Units[i])
		if err != nil {
			return err
		}
		w.forms[x.Unit] = f
	}
	for _, u := range w.open.Units {
		if _, there := w.forms[u.Unit]; u.Number > 0 && !there {
			return published.Wrong("thiếu phiếu đã niêm phong của %s", u.Name)
		}
	}
	return nil
}

func (w *work) readForm(x opened, u counting) (form, error) {
	if err := fits(x.Salt, x.Form, u.Commitment); err != nil {
		return form{}, published.Wrong("phiếu đã mở của %s: %v", u.Name, err)
	}
	var f form
	if err := published.Exactly(x.Form, &f, "phiếu của "+u.Name); err != nil {
		return f, err
	}
	o := w.open
	switch {
	case f.Format != "phieu-cham-cheo/1" || f.Cluster != o.Cluster || f.Year != o.Year || f.Sheet != o.Sheet || f.Version != o.Version:
		return f, published.Wrong("phiếu của %s thuộc bảng chấm điểm khác", u.Name)
	case f.From != x.Unit || f.Number != u.Number:
		return f, published.Wrong("phiếu của %s ghi là của đơn vị khác hoặc lần khác", u.Name)
	case f.Marks == nil || !published.Increasing(f.Marks, compareMarks):
		return f, published.Wrong("các điểm trong phiếu của %s không đúng thứ tự, hoặc trùng", u.Name)
	}
	for _, m := range f.Marks {
		l, known := w.lines[m.Criterion]
		points, ok := decimal(m.Points)
		switch {
		case m.To == f.From:
			return f, published.Wrong("%s chấm cho chính mình", u.Name)
		case !known || !w.knows(m.To):
			return f, published.Wrong("%s chấm một dòng không được chấm: %q, %q", u.Name, m.To, m.Criterion)
		case !ok || outside(points, l):
			return f, published.Wrong("điểm %q của %s chấm cho %s nằm ngoài khoảng [%s, %s]", m.Points, u.Name, w.named(m.To), l.Low, l.High)
		}
	}
	return f, nil
}

func compareMarks(a, b mark) int {
	return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.Criterion, b.Criterion))
}

func outside(points *big.Rat, l line) bool {
	low, _ := decimal(l.Low)
	high, _ := decimal(l.High)
	return points.Cmp(low) < 0 || points.Cmp(high) > 0
}

// fits says why a form is not the one that was committed to.
func fits(salt, text, committed string) error {
	raw, ok := published.Bytes32(salt)
	if !ok {
		return fmt.Errorf("muối không phải 32 byte viết bằng chữ số mười sáu")
	}
	h := sha256.New()
	h.Write([]byte("giaouoc/cham-cheo/1\n"))
	h.Write(raw)
	h.Write([]byte(text))
	if hex.EncodeToString(h.Sum(nil)) != committed {
		return fmt.Errorf("phiếu và muối không cho dấu niêm phong đã ghi")
	}
	return nil
}

// counting are the marks of a form that count: not those of a recused pair.
func (w *work) counting(f form) []mark {
	return slices.DeleteFunc(slices.Clone(f.Marks), func(m mark) bool { return slices.Contains(w.open.Recusals, pair{f.From, m.To}) })
}

// sums computes sums and means from the forms.
func (w *work) sums() error {
	sums, given := map[pair]*big.Rat{}, map[mark][]*big.Rat{}
	for _, f := range w.forms {
		for _, m := range w.counting(f) {
			points, _ := decimal(m.Points)
			p := pair{f.From, m.To}
			if sums[p] == nil {
				sums[p] = new(big.Rat)
			}
			sums[p].Add(sums[p], points)
			at := mark{To: m.To, Criterion: m.Criterion}
			given[at] = append(given[at], points)
		}
	}
	totals := []total{}
	for p, sum := range sums {
		totals = append(totals, total{p.From, p.To, sum.RatString()})
	}
	slices.SortFunc(totals, func(a, b total) int { return comparePairs(pair{a.From, a.To}, pair{b.From, b.To}) })
	if !slices.Equal(totals, w.file.Totals) {
		return published.Wrong("tổng điểm trong tệp không phải tổng tính lại từ các phiếu đã mở")
	}
	means := []mean{}
	for at, list := range given {
		if x := middle(list, w.open.DropExtremes); x != nil {
			means = append(means, mean{at.To, at.Criterion, x.RatString()})
		}
	}
	slices.SortFunc(means, func(a, b mean) int {
		return compareMarks(mark{To: a.Unit, Criterion: a.Criterion}, mark{To: b.Unit, Criterion: b.Criterion})
	})
	if !slices.Equal(means, w.file.Means) {
		return published.Wrong("điểm trung bình trong tệp không phải trung bình tính lại từ các phiếu đã mở")
	}
	return nil
}

// middle is the mean without so many of the highest and of the lowest; nil where
// none is left.
func middle(list []*big.Rat, drop int) *big.Rat {
	if len(list) <= 2*drop {
		return nil
	}
	slices.SortFunc(list, (*big.Rat).Cmp)
	list = list[drop : len(list)-drop]
	sum := new(big.Rat)
	for _, x := range list {
		sum.Add(sum, x)
	}
	return sum.Quo(sum, big.NewRat(int64(len(list)), 1))
}

// receipt checks what a unit has kept, and says what it proves.
func (w *work) receipt(content []byte) (string, error) {
	var x receipt
	if err := published.Decode(content, &x); err != nil || x.Format != "bien-nhan-cham-cheo/1" {
		return "", published.Wrong("biên nhận không đúng dạng bien-nhan-cham-cheo/1")
	}
	var s seal
	if err := published.Exactly(x.Seal, &s, "văn bản niêm phong trong biên nhận"); err != nil {
		return "", err
	}
	if err := fits(x.Salt, x.Form, s.Commitment); err != nil {
		return "", published.Wrong("biên nhận: %v", err)
	}
	if !slices.ContainsFunc(w.file.Seals, func(p published.Proved) bool { return p.Text == x.Seal && p.Entry == x.Entry }) {
		return "", published.Wrong("lần niêm phong %d trong biên nhận của %s không có trong tệp", s.Number, w.named(s.From))
	}
	last := w.last(s.From)
	if last.Number != s.Number {
		return fmt.Sprintf("biên nhận lần %d của %s có trong tệp; đơn vị đã niêm phong lại, lần cuối là lần %d", s.Number, w.named(s.From), last.Number), nil
	}
	i := slices.IndexFunc(w.file.Forms, func(o opened) bool { return o.Unit == s.From })
	if i < 0 {
		return fmt.Sprintf("biên nhận lần %d của %s có trong tệp; phiếu ấy theo bản khác của bảng chấm điểm nên không mở", s.Number, w.named(s.From)), nil
	}
	if w.file.Forms[i].Form != x.Form {
		return "", published.Wrong("phiếu được mở của %s khác phiếu trong biên nhận", w.named(s.From))
	}
	return fmt.Sprintf("phiếu được mở của %s đúng là phiếu trong biên nhận lần %d", w.named(s.From), s.Number), nil
}
