package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Values are the sums, shares and time limits that the law fixes, each from a day.
type Values struct {
	Salaries   []Salary
	Rates      []Rates
	Quotas     []Quota
	Majorities []Majority
	Deadlines  []Deadline
	Funds      []Fund

	PetitionLimits []PetitionLimit
}

// Source is where a value stands and how it is known; every value has one.
type Source struct {
	From      vn.Date   `yaml:"from"`
	To        vn.Date   `yaml:"to"` // last day; none while it stays
	Cite      string    `yaml:"cite"`
	Certainty Certainty `yaml:"certainty"`
	Notes     []string  `yaml:"notes"`
}

func (s *Source) on(day vn.Date) bool {
	return !day.Before(s.From) && (s.To.IsZero() || !day.After(s.To))
}

func (s *Source) source() *Source { return s }

// Salary is the base salary (lương cơ sở) from a day until the next one.
type Salary struct {
	Source `yaml:",inline"`
	Dong   int64 `yaml:"dong"`
}

// Rates are the bonuses of one decree.
type Rates struct {
	Source  `yaml:",inline"`
	RoundUp int64  `yaml:"round_up_to"` // đồng
	Titles  string `yaml:"of_titles"`   // which clause says what several titles are paid; empty when it was not read
	Forms   string `yaml:"of_forms"`    // the same of several forms
	Both    string `yaml:"of_both"`     // the same of a title and a form
	Gift    string `yaml:"of_foreigners"`
	Rows    []Rate `yaml:"rows"`
}

// Rate is the bonus of an award for a kind of subject: a multiple of the base
// salary, or of what a person gets.
type Rate struct {
	Award     string    `yaml:"award"`
	For       Kind      `yaml:"for"`
	Times     multiple  `yaml:"times"`
	OfPerson  multiple  `yaml:"of_person"`
	AtMost    bool      `yaml:"at_most"` // the decree fixes a ceiling only
	Cite      string    `yaml:"cite"`
	Certainty Certainty `yaml:"certainty"`
	Notes     []string  `yaml:"notes"`
}

// multiple is a factor in hundredths, exact: 3.5 is 350.
type multiple int64

// UnmarshalText reads a factor with at most two places.
func (m *multiple) UnmarshalText(text []byte) error {
	whole, part, _ := strings.Cut(string(text), ".")
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 31)
	if err != nil || len(part) > 2 || n == 0 {
		return fmt.Errorf("hệ số %q không đúng", text)
	}
	*m = multiple(n)
	return nil
}

// String writes the factor as a reader does: 3,5.
func (m multiple) String() string {
	text := strings.TrimRight(fmt.Sprintf("%d,%02d", m/100, m%100), "0")
	return strings.TrimSuffix(text, ",")
}

// Bonus is a sum of money with how it came about.
type Bonus struct {
	Dong      int64    // what is paid, exact
	AtMost    bool     // the decree fixes a ceiling only
	Base      int64    // the base salary
	Works     string   // the arithmetic in words
	Cites     []string // of the rate, of the person's rate where it is a multiple of that, of the salary
	Certainty Certainty
	Notes     []string
}

// Salary returns the base salary of a day; nil before the first. The warning says
// when the newest value is more than a year old, so that it may have been raised.
func (v *Values) Salary(day vn.Date) (s *Salary, warning string) {
	for i := range v.Salaries {
		if !day.Before(v.Salaries[i].From) {
			s = &v.Salaries[i]
		}
	}
	if n := len(v.Salaries); s != nil && s == &v.Salaries[n-1] && day.After(vn.NewDate(s.From.Year()+1, s.From.Month(), s.From.Day())) {
		warning = "Mức lương cơ sở mới nhất trong dữ liệu áp dụng từ ngày " + s.From.Short() + ", đã quá 12 tháng; cần kiểm tra xem có mức mới."
	}
	return s, warning
}

