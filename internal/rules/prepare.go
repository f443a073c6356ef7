package rules

import (
	"math/bits"
	"time"

	"giaouoc/internal/vn"
)

// span is a set of years of achievement: bit 0 is the year asked, bit k the year k
// before it. Sixty-four years are more than a working life.
type span uint64

func yearBit(asked, year int) span {
	if k := asked - year; k >= 0 && k < 64 {
		return 1 << k
	}
	return 0
}

// last is the span of the n years that end in the year asked.
func last(n int) span {
	if n >= 64 {
		return ^span(0)
	}
	return 1<<n - 1
}

func (s span) count() int { return bits.OnesCount64(uint64(s)) }

// run is how many years in a row, back from the year asked, are in the span.
func (s span) run() int { return bits.TrailingZeros64(^uint64(s)) }

// oldest is how long ago the earliest year of the span is; -1 of an empty one.
func (s span) oldest() int { return bits.Len64(uint64(s)) - 1 }

// newest is how long ago the latest year of the span is; 64 of an empty one.
func (s span) newest() int { return bits.TrailingZeros64(uint64(s)) }

// Prepared are facts made ready for the checks of one law; only one goroutine at a
// time asks them.
type Prepared struct {
	law   *Law
	facts *Facts
	year  int

	rated  [4]span // by the order of ratings: that rating or better
	clean  span    // years after the last discipline
	merit  []span  // by award: for merit, dedication counted with it
	any    []span  // by award: on whatever occasion
	period span    // the years that the rated check of the route found

	hopeful  bool // all goes well from here on
	promised span // the years that are not over yet, and go well
	ahead    int  // how many years after the year of the facts
}

// Prepared makes valid facts ready for the checks.
func (l *Law) Prepared(f *Facts) *Prepared {
	both := make([]span, 2*len(l.Awards))
	p := &Prepared{law: l, facts: f, year: f.Year, clean: ^span(0), merit: both[:len(l.Awards)], any: both[len(l.Awards):]}
	for _, y := range f.Years {
		for i, r := range ratings {
			p.rated[i] |= yearBit(f.Year, y.Year)
			if r == y.Rating {
				break
			}
		}
	}
	for _, a := range f.Awards {
		bit, i := yearBit(f.Year, a.Year), l.byCode[a.Award]
		p.any[i] |= bit
		if a.Occasion != AdHoc && a.Occasion != OfMovement {
			p.merit[i] |= bit
		}
	}
	for _, d := range f.Discipline {
		end := d.To.Year()
		if d.To.IsZero() {
			end = f.Year
		}
		if d.From.Year() <= f.Year {
			p.clean &= last(max(0, f.Year-end))
		}
	}
	return p
}

// endOfYear is the last day of the year asked.
func (p *Prepared) endOfYear() vn.Date { return vn.NewDate(p.year, int(time.December), 31) }

// years is a span as a reader writes it: "2020–2022, 2024".
func (p *Prepared) years(s span) string {
	var out []byte
	for k := s.oldest(); k >= 0; k-- {
		if s&(1<<k) == 0 {
			continue
		}
		to := k
		for to > 0 && s&(1<<(to-1)) != 0 {
			to--
		}
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = appendYear(out, p.year-k)
		if to < k {
			out = append(out, "–"...)
			out = appendYear(out, p.year-to)
		}
		k = to
	}
	return string(out)
}
