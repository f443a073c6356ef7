package clerk

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/midreview"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// yearOffers are the documents of a cluster's year: those of its lead, as far as the
// covenant, the conference and the reports have come.
func yearOffers(tx *db.Tx, y cycle.Year) ([]Offer, error) {
	lead, err := leadOf(tx, y)
	if err != nil || lead == "" {
		return nil, err
	}
	var list []Offer
	add := func(k document.Kind, part, name string) { list = append(list, Offer{k, part, lead, name}) }
	if c, err := covenant.Find(tx, y); err == nil && c.State != covenant.History && access.May(tx, access.CovenantRead, y.Scope()) {
		add(document.KindCovenant, "", "Giao ước để ký")
	} else if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if access.May(tx, access.ConferenceRead, y.Scope()) {
		if err := conferenceOffers(tx, y, add); err != nil {
			return nil, err
		}
	}
	if !access.May(tx, access.MidReviewRead, y.Scope()) {
		return list, nil
	}
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	for i, p := range periods {
		if i < len(periods)-1 {
			add(document.KindMidReview, p.ID, "Báo cáo sơ kết: "+p.Name)
		} else {
			add(document.KindFinalReview, p.ID, "Báo cáo tổng kết: "+p.Name)
		}
	}
	return list, nil
}

func conferenceOffers(tx *db.Tx, y cycle.Year, add func(document.Kind, string, string)) error {
	s, err := conference.Overview(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch s.Conference.State {
	case conference.Planned:
		add(document.KindInvitation, "", "Giấy mời hội nghị")
	case conference.Running, conference.Finished:
		add(document.KindMinutes, "", "Biên bản hội nghị")
		if access.May(tx, access.ConferenceRun, y.Scope()) {
			for _, m := range s.Motions {
				if m.Standing() == conference.Confirmed {
					name := "Biên bản kiểm phiếu: " + m.Kind.Name()
					if m.Round > 1 {
						name += ", lần " + strconv.Itoa(m.Round)
					}
					add(document.KindCount, m.ID, name)
				}
			}
		}
		if len(s.Resolutions) > 0 {
			add(document.KindResolution, "", "Nghị quyết hội nghị")
			add(document.KindConclusion, "", "Thông báo kết luận hội nghị")
		}
	case conference.History:
	}
	return nil
}

// leadOf is the unit that leads a year; empty while nobody does.
func leadOf(tx *db.Tx, y cycle.Year) (string, error) {
	leads, err := cluster.LeadsOf(tx, y.ClusterID, y.Year)
	if err != nil {
		return "", err
	}
	unit := ""
	for _, l := range leads {
		if l.Post == cluster.PostLead && (l.ToDay.IsZero() || l.ToDay.After(tx.Today())) {
			unit = l.UnitID
		}
	}
	return unit, nil
}

// yearTold is a cluster's year with the names that its documents say.
type yearTold struct {
	tx   *db.Tx
	y    cycle.Year
	c    cluster.Cluster
	head document.Head
	name map[string]string // of the members by id
}

func (w *Writing) ofYear(tx *db.Tx, y cycle.Year, h document.Head, words *document.Words) (*document.Document, error) {
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return nil, err
	}
	t := yearTold{tx: tx, y: y, c: c, head: h}
	t.head.Year, t.head.Cluster = y.Year, c.Name
	if y.Illustrative {
		t.head.Notes = append(t.head.Notes, document.Illustrative)
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UnitID
	}
	if t.name, err = org.Names(tx, tx.Today(), ids...); err != nil {
		return nil, err
	}
	switch w.Kind {
	case document.KindCovenant:
		return t.covenant(words)
	case document.KindInvitation:
		return t.invitation(words)
	case document.KindMinutes:
		return t.minutes(words)
	case document.KindCount:
		return t.count(w.Part, words)
	case document.KindResolution, document.KindConclusion:
		return t.decided(w.Kind, words)
	case document.KindMidReview, document.KindFinalReview:
		return t.review(w.Kind, w.Part, words)
	}
	return nil, fmt.Errorf("no document %s of a year", w.Kind)
}

