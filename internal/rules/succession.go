package rules

import "slices"

// Succession is what a regime says of a collective that was made of others (kế
// thừa): whether their awards, years and initiatives count for it.
type Succession struct {
	How       string    `yaml:"how"`    // merged, split
	Counts    string    `yaml:"counts"` // yes, no; open where no text says it
	Cite      string    `yaml:"cite"`
	Certainty Certainty `yaml:"certainty"`
	Notes     []string  `yaml:"notes"`
	Unread    bool      `yaml:"-"` // cites a text that is not in hand
}

// The ways in which a collective came from others.
const (
	Merged = "merged" // sáp nhập, hợp nhất
	Split  = "split"  // chia, tách
)

// HowName says a way to a reader.
func (s *Succession) HowName() string {
	if s.How == Split {
		return "chia, tách"
	}
	return "sáp nhập, hợp nhất"
}

// CountsName says to a reader whether the history counts.
func (s *Succession) CountsName() string {
	switch s.Counts {
	case "yes":
		return "được tính"
	case "no":
		return "không được tính"
	default:
		return "chưa tìm thấy văn bản nói có tính hay không"
	}
}

// Succession returns what the regime says of collectives that came about in a way;
// never nil of a way that there is.
func (r *Regime) Succession(how string) *Succession {
	return find(r.Successions, func(s *Succession) bool { return s.How == how })
}

// Together are the facts of a collective with what those it was made of had: their
// awards, initiatives and discipline, what is pending of them, and the years in
// which it was not rated itself. Such a year is as good as the worst of them was
// in it. It is as old as the oldest.
func Together(f *Facts, before ...*Facts) *Facts {
	all := *f
	all.Awards, all.Initiatives = slices.Clone(f.Awards), slices.Clone(f.Initiatives)
	all.Discipline, all.Pending, all.Years = slices.Clone(f.Discipline), slices.Clone(f.Pending), slices.Clone(f.Years)
	own := map[int]bool{}
	for _, y := range f.Years {
		own[y.Year] = true
	}
	at := map[int]int{} // of a year, into all.Years
	for _, b := range before {
		all.Awards = append(all.Awards, b.Awards...)
		all.Initiatives = append(all.Initiatives, b.Initiatives...)
		all.Discipline = append(all.Discipline, b.Discipline...)
		all.Pending = append(all.Pending, b.Pending...)
		if d := b.Subject.Founded; !d.IsZero() && !all.Subject.Founded.IsZero() && d.Before(all.Subject.Founded.Date) {
			all.Subject.Founded = d
		}
		for _, y := range b.Years {
			i, there := at[y.Year]
			switch {
			case own[y.Year]:
			case !there:
				at[y.Year] = len(all.Years)
				all.Years = append(all.Years, y)
			case slices.Index(ratings, y.Rating) < slices.Index(ratings, all.Years[i].Rating):
				all.Years[i].Rating = y.Rating
			}
		}
	}
	return &all
}

// Reading is an answer for a collective that was made of others, read both ways.
type Reading struct {
	Answer   *Answer // what follows from the regime
	Alone    *Answer // as if nothing of those before counted
	Together *Answer // as if everything did
	By       []*Succession
}

// Differ reports whether it matters which way is taken.
func (r *Reading) Differ() bool { return r.Alone.Answer != r.Together.Answer }

// CheckLine answers for a collective that was made of others in some ways. Where
// no text says whether their history counts and the two ways differ, the answer is
// that people must judge; it is never the better of the two.
func (l *Law) CheckLine(r *Regime, a *Award, f, together *Facts, hows ...string) *Reading {
	reading := &Reading{Alone: l.Check(r, a, f), Together: l.Check(r, a, together)}
	counts := "yes"
	for _, how := range hows {
		s := r.Succession(how)
		reading.By = append(reading.By, s)
		if counts == "yes" || s.Counts == "open" {
			counts = s.Counts
		}
	}
	answer := *reading.Alone
	if counts == "yes" {
		answer = *reading.Together
	}
	if counts == "open" && reading.Differ() {
		answer.Answer, answer.Missing, answer.Earliest = NeedsJudgement, []Missing{}, nil
	}
	answer.Notes = slices.Clone(answer.Notes)
	for _, s := range reading.By {
		answer.Certainty = weaker(answer.Certainty, s.Certainty)
		answer.Notes = append(answer.Notes, "Tập thể hình thành do "+s.HowName()+": thành tích và khen thưởng của tập thể trước "+s.CountsName()+" ("+s.Cite+").")
	}
	reading.Answer = &answer
	return reading
}

// successions checks what a regime says of those that came from others: each way
// once.
func (l *loader) successions(r *Regime) {
	if r.Inherits != "" {
		if len(r.Successions) > 0 {
			l.fault(1, "chế độ %s: inherits không có succession của mình", r.ID)
		}
		if before := l.law.Regime(r.Inherits); before != nil {
			r.Successions = before.Successions
		}
		return
	}
	for i := range r.Successions {
		s := &r.Successions[i]
		if s.How != Merged && s.How != Split || !slices.Contains([]string{"yes", "no", "open"}, s.Counts) {
			l.fault(1, "chế độ %s: succession how %q, counts %q", r.ID, s.How, s.Counts)
		}
		l.cited(1, s.Cite)
		l.certain(s.Certainty)
		if c, ok := ParseCitation(s.Cite); ok {
			if in := l.law.byNumber[c.Instrument]; in != nil && in.Partial() {
				s.Unread, s.Certainty = true, weaker(s.Certainty, Secondary)
			}
		}
	}
	for _, how := range []string{Merged, Split} {
		n := 0
		for _, s := range r.Successions {
			if s.How == how {
				n++
			}
		}
		if n != 1 {
			l.fault(1, "chế độ %s: succession cần how: %s đúng một lần", r.ID, how)
		}
	}
}
