package vn

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
)

// Calendar knows the days off (ngày nghỉ lễ, tết, nghỉ bù, hoán đổi) of the
// years for which they were published.
type Calendar struct {
	off     map[Date]string // day off → its name
	working map[Date]string // Saturday or Sunday worked in exchange → why
	known   map[int]bool
}

type holidayFile struct {
	Years []struct {
		Year   int    `yaml:"year"`
		Source string `yaml:"source"`
		Off    []struct {
			From Date   `yaml:"from"`
			To   Date   `yaml:"to"`
			Name string `yaml:"name"`
		} `yaml:"off"`
		Working []struct {
			On   Date   `yaml:"on"`
			Name string `yaml:"name"`
		} `yaml:"working"`
	} `yaml:"years"`
}

// LoadCalendar reads a file of days off (data/holidays.yaml).
func LoadCalendar(content []byte) (*Calendar, error) {
	var file holidayFile
	if err := yaml.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("read days off: %w", err)
	}
	c := &Calendar{off: map[Date]string{}, working: map[Date]string{}, known: map[int]bool{}}
	for _, y := range file.Years {
		c.known[y.Year] = true
		for _, o := range y.Off {
			to := o.To
			if to.IsZero() {
				to = o.From
			}
			for d := o.From; !d.After(to); d = d.AddDays(1) {
				c.off[d] = o.Name
			}
		}
		for _, w := range y.Working {
			c.working[w.On] = w.Name
		}
	}
	return c, nil
}

// Knows reports whether the days off of a year were published.
func (c *Calendar) Knows(year int) bool { return c.known[year] }

// IsWorkingDay reports whether offices work on a day. In a year whose days off
// are not known every weekday counts as worked; Knows tells.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if _, ok := c.working[d]; ok {
		return true
	}
	if _, ok := c.off[d]; ok {
		return false
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// DayOff is the name of the public holiday on a day, empty when it is none.
func (c *Calendar) DayOff(d Date) string { return c.off[d] }

// AddWorkingDays is the nth working day after from (n ≥ 0; 0 is from itself, or
// the next working day when from is none). The error is a problem that names a
// year on the way whose days off are not known; the day returned with it counts
// that year by weekdays alone.
func (c *Calendar) AddWorkingDays(from Date, n int) (Date, error) {
	d := from
	for !c.IsWorkingDay(d) && n == 0 {
		d = d.AddDays(1)
	}
	for n > 0 {
		if d = d.AddDays(1); c.IsWorkingDay(d) {
			n--
		}
	}
	return d, c.mustKnow(from, d)
}

// WorkingDaysBetween counts the working days after from up to and including
// to; negative when to is before from. Its error is as of AddWorkingDays.
func (c *Calendar) WorkingDaysBetween(from, to Date) (int, error) {
	if to.Before(from) {
		n, err := c.WorkingDaysBetween(to, from)
		return -n, err
	}
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n, c.mustKnow(from, to)
}

func (c *Calendar) mustKnow(from, to Date) error {
	for year := from.Year(); year <= to.Year(); year++ {
		if !c.known[year] {
			return problem.Field("", "Chưa có lịch nghỉ lễ, tết chính thức của năm %d; ngày làm việc của năm đó mới tính theo thứ trong tuần.", year)
		}
	}
	return nil
}
