package conference

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestAFindingSaysOnlyWhatItsFiguresSay(t *testing.T) {
	for want, f := range map[string]IndicatorFinding{
		"Thu: chưa có số liệu tổng hợp.":                                           {Name: "Thu", Unit: "tỷ đồng", Sum: indicator.Total},
		"Thu: 774.000 tỷ đồng, bằng 51,6% chỉ tiêu cả năm (1.500.000 tỷ đồng).":    {Name: "Thu", Unit: "tỷ đồng", Sum: indicator.Total, Have: 5, Value: "774000", Target: "1500000"},
		"Thu: 774.000 tỷ đồng; chiếm 51,4% cả nước; cả năm trước 700.000 tỷ đồng.": {Name: "Thu", Unit: "tỷ đồng", Sum: indicator.Total, Have: 5, Value: "774000", Share: "51.4", Before: "700000"},
		"GRDP: bình quân các đơn vị 7,2%; chỉ tiêu cả năm 8%; tính từ 4/5 đơn vị.": {Name: "GRDP", Unit: "%", Sum: indicator.Average, Have: 4, Value: "7.2", Target: "8"},
		"Thu: 0 tỷ đồng; chỉ tiêu cả năm 0 tỷ đồng.":                               {Name: "Thu", Unit: "tỷ đồng", Sum: indicator.Total, Have: 5, Value: "0", Target: "0"},
	} {
		if got := f.Sentence(5); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// half is a year whose mid-year review is due, with one indicator.
type half struct {
	*world
	period cycle.Period
	thu    indicator.Indicator
}

func beginHalf(t *testing.T, d *db.DB) half {
	w := half{world: begin(t, d)}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if err := cycle.SetPhase(tx, w.y, cycle.Phase{Kind: cycle.MidReview, OpensOn: vn.NewDate(2026, 3, 20), DueOn: vn.NewDate(2026, 3, 31)}); err != nil {
			return err
		}
		if w.period, err = cycle.SetPeriod(tx, w.y, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: vn.NewDate(2026, 3, 1), DueOn: vn.NewDate(2026, 3, 25)}); err != nil {
			return err
		}
		w.thu, err = indicator.Define(tx, w.y, indicator.Indicator{Code: "THU", Name: "Thu", Unit: "tỷ đồng", Direction: indicator.More, Sum: indicator.Total})
		return err
	})
	return w
}

func (w half) figure(unit int, value int64) {
	w.must(unit, func(tx *db.Tx) error {
		r, _, err := indicator.Save(tx, w.y, indicator.Saving{PeriodID: w.period.ID, UnitID: w.units[unit], Entries: []indicator.Entry{{IndicatorID: w.thu.ID, Value: decimal.NewNullDecimal(decimal.NewFromInt(value))}}})
		if err != nil {
			return err
		}
		_, err = indicator.Submit(tx, w.y, indicator.Submission{PeriodID: w.period.ID, UnitID: w.units[unit], Version: r.Version})
		return err
	})
}

func (w half) draft(period string, version int64) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { _, err := DraftMidReview(tx, w.y, period, version); return err }
}

func (w half) write(version int64, causes string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		return WriteMidReview(tx, w.y, version, WrittenParts{causes, "Hạn chế", "Nhiệm vụ"})
	}
}

func (w half) issue(version int64) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return IssueMidReview(tx, w.y, version) }
}

func (w half) remark(body string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return RemarkMidReview(tx, w.y, w.units[2], body) }
}

func TestAMidReviewIsDraftedAndWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginHalf(t, d)
		w.figure(1, 100)

		dbtest.SetDay(d, 2026, time.March, 19)
		w.refused("before its phase", problem.Closed, 0, w.draft(w.period.ID, 0))
		dbtest.SetDay(d, 2026, time.March, 20)
		w.refused("by a member", problem.Denied, 1, w.draft(w.period.ID, 0))
		w.refused("from no period", problem.Invalid, 0, w.draft("none", 0))
		w.refused("writing before there is one", problem.NotFound, 0, w.write(0, "x"))
		w.must(0, w.draft(w.period.ID, 0))
		w.must(0, w.draft(w.period.ID, 0)) // a second click
		w.refused("issuing what is not written", problem.Invalid, 0, w.issue(1))
		w.must(0, w.write(1, "Nguyên nhân"))
		w.must(0, w.write(1, "Nguyên nhân")) // a second click
		w.refused("an old page", problem.Conflict, 0, w.write(1, "Khác"))
		w.refused("a mark of secrecy", problem.Invalid, 0, w.write(2, "Độ mật: Mật"))

		w.figure(2, 50)
		w.must(0, func(tx *db.Tx) error {
			r, _, err := ReadMidReview(tx, w.y)
			if err != nil {
				return err
			}
			changed, err := Drift(tx, w.y, r)
			if len(changed) == 0 || !strings.HasPrefix(changed[0], "Thu: 150 tỷ đồng") {
				t.Errorf("drift: %q", changed)
			}
			return err
		})
		w.refused("taking the data anew from an old page", problem.Conflict, 0, w.draft(w.period.ID, 1))
		w.must(0, w.draft(w.period.ID, 2))
	})
}

func TestAnIssuedMidReviewStandsStill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := beginHalf(t, d)
		w.figure(1, 150)
		w.must(0, w.draft(w.period.ID, 0))
		w.must(0, w.write(1, "Nguyên nhân"))
		w.refused("an empty remark", problem.Invalid, 2, w.remark(" "))
		w.refused("a remark for another unit", problem.Denied, 1, w.remark("thay đơn vị khác"))
		w.must(2, w.remark("Nhất trí"))
		w.refused("public before it is issued", problem.NotFound, 1, func(tx *db.Tx) error { _, _, err := PublicMidReview(tx, w.y); return err })
		w.refused("issuing an old page", problem.Conflict, 0, w.issue(1))
		w.refused("issuing by a member", problem.Denied, 1, w.issue(2))
		w.must(0, w.issue(2))
		w.refused("issuing twice", problem.Closed, 0, w.issue(3))
		w.refused("a remark after it", problem.Closed, 2, w.remark("Muộn"))
		w.refused("new data after it", problem.Closed, 0, w.draft(w.period.ID, 3))
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			r, remarks, err := PublicMidReview(tx, w.y)
			if err != nil {
				return err
			}
			sum := sha256.Sum256([]byte(r.Document))
			if r.Fingerprint != hex.EncodeToString(sum[:]) || !strings.Contains(r.Document, `"value":"150"`) || !strings.Contains(r.Document, "Nhất trí") || len(remarks) != 1 {
				t.Errorf("issued %s: %s, %d remarks", r.Fingerprint, r.Document, len(remarks))
			}
			return nil
		})
	})
}
