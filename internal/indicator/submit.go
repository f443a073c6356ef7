package indicator

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Submission hands a report in.
type Submission struct {
	PeriodID string
	UnitID   string
	Version  int64
	Reason   string // why figures are missing; needed only then
}

// Submit hands a report to the lead. Figures that break a rule, a jump that is
// not confirmed and figures missing without a reason are refused. Submitting
// what has just been submitted changes nothing.
func Submit(tx *db.Tx, y cycle.Year, s Submission) (Report, error) {
	scope := y.UnitScope(s.UnitID)
	if err := access.Require(tx, access.ReportSubmit, scope); err != nil {
		return Report{}, err
	}
	if r, err := reportOf(tx, y, s.PeriodID, s.UnitID); err != nil || r.State == Submitted && r.Version == s.Version+1 {
		return r, err
	}
	p, r, err := reportToWrite(tx, y, s.PeriodID, s.UnitID)
	if err != nil {
		return Report{}, err
	}
	if r.ID == "" {
		return Report{}, problem.New(problem.Closed, "Báo cáo chưa có số liệu nào; hãy nhập và lưu trước khi nộp.")
	}
	if err := mustBeSeen(r, s.Version); err != nil {
		return Report{}, err
	}
	d, err := draftOf(tx, y, p, r)
	if err != nil {
		return Report{}, err
	}
	s.Reason = vn.NFC(strings.TrimSpace(s.Reason))
	if err := d.complete(s.Reason); err != nil {
		return Report{}, err
	}
	if r.FirstSubmittedAt.IsZero() {
		r.FirstSubmittedAt = db.At(tx.Now)
	}
	return moved(tx, y, r, Submitted, MoveSubmit, s.Reason)
}

// HandIn saves the figures of a form and hands the report in. The same form sent
// twice is handed in once.
//
// Within: calls Save and Submit, which require the rights and record the acts.
func HandIn(tx *db.Tx, y cycle.Year, s Saving, reason string) (Report, error) {
	if err := access.Require(tx, access.ReportSubmit, y.UnitScope(s.UnitID)); err != nil {
		return Report{}, err
	}
	r, err := reportOf(tx, y, s.PeriodID, s.UnitID)
	if err != nil {
		return Report{}, err
	}
	if r.State == Submitted {
		p, err := periodOf(tx, y, s.PeriodID)
		if err != nil {
			return Report{}, err
		}
		d, err := draftOf(tx, y, p, r)
		if err != nil {
			return Report{}, err
		}
		if err := d.tidy(s.Entries); err != nil {
			return Report{}, err
		}
		if len(d.changed(s.Entries)) == 0 {
			return r, nil
		}
	}
	r, _, err = Save(tx, y, s)
	if err != nil {
		return Report{}, err
	}
	return Submit(tx, y, Submission{PeriodID: s.PeriodID, UnitID: s.UnitID, Version: r.Version, Reason: reason})
}

// complete refuses a report that is not ready to be handed in.
func (d *draft) complete(reason string) error {
	list := d.warnings()
	blob.RefuseSecrets(&list, "missing_reason", reason)
	var missing []string
	for _, i := range d.indicators {
		f := d.figures[i.ID]
		if !f.Entered() {
			missing = append(missing, "«"+i.Name+"»")
		}
		if f.Value.Valid && f.Confirmed == "" && jumpFrom(d.previous[i.ID], i.Unit, f.Value.Decimal) {
			list.Add(ReasonField(i.Code), "%s", jumpText(d.previous[i.ID], i.Name, i.Unit, f.Value.Decimal))
		}
	}
	if len(missing) > 0 && reason == "" {
		list.Add("missing_reason", "Còn %d trên %d chỉ số chưa có số: %s. Hãy nhập thêm, hoặc ghi lý do thiếu rồi nộp.",
			len(missing), len(d.indicators), strings.Join(missing, ", "))
	}
	return list.Err()
}

// mustBeSeen refuses a step on a report that changed after the person saw it.
func mustBeSeen(r Report, version int64) error {
	if r.Version != version {
		return problem.New(problem.Conflict, "Báo cáo vừa thay đổi (hiện %s, bản lưu thứ %d; bạn xem bản thứ %d). Hãy xem lại rồi làm tiếp.",
			r.State.Name(), r.Version, version)
	}
	return nil
}

// moved stores a step of a report and records it.
func moved(tx *db.Tx, y cycle.Year, r Report, to State, kind MoveKind, reason string) (Report, error) {
	from := r.State
	r.State = to
	r.Version++
	if err := updateReport(tx, r); err != nil {
		return Report{}, fmt.Errorf("%s report %s: %w", kind, r.ID, err)
	}
	act := map[MoveKind]access.Act{MoveSubmit: access.ReportSubmit, MoveReturn: access.ReportReview, MoveAccept: access.ReportReview}[kind]
	m := Move{
		ID: db.NewID(), ReportID: r.ID, Kind: kind, Reason: reason,
		AccountID: tx.Actor.ID, Name: access.Signature(tx.Actor, act, y.UnitScope(r.UnitID)), At: db.At(tx.Now),
	}
	if err := insertMove(tx, m); err != nil {
		return Report{}, fmt.Errorf("%s report %s: %w", kind, r.ID, err)
	}
	if err := tellUnit(tx, y, r, kind); err != nil {
		return Report{}, err
	}
	return r, record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "report", ID: r.ID}, Scope: y.UnitScope(r.UnitID),
		Before: from, After: to, Reason: reason,
	})
}

// tellUnit tells the unit that its report was returned or accepted.
func tellUnit(tx *db.Tx, y cycle.Year, r Report, kind MoveKind) error {
	said := map[MoveKind]string{MoveReturn: "bị trả lại", MoveAccept: "đã được duyệt"}[kind]
	if said == "" {
		return nil
	}
	p, err := periodOf(tx, y, r.PeriodID)
	if err != nil {
		return err
	}
	return cycle.TellUnits(tx, y, "Báo cáo «"+p.Name+"» "+said, cycle.ReportPage+"/"+r.PeriodID+"/"+r.UnitID, r.UnitID)
}
