package indicator

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// maxComment bounds a remark, in letters.
const maxComment = 2000

// Remark is a comment on one figure of a unit's report.
type Remark struct {
	PeriodID    string
	UnitID      string
	IndicatorID string
	Text        string
}

// AddComment adds a remark to the thread of one figure, in any state of the
// report. The same remark sent twice in a row is added once.
func AddComment(tx *db.Tx, y cycle.Year, m Remark) error {
	scope := y.UnitScope(m.UnitID)
	if err := access.Require(tx, access.ReportComment, scope); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	if _, err := periodOf(tx, y, m.PeriodID); err != nil {
		return err
	}
	if _, err := Find(tx, y.ID, m.IndicatorID); err != nil {
		return err
	}
	r, err := reportOf(tx, y, m.PeriodID, m.UnitID)
	if err != nil {
		return err
	}
	if err := mustRead(tx, y, r); err != nil {
		return err
	}
	if r.ID == "" {
		return problem.New(problem.Closed, "Báo cáo chưa có số liệu nào để trao đổi; hãy nhập và lưu trước.")
	}
	m.Text = vn.NFC(strings.TrimSpace(m.Text))
	var list problem.List
	if m.Text == "" {
		list.Add("text", "Viết ý kiến của bạn.")
	}
	if utf8.RuneCountInString(m.Text) > maxComment {
		list.Add("text", "Ý kiến dài quá %s chữ; hãy rút ngắn.", "2.000")
	}
	blob.RefuseSecrets(&list, "text", m.Text)
	if err := list.Err(); err != nil {
		return err
	}
	there, err := commentsOn(tx, r.ID, m.IndicatorID)
	if err != nil {
		return fmt.Errorf("find comments: %w", err)
	}
	if n := len(there); n > 0 && there[n-1].AccountID == tx.Actor.ID && there[n-1].Text == m.Text {
		return nil
	}
	c := Comment{
		ID: db.NewID(), ReportID: r.ID, IndicatorID: m.IndicatorID, Text: m.Text,
		AccountID: tx.Actor.ID, Name: tx.Actor.Name, Position: tx.Actor.Position, At: db.At(tx.Now),
	}
	if err := insertComment(tx, c); err != nil {
		return fmt.Errorf("comment on figure: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: access.ReportComment, Object: record.Object{Kind: "report", ID: r.ID}, Scope: scope, After: c,
	})
}
