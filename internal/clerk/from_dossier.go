package clerk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Parts of a dossier: whose document it is.
const (
	ofUnit   = "unit"
	ofOffice = "office"
)

// dossierOffers are the documents that fit the step of a dossier: the unit's letter
// while it is with the unit, then those of the office.
func dossierOffers(v *dossier.Look) []Offer {
	at := func(steps ...dossier.Step) bool { return slices.Contains(steps, v.Step) }
	var list []Offer
	if v.Step.OfUnit() {
		list = append(list, Offer{document.KindSubmission, ofUnit, v.UnitID, "Tờ trình của đơn vị"})
	}
	office := func(k document.Kind, name string) { list = append(list, Offer{k, ofOffice, v.OfficeID, name}) }
	if at(dossier.Received, dossier.Appraising, dossier.Appraised, dossier.Returned) && !v.ReceivedOn.IsZero() {
		office(document.KindReturn, "")
	}
	if at(dossier.Appraised, dossier.Consulting) {
		office(document.KindConsult, "")
	}
	if at(dossier.Council, dossier.Voted, dossier.Upward, dossier.Decided, dossier.Notified, dossier.Delivered) && !v.Simple {
		office(document.KindMinutes, "Biên bản họp Hội đồng")
	}
	if at(dossier.Voted, dossier.Upward) {
		office(document.KindSubmission, "Tờ trình cấp trên")
	}
	if at(dossier.Upward, dossier.Decided) {
		office(document.KindDecision, "")
	}
	if at(dossier.Decided, dossier.Notified, dossier.Delivered) {
		office(document.KindNotice, "")
	}
	return list
}

// told is a dossier with the names that its documents say.
type told struct {
	*dossier.Look
	b            dossier.Basis
	today        vn.Date
	award        string
	kind         string
	unit, office string
	head         document.Head
}

func (w *Writing) ofDossier(tx *db.Tx, b dossier.Basis, v *dossier.Look, h document.Head, words *document.Words) (*document.Document, error) {
	t := told{Look: v, b: b, today: tx.Today(), head: h}
	t.head.Year = v.Year
	if a := b.Law.Award(v.Award); a != nil {
		t.award = quoted.Replace(a.Title())
	}
	if k := b.Law.Dossier.Kind(v.Kind); k != nil {
		t.kind = k.Name
	}
	if err := formal(tx, v.UnitID, &t.unit); err != nil {
		return nil, err
	}
	if err := formal(tx, v.OfficeID, &t.office); err != nil {
		return nil, err
	}
	if v.YearID != "" {
		y, err := cycle.ByID(tx, v.YearID)
		if err != nil {
			return nil, err
		}
		c, err := cluster.Find(tx, y.ClusterID)
		if err != nil {
			return nil, err
		}
		t.head.Cluster = c.Name
		if y.Illustrative {
			t.head.Notes = append(t.head.Notes, document.Illustrative)
		}
	}
	switch w.Kind {
	case document.KindSubmission:
		return t.submission(w.Part).Document(words), nil
	case document.KindConsult:
		return t.consult().Document(words), nil
	case document.KindReturn:
		return t.returned().Document(words), nil
	case document.KindMinutes:
		return t.minutes().Document(words), nil
	case document.KindDecision:
		return t.decision().Document(words), nil
	case document.KindNotice:
		return t.notice().Document(words), nil
	}
	return nil, fmt.Errorf("no document %s of a dossier", w.Kind)
}

// quoted puts a name into the marks that documents use.
var quoted = strings.NewReplacer("«", "“", "»", "”")

// formal is the full name of a unit.
func formal(tx *db.Tx, id string, name *string) error {
	u, err := org.Find(tx, id, tx.Today())
	if err != nil {
		return err
	}
	if *name = u.FullName; *name == "" {
		*name = u.Name
	}
	return nil
}

