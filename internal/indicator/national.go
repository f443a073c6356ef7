package indicator

import (
	"errors"
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

// SetNational enters the country's figure of an indicator for a period, with
// its source. n.Version is the version the person saw, 0 for none before.
func SetNational(tx *db.Tx, y cycle.Year, n National) error {
	if err := access.Require(tx, access.NationalSet, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	if _, err := periodOf(tx, y, n.PeriodID); err != nil {
		return err
	}
	i, err := Find(tx, y.ID, n.IndicatorID)
	if err != nil {
		return err
	}
	n.Source, n.SourceURL = vn.NFC(strings.TrimSpace(n.Source)), strings.TrimSpace(n.SourceURL)
	var list problem.List
	if n.Source == "" {
		list.Add("source", "Ghi nguồn của số cả nước, ví dụ «Tổng cục Thống kê, báo cáo tháng 12/2026».")
	}
	if n.SourceURL != "" && !webAddress(n.SourceURL) {
		list.Add("source_url", "Địa chỉ nguồn phải bắt đầu bằng https:// hoặc http://.")
	}
	if tooLong(n.Value) {
		list.Add("value", "Số quá dài; hãy kiểm tra lại.")
	}
	blob.RefuseSecrets(&list, "source", n.Source)
	if err := list.Err(); err != nil {
		return err
	}
	before, err := findNational(tx, n.PeriodID, n.IndicatorID)
	act := record.Act{Act: access.NationalSet, Scope: y.Scope()}
	switch {
	case errors.Is(err, db.ErrNoRow):
		n.ID, n.Version = db.NewID(), 1
		err = insertNational(tx, n)
	case err != nil:
	case before.Value.Equal(n.Value) && before.Source == n.Source && before.SourceURL == n.SourceURL:
		return nil
	case before.Version != n.Version:
		return problem.New(problem.Conflict, "Số cả nước của «%s» vừa được người khác ghi là %s (%s). Hãy xem lại rồi lưu.",
			i.Name, vn.Format(before.Value), before.Source)
	default:
		n.ID, n.Version = before.ID, before.Version+1
		act.Before = before
		err = updateNational(tx, n)
	}
	if err != nil {
		return fmt.Errorf("set national figure of %s: %w", i.Code, err)
	}
	act.Object, act.After = record.Object{Kind: "national_figure", ID: n.ID}, n
	return record.Add(tx, act)
}

func webAddress(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}
