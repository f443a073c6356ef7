package rules

import (
	"cmp"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// TitleGroup is the group of the emulation titles (danh hiệu thi đua); all other
// awards are forms of commendation (hình thức khen thưởng).
const TitleGroup = "danh hiệu thi đua"

// Granted is an award that a subject was given.
type Granted struct {
	ID        string
	Award     string // code
	Kind      Kind   // of the subject
	FromYear  int    // of the achievement
	Year      int    // the end of its period
	DecidedOn vn.Date
}

// Pay is whether a bonus is paid.
type Pay string

// The answers of Payable.
const (
	PayDue  Pay = "due"  // it is paid
	PayLess Pay = "less" // not paid: a higher title of the same period is
	PayAsk  Pay = "ask"  // the law does not say; the payer decides
	PayNone Pay = "none" // no sum in the law, or none entered
)

// Name is the answer in Vietnamese.
func (p Pay) Name() string {
	return map[Pay]string{PayDue: "được chi", PayLess: "không chi", PayAsk: "cần xét", PayNone: "không có mức"}[p]
}

// Payment is the answer for one award.
type Payment struct {
	Granted
	Pay   Pay
	Bonus Bonus // empty with PayNone
	Why   string
	Cites []string // of Why
	Over  string   // with PayLess and PayAsk: the award that it stands back for
}

// Payable says of the awards of one subject which bonuses are paid, in the order
// asked. Of several titles of the same period it is the highest; titles of
// different periods, forms for different achievements, a title and a form are paid
// each. The law says so of awards "at the same time": of titles decided on
// different days, and of forms of the same period, it leaves the question open.
func (l *Law) Payable(list []Granted) []Payment {
	answers := make([]Payment, len(list))
	for i, g := range list {
		answers[i] = l.alone(g)
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &answers[a], &answers[b]
		return cmp.Or(cmp.Compare(y.Bonus.Dong, x.Bonus.Dong), x.DecidedOn.Compare(y.DecidedOn), cmp.Compare(x.ID, y.ID))
	})
	for n, i := range order {
		for _, j := range order[:n] {
			l.beside(&answers[i], &answers[j])
		}
	}
	return answers
}

// alone is the answer for an award that stands for itself.
func (l *Law) alone(g Granted) Payment {
	p := Payment{Granted: g, Pay: PayDue}
	rates := find(l.Values.Rates, func(r *Rates) bool { return r.on(g.DecidedOn) })
	if g.Kind == Foreigner {
		p.Pay, p.Why = PayNone, "Người nước ngoài, người Việt Nam định cư ở nước ngoài, tổ chức nước ngoài nhận tặng phẩm lưu niệm có giá trị tương đương, không nhận tiền."
		if rates != nil && rates.Gift != "" {
			p.Cites = []string{rates.Gift}
		}
		return p
	}
	bonus, err := l.Bonus(g.Award, g.Kind, g.DecidedOn)
	if err != nil {
		p.Pay, p.Why = PayNone, problem.All(err)[0].Text
		return p
	}
	p.Bonus = bonus
	return p
}

