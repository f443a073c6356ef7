package dossier

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Folder is a dossier with who and what is in it.
type Folder struct {
	Dossier
	List  []Candidate
	Parts []Part // without those replaced or taken out
}

func folderOf(tx *db.Tx, d Dossier) (Folder, error) {
	f := Folder{Dossier: d}
	var err error
	if f.List, err = candidatesOf(tx, d.ID); err != nil {
		return f, fmt.Errorf("read candidates of dossier %s: %w", d.ID, err)
	}
	if f.Parts, err = partsOf(tx, d.ID); err != nil {
		return f, fmt.Errorf("read parts of dossier %s: %w", d.ID, err)
	}
	return f, nil
}

// grants are the entries in the register of awards of those who were given one.
func (f *Folder) grants() []string {
	var list []string
	for i := range f.List {
		if id := f.List[i].EntryID; id != "" {
			list = append(list, id)
		}
	}
	return list
}

// Item is one line of the checklist: a component that the law asks for, and how many of
// it there are.
type Item struct {
	*rules.Component
	Have  int
	Of    int // how many are needed
	Whole bool
	Lacks []string // names of candidates without one, the first few
}

// Missing reports whether something is missing.
func (i *Item) Missing() bool { return i.Have < i.Of }

// Gap is one thing for which the law stops a dossier.
type Gap struct {
	Field     string
	Text      string
	Cite      string
	Certainty rules.Certainty
}

// mostNamed is how many candidates a sentence names.
const mostNamed = 3

// Checklist holds the dossier against what the law asks on a day.
func (f *Folder) Checklist(l *rules.Law, day vn.Date) []Item {
	a := l.Award(f.Award)
	if a == nil {
		return nil
	}
	type at struct{ part, candidate string }
	has := map[at]bool{}
	for _, p := range f.Parts {
		has[at{p.Part, p.CandidateID}] = true
	}
	var list []Item
	for _, c := range l.Dossier.ComponentsFor(a, f.Kind, f.Proposer, f.Simple, day) {
		i := Item{Component: c, Of: 1, Whole: has[at{c.Part, ""}]}
		switch {
		case !c.Each && i.Whole:
			i.Have = 1
		case c.Each:
			i.Of = len(f.List)
			for n := range f.List {
				q := &f.List[n]
				if i.Whole || has[at{c.Part, q.ID}] || c.Part == InitiativePart && q.InitiativeNumber != "" {
					i.Have++
				} else if len(i.Lacks) < mostNamed {
					i.Lacks = append(i.Lacks, q.Name)
				}
			}
		}
		list = append(list, i)
	}
	return list
}

// Parts that the program knows more of than their name.
const (
	LetterPart     = "letter"
	BallotPart     = "ballot"
	InitiativePart = "initiative"
)

// Gaps is all for which the law stops the dossier on a day: what is missing, figures
// that are too old, votes under the threshold.
func (f *Folder) Gaps(l *rules.Law, day vn.Date) []Gap {
	var list []Gap
	if len(f.List) == 0 {
		list = append(list, Gap{Field: "candidates", Text: "Hồ sơ chưa có đối tượng nào."})
	}
	items := f.Checklist(l, day)
	for i := range items {
		x := &items[i]
		if !x.Missing() {
			continue
		}
		g := Gap{Field: "part-" + x.Part, Cite: x.Cite, Certainty: x.Certainty, Text: "Thiếu " + lower(x.Name) + "."}
		if x.Each && len(f.List) > 0 {
			g.Text = fmt.Sprintf("Thiếu %s của %d trên %d đối tượng: %s.", lower(x.Name), x.Of-x.Have, x.Of, named(x.Lacks, x.Of-x.Have))
		}
		list = append(list, g)
	}
	if g, stale := f.stale(l, day); stale {
		list = append(list, g)
	}
	return append(list, f.outvoted(l, items, day)...)
}

// stale says that the figures are older than the law allows.
func (f *Folder) stale(l *rules.Law, day vn.Date) (Gap, bool) {
	fresh := l.Dossier.FreshOn(day)
	if fresh == nil || f.Simple {
		return Gap{}, false
	}
	g := Gap{Field: "figures_on", Cite: fresh.Cite, Certainty: fresh.Certainty}
	switch oldest := fresh.Oldest(day); {
	case f.FiguresOn.IsZero():
		g.Text = "Chưa ghi số liệu trong báo cáo thành tích tính đến ngày nào."
	case f.FiguresOn.Before(oldest):
		g.Text = fmt.Sprintf("Số liệu trong báo cáo tính đến ngày %s, cũ hơn %d tháng khi trình ngày %s; cập nhật đến sau ngày %s.", f.FiguresOn.Short(), fresh.Months, day.Short(), oldest.AddDays(-1).Short())
	default:
		return g, false
	}
	return g, true
}

// outvoted says whom the proposer's council did not carry, where its vote is a part of
// the dossier and the law fixes a majority.
func (f *Folder) outvoted(l *rules.Law, items []Item, day vn.Date) []Gap {
	asked := false
	for i := range items {
		asked = asked || items[i].Part == BallotPart
	}
	m := l.Values.Majority(f.Award, day)
	if !asked || m == nil || len(f.List) == 0 {
		return nil
	}
	g := Gap{Field: "own_votes", Cite: m.Cite, Certainty: m.Certainty}
	if f.OwnMembers == 0 {
		g.Text = "Chưa ghi tổng số thành viên Hội đồng của đơn vị đề nghị."
		return []Gap{g}
	}
	var under []string
	short, needed := 0, m.Needed(f.OwnMembers)
	for i := range f.List {
		if q := &f.List[i]; q.OwnVotes < needed {
			if short++; len(under) < mostNamed {
				under = append(under, fmt.Sprintf("%s (%s)", q.Name, votesWords(q.OwnVotes)))
			}
		}
	}
	if short == 0 {
		return nil
	}
	g.Text = fmt.Sprintf("Dưới %d%% %s: cần ít nhất %d trên %d phiếu. Chưa đủ: %s.", m.Percent, m.Of, needed, f.OwnMembers, named(under, short))
	return []Gap{g}
}
