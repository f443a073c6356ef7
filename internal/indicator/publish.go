package indicator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// PublishPeriod makes the accepted figures of a period public; publishing twice
// changes nothing.
func PublishPeriod(tx *db.Tx, y cycle.Year, periodID string) error {
	if err := access.Require(tx, access.PeriodPublish, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	p, err := periodOf(tx, y, periodID)
	if err != nil {
		return err
	}
	published, err := isPublished(tx, periodID)
	if err != nil || published {
		return err
	}
	reports, err := reportsOf(tx, periodID)
	if err != nil {
		return fmt.Errorf("find reports: %w", err)
	}
	var accepted []string // units
	for _, r := range reports {
		if r.State == Accepted {
			accepted = append(accepted, r.UnitID)
		}
	}
	if len(accepted) == 0 {
		return problem.New(problem.Closed, "Kỳ «%s» chưa có báo cáo nào được duyệt; chưa có gì để công bố.", p.Name)
	}
	if err := insertPublished(tx, y.ID, periodID); err != nil {
		return fmt.Errorf("publish period %s: %w", periodID, err)
	}
	if err := cycle.TellUnits(tx, y, "Số liệu kỳ «"+p.Name+"» đã được công bố", cycle.ReportPage+"/"+p.ID, accepted...); err != nil {
		return err
	}
	return publishFigures(tx, y, periodID, access.PeriodPublish)
}

// Published is a figure as it was published outside the program (số liệu đã
// công bố).
type Published struct {
	ID            string
	YearID        string
	Code          string
	Name          string
	Unit          string // unit of measure
	UnitID        string // empty: the total of the cluster
	Value         decimal.NullDecimal
	NationalShare decimal.NullDecimal // percent
	AsPrinted     string              // the text of the source, where it differs or cannot be read
	Note          string
	Confirmed     string // why a jump against the year before is right
	Source        string // empty: chưa tìm thấy nguồn
	SourceURL     string
}

// PublishHistory enters a published figure of a year, of any state, in place of
// the one with the same code and unit. A figure without a unit of measure is
// refused, and a jump against the year before without a reason.
func PublishHistory(tx *db.Tx, y cycle.Year, f Published) error {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return err
	}
	f.YearID = y.ID
	f.Code = strings.ToUpper(strings.TrimSpace(f.Code))
	for _, text := range []*string{&f.Name, &f.Unit, &f.AsPrinted, &f.Note, &f.Confirmed, &f.Source, &f.SourceURL} {
		*text = vn.NFC(strings.TrimSpace(*text))
	}
	before, err := findPublished(tx, y.ID, f.Code, f.UnitID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return fmt.Errorf("find published figure %s: %w", f.Code, err)
	}
	known := err == nil
	if err := checkPublished(tx, y, f); err != nil {
		return err
	}
	f.ID = before.ID
	if !known {
		f.ID = db.NewID()
	}
	if known && samePublished(f, before) {
		return nil
	}
	if err := putPublished(tx, f); err != nil {
		return fmt.Errorf("publish figure %s: %w", f.Code, err)
	}
	text, err := f.text(y)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: access.HistoryPublish, Object: record.Object{Kind: "published_figure", ID: f.ID}, Scope: y.Scope(), Format: pastFormat, Text: text,
	})
}

func samePublished(a, b Published) bool {
	same := sameNumber(a.Value, b.Value) && sameNumber(a.NationalShare, b.NationalShare)
	a.Value, a.NationalShare, b.Value, b.NationalShare = decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}
	return same && a == b
}

func checkPublished(tx *db.Tx, y cycle.Year, f Published) error {
	var list problem.List
	if !validCode(f.Code) {
		list.Add("code", "Mã chỉ số gồm chữ không dấu, chữ số và dấu gạch dưới, ví dụ THU_NGAN_SACH.")
	}
	if f.Name == "" {
		list.Add("name", "Ghi tên chỉ số.")
	}
	if f.Unit == "" {
		list.Add("unit", "Ghi đơn vị tính của số liệu đã công bố.")
	}
	if !f.Value.Valid && f.AsPrinted == "" && !f.NationalShare.Valid {
		list.Add("value", "Ghi số, tỷ trọng cả nước hoặc nguyên văn của nguồn.")
	}
	if f.SourceURL != "" && !webAddress(f.SourceURL) {
		list.Add("source_url", "Địa chỉ nguồn phải bắt đầu bằng https:// hoặc http://.")
	}
	if f.Value.Valid && tooLong(f.Value.Decimal) || f.NationalShare.Valid && tooLong(f.NationalShare.Decimal) {
		list.Add("value", "Số quá dài; hãy kiểm tra lại.")
	}
	for field, text := range map[string]string{"name": f.Name, "unit": f.Unit, "as_printed": f.AsPrinted, "note": f.Note, "confirmed": f.Confirmed, "source": f.Source} {
		blob.RefuseSecrets(&list, field, text)
	}
	if f.UnitID != "" {
		if err := cycle.MustBeMember(tx, y, f.UnitID); err != nil {
			return err
		}
	}
	if f.Value.Valid && f.Confirmed == "" && len(list) == 0 {
		before, err := publishedBefore(tx, y, f.UnitID)
		if err != nil {
			return err
		}
		if p := before[f.Code]; jumpFrom(p, f.Unit, f.Value.Decimal) {
			list.Add("confirmed", "%s", jumpText(p, f.Name, f.Unit, f.Value.Decimal))
		}
	}
	return list.Err()
}
