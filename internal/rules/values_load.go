package rules

import (
	"regexp"
	"slices"

	"giaouoc/internal/vn"
)

var dayOfYear = regexp.MustCompile(`^\d\d-\d\d$`)

// values reads the dated values and refuses one without a source, twice for a day,
// or of an award that is not there.
func (l *loader) values() {
	v := &l.law.Values
	if l.read("values/luong-co-so.yaml", &v.Salaries) {
		for i := range v.Salaries {
			s := &v.Salaries[i]
			l.sourced(&s.Source)
			if s.Dong <= 0 || i > 0 && !v.Salaries[i-1].From.Before(s.From) {
				l.fault(1, "lương cơ sở từ ngày %s không dương, hoặc không theo thứ tự ngày", s.From)
			}
		}
	}
	if l.read("values/tien-thuong.yaml", &v.Rates) {
		once(l, v.Rates, func(*Rates) string { return "tiền thưởng" })
		for i := range v.Rates {
			l.rates(&v.Rates[i])
		}
	}
	if l.read("values/quy.yaml", &v.Funds) {
		once(l, v.Funds, func(*Fund) string { return "quỹ" })
		for i := range v.Funds {
			l.fund(&v.Funds[i])
		}
	}
	if l.read("values/chi-tieu.yaml", &v.Quotas) {
		once(l, v.Quotas, func(q *Quota) string { return q.Award })
		for _, q := range v.Quotas {
			l.known(q.Award)
			if q.Percent < 1 || q.Percent > 100 || q.Of == "" || q.Rounding != "down" {
				l.fault(1, "chỉ tiêu %s: cần percent, of, và rounding: down", q.Award)
			}
		}
	}
	if l.read("values/da-so.yaml", &v.Majorities) {
		once(l, v.Majorities, func(m *Majority) string { return m.Award })
		for _, m := range v.Majorities {
			l.known(m.Award)
			if m.Percent < 1 || m.Percent > 100 || m.Of == "" {
				l.fault(1, "đa số %s: cần percent, of", m.Award)
			}
		}
	}
	if l.read("values/thoi-han.yaml", &v.Deadlines) {
		once(l, v.Deadlines, func(d *Deadline) string { return d.ID })
		for _, d := range v.Deadlines {
			l.known(d.Awards...)
			if _, err := vn.ParseDate("2024-" + d.Day); d.ID == "" || d.Says == "" || (d.WorkingDays > 0) == (d.Day != "") || d.Day != "" && (err != nil || !dayOfYear.MatchString(d.Day)) {
				l.fault(1, "thời hạn %q: cần id, says, và một trong working_days, day", d.ID)
			}
		}
	}
	l.petitionLimits(v)
}

func (l *loader) petitionLimits(v *Values) {
	if !l.read("values/don-thu.yaml", &v.PetitionLimits) {
		return
	}
	once(l, v.PetitionLimits, func(p *PetitionLimit) string { return p.ID })
	for _, p := range v.PetitionLimits {
		whole := p.Days + p.WorkingDays
		if p.ID == "" || p.Says == "" || p.Days > 0 && p.WorkingDays > 0 || whole == 0 && p.More+p.Remote+p.RemoteMore+p.Extend > 0 || (p.Extend > 0) != (p.ExtendTimes > 0) {
			l.fault(1, "thời hạn đơn thư %q: cần id, says, nhiều nhất một trong days, working_days, và extend đi cùng extend_times", p.ID)
		}
	}
}

func (l *loader) rates(r *Rates) {
	if r.RoundUp < 1 {
		l.fault(1, "tiền thưởng %s: thiếu round_up_to", r.Cite)
	}
	for _, cite := range []string{r.Titles, r.Forms, r.Both, r.Gift} {
		if cite != "" {
			l.cited(1, cite)
		}
	}
	type key struct {
		award string
		kind  Kind
	}
	seen := map[key]*Rate{}
	for i := range r.Rows {
		row := &r.Rows[i]
		l.known(row.Award)
		l.cited(1, row.Cite)
		l.certain(row.Certainty)
		at := key{row.Award, row.For}
		person := seen[key{row.Award, Person}]
		if seen[at] != nil || (row.Times > 0) == (row.OfPerson > 0) || row.OfPerson > 0 && (person == nil || person.Times == 0) {
			l.fault(1, "tiền thưởng %s cho %s: có hai lần, hoặc cần đúng một trong times, of_person (sau mức của cá nhân)", row.Award, row.For)
		}
		if !slices.Contains([]Kind{Person, Collective, Household}, row.For) {
			l.fault(1, "tiền thưởng %s: for %q", row.Award, row.For)
		}
		seen[at] = row
	}
}

// sourced checks where a value stands; a text that is not in hand makes it less
// sure.
func (l *loader) sourced(s *Source) {
	l.cited(1, s.Cite)
	l.certain(s.Certainty)
	if s.From.IsZero() || !s.To.IsZero() && s.To.Before(s.From) {
		l.fault(1, "giá trị theo %s: thiếu from, hoặc to trước from", s.Cite)
	}
	if c, ok := ParseCitation(s.Cite); ok {
		if i := l.law.byNumber[c.Instrument]; i != nil && i.Partial() {
			s.Certainty = weaker(s.Certainty, Secondary)
		}
	}
}

func (l *loader) certain(c Certainty) {
	if c != "" && !slices.Contains(certainties, c) {
		l.fault(1, "certainty %q", c)
	}
}

func (l *loader) known(codes ...string) {
	for _, code := range codes {
		if l.law.Award(code) == nil {
			l.fault(1, "không có mã %q", code)
		}
	}
}

// once checks the sources of a list, and that no two values of the same name hold
// on the same day.
func once[T any, P interface {
	*T
	source() *Source
}](l *loader, list []T, name func(*T) string,
) {
	for i := range list {
		a := P(&list[i]).source()
		l.sourced(a)
		for j := range i {
			b := P(&list[j]).source()
			if name(&list[i]) == name(&list[j]) && (b.To.IsZero() || !a.From.After(b.To)) && (a.To.IsZero() || !b.From.After(a.To)) {
				l.fault(1, "%s có hai giá trị cho cùng một ngày", name(&list[i]))
			}
		}
	}
}
