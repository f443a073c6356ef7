package deliberation

import (
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// At is how a person stands to one title.
type At struct {
	Award  string
	Wanted bool
	Answer rules.Verdict
	Own    *Vote // at the department's meeting
	Vote   *Vote // at the meeting of the board; of a whole list the unit's
	May    bool  // may be voted on at that meeting
	Listed bool
	Left   string // why the person was left out of a list that was too long
	Why    string // why not, with what says so; how the list was reached where it is
}

// Refused reports whether the law refuses the title.
func (a *At) Refused() bool { return a.Answer == rules.NotEligible }

// Standing is a person with how it stands to the titles.
type Standing struct {
	Staff
	Held []string // the titles of the year before, by code

	at    [2]At
	facts *rules.Facts
}

// Of is how the person stands to a title.
func (s *Standing) Of(title string) *At { return &s.at[max(0, slices.Index(Titles, title))] }

// world is all that a deliberation's lists are worked out of.
type world struct {
	d      *Deliberation
	law    *rules.Law
	regime *rules.Regime
	held   map[string]*Meeting // by department
	votes  map[[3]string]*Vote // by meeting, staff, title
	left   map[[2]string]string
	people []Standing
}

// readWorld reads the people of a department, or all.
func readWorld(tx *db.Tx, l *rules.Law, d *Deliberation, department string) (*world, error) {
	w := &world{d: d, law: l, held: map[string]*Meeting{}, votes: map[[3]string]*Vote{}, left: map[[2]string]string{}}
	day := tx.Today()
	if !d.PublishedOn.IsZero() && !d.open() {
		day = d.PublishedOn
	}
	w.regime = l.On(day)
	meetings, err := meetingsOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read meetings of %s: %w", d.ID, err)
	}
	for i := range meetings {
		w.held[meetings[i].Department] = &meetings[i]
	}
	votes, err := votesOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read votes of %s: %w", d.ID, err)
	}
	for i := range votes {
		v := &votes[i]
		w.votes[[3]string{v.MeetingID, v.StaffID, v.Award}] = v
	}
	left, err := leftOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read who was left out of %s: %w", d.ID, err)
	}
	for _, x := range left {
		w.left[[2]string{x.StaffID, x.Award}] = x.Reason
	}
	staff, err := staffOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read staff of %s: %w", d.ID, err)
	}
	for _, s := range staff {
		if department == "" || s.Department == department {
			w.people = append(w.people, Standing{Staff: s})
		}
	}
	return w, w.readFacts(tx)
}

// readFacts asks the register of awards about the people.
func (w *world) readFacts(tx *db.Tx) error {
	files, err := award.FilesOf(tx, w.d.UnitID)
	if err != nil {
		return err
	}
	at := make(map[string]*award.File, len(files))
	for i := range files {
		at[files[i].ID] = &files[i]
	}
	for i := range w.people {
		s := &w.people[i]
		f := at[s.SubjectID]
		if f == nil && s.SubjectID != "" { // another unit keeps the file
			one, err := award.FileOf(tx, s.SubjectID)
			if err != nil {
				return err
			}
			f = &one
		}
		if f == nil {
			continue
		}
		s.facts = f.Facts(w.d.Year)
		for _, h := range s.facts.Awards {
			if h.Year == w.d.Year-1 && slices.Contains(Titles, h.Award) && !slices.Contains(s.Held, h.Award) {
				s.Held = append(s.Held, h.Award)
			}
		}
	}
	return nil
}

// judge works out how everybody stands; meeting is the one whose board it is, nil for
// the lists of the whole unit.
func (w *world) judge(meeting *Meeting) {
	for i := range w.people {
		s := &w.people[i]
		for n, title := range Titles {
			s.at[n] = w.stand(s, title, meeting)
		}
	}
}

// stand is how a person stands to a title.
func (w *world) stand(s *Standing, title string, meeting *Meeting) At {
	a := At{Award: title, Wanted: s.wants(title)}
	own, unit := w.held[s.Department], w.held[""]
	a.Own, a.Vote = w.vote(own, s.ID, title), w.vote(unit, s.ID, title)
	ofUnit := meeting == nil || meeting.Department == ""
	if !ofUnit {
		a.Vote = a.Own
	}
	switch {
	case !a.Wanted:
		a.Why = "Không đăng ký, không được đề nghị danh hiệu này."
	case s.SubjectID == "":
		a.Why = "Chưa rõ là ai trong sổ khen thưởng: " + s.Doubt
	case s.Rating == "":
		a.Why = "Chưa được xếp loại: " + s.Unrated
	case w.regime == nil || w.law.Award(title) == nil:
		a.Why = "Chưa nhập quy định cho ngày xét."
	default:
		a.Answer = w.law.Prepared(s.facts).Verdict(w.regime, w.law.Award(title))
		switch {
		case a.Answer != rules.Eligible && a.Answer != rules.NeedsJudgement:
			a.Why = w.lacking(s, title)
		case !ofUnit:
			a.May = true
		default:
			w.carried(s, &a, own, unit)
		}
	}
	return a
}

