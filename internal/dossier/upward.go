package dossier

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Letter is the office's letter to who decides (tờ trình).
type Letter struct {
	Number string
	On     vn.Date
	To     string
}

func (t *Letter) check(tx *db.Tx, d *Dossier) error {
	var list problem.List
	if t.Number = vn.Line(t.Number); t.Number == "" {
		list.Add("upward_number", "Ghi số, ký hiệu tờ trình.")
	}
	if t.To = vn.Line(t.To); t.To == "" {
		list.Add("upward_to", "Ghi cấp được trình, ví dụ Chủ tịch UBND thành phố.")
	}
	first := d.CouncilOn
	if first.IsZero() {
		first = d.ReceivedOn
	}
	if t.On.IsZero() || t.On.After(tx.Today()) || t.On.Before(first) {
		list.Add("upward_on", "Ghi ngày tờ trình, không sau hôm nay%s.", since(first))
	}
	if len(list) == 0 {
		if other, err := upwardOf(tx, d.OfficeID, t.Number, t.On.Year(), d.ID); err == nil {
			list.Add("upward_number", "Số tờ trình %s năm %d đã dùng cho hồ sơ khác: %s.", t.Number, t.On.Year(), other.Title)
		}
	}
	return list.Err()
}

func since(d vn.Date) string {
	if d.IsZero() {
		return ""
	}
	return ", không trước ngày " + d.Short()
}

// SubmitUpward sends a dossier to who decides, with those whom the council carried.
func SubmitUpward(tx *db.Tx, b Basis, a Ask, t Letter) (Dossier, error) {
	before, m, err := begin(tx, MoveUpward, a)
	if err != nil {
		return before, err
	}
	list, err := candidatesOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read candidates of dossier %s: %w", before.ID, err)
	}
	carried := 0
	for i := range list {
		if b.Carried(&before, &list[i], tx.Today()) {
			carried++
		}
	}
	if needed, cite := b.Needed(&before, tx.Today()); carried == 0 {
		g := Gap{Text: fmt.Sprintf("Không đối tượng nào đủ %d trên %d phiếu của Hội đồng.", needed, before.Members), Cite: cite}
		return before, problem.New(problem.Closed, "%s", g.Sentence())
	}
	if err := t.check(tx, &before); err != nil {
		return before, err
	}
	d := before
	d.UpwardNumber, d.UpwardOn, d.UpwardTo = t.Number, t.On, t.To
	return finish(tx, b, m, before, d, "", "")
}

// Simply sends a dossier of the simple procedure to who decides, without consulting,
// posting or council: the office's head answers for it.
func Simply(tx *db.Tx, b Basis, a Ask, t Letter, conclusion string) (Dossier, error) {
	before, m, err := begin(tx, MoveSimple, a)
	if err != nil {
		return before, err
	}
	kind := b.Law.Dossier.Kind(before.Kind)
	if !before.Simple || kind == nil || kind.Simple == "" {
		return before, problem.New(problem.Closed, "Hồ sơ này không theo thủ tục đơn giản; làm đủ các bước thẩm định và Hội đồng.")
	}
	if before.Step == Registered && before.UnitID != before.OfficeID {
		return before, problem.New(problem.Closed, "Hồ sơ của đơn vị khác phải được gửi đề nghị và tiếp nhận trước.")
	}
	f, err := folderOf(tx, before)
	if err != nil {
		return before, err
	}
	if err := refusal(f.Gaps(b.Law, before.Day(tx.Today()))); err != nil {
		return before, err
	}
	if err := t.check(tx, &before); err != nil {
		return before, err
	}
	d := before
	if d.Conclusion = vn.Text(conclusion); d.Conclusion == "" {
		d.Conclusion = "Thủ tục đơn giản (" + kind.Simple + ")."
	}
	if d.ProposedOn.IsZero() {
		d.ProposedOn = tx.Today()
	}
	if d.ReceivedOn.IsZero() {
		d.ReceivedOn = tx.Today()
	}
	if err := saveVerdicts(tx, d.ID, Fit); err != nil {
		return before, fmt.Errorf("conclude dossier %s: %w", d.ID, err)
	}
	d.UpwardNumber, d.UpwardOn, d.UpwardTo = t.Number, t.On, t.To
	return finish(tx, b, m, before, d, "", "")
}

// AtOnce is a dossier of the simple procedure in one form: who, for what, the letter
// and report, and where there is one already the decision.
type AtOnce struct {
	Dossier    Dossier
	Candidates []Candidate
	Documents  []Document
	Letter     Letter
	Decision   *Decision // nil while there is none
}

// Commend does a dossier of the simple procedure within the unit itself in one go: it
// is registered, filled and sent to who decides on one day, and decided where the
// decision is at hand.
func Commend(tx *db.Tx, b Basis, x AtOnce) (Dossier, error) {
	d := x.Dossier
	if err := access.Require(tx, access.DossierKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	d.OfficeID, d.Simple, d.Proposer = d.UnitID, true, rules.ByUnit
	if err := d.may(tx, OfficeHead); err != nil {
		return d, err
	}
	d, err := Register(tx, b, d)
	if err != nil {
		return d, err
	}
	plain := func(_ int, field string) string { return field }
	if _, err := AddCandidates(tx, b, Ask{ID: d.ID, Version: d.Version}, x.Candidates, plain); err != nil {
		return d, err
	}
	for _, doc := range x.Documents {
		if d, err = find(tx, d.ID); err != nil {
			return d, err
		}
		if err := Attach(tx, b, Ask{ID: d.ID, Version: d.Version}, doc); err != nil {
			return d, err
		}
	}
	if d, err = find(tx, d.ID); err != nil {
		return d, err
	}
	if d, err = Simply(tx, b, Ask{ID: d.ID, Version: d.Version}, x.Letter, ""); err != nil || x.Decision == nil {
		return d, err
	}
	m, _ := MoveOf(MoveDecide)
	m.Who = OfficeHead // who did all of it enters the decision too
	return d.decided(tx, b, m, *x.Decision)
}
