package document

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// Review is a mid-year or final review of a cluster (báo cáo sơ kết, tổng kết),
// drafted from figures: each sentence about a result comes of a figure, and what
// nobody has written or counted stays "…".
type Review struct {
	Head
	Final      bool
	Period     string // "Sáu tháng đầu năm"
	Figures    []Sum
	Table      *Table // the figures of every member; nil: none
	Movements  []string
	Commended  []string // who was proposed for what
	Weak, Next []string // shortcomings and causes; tasks
}

// Sum is a figure of the whole cluster. A value that is not known is nil.
type Sum struct {
	Name, Unit string
	Value      *decimal.Decimal
	Before     *decimal.Decimal // of the same period of the year before
	Target     *decimal.Decimal // of the whole year
	Share      *decimal.Decimal // of the country, in percent
	Ratio      bool             // a percentage: its change is told in points, and it is no part of a target
	Best       string           // "Hải Phòng (11,6%)"; empty: not said
	Least      string           // the same of the lowest, told where there is no value of the whole
	Source     string           // where it was published; empty: the members' reports
}

// Document makes the review.
func (s *Review) Document(w *Words) *Document {
	k := KindMidReview
	if s.Final {
		k = KindFinalReview
	}
	d := s.document(k)
	f := s.fields(Fields{"ky": s.Period, "so_phong_trao": count(len(s.Movements)), "so_khen": count(len(s.Commended)) + " trường hợp"})
	say := func(key string) string { return w.say(k, key, f) }
	d.Abstract = upperFirst(say("abstract"))
	c := chapters{}
	c.open(say("results"))
	if len(s.Figures) == 0 {
		c.add(P(blank))
	}
	own := false
	for i, sum := range s.Figures {
		c.add(labelled(Clause, strconv.Itoa(i+1)+".", sum.sentences(w, k, f)))
		own = own || sum.Source == "" && (sum.Value != nil || sum.Best != "")
	}
	if s.Table != nil {
		c.add(P(say("table")), List(s.Table))
	}
	if own {
		c.add(P(say("source")))
	}
	c.open(say("movements"))
	c.counted(say("movement_count"), s.Movements)
	c.open(say("commended"))
	c.counted(say("commended_count"), s.Commended)
	c.open(say("shortcomings"))
	c.add(dashed(orBlank(s.Weak))...)
	c.open(say("tasks"))
	c.add(numbered(orBlank(s.Next))...)
	d.Body = c.list
	return d
}

// counted tells how many there are and lists them, or leaves a blank.
func (c *chapters) counted(text string, lines []string) {
	if len(lines) == 0 {
		c.add(P(blank))
		return
	}
	c.add(P(text))
	c.add(dashed(lines)...)
}

// sentences tells a figure: what it is, how it changed, how much of the target that
// is, and its share of the country. None is written that has no figure.
func (s Sum) sentences(w *Words, k Kind, general Fields) string {
	f := Fields{"chi_so": s.Name, "dv_tinh": s.Unit, "cao_nhat": s.Best, "thap_nhat": s.Least}
	for name, v := range general {
		f[name] = v
	}
	switch {
	case s.Value == nil && s.Best != "" && s.Least != "":
		return w.say(k, "span", f)
	case s.Value == nil:
		return w.say(k, "missing", f)
	}
	f["gia_tri"] = vn.Format(*s.Value)
	key := "figure"
	if s.Before != nil {
		f["cung_ky"] = vn.Format(*s.Before)
		key, f["muc"] = s.change()
	}
	list := []string{w.say(k, key, f)}
	if s.Target != nil && !s.Ratio && s.Target.IsPositive() {
		f["chi_tieu"] = vn.Format(*s.Target)
		f["phan_tram"] = vn.FormatFixed(percent(*s.Value, *s.Target), 1)
		list = append(list, w.say(k, "target", f))
	}
	if s.Share != nil {
		f["ty_trong"] = vn.Format(*s.Share)
		list = append(list, w.say(k, "whole", f))
	}
	if s.Best != "" {
		list = append(list, w.say(k, "best", f))
	}
	text := strings.ReplaceAll(strings.Join(list, " "), " %", "%")
	if s.Source != "" {
		text += " (Nguồn: " + s.Source + ".)"
	}
	return text
}

// change tells by how much a figure rose or fell: in percent, a percentage in points.
func (s Sum) change() (key, size string) {
	by := s.Value.Sub(*s.Before)
	if by.IsZero() {
		return "same", ""
	}
	key = "up"
	if by.IsNegative() {
		key = "down"
	}
	switch {
	case s.Ratio:
		return key, vn.Format(by.Abs()) + " điểm phần trăm"
	case s.Before.IsPositive():
		return key, vn.FormatFixed(percent(by.Abs(), *s.Before), 1) + "%"
	}
	return key, vn.Format(by.Abs()) + " " + s.Unit
}

// percent is how many percent a is of b, to a tenth, rounded once.
func percent(a, b decimal.Decimal) decimal.Decimal {
	return a.Mul(decimal.NewFromInt(100)).DivRound(b, 1)
}

func upperFirst(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
