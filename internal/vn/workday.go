package vn

import (
	"bytes"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
)

// Calendar knows the days off (ngày nghỉ lễ, tết, nghỉ bù, hoán đổi) of offices
// that rest on Saturday and Sunday, for the years for which they were published.
type Calendar struct {
	off     map[Date]string // day off → its name
	working map[Date]string // Saturday or Sunday worked in exchange → why
	unsure  map[Date]string // day of which it is not known whether it is off → what it may be
	years   map[int]bool    // year in the file → whether all its days off were published
}

type holidayFile struct {
	Years []holidayYear `yaml:"years"`
}

type holidayYear struct {
	Year      int           `yaml:"year"`
	Partial   bool          `yaml:"partial"`
	Certainty string        `yaml:"certainty"`
	Source    string        `yaml:"source"`
	Off       []holidaySpan `yaml:"off"`
	Working   []holidaySpan `yaml:"working"`
	Unsure    []holidaySpan `yaml:"unsure"`
}

type holidaySpan struct {
	On        Date   `yaml:"on"`
	From      Date   `yaml:"from"`
	To        Date   `yaml:"to"`
	Name      string `yaml:"name"`
	Certainty string `yaml:"certainty"`
	Source    string `yaml:"source"`
}

// LoadCalendar reads a file of days off (data/holidays.yaml). Its error names
// the year and the entry that does not hold.
func LoadCalendar(content []byte) (*Calendar, error) {
	var file holidayFile
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read days off: %w", err)
	}
	c := &Calendar{off: map[Date]string{}, working: map[Date]string{}, unsure: map[Date]string{}, years: map[int]bool{}}
	for _, y := range file.Years {
		if err := c.addYear(y); err != nil {
			return nil, fmt.Errorf("read days off of %d: %w", y.Year, err)
		}
	}
	for d := range c.working {
		if !weekend(d) {
			return nil, fmt.Errorf("read days off of %d: %s is worked in exchange but is no weekend", d.year, d)
		}
	}
	return c, nil
}

func (c *Calendar) addYear(y holidayYear) error {
	if _, twice := c.years[y.Year]; twice {
		return fmt.Errorf("the year stands twice")
	}
	if y.Source == "" || !certain(y.Certainty) {
		return fmt.Errorf("the year needs a source and a certainty of S, M or I")
	}
	c.years[y.Year] = !y.Partial
	for _, list := range []struct {
		days  map[Date]string
		spans []holidaySpan
	}{{c.off, y.Off}, {c.working, y.Working}, {c.unsure, y.Unsure}} {
		for _, s := range list.spans {
			days, err := s.days(y.Year)
			if err != nil {
				return err
			}
			for _, d := range days {
				if c.off[d]+c.working[d]+c.unsure[d] != "" {
					return fmt.Errorf("%s stands twice", d)
				}
				list.days[d] = s.Name
			}
		}
	}
	return nil
}

func certain(mark string) bool { return mark == "S" || mark == "M" || mark == "I" }

// days are the days of one entry, all of them in the year.
func (s holidaySpan) days(year int) ([]Date, error) {
	from, to := s.From, s.To
	if !s.On.IsZero() {
		if !from.IsZero() || !to.IsZero() {
			return nil, fmt.Errorf("%s: an entry has either on or from and to", s.On)
		}
		from, to = s.On, s.On
	}
	switch {
	case s.Name == "":
		return nil, fmt.Errorf("%s: an entry needs a name", from)
	case s.Certainty != "" && !certain(s.Certainty):
		return nil, fmt.Errorf("%s: certainty is S, M or I", from)
	case from.year != year || to.year != year || to.Before(from):
		return nil, fmt.Errorf("%s: from %q to %q is no span of days of the year", s.Name, from, to)
	}
	var days []Date
	for d := from; !d.After(to); d = d.AddDays(1) {
		days = append(days, d)
	}
	return days, nil
}

func weekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// Knows reports whether all days off of a year were published.
func (c *Calendar) Knows(year int) bool { return c.years[year] }

// IsWorkingDay reports whether offices work on a day, as far as is known: where
// Doubt has something to say, it goes by what is known of the year and by the
// day of the week. No day is not worked on.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if d.IsZero() {
		return false
	}
	if _, ok := c.working[d]; ok {
		return true
	}
	if _, ok := c.off[d]; ok {
		return false
	}
	return !weekend(d)
}

// DayOff is the name of the public holiday on a day, empty when it is none.
func (c *Calendar) DayOff(d Date) string { return c.off[d] }

// Doubt is a Vietnamese sentence that says why it is not certain whether a day
// is worked on: its year's days off are not all known, or the day itself is in
// question. It is empty when there is no doubt.
func (c *Calendar) Doubt(d Date) string {
	if d.IsZero() {
		return "Chưa có ngày để tính ngày làm việc."
	}
	if name := c.unsure[d]; name != "" {
		return fmt.Sprintf("Chưa rõ ngày %s có phải ngày nghỉ hay không (%s); hãy kiểm tra lại ngày tính được.", d.Short(), name)
	}
	switch complete, some := c.years[d.year]; {
	case some && !complete:
		return fmt.Sprintf("Chưa có lịch nghỉ lễ, tết đầy đủ của năm %d; hãy kiểm tra lại ngày tính được khi có thông báo chính thức.", d.year)
	case !some:
		return fmt.Sprintf("Chưa có lịch nghỉ lễ, tết của năm %d; ngày làm việc của năm đó mới tính theo thứ trong tuần.", d.year)
	}
	return ""
}

// AddWorkingDays is the nth working day after from, or before from when n is
// negative; for n = 0 it is from itself, or the next working day when from is
// none. The error is an Invalid problem with the first Doubt on the way (the day
// from itself is not counted, so it raises none unless n = 0); the day returned
// with it is the best that can be said.
func (c *Calendar) AddWorkingDays(from Date, n int) (Date, error) {
	if from.IsZero() {
		return from, c.doubtful(from)
	}
	step := 1
	if n < 0 {
		n, step = -n, -1
	}
	var err error
	pass := func(d Date) {
		if err == nil {
			err = c.doubtful(d)
		}
	}
	d := from
	if n == 0 {
		for pass(d); !c.IsWorkingDay(d); pass(d) {
			d = d.AddDays(1)
		}
	}
	for n > 0 {
		d = d.AddDays(step)
		pass(d)
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d, err
}

// WorkingDaysBetween counts the working days after from up to and including
// to; when to is before from, those from to up to the day before from, as a
// negative number. So it undoes AddWorkingDays from a working day. Its error is
// as of AddWorkingDays.
func (c *Calendar) WorkingDaysBetween(from, to Date) (int, error) {
	if from.IsZero() || to.IsZero() {
		return 0, c.doubtful(Date{})
	}
	step := 1
	if to.Before(from) {
		step = -1
	}
	var err error
	n := 0
	for d := from; d != to; {
		d = d.AddDays(step)
		if err == nil {
			err = c.doubtful(d)
		}
		if c.IsWorkingDay(d) {
			n += step
		}
	}
	return n, err
}

// doubtful is the Doubt of a day as a problem. Saturdays and Sundays of a year
// that is not known raise it too: they may be worked in exchange.
func (c *Calendar) doubtful(d Date) error {
	if doubt := c.Doubt(d); doubt != "" {
		return problem.New(problem.Invalid, "%s", doubt)
	}
	return nil
}