// nominees are the candidates that keep, as a list has them.
func (t *told) nominees(keep func(*dossier.Candidate) bool) []document.Nominee {
	var list []document.Nominee
	for i := range t.List {
		c := &t.List[i]
		if !keep(c) {
			continue
		}
		n := document.Nominee{Name: c.Name, Collective: c.Kind != rules.Person, Post: between(c.Post, c.Place), Award: t.award, Merit: c.Achievement}
		switch {
		case c.Votes >= 0 && t.Members > 0:
			n.Votes = share(c.Votes, t.Members)
		case c.OwnVotes >= 0 && t.OwnMembers > 0:
			n.Votes = share(c.OwnVotes, t.OwnMembers)
		}
		list = append(list, n)
	}
	return list
}

func share(votes, members int) string {
	percent := decimal.NewFromInt(int64(votes*100)).DivRound(decimal.NewFromInt(int64(members)), 1)
	return fmt.Sprintf("%d/%d (%s)", votes, members, vn.Percent(percent, 1))
}

func between(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

func everyone(*dossier.Candidate) bool { return true }

func fit(c *dossier.Candidate) bool { return c.Verdict != dossier.Unfit }

func (t *told) forward(c *dossier.Candidate) bool { return c.PutForward(t.b, &t.Dossier, t.today) }

// granted are those whom the decision names, or those put forward while there is none.
func (t *told) granted(c *dossier.Candidate) bool {
	if t.Decision != nil {
		return c.Outcome == dossier.Granted
	}
	return t.forward(c)
}

func (t *told) submission(part string) *document.Submission {
	s := &document.Submission{Head: t.head}
	if part == ofUnit {
		s.To, s.Nominees = t.office, t.nominees(everyone)
	} else {
		s.To, s.Nominees, s.Posted = t.UpwardTo, t.nominees(t.forward), t.posted()
	}
	for i := range t.Items {
		if x := &t.Items[i]; x.Part != dossier.LetterPart && x.Have > 0 {
			s.Files = append(s.Files, x.Name+";")
		}
	}
	return s
}

// posted says of the last posting how long it was, what opinions came and their seal;
// empty where nothing was posted.
func (t *told) posted() string {
	if len(t.Postings) == 0 || t.Postings[len(t.Postings)-1].ClosedOn.IsZero() {
		return ""
	}
	p := t.Postings[len(t.Postings)-1]
	text := fmt.Sprintf("từ %s đến %s; ", p.FromDay.Words(), p.ClosedOn.Words())
	if p.Opinions == 0 {
		return text + "không có ý kiến nào"
	}
	counts := dossier.CountsOf(t.Opinions)
	var each []string
	for _, v := range dossier.Views {
		each = append(each, strconv.Itoa(counts[v])+" "+v.Name())
	}
	return text + fmt.Sprintf("nhận được %d ý kiến (%s), tất cả đã được trả lời; dấu SHA-256 của tập ý kiến đã niêm phong: %s", p.Opinions, strings.Join(each, ", "), p.Sealed)
}

func (t *told) consult() *document.Consult {
	s := &document.Consult{Head: t.head, Matter: t.award + " năm " + strconv.Itoa(t.Year), Nominees: t.nominees(fit)}
	for _, c := range t.Asked {
		s.Addressees = append(s.Addressees, c.Agency)
		s.Until = c.DueOn.Words()
	}
	switch len(s.Addressees) {
	case 0:
		s.Addressees = []string{blank}
	case 1:
		s.To = s.Addressees[0]
	default:
		s.To = "quý cơ quan"
	}
	return s
}

func (t *told) returned() *document.Return {
	s := &document.Return{Head: t.head, Dossier: quoted.Replace(t.Title), From: t.unit, Received: plainDay(t.ReceivedOn)}
	if t.Step == dossier.Returned {
		for i := len(t.History) - 1; i >= 0; i-- {
			if m := t.History[i]; m.Move == dossier.MoveReturn {
				s.Reasons = append(s.Reasons, document.Reason{What: m.Reason, Ground: m.Cite})
				break
			}
		}
	}
	for _, g := range t.Gaps {
		s.Reasons = append(s.Reasons, document.Reason{What: g.Text, Ground: g.Cite})
	}
	if len(s.Reasons) == 0 {
		s.Reasons = []document.Reason{{What: blank}}
	}
	s.Until = blank
	return s
}

func (t *told) minutes() *document.Minutes {
	s := &document.Minutes{Head: t.head, Meeting: "Họp Hội đồng Thi đua - Khen thưởng xét hồ sơ " + quoted.Replace(t.Title), Counted: [2]int{-1, -1}}
	if t.CouncilOn.IsZero() {
		s.Begin = ""
	} else {
		s.Begin = blank + " giờ, " + t.CouncilOn.Words()
		s.Counted = [2]int{t.Present, t.Members - t.Present}
		s.End = blank + " giờ, " + t.CouncilOn.Words()
	}
	s.Items = []document.MinuteItem{{Title: "Báo cáo thẩm định hồ sơ", Lines: []string{orGap(t.Conclusion)}}, {Title: "Thảo luận"}, {Title: "Kết quả bỏ phiếu, tính trên tổng số thành viên Hội đồng"}}
	vote := &s.Items[2]
	for i := range t.List {
		if c := &t.List[i]; c.Votes >= 0 && t.Members > 0 {
			result := "không đủ phiếu"
			if t.b.Carried(&t.Dossier, c, t.today) {
				result = "đủ phiếu"
			}
			vote.Lines = append(vote.Lines, c.Name+": "+share(c.Votes, t.Members)+", "+result+".")
		}
	}
	if t.CouncilOn.IsZero() {
		return s
	}
	needed, cite := t.b.Needed(&t.Dossier, t.today)
	ground := "quá nửa số thành viên"
	if cite != "" {
		ground = cite
	}
	s.Concluded = []string{
		fmt.Sprintf("Cần ít nhất %d trên %d phiếu đồng ý (%s).", needed, t.Members, ground),
		fmt.Sprintf("Hội đồng thống nhất đề nghị %s cho %d trường hợp đủ phiếu.", t.award, len(t.nominees(t.forward))),
	}
	return s
}

func (t *told) decision() *document.Decision {
	s := &document.Decision{Head: t.head, Award: t.award, Nominees: t.nominees(t.granted), Merit: "đã có thành tích trong năm " + strconv.Itoa(t.Year), ProposedBy: t.office}
	for i := range s.Nominees {
		s.Nominees[i].Votes = ""
	}
	s.Authority = blank
	if t.UpwardTo != "" {
		s.Authority = strings.ToUpper(t.UpwardTo)
	}
	if t.UpwardNumber != "" {
		s.ProposedBy += " tại Tờ trình số " + t.UpwardNumber + " " + t.UpwardOn.Words()
	}
	return s
}

func (t *told) notice() *document.Notice {
	s := &document.Notice{Head: t.head, Dossier: quoted.Replace(t.Title), From: t.unit, Award: t.award, Granted: t.nominees(t.granted)}
	if x := t.Decision; x != nil {
		s.Decision = "số " + x.Number + " " + x.SignedOn.Words() + " của " + x.Authority
	}
	for i := range s.Granted {
		s.Granted[i].Votes = ""
	}
	for i := range t.List {
		c := &t.List[i]
		if t.granted(c) {
			continue
		}
		why := c.Why
		if needed, _ := t.b.Needed(&t.Dossier, t.today); why == "" && c.Votes >= 0 && c.Votes < needed {
			why = fmt.Sprintf("Hội đồng bỏ phiếu đạt %s, dưới %d phiếu.", share(c.Votes, t.Members), needed)
		}
		s.Refused = append(s.Refused, document.Refusal{Name: c.Name, Why: why})
	}
	return s
}

func orGap(text string) string {
	if text == "" {
		return blank
	}
	return text
}

// plainDay is a day within a sentence that has the word "ngày" before it.
func plainDay(d vn.Date) string {
	return strings.TrimPrefix(d.Words(), "ngày ")
}
