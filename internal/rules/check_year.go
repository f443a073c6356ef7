package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func appendYear(out []byte, year int) []byte { return strconv.AppendInt(out, int64(year), 10) }

// ratedCheck asks for consecutive years, up to the year asked, that were rated so
// well, and opens the period (trong thời gian đó) in which other checks count.
type ratedCheck struct {
	Years  int    `yaml:"years"`
	Rating Rating `yaml:"rating"`
	Title  string `yaml:"or_title"` // a year with this title counts as well
	After  string `yaml:"after"`    // only years after this award ("và sau đó")
	Best   int    `yaml:"of_which"` // how many of them with HTXS

	rating int
	title  *Award
	after  *Award
}

func (c *ratedCheck) prepare(l *Law) (err error) {
	if c.rating = slices.Index(ratings, c.Rating); c.rating < 0 {
		return fmt.Errorf("rating %q", c.Rating)
	}
	if c.Years < 1 || c.Best > c.Years {
		return fmt.Errorf("%d năm, trong đó %d", c.Years, c.Best)
	}
	if c.title, err = l.named(c.Title); err != nil {
		return err
	}
	c.after, err = l.named(c.After)
	return err
}

// good is the run of years that count.
func (c *ratedCheck) good(p *Prepared) span {
	good := p.rated[c.rating]
	if c.title != nil {
		good |= p.any[c.title.index]
	}
	good = last((good & p.clean).run())
	if c.after != nil {
		had := p.merit[c.after.index]
		if had == 0 {
			return 0
		}
		good &= last(had.oldest()) // the years after it
	}
	return good
}

func (c *ratedCheck) verdict(p *Prepared) Result {
	p.period = c.good(p)
	if p.period.count() < c.Years || (p.period&p.rated[3]).count() < c.Best {
		return Failed
	}
	return Met
}

func (c *ratedCheck) needed() string {
	need := "năm " + ratingName(c.Rating)
	if c.Years > 1 {
		need = strconv.Itoa(c.Years) + " năm liên tục " + ratingName(c.Rating)
	}
	if c.Rating != HTXS {
		need += " trở lên"
	}
	if c.title != nil {
		need += " hoặc đạt " + c.title.Name
	}
	if c.Best > 0 {
		need += ", trong đó ít nhất " + strconv.Itoa(c.Best) + " năm HTXS"
	}
	if c.after != nil {
		need += ", sau khi được tặng " + c.after.Name
	}
	return need
}

func (c *ratedCheck) found(p *Prepared) string {
	good := c.good(p)
	if c.after != nil && p.merit[c.after.index] == 0 {
		return "chưa được tặng " + c.after.Name
	}
	if good == 0 {
		for _, y := range p.facts.Years {
			if y.Year == p.year {
				return "năm " + strconv.Itoa(p.year) + " xếp loại " + string(y.Rating)
			}
		}
		return "không có xếp loại năm " + strconv.Itoa(p.year)
	}
	text := p.years(good) + ": " + strconv.Itoa(good.count()) + " năm"
	if c.Best > 0 {
		text += ", trong đó " + strconv.Itoa((good & p.rated[3]).count()) + " năm HTXS"
	}
	if c.after != nil {
		text += " (sau " + c.after.Name + " năm " + strconv.Itoa(p.year-p.merit[c.after.index].oldest()) + ")"
	}
	return text
}

func ratingName(r Rating) string { return string(r) }

// holdsCheck asks for awards that the subject has.
type holdsCheck struct {
	Award       string `yaml:"award"`
	Or          string `yaml:"or"` // an award that counts like it
	Count       int    `yaml:"count"`
	Consecutive bool   `yaml:"consecutive"` // year by year, up to the year asked
	Apart       int    `yaml:"apart"`       // times in a row: at most so many years apart, the last no longer ago
	InPeriod    bool   `yaml:"in_period"`   // in the years that the rated check found
	Years       int    `yaml:"years"`       // in so many years up to the year asked
	Ever        bool   `yaml:"any_occasion"`
	Ago         int    `yaml:"ago"`        // the latest of them at least so many years ago
	NewerThan   string `yaml:"newer_than"` // only those after the latest of this award

	award, or, newer *Award
}

func (c *holdsCheck) prepare(l *Law) (err error) {
	if c.Award == "" {
		return fmt.Errorf("thiếu award")
	}
	if c.award, err = l.named(c.Award); err != nil {
		return err
	}
	if c.Count == 0 {
		c.Count = 1
	}
	if c.Count < 0 || c.Ago < 0 || c.Consecutive && (c.Apart > 0 || c.InPeriod || c.Years > 0) || c.InPeriod && c.Years > 0 {
		return fmt.Errorf("các khóa của holds không đi cùng nhau")
	}
	if c.newer, err = l.named(c.NewerThan); err != nil {
		return err
	}
	c.or, err = l.named(c.Or)
	return err
}

// counted are the years whose awards count, before their number is asked.
func (c *holdsCheck) counted(p *Prepared) span {
	list := p.merit
	if c.Ever {
		list = p.any
	}
	had := list[c.award.index]
	if c.or != nil {
		had |= list[c.or.index]
	}
	if c.newer != nil && list[c.newer.index] != 0 {
		had &= last(list[c.newer.index].newest())
	}
	if had != 0 && had.newest() < c.Ago {
		return 0
	}
	switch {
	case c.Consecutive:
		return last(had.run())
	case c.Apart > 0:
		return had.row(c.Apart)
	case c.InPeriod:
		return had & p.period
	case c.Years > 0:
		return had & last(c.Years)
	default:
		return had
	}
}

