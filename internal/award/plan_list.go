package award

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/vn"
)

// Plan is an open list held against the register as it is now: what would be
// entered where, and what somebody has to decide before.
type Plan struct {
	List    PastList
	Parties []PartyPlan
	Lines   []LinePlan
	Files   map[string]*File // of every candidate, by id

	Identities map[string]string // of the candidates, masked, by id
}

// PartyPlan is a party with whom it is found to be now.
type PartyPlan struct {
	Party
	Now     Matching
	Changed bool   // the register is another than when the list was brought or decided
	Target  string // id of a subject, AsNew, LeaveOut; empty while it is not decided
	Leader  int    // of a new person: the party whose file it is
}

// LineState is what becomes of a line.
type LineState string

// The states of a line.
const (
	LineFresh LineState = "fresh" // sẽ ghi
	LineThere LineState = "there" // đã có
	LineTwice LineState = "twice" // có thể trùng, cần quyết định
	LineClash LineState = "clash" // trái với sổ
	LineLeft  LineState = "left"  // bỏ
	LineWaits LineState = "waits" // chưa biết của ai
)

const noDocument = "không ghi số quyết định"

// LinePlan is a line with what becomes of it, and why.
type LinePlan struct {
	ListLine
	State LineState
	Why   string // in words; of LineThere, LineTwice, LineClash
}

// Counts are the numbers of a plan.
type Counts struct {
	Sure, Doubtful, Decided, New         int // parties; Decided are those of the doubtful that somebody decided
	Fresh, There, Twice, Clash, Left, Of int // lines
}

// Counts counts.
func (p *Plan) Counts() Counts {
	c := Counts{Of: len(p.Lines)}
	for _, q := range p.Parties {
		switch {
		case q.Doubt():
			c.Doubtful++
			if q.Target != "" {
				c.Decided++
			}
		case q.Now.Verdict == Same:
			c.Sure++
		default:
			c.New++
		}
	}
	for _, l := range p.Lines {
		switch l.State {
		case LineFresh:
			c.Fresh++
		case LineThere:
			c.There++
		case LineTwice:
			c.Twice++
		case LineClash:
			c.Clash++
		case LineLeft:
			c.Left++
		}
	}
	return c
}

// Waiting reports whether something has to be decided before the list is entered.
func (c Counts) Waiting() bool { return c.Doubtful > c.Decided || c.Twice+c.Clash > 0 }

// Doubt reports whether a person decides who it is.
func (q PartyPlan) Doubt() bool { return q.Changed || q.Now.Verdict == Doubtful || q.Choice != "" }

// Allows reports whether a choice is one of those that the party has.
func (q PartyPlan) Allows(choice string) bool {
	if n, is := strings.CutPrefix(choice, "g"); is && q.likes(n) {
		return true
	}
	return choice == AsNew || choice == LeaveOut || slices.Contains(q.Now.Found, choice)
}

func (q PartyPlan) likes(n string) bool {
	number, err := strconv.Atoi(n)
	return err == nil && slices.Contains(q.Like, number)
}

// planned holds a list against the candidates; files are read where lines go.
func planned(l PastList, list []Party, lines []ListLine, known *Known, fileOf func(id string) (*File, error)) (*Plan, error) {
	p := &Plan{List: l, Files: map[string]*File{}, Identities: map[string]string{}}
	for _, party := range list {
		q := PartyPlan{Party: party, Now: match(party, known), Leader: party.N}
		q.Changed = q.Now.Verdict != party.Verdict || !slices.Equal(q.Now.Found, party.Found)
		p.Parties = append(p.Parties, q)
	}
	for i := range p.Parties {
		p.aim(i)
	}
	for _, q := range p.Parties {
		for _, id := range q.Now.Found {
			if p.Files[id] != nil {
				continue
			}
			f, err := fileOf(id)
			if err != nil {
				return nil, err
			}
			p.Files[id], p.Identities[id] = f, Masked(known.numbers[id])
		}
	}
	p.meet(lines)
	return p, nil
}

// aim finds where a party goes; one that is another of the list goes with it.
func (p *Plan) aim(i int) {
	q := &p.Parties[i]
	switch {
	case q.Target != "" || q.Changed:
	case q.Choice != "" && q.Allows(q.Choice):
		number, is := strings.CutPrefix(q.Choice, "g")
		n, err := strconv.Atoi(number)
		if !is || err != nil || !slices.Contains(q.Like, n) {
			q.Target = q.Choice
			return
		}
		p.aim(n - 1)
		q.Target, q.Leader = p.Parties[n-1].Target, p.Parties[n-1].Leader
	case q.Now.Verdict == Same:
		q.Target = q.Now.Found[0]
	case q.Now.Verdict == New:
		q.Target = AsNew
	}
}

// meet says of each line what becomes of it.
func (p *Plan) meet(lines []ListLine) {
	there := map[string]*File{}
	for _, l := range lines {
		q := p.Parties[l.Party-1]
		line := LinePlan{ListLine: l, State: LineWaits}
		switch q.Target {
		case "":
		case LeaveOut:
			line.State = LineLeft
		default:
			key := q.Target
			if key == AsNew {
				key += strconv.Itoa(q.Leader)
			}
			if there[key] == nil {
				there[key] = p.standing(q)
			}
			line.State, line.Why = there[key].meets(l.Line)
			line.choose()
			if line.State == LineFresh {
				there[key].take(l.Line)
			}
		}
		p.Lines = append(p.Lines, line)
	}
}

