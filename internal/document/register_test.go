package document

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func letter(on vn.Date) Taking {
	return Taking{Kind: KindSubmission, Sign: "TTr-UBND", Abstract: "Về việc khen thưởng", On: on}
}

func refused(t *testing.T, err error, kind problem.Kind, field, says string) {
	t.Helper()
	for _, p := range problem.All(err) {
		if p.Kind == kind && p.Field == field && strings.Contains(p.Text, says) {
			return
		}
	}
	t.Errorf("want %s %q …%s…, got %v", kind, field, says, err)
}

func take(t *testing.T, d *db.DB, unit string, q Taking) (e Entry, err error) {
	t.Helper()
	err = dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		e, err = TakeNumber(tx, unit, q)
		return err
	})
	return e, err
}

func TestNumbersFollowOneAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		day := vn.NewDate(2026, 3, 2)
		for want := int64(1); want <= 3; want++ {
			e, err := take(t, d, "u", letter(day))
			if err != nil || e.Number != want {
				t.Fatalf("number %d, %v; want %d", e.Number, err, want)
			}
		}
		for name, c := range map[string]struct {
			unit string
			q    Taking
			want int64
		}{
			"another office": {"v", letter(day), 1},
			"another year":   {"u", letter(vn.NewDate(2025, 12, 31)), 1},
			"another series": {"u", Taking{Series: "QĐ", Kind: KindDecision, Sign: "QĐ-UBND", Abstract: "Về việc tặng Bằng khen", On: day}, 1},
		} {
			if e, err := take(t, d, c.unit, c.q); err != nil || e.Number != c.want {
				t.Errorf("%s: number %d, %v; want %d", name, e.Number, err, c.want)
			}
		}
	})
}

func TestATypedNumberIsCheckedAgainstTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		q := letter(vn.NewDate(2026, 3, 2))
		q.Number = 40 // the office begins in the middle of its year
		if e, err := take(t, d, "u", q); err != nil || e.Line() != "40/TTr-UBND" {
			t.Fatalf("%v, %v", e, err)
		}
		_, err := take(t, d, "u", q)
		refused(t, err, problem.Invalid, "number", "đã cấp cho văn bản 40/TTr-UBND ngày 2/3/2026")
		q.Number = 44
		_, err = take(t, d, "u", q)
		refused(t, err, problem.Invalid, "number", "bỏ trống từ 41 đến 43")
		q.Leaving = true
		if _, err := take(t, d, "u", q); err != nil {
			t.Error(err)
		}
		q.Number = 42 // one of those left free
		if _, err := take(t, d, "u", q); err != nil {
			t.Error(err)
		}
		q.Number = 0
		if e, err := take(t, d, "u", q); err != nil || e.Number != 45 {
			t.Errorf("the next is %d, %v", e.Number, err)
		}
		for _, bad := range []int64{-1, mostNumber + 1} {
			q.Number = bad
			_, err := take(t, d, "u", q)
			refused(t, err, problem.Invalid, "number", "Số phải từ 1")
		}
	})
}

func TestACancelledNumberIsNotGivenAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		q := letter(vn.NewDate(2026, 3, 2))
		e, err := take(t, d, "u", q)
		if err != nil {
			t.Fatal(err)
		}
		cancel := func(unit, why string) error {
			return dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
				_, err := CancelNumber(tx, unit, e.ID, why)
				return err
			})
		}
		refused(t, cancel("u", " "), problem.Invalid, "why", "lý do")
		refused(t, cancel("v", "nhầm"), problem.NotFound, "", "Không có số")
		if err := cancel("u", "Nhầm người ký"); err != nil {
			t.Fatal(err)
		}
		refused(t, cancel("u", "Lần nữa"), problem.Conflict, "", "đã được hủy")
		q.Number = 1
		_, err = take(t, d, "u", q)
		refused(t, err, problem.Invalid, "number", "đã được hủy")
		q.Number = 0
		if e, err := take(t, d, "u", q); err != nil || e.Number != 2 {
			t.Errorf("after a cancelled number: %d, %v", e.Number, err)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			list, err := Register(tx, "u", 2026)
			if len(list) != 2 || list[0].CancelledWhy != "Nhầm người ký" || list[0].Number != 1 {
				t.Errorf("the register has %+v", list)
			}
			return err
		})
	})
}

func TestAFormSentTwiceTakesOneNumber(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		q := letter(vn.NewDate(2026, 3, 2))
		q.Request = "form-1"
		first, err := take(t, d, "u", q)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := take(t, d, "u", q); err != nil || again.ID != first.ID {
			t.Errorf("again: %+v, %v", again, err)
		}
		q.Request = "form-2"
		if other, err := take(t, d, "u", q); err != nil || other.Number != 2 {
			t.Errorf("another form: %+v, %v", other, err)
		}
	})
}

func TestWhatIsTypedIsChecked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		good := letter(vn.NewDate(2026, 3, 2))
		for field, change := range map[string]func(q *Taking){
			"kind":     func(q *Taking) { q.Kind = "poem" },
			"sign":     func(q *Taking) { q.Sign = "5/TTr" },
			"abstract": func(q *Taking) { q.Abstract = " \n" },
			"on":       func(q *Taking) { q.On = vn.NewDate(2026, 3, 3) },
		} {
			q := good
			change(&q)
			_, err := take(t, d, "u", q)
			refused(t, err, problem.Invalid, field, "")
		}
		if _, err := take(t, d, "u", good); err != nil {
			t.Error(err)
		}
		err := dbtest.Try(d, db.Actor{ID: "a", Name: "Không quyền"}, func(tx *db.Tx) error {
			_, err := TakeNumber(tx, "u", good)
			return err
		})
		refused(t, err, problem.Denied, "", "")
		err = dbtest.Try(d, db.Actor{ID: "a", Name: "Không quyền"}, func(tx *db.Tx) error {
			_, err := Register(tx, "u", 2026)
			return err
		})
		refused(t, err, problem.Denied, "", "")
	})
}

// Two clerks at once, each for many documents: every number once, none left out.
func TestTwoAtOnceGetTwoNumbers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		const clerks, each = 2, 20
		var (
			wait sync.WaitGroup
			lock sync.Mutex
			all  []int64
		)
		for clerk := range clerks {
			wait.Go(func() {
				for i := range each {
					var e Entry
					err := d.Update(context.Background(), func(tx *db.Tx) (err error) {
						tx.Actor = dbtest.Operator()
						q := letter(vn.NewDate(2026, 3, 2))
						q.Request = fmt.Sprintf("%d-%d", clerk, i)
						e, err = TakeNumber(tx, "u", q)
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					lock.Lock()
					all = append(all, e.Number)
					lock.Unlock()
				}
			})
		}
		wait.Wait()
		slices.Sort(all)
		for i, n := range all {
			if n != int64(i+1) {
				t.Fatalf("the numbers are %v", all)
			}
		}
		if len(all) != clerks*each {
			t.Errorf("%d numbers of %d", len(all), clerks*each)
		}
	})
}
