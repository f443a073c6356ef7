package clerk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/conference"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/midreview"
	"giaouoc/internal/vn"
)

// meeting is what a conference is called within a sentence.
func (t *yearTold) meeting() string {
	return fmt.Sprintf("hội nghị tổng kết năm %d của %s", t.y.Year, t.c.Name)
}

func moment(at db.Time, on vn.Date) string {
	switch {
	case !at.IsZero():
		return vn.Clock(at.Time) + ", " + vn.DateOf(at.Time).Words()
	case !on.IsZero():
		return blank + " giờ, " + on.Words()
	}
	return blank
}

func (t *yearTold) invitation(words *document.Words) (*document.Document, error) {
	i, err := conference.Invited(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	s := document.Invitation{Head: t.head, Meeting: t.meeting(), Guest: blank, Room: i.Conference.Place, Chair: i.Conference.GuidedBy}
	if len(t.name) > 0 {
		s.Guest = "lãnh đạo các đơn vị thành viên " + t.c.Name
	}
	for _, item := range i.Items {
		s.Agenda = append(s.Agenda, item.Title)
	}
	if i.Conference.HeldOn.IsZero() {
		return s.Document(words), nil
	}
	s.Begins = blank + " giờ, " + i.Conference.HeldOn.Words()
	if hour, minute, ok := strings.Cut(i.Call.Begins, ":"); ok {
		s.Begins = hour + " giờ " + minute + ", " + i.Conference.HeldOn.Words()
	}
	return s.Document(words), nil
}

func (t *yearTold) minutes(words *document.Words) (*document.Document, error) {
	m, err := conference.DraftMinutes(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	c := m.Sitting.Conference
	s := document.Minutes{Head: t.head, Meeting: upper(t.meeting()), Begin: moment(c.StartedAt, c.HeldOn), Room: c.Place}
	if c.State == conference.Finished {
		s.End = moment(c.FinishedAt, c.HeldOn)
	}
	for _, a := range m.Sitting.Attendance {
		if a.State == conference.Absent {
			s.Counted[1]++
			continue
		}
		s.Counted[0]++
		s.Present = append(s.Present, strings.TrimSuffix(t.name[a.UnitID]+": "+a.Delegate, ": "))
	}
	for _, g := range m.Guests {
		s.Present = append(s.Present, "Khách mời: "+between(g.Name, g.Organisation))
	}
	for _, i := range m.Sitting.Items {
		item := document.MinuteItem{Title: i.Title}
		if i.Presenter != "" {
			item.Lines = append(item.Lines, "Trình bày: "+i.Presenter+".")
		}
		for _, p := range m.Speeches {
			if p.ItemID == i.ID && (p.State == conference.Ended || p.State == conference.Called) {
				item.Lines = append(item.Lines, "Phát biểu: "+between(p.Speaker, t.name[p.UnitID])+strings.TrimSuffix(": "+p.Topic, ": ")+".")
			}
		}
		s.Items = append(s.Items, item)
	}
	if lines := linesOf(m.Written.Remarks); len(lines) > 0 {
		s.Items = append(s.Items, document.MinuteItem{Title: "Ý kiến phát biểu", Lines: lines})
	}
	if lines := linesOf(m.Written.Corrections); len(lines) > 0 {
		s.Items = append(s.Items, document.MinuteItem{Title: "Đính chính", Lines: lines})
	}
	for _, r := range m.Sitting.Resolutions {
		s.Concluded = append(s.Concluded, resolved(r))
	}
	s.Chair.Name, s.Secretary.Name = m.Officer(conference.Chair).Name, m.Officer(conference.Secretary).Name
	return s.Document(words), nil
}

// resolved is a resolution in a sentence with its votes by a show of hands.
func resolved(r conference.Resolution) string {
	text := strings.TrimRight(r.Body, ". ")
	if r.MotionID == "" {
		text += fmt.Sprintf(" (%d tán thành, %d không tán thành)", r.InFavour, r.Against)
	}
	if !r.Passed {
		text += ": không thông qua"
	}
	return text + "."
}

func (t *yearTold) count(motionID string, words *document.Words) (*document.Document, error) {
	n, err := conference.CountingOf(t.tx, t.y, motionID)
	if err != nil {
		return nil, err
	}
	m := n.Motion
	s := document.Count{Head: t.head, Matter: m.Kind.Name(), Begin: moment(n.Conference.StartedAt, n.Conference.HeldOn), Room: n.Conference.Place, Roll: m.Members, Given: -1, Returned: -1, Valid: -1, Spoilt: -1}
	if m.Way != conference.BySecret && len(m.Counts) > 0 {
		c := m.Counts[0]
		s.Given, s.Returned, s.Valid, s.Spoilt = c.Issued, c.Returned, c.Valid, c.Returned-c.Valid
	} else if len(m.Votes) == 1 && m.Votes[0].Result != nil {
		s.Given, s.Returned = m.Votes[0].Result.Given, m.Votes[0].Result.Returned
	}
	outcomes, needed := m.Outcomes(n.Rules)
	base, of := m.Members, "tổng số thành viên"
	if n.Rules.Base == conference.MembersPresent {
		base, of = m.Present, "số thành viên có mặt"
	}
	s.Needed = fmt.Sprintf("ít nhất %d phiếu, từ %d%% %s trở lên", needed, n.Rules.ThresholdPercent, of)
	for _, o := range outcomes {
		line := document.CountLine{Name: t.name[o.UnitID], For: o.Votes, Against: o.Against, Passed: o.Passed}
		if base > 0 {
			line.Share = vn.Percent(decimal.NewFromInt(int64(o.Votes*100)).DivRound(decimal.NewFromInt(int64(base)), 1), 1)
		}
		s.Lines = append(s.Lines, line)
	}
	for _, teller := range n.Tellers {
		s.Tellers = append(s.Tellers, between(teller.Name, teller.Position))
	}
	if len(s.Tellers) == 0 {
		s.Tellers = linesOf(m.Tellers)
	}
	return s.Document(words), nil
}

// decided is the resolution of a conference, or the notice of what it concluded.
func (t *yearTold) decided(k document.Kind, words *document.Words) (*document.Document, error) {
	s, err := conference.Overview(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, r := range s.Resolutions {
		if r.Passed {
			list = append(list, strings.TrimRight(r.Body, ". ")+".")
		}
	}
	if k == document.KindResolution {
		r := document.Resolution{Head: t.head, Meeting: t.meeting(), Articles: list}
		return r.Document(words), nil
	}
	m, err := conference.DraftMinutes(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	chair := m.Officer(conference.Chair)
	c := document.Conclusion{Head: t.head, Meeting: t.meeting(), Points: list, By: orGap(between(chair.Position, chair.Name))}
	return c.Document(words), nil
}

// commended are the proposals of the year, as far as the reader may see them.
func (t *yearTold) commended() ([]string, error) {
	if !access.May(t.tx, access.AwardRead, t.y.Scope()) {
		return nil, nil
	}
	list, err := award.OfYear(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p award.Proposal) bool { return p.State == award.Withdrawn })
	var lines []string
	for _, p := range list {
		lines = append(lines, t.name[p.UnitID]+": "+p.Award.Name())
	}
	return lines, nil
}

// sumOf is what an indicator of a review adds up to.
func sumOf(i midreview.SnapIndicator, members []midreview.SnapMember) document.Sum {
	s := document.Sum{Name: i.Name, Unit: i.Unit, Value: exact(i.Value), Before: exact(i.Before), Target: exact(i.Target), Share: exact(i.Share), Ratio: i.Unit == "%"}
	if s.Value != nil {
		return s
	}
	var most, least *decimal.Decimal
	for n, f := range i.Figures {
		v := exact(f.Value)
		if v == nil || n >= len(members) {
			continue
		}
		said := members[n].Name + " (" + printed(f.Value) + " " + i.Unit + ")"
		if most == nil || v.GreaterThan(*most) {
			most, s.Best = v, said
		}
		if least == nil || v.LessThan(*least) {
			least, s.Least = v, said
		}
	}
	return s
}

func exact(plain string) *decimal.Decimal {
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return nil
	}
	return &d
}

// printed is a plain decimal the Vietnamese way; what is none stays as it is.
func printed(plain string) string {
	if d := exact(plain); d != nil {
		return vn.Format(*d)
	}
	return plain
}

func upper(text string) string {
	r := []rune(text)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