// beside weighs an award against one that is paid more.
func (l *Law) beside(p, higher *Payment) {
	title := func(q *Payment) bool { a := l.Award(q.Award); return a != nil && a.Group == TitleGroup }
	if p.Pay == PayNone || p.Pay == PayLess || higher.Pay == PayNone || p.FromYear != higher.FromYear || p.Year != higher.Year || title(p) != title(higher) {
		return
	}
	rates := find(l.Values.Rates, func(r *Rates) bool { return r.on(p.DecidedOn) })
	clause, same := rates.Forms, p.DecidedOn == higher.DecidedOn
	if title(p) {
		clause = rates.Titles
	}
	name := l.Award(higher.Award).Name
	switch {
	case title(p) && same && clause != "":
		p.Pay, p.Over, p.Why = PayLess, higher.ID, "Cùng thời gian thành tích, nhiều danh hiệu thi đua: chỉ danh hiệu cao nhất được tiền thưởng, ở đây là "+name+"."
	case p.Pay == PayAsk:
		return
	case clause == "":
		p.Why = "Cùng thời gian thành tích với " + name + "; điều khoản của văn bản lúc ấy chưa nhập, đơn vị tự đối chiếu."
	case title(p):
		p.Why = "Cùng thời gian thành tích với " + name + " nhưng quyết định khác ngày: điều khoản chỉ nói khi đạt trong cùng một thời điểm; đơn vị xét."
	default:
		p.Why = "Cùng thời gian thành tích với " + name + ": mỗi hình thức được một khoản khi thời gian, thành tích khác nhau; đơn vị xét thành tích có khác nhau không."
	}
	if p.Pay != PayLess {
		p.Pay, p.Over = PayAsk, higher.ID
	}
	p.Cites = nil
	if clause != "" {
		p.Cites = []string{clause}
	}
}

// Bonus is what a subject of a kind gets with an award decided on a day, as
// Values.Bonus has it; a refusal names the award, and the decree that covers the
// day where its sums are not entered.
func (l *Law) Bonus(award string, kind Kind, day vn.Date) (Bonus, error) {
	a := l.Award(award)
	switch {
	case a == nil:
		return Bonus{}, problem.New(problem.NotFound, "Không có danh hiệu, hình thức khen thưởng mã %s.", award)
	case day.IsZero():
		return Bonus{}, problem.New(problem.NotFound, "Không có ngày quyết định nên không biết theo văn bản và mức lương cơ sở nào.")
	}
	rates := find(l.Values.Rates, func(r *Rates) bool { return r.on(day) })
	switch salary, _ := l.Values.Salary(day); {
	case rates == nil:
		if decree := l.decreeOn(day); decree != nil {
			return Bonus{}, problem.New(problem.NotFound, "Ngày %s theo %s; mức tiền thưởng của văn bản này chưa nhập.", day.Short(), decree.Short())
		}
		return Bonus{}, problem.New(problem.NotFound, "Chưa có văn bản nào về mức tiền thưởng cho ngày %s trong dữ liệu.", day.Short())
	case salary == nil:
		return Bonus{}, problem.New(problem.NotFound, "Chưa nhập mức lương cơ sở cho ngày %s.", day.Short())
	}
	if find(rates.Rows, func(r *Rate) bool { return r.Award == award && r.For == kind }) == nil {
		c, _ := ParseCitation(rates.Cite)
		instrument := l.Instrument(c.Instrument)
		if instrument.Partial() {
			return Bonus{}, problem.New(problem.NotFound, "Mức tiền thưởng theo %s của %s cho %s chưa nhập.", instrument.Short(), a.Name, kindName(kind))
		}
		return Bonus{}, problem.New(problem.NotFound, "%s không có mức tiền thưởng %s cho %s.", instrument.Short(), a.Name, kindName(kind))
	}
	b, err := l.Values.Bonus(award, kind, day)
	if regime := l.On(day); regime != nil && regime.Unknown {
		b.Notes = slices.Concat(b.Notes, regime.Notes)
	}
	return b, err
}

// decreeOn is the decree of the regime of a day: the last of its instruments that
// was in force.
func (l *Law) decreeOn(day vn.Date) *Instrument {
	var found *Instrument
	for _, i := range l.Instruments {
		in := !i.From.IsZero() && !day.Before(i.From) && (i.Until.IsZero() || !day.After(i.Until))
		if in && strings.EqualFold(i.Kind, "nghị định") && l.commends(i) && (found == nil || found.From.Before(i.From)) {
			found = i
		}
	}
	return found
}

// commends reports whether an instrument is of a regime of commendation, and not
// of the base salary.
func (l *Law) commends(i *Instrument) bool {
	return slices.ContainsFunc(l.Regimes, func(r *Regime) bool { return slices.Contains(r.Instruments, i.Number) })
}
