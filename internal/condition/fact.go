package condition

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/vn"
)

// Verdict says whether somebody has to do something.
type Verdict string

// The verdicts, from the best.
const (
	Good   Verdict = "good"
	Look   Verdict = "look"   // nothing is lost, and somebody should see why
	Broken Verdict = "broken" // something does not work or is lost
)

// Word is the verdict in a word.
func (v Verdict) Word() string {
	switch v {
	case Good:
		return "tốt"
	case Look:
		return "cần xem"
	}
	return "hỏng"
}

// Fact is one thing that was looked at.
type Fact struct {
	Key     string  `json:"key"` // for machines: word.thing
	Name    string  `json:"name"`
	Verdict Verdict `json:"verdict"`
	Says    string  `json:"says"`
	Do      string  `json:"do,omitempty"` // what to do where it is not good
}

// Part is the facts of one word.
type Part struct {
	Title string `json:"title"`
	Facts []Fact `json:"facts"`
}

func (p *Part) add(key, name string, v Verdict, do, format string, args ...any) {
	if v == Good {
		do = ""
	}
	p.Facts = append(p.Facts, Fact{Key: key, Name: name, Verdict: v, Says: fmt.Sprintf(format, args...), Do: do})
}

// Condition is how an installation is at a moment.
type Condition struct {
	At    time.Time `json:"at"`
	Parts []Part    `json:"parts"`
}

// Facts lists those of a verdict.
func (c Condition) Facts(v Verdict) []Fact {
	var list []Fact
	for _, p := range c.Parts {
		for _, f := range p.Facts {
			if f.Verdict == v {
				list = append(list, f)
			}
		}
	}
	return list
}

// Verdict is that of the worst fact.
func (c Condition) Verdict() Verdict {
	switch {
	case len(c.Facts(Broken)) > 0:
		return Broken
	case len(c.Facts(Look)) > 0:
		return Look
	}
	return Good
}

// worse is broken or look where a value is beyond a bound, and good otherwise.
func worse[T int64 | time.Duration](value, look, broken T) Verdict {
	switch {
	case value >= broken:
		return Broken
	case value >= look:
		return Look
	}
	return Good
}

// never is a bound that no time reaches.
const never = time.Duration(math.MaxInt64)

// moment is a time as a page says it.
func moment(t time.Time) string { return vn.DateOf(t).Short() + ", " + vn.Clock(t) }

func number(n int64) string { return vn.Grouped(strconv.FormatInt(n, 10)) }

// bytes is a size in the unit that reads best.
func bytes(n int64) string {
	units := []string{"byte", "KB", "MB", "GB", "TB"}
	value, unit := float64(n), 0
	for value >= 1000 && unit < len(units)-1 {
		value /= 1024
		unit++
	}
	if unit == 0 {
		return number(n) + " byte"
	}
	return vn.Grouped(strconv.FormatFloat(value, 'f', 1, 64)) + " " + units[unit]
}

// lasting is a length of time in the unit that reads best.
func lasting(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Millisecond:
		return "dưới 1 ms"
	case d < time.Second:
		return strconv.Itoa(int(d.Milliseconds())) + " ms"
	case d < 2*time.Minute:
		return strconv.Itoa(int(d.Seconds())) + " giây"
	case d < 2*time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " phút"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Hours())) + " tiếng"
	}
	return strconv.Itoa(int(d.Hours()/24)) + " ngày"
}

// mostSaid bounds what a fact repeats of an error.
const mostSaid = 200

// firstLine is the beginning of an error's text.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if r := []rune(line); len(r) > mostSaid {
		line = string(r[:mostSaid]) + "…"
	}
	return line
}

// few joins the first of a list.
func few(list []string) string {
	if len(list) > 3 {
		return strings.Join(list[:3], ", ") + " …"
	}
	return strings.Join(list, ", ")
}