func (l *LinePlan) choose() {
	switch {
	case l.State != LineTwice && l.State != LineClash:
	case l.Choice == "leave":
		l.State = LineLeft
	case l.Choice == AddAnyway && l.State == LineTwice:
		l.State = LineFresh
	}
}

// standing is a copy of the file that a party's lines go to.
func (p *Plan) standing(q PartyPlan) *File {
	f := p.Files[q.Target]
	if f == nil {
		return &File{Subject: Subject{Founded: q.Founded}}
	}
	held := File{Subject: f.Subject, Years: slices.Clone(f.Years), Initiatives: slices.Clone(f.Initiatives), Disciplines: slices.Clone(f.Disciplines), Entries: slices.Clone(f.InForce())}
	if held.Founded.IsZero() {
		held.Founded = q.Founded
	}
	return &held
}

// meets says what a line is to a file: new, there already, perhaps there, or against
// what it says.
func (f *File) meets(l Line) (LineState, string) {
	switch l.Kind {
	case OfRating:
		for _, y := range f.Years {
			switch {
			case y.Year != l.Year || y.Rating == "":
			case y.Rating == l.Rating:
				return LineThere, ""
			case y.SubjectID == "":
				return LineClash, fmt.Sprintf("Danh sách ghi hai xếp loại của năm %d: %s (%s) và %s.", l.Year, y.Rating, y.Source, l.Rating)
			default:
				return LineClash, fmt.Sprintf("Sổ ghi năm %d xếp loại %s, danh sách ghi %s.", l.Year, y.Rating, l.Rating)
			}
		}
	case OfInitiative:
		for _, i := range f.Initiatives {
			if i.Year == l.Year && Folded(i.Name) == Folded(l.Title) {
				return LineThere, ""
			}
		}
	case OfDiscipline:
		for _, d := range f.Disciplines {
			if d.Form == l.Form && d.FromDay == l.FromDay {
				return LineThere, ""
			}
		}
	case OfAward:
		return f.meetsAward(l)
	}
	return LineFresh, ""
}

func (f *File) meetsAward(l Line) (LineState, string) {
	if !f.Founded.IsZero() && l.Year < f.Founded.Year() {
		return LineClash, fmt.Sprintf("Thành lập ngày %s, sau khen thưởng của năm %d.", f.Founded.Short(), l.Year)
	}
	twice := ""
	for _, e := range f.Entries {
		switch {
		case e.Award != l.Award || e.Year != l.Year:
		case l.Number == "" || plainNumber(e.Number) == plainNumber(l.Number):
			return LineThere, ""
		default:
			said := noDocument
			if e.Number != "" {
				said = "theo Quyết định " + e.Number
			}
			twice = fmt.Sprintf("Đã có khen thưởng này của năm %d (%s); danh sách ghi số %s.", l.Year, said, l.Number)
		}
	}
	if twice != "" {
		return LineTwice, twice
	}
	return LineFresh, ""
}

// take puts a line into the copy, so that the next ones meet it.
func (f *File) take(l Line) {
	switch l.Kind {
	case OfAward:
		f.Entries = append(f.Entries, Entry{Kind: Grant, Award: l.Award, Year: l.Year, Number: l.Number})
	case OfRating:
		f.Years = append(f.Years, Year{Year: l.Year, Rating: l.Rating, Source: "ô " + l.Place})
	case OfInitiative:
		f.Initiatives = append(f.Initiatives, Initiative{Year: l.Year, Name: l.Title})
	case OfDiscipline:
		f.Disciplines = append(f.Disciplines, Discipline{Form: l.Form, FromDay: l.FromDay})
	}
}

// plainNumber is the number of a document as two are compared: without marks, case,
// spaces and the word «số».
func plainNumber(number string) string {
	words := strings.Fields(vn.Fold(number))
	if len(words) > 1 && strings.Trim(words[0], ":.") == "so" {
		words = words[1:]
	}
	return strings.TrimPrefix(strings.Join(words, ""), "so:")
}

// Says is a line in words; awardName names awards by their codes.
func (l Line) Says(awardName func(code string) string) string {
	switch l.Kind {
	case OfRating:
		return fmt.Sprintf("Xếp loại %s năm %d", l.Rating, l.Year)
	case OfInitiative:
		return fmt.Sprintf("Sáng kiến năm %d: %s", l.Year, l.Title)
	case OfDiscipline:
		return "Kỷ luật " + l.Form + " từ " + l.FromDay.Short()
	}
	name := awardName(l.Award)
	year := strconv.Itoa(l.Year)
	if l.FromYear != 0 && l.FromYear != l.Year {
		year = strconv.Itoa(l.FromYear) + "–" + year
	}
	if l.Number == "" {
		return name + ", năm " + year + " (" + noDocument + ")"
	}
	return name + ", năm " + year + ", Quyết định " + l.Number
}