// row are the latest years of the span that follow each other at most so many
// years apart, the last of them less than that ago.
func (s span) row(apart int) span {
	var row span
	at := -1 // the first must be less than so many years ago
	for s != 0 && s.newest()-at <= apart {
		at = s.newest()
		row |= 1 << at
		s &^= 1 << at
	}
	return row
}

func (c *holdsCheck) verdict(p *Prepared) Result {
	if c.counted(p).count() < c.Count {
		return Failed
	}
	return Met
}

func (c *holdsCheck) name() string {
	if c.or != nil {
		return c.award.Name + " hoặc " + c.or.Name
	}
	return c.award.Name
}

func (c *holdsCheck) needed() string {
	times := strconv.Itoa(c.Count) + " lần "
	switch {
	case c.Consecutive && c.Count > 1:
		return strconv.Itoa(c.Count) + " năm liên tục được tặng " + c.name()
	case c.Consecutive:
		return c.name() + " của năm xét"
	case c.Apart > 0:
		return times + "liên tục được tặng " + c.name()
	case c.InPeriod:
		return times + "được tặng " + c.name() + " trong thời gian đó"
	case c.Years > 0:
		return times + "được tặng " + c.name() + " trong " + strconv.Itoa(c.Years) + " năm"
	case c.Ago > 0:
		return "đã được tặng " + c.name() + " và sau đó có từ " + strconv.Itoa(c.Ago) + " năm trở lên"
	case c.Count > 1:
		return times + "được tặng " + c.name()
	default:
		return "đã được tặng " + c.name()
	}
}

func (c *holdsCheck) found(p *Prepared) string {
	counted := c.counted(p)
	text := "chưa có " + c.name()
	if counted != 0 {
		text = strconv.Itoa(counted.count()) + " lần: " + p.years(counted)
	}
	had := p.any[c.award.index]
	if c.or != nil {
		had |= p.any[c.or.index]
	}
	if rest := had &^ counted; rest != 0 {
		text += " (không tính: " + p.years(rest) + ")"
	}
	return text
}

// initiativeCheck asks for initiatives of a scope.
type initiativeCheck struct {
	Scope    string `yaml:"scope"`
	Count    int    `yaml:"count"`
	InPeriod bool   `yaml:"in_period"`
	Years    int    `yaml:"years"` // in so many years up to the year asked

	scope int
}

var scopeNames = []string{"cấp cơ sở", "cấp Bộ, ban, ngành, tỉnh", "toàn quốc"}

func (c *initiativeCheck) prepare(*Law) error {
	if c.scope = slices.Index(scopes, c.Scope); c.scope < 0 {
		return fmt.Errorf("scope %q", c.Scope)
	}
	if c.Count == 0 {
		c.Count = 1
	}
	if c.InPeriod && c.Years > 0 {
		return fmt.Errorf("in_period và years không đi cùng nhau")
	}
	return nil
}

// window are the years whose initiatives count.
func (c *initiativeCheck) window(p *Prepared) span {
	switch {
	case c.InPeriod:
		return p.period
	case c.Years > 0:
		return last(c.Years)
	}
	return ^span(0)
}

// counted is the number of initiatives: there may be several in a year, in a good
// year to come as many as are needed.
func (c *initiativeCheck) counted(p *Prepared) (n int) {
	window := c.window(p)
	if p.promised&window != 0 {
		return c.Count
	}
	for i := range p.facts.Initiatives {
		x := &p.facts.Initiatives[i]
		if slices.Index(scopes, x.Scope) >= c.scope && yearBit(p.year, x.Year)&window != 0 {
			n++
		}
	}
	return n
}

func (c *initiativeCheck) verdict(p *Prepared) Result {
	if c.counted(p) < c.Count {
		return Failed
	}
	return Met
}

func (c *initiativeCheck) needed() string {
	text := strconv.Itoa(c.Count) + " sáng kiến, đề tài được công nhận " + scopeNames[c.scope]
	if c.scope < len(scopes)-1 {
		text += " trở lên"
	}
	if c.InPeriod {
		text += " trong thời gian đó"
	} else if c.Years > 1 {
		text += " trong " + strconv.Itoa(c.Years) + " năm"
	}
	return text
}

func (c *initiativeCheck) found(p *Prepared) string {
	var list []string
	for _, x := range p.facts.Initiatives {
		if slices.Index(scopes, x.Scope) >= c.scope && yearBit(p.year, x.Year)&c.window(p) != 0 {
			list = append(list, strconv.Itoa(x.Year))
		}
	}
	if len(list) == 0 {
		return "không có"
	}
	slices.Sort(list)
	return strconv.Itoa(len(list)) + " sáng kiến: " + strings.Join(list, ", ")
}

// undisciplinedCheck asks that no discipline was in force in the year asked.
type undisciplinedCheck struct{}

func (*undisciplinedCheck) prepare(*Law) error { return nil }

func (*undisciplinedCheck) verdict(p *Prepared) Result {
	if p.clean&1 == 0 && !p.hopeful {
		return Failed
	}
	return Met
}

func (*undisciplinedCheck) needed() string { return "không bị kỷ luật trong năm xét" }

func (*undisciplinedCheck) found(p *Prepared) string {
	for _, d := range p.facts.Discipline {
		if d.To.IsZero() || d.To.Year() >= p.year {
			return d.Form + " từ ngày " + d.From.Short()
		}
	}
	return "không bị kỷ luật"
}