// Bonus is what a subject of a kind gets with an award decided on a day. A refusal
// says what the data does not have; it is never a sum of nothing.
func (v *Values) Bonus(award string, kind Kind, day vn.Date) (Bonus, error) {
	salary, warning := v.Salary(day)
	rates := find(v.Rates, func(r *Rates) bool { return r.on(day) })
	if salary == nil || rates == nil {
		return Bonus{}, problem.New(problem.NotFound, "Chưa nhập mức tiền thưởng hoặc lương cơ sở cho ngày %s.", day.Short())
	}
	rate := find(rates.Rows, func(r *Rate) bool { return r.Award == award && r.For == kind })
	if rate == nil {
		return Bonus{}, problem.New(problem.NotFound, "Văn bản %s không có, hoặc chưa nhập, mức tiền thưởng %s cho %s.", rates.Cite, award, kindName(kind))
	}
	b := Bonus{AtMost: rate.AtMost, Base: salary.Dong, Cites: []string{rate.Cite}, Certainty: weaker(weaker(rates.Certainty, rate.Certainty), salary.Certainty)}
	b.Notes = slices.Concat(rates.Notes, rate.Notes, salary.Notes)
	times, factor := rate.Times, multiple(100)
	b.Works = times.String()
	if rate.OfPerson > 0 {
		person := find(rates.Rows, func(r *Rate) bool { return r.Award == award && r.For == Person })
		times, factor = person.Times, rate.OfPerson
		b.Works = times.String() + " × " + factor.String()
		b.Cites, b.Certainty = append(b.Cites, person.Cite), weaker(b.Certainty, person.Certainty)
	}
	b.Cites = append(b.Cites, rates.Cite, salary.Cite)
	b.Works += " × " + vn.Grouped(strconv.FormatInt(salary.Dong, 10)) + " đồng"
	if warning != "" {
		b.Notes = append(b.Notes, warning)
	}
	step := rates.RoundUp * 100 * 100
	b.Dong = (salary.Dong*int64(times)*int64(factor) + step - 1) / step * rates.RoundUp
	return b, nil
}

// find is the first of a list that fits, or nil.
func find[T any](list []T, fits func(*T) bool) *T {
	for i := range list {
		if fits(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// Quota is how many of a whole may be given an award.
type Quota struct {
	Source   `yaml:",inline"`
	Award    string `yaml:"award"`
	Percent  int    `yaml:"percent"`
	Of       string `yaml:"of"`       // what the percentage is taken of
	Rounding string `yaml:"rounding"` // down: a ceiling is never exceeded
}

// Quota returns the quota of an award on a day, or nil when the law has none.
func (v *Values) Quota(award string, day vn.Date) *Quota {
	return find(v.Quotas, func(q *Quota) bool { return q.Award == award && q.on(day) })
}

// Most is how many the quota allows of a whole.
func (q *Quota) Most(whole int) int { return q.Percent * whole / 100 }

// Majority is the share of a council that must agree.
type Majority struct {
	Source  `yaml:",inline"`
	Award   string `yaml:"award"`
	Percent int    `yaml:"percent"`
	Of      string `yaml:"of"` // whose votes are the whole
}

// Majority returns what an award needs on a day, or nil when the law fixes none.
func (v *Values) Majority(award string, day vn.Date) *Majority {
	return find(v.Majorities, func(m *Majority) bool { return m.Award == award && m.on(day) })
}

// Deadline is a time limit: so many working days, or a day of a year.
type Deadline struct {
	Source      `yaml:",inline"`
	ID          string   `yaml:"id"`
	Says        string   `yaml:"says"`
	Awards      []string `yaml:"awards"` // only for these; empty for all
	WorkingDays int      `yaml:"working_days"`
	Day         string   `yaml:"day"` // 06-30
	YearsAfter  int      `yaml:"years_after"`
	Annulled    bool     `yaml:"annulled"` // runs from a decision that annuls an award
}

// Deadline returns a time limit that holds on a day, or nil.
func (v *Values) Deadline(id string, day vn.Date) *Deadline {
	return find(v.Deadlines, func(d *Deadline) bool { return d.ID == id && d.on(day) })
}

// Due is the last day of the time limit that began on a day. The error says which
// days off are not known.
func (d *Deadline) Due(calendar *vn.Calendar, began vn.Date) (vn.Date, error) {
	if d.WorkingDays > 0 {
		return calendar.AddWorkingDays(began, d.WorkingDays)
	}
	return vn.ParseDate(strconv.Itoa(began.Year()+d.YearsAfter) + "-" + d.Day)
}