// covenant is the text in hand: that which is out to be signed or was signed, else the
// draft. The block of signatures has every member, and whoever has confirmed by name.
func (t *yearTold) covenant(words *document.Words) (*document.Document, error) {
	w, err := covenant.Overview(t.tx, t.y)
	if err != nil {
		return nil, err
	}
	text := w.Draft
	if w.Version.ID != "" && (w.Covenant.State == covenant.Signing || w.Covenant.State == covenant.Signed) {
		if text, err = w.Version.Text(); err != nil {
			return nil, err
		}
	}
	h := t.head
	h.Superior, h.Issuer, h.Recipients, h.Signatures = "", text.Cluster, nil, nil
	s := document.Covenant{Head: h, Targets: targetsOf(text)}
	for _, c := range text.Contents {
		s.Contents = append(s.Contents, document.Pledge{Title: c.Title, Text: c.Body, Serves: c.Serves})
	}
	for _, m := range text.Members {
		sig := document.Signature{Party: m.Name, Lines: []string{blank}}
		for _, p := range w.Parties {
			if p.UnitID == m.ID && p.Signature != nil {
				sig = document.Signature{Party: m.Name, Lines: []string{orGap(strings.ToUpper(p.Signature.Position))}, Name: p.Signature.Name}
			}
		}
		s.Signatures = append(s.Signatures, sig)
	}
	s.Witness = &document.Signature{Party: "Chứng kiến", Lines: []string{blank}}
	if w.Witness != nil {
		s.Witness.Lines, s.Witness.Name = []string{orGap(strings.ToUpper(w.Witness.Position))}, w.Witness.Name
	}
	return s.Document(words), nil
}

// targetsOf lists what each member promises; nil where nobody has.
func targetsOf(text covenant.Snapshot) *document.Table {
	if len(text.Targets) == 0 {
		return nil
	}
	t := memberTable(len(text.Members), func(i int) string { return text.Members[i].Name })
	for n, i := range text.Indicators {
		row := []string{strconv.Itoa(n + 1), i.Name, i.Unit}
		for _, m := range text.Members {
			value := blank
			for _, x := range text.Targets {
				if x.Indicator == i.Code && x.Unit == m.ID {
					value = printed(x.Value)
				}
			}
			row = append(row, value)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// memberTable is an empty table with a column for each member.
func memberTable(n int, name func(int) string) *document.Table {
	t := &document.Table{Columns: []document.Column{
		{Title: "STT", Weight: 0.6, Align: document.Centre}, {Title: "Chỉ tiêu", Weight: 3.4}, {Title: "Đơn vị tính", Weight: 1.2, Align: document.Centre},
	}}
	if n > 5 {
		t.Size = 10
	}
	for i := range n {
		t.Columns = append(t.Columns, document.Column{Title: name(i), Group: "Đơn vị", Weight: 1.2, Align: document.Right})
	}
	return t
}

// review is drafted from the figures of a period. Of the mid-year review that the
// cluster writes, the written parts are taken over.
func (t *yearTold) review(k document.Kind, periodID string, words *document.Words) (*document.Document, error) {
	s := document.Review{Head: t.head, Final: k == document.KindFinalReview}
	data, err := midreview.DataOf(t.tx, t.y, periodID)
	if err != nil {
		return nil, err
	}
	work, err := midreview.Overview(t.tx, t.y)
	switch {
	case err == nil && work.Review.PeriodID == periodID:
		data = work.Data
		w := work.Review.Written
		s.Weak = append(linesOf(w.Shortcomings), linesOf(w.Causes)...)
		s.Next = append(linesOf(w.Tasks), linesOf(w.Requests)...)
	case err != nil && !problem.Is(err, problem.NotFound):
		return nil, err
	}
	s.Period = data.Period
	figures := memberTable(len(data.Members), func(i int) string { return data.Members[i].Name })
	for n, i := range data.Indicators {
		s.Figures = append(s.Figures, sumOf(i, data.Members))
		row := []string{strconv.Itoa(n + 1), i.Name, i.Unit}
		for _, f := range i.Figures {
			row = append(row, orGap(printed(f.Value)))
		}
		figures.Rows = append(figures.Rows, row)
	}
	if len(figures.Rows) > 0 {
		s.Table = figures
	}
	for _, m := range data.Movements {
		s.Movements = append(s.Movements, strings.TrimSuffix(m.Name+": "+m.Say, ": "))
	}
	if s.Commended, err = t.commended(); err != nil {
		return nil, err
	}
	return s.Document(words), nil
}