// carried says whether both meetings were for a person.
func (w *world) carried(s *Standing, a *At, own, unit *Meeting) {
	switch {
	case own == nil || a.Own == nil:
		a.Why = s.Department + " chưa họp xét."
	case !w.enough(own, a.Own):
		a.Why = "Tại cuộc họp của " + s.Department + ": " + w.count(own, a.Own)
	case own.State != MeetingClosed:
		a.Why = "Biên bản họp của " + s.Department + " chưa khóa."
	case unit == nil || a.Vote == nil:
		a.May = true
		a.Why = "Đơn vị chưa họp xét."
	case !w.enough(unit, a.Vote):
		a.May = true
		a.Why = "Tại cuộc họp của đơn vị: " + w.count(unit, a.Vote)
	default:
		a.May = true
		a.Left = w.left[[2]string{s.ID, a.Award}]
		if a.Listed = a.Left == ""; a.Listed {
			a.Why = w.count(unit, a.Vote)
		} else {
			a.Why = "Không chọn vào danh sách vì vượt mức tối đa: " + a.Left
		}
	}
	if a.Award == Fighter && a.Listed && !s.at[0].Listed {
		a.Listed, a.Why = false, "Không có trong danh sách «Lao động tiên tiến» (06/2022/QH15, Điều 23, khoản 1)."
	}
}

func (w *world) vote(m *Meeting, staffID, title string) *Vote {
	if m == nil {
		return nil
	}
	return w.votes[[3]string{m.ID, staffID, title}]
}

func (w *world) enough(m *Meeting, v *Vote) bool {
	need, _ := w.d.Needed(w.law, m, v.Award)
	return v.Yes >= need
}

// count is a vote against what is needed, with who says so.
func (w *world) count(m *Meeting, v *Vote) string {
	need, says := w.d.Needed(w.law, m, v.Award)
	return fmt.Sprintf("%d/%d phiếu đồng ý, cần %d (%s).", v.Yes, m.Present, need, says)
}

// lacking is what a person lacks for a title, with the article.
func (w *world) lacking(s *Standing, title string) string {
	a := w.law.Check(w.regime, w.law.Award(title), s.facts)
	if r := award.ShortReason(a); r != "" {
		cite := ""
		if f := a.Followed(); f != nil {
			cite = " (" + failedCite(f.Conditions, f.Cite) + ")"
		}
		return r + cite
	}
	return "Chưa đủ điều kiện theo quy định."
}

// failedCite is the article of the first condition that is not met.
func failedCite(list []rules.ConditionAnswer, or string) string {
	for _, c := range list {
		if c.Result == rules.Failed.String() {
			return cmp.Or(c.Cite, or)
		}
	}
	return or
}

// Board is the list of a meeting: who can be voted on, and how it was.
type Board struct {
	Meeting Meeting
	People  []*Standing // who is nominated for something
}

// boardOf is the list of a meeting.
func boardOf(tx *db.Tx, l *rules.Law, d *Deliberation, m *Meeting) (*Board, error) {
	w, err := readWorld(tx, l, d, m.Department)
	if err != nil {
		return nil, err
	}
	w.judge(m)
	b := &Board{Meeting: *m}
	for i := range w.people {
		if w.people[i].Wanted() != "" {
			b.People = append(b.People, &w.people[i])
		}
	}
	slices.SortStableFunc(b.People, func(x, y *Standing) int {
		return cmp.Or(vn.Compare(x.Department, y.Department), cmp.Compare(x.N, y.N))
	})
	return b, nil
}

// may reports whether a person of the board may be voted on for a title; nil where
// there is no such person.
func (b *Board) may(staffID, title string) (*Standing, bool) {
	i := slices.IndexFunc(b.People, func(s *Standing) bool { return s.ID == staffID })
	if i < 0 || !slices.Contains(Titles, title) {
		return nil, false
	}
	return b.People[i], b.People[i].Of(title).May
}

// Waiting is how many votes are not written yet.
func (b *Board) Waiting() int {
	n := 0
	for _, s := range b.People {
		for _, title := range Titles {
			if a := s.Of(title); a.May && a.Vote == nil {
				n++
			}
		}
	}
	return n
}
