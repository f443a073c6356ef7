package fund

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func carried(t testing.TB) *rules.Law {
	t.Helper()
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// world is the register of unit "u" with what its people were given.
type world struct {
	*testing.T
	d *db.DB
	l *rules.Law
}

func each(t *testing.T, test func(w world)) {
	t.Helper()
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		w := world{t, d, l}
		w.subject("đào", rules.Person)
		w.subject("đội", rules.Collective)
		test(w)
	})
}

func (w world) subject(id string, kind rules.Kind) {
	w.Helper()
	dbtest.Older(w.T, w.d, `
		INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at)
		VALUES ($1, 'u', $2, $1, $1, 0, FALSE, '', '', '', '', '', $3, '', '', 1, $4)`, id, string(kind), []byte{}, db.At(time.Now()))
}

// give grants an award; of is the grant that an annulment is of.
func (w world) give(id, subject, code string, from, year int, day, number, of string) {
	w.Helper()
	kind := "grant"
	if of != "" {
		kind = "annulment"
	}
	dbtest.Older(w.T, w.d, `
		INSERT INTO award_entry (id, subject_id, kind, of_id, award, year, from_year, number, decided_on, decided_by, signer, occasion, achievement, as_written, source, list_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Giám đốc Sở', '', 'merit', '', '', '', '', $10)`, id, subject, kind, of, code, year, from, number, day, db.At(time.Now()))
}

func (w world) try(fn func(tx *db.Tx) error) error { return dbtest.Try(w.d, dbtest.Operator(), fn) }

func (w world) do(fn func(tx *db.Tx) error) {
	w.Helper()
	dbtest.Update(w.T, w.d, dbtest.Operator(), fn)
}

// refused checks an error's kind, field and words.
func (w world) refused(err error, kind problem.Kind, field, says string) {
	w.Helper()
	list := problem.All(err)
	for _, p := range list {
		if p.Kind == kind && p.Field == field && strings.Contains(p.Text, says) {
			return
		}
	}
	w.Errorf("want %s %q …%s…, got %v", kind, field, says, err)
}

func (w world) book(year int) (b Book) {
	w.Helper()
	w.do(func(tx *db.Tx) (err error) { b, err = BookOf(tx, w.l, "u", year); return err })
	return b
}

func (w world) left(year int) int64 { b := w.book(year); return b.Left() }

func (w world) open(year int, opening int64) {
	w.Helper()
	w.do(func(tx *db.Tx) error { _, err := Open(tx, "u", year, opening, "Báo cáo quyết toán"); return err })
}

// enter writes a line at the version that there is.
func (w world) enter(year int, kind Kind, purpose string, dong int64) error {
	return w.try(func(tx *db.Tx) error {
		b, err := BookOf(tx, w.l, "u", year)
		if err != nil {
			return err
		}
		return Enter(tx, w.l, "u", year, b.Version, Line{Kind: kind, Purpose: purpose, Dong: dong, Document: "CT", On: vn.NewDate(year, 1, 5)})
	})
}

func (w world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w world) pay(year int, o Order) error {
	return w.try(func(tx *db.Tx) error {
		b, err := BookOf(tx, w.l, "u", year)
		if err != nil {
			return err
		}
		if o.Document == "" {
			o.Document, o.On = "UNC 1", vn.NewDate(2026, 3, 1)
		}
		return Pay(tx, w.l, "u", year, b.Version, o)
	})
}

func (w world) claims(year int) (c Claims) {
	w.Helper()
	w.do(func(tx *db.Tx) (err error) { c, err = ClaimsOf(tx, w.l, "u", year); return err })
	return c
}

// said is the claims of a year as words: award, state, sum.
func (w world) said(year int) string {
	w.Helper()
	var words []string
	c := w.claims(year)
	for _, d := range c.Decisions {
		for _, k := range d.Claims {
			words = append(words, fmt.Sprintf("%s:%s:%d", k.Grant.Award, k.State(), k.Answer.Bonus.Dong))
		}
	}
	return strings.Join(words, " ")
}

func TestABonusIsPaidOnce(t *testing.T) {
	each(t, func(w world) {
		w.give("1", "đào", "T-LDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.give("2", "đào", "T-CSTDCS", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.give("3", "đào", "B-BT", 2025, 2025, "2026-01-20", "9/QĐ", "")
		w.give("4", "đào", "K-KNC", 2025, 2025, "2026-01-20", "9/QĐ", "")
		w.give("5", "đội", "T-TTLDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.give("6", "đào", "T-LDTT", 2023, 2023, "2024-01-10", "7/QĐ", "")
		w.give("7", "đào", "T-LDTT", 2022, 2022, "2023-01-10", "8/QĐ", "")
		if got, want := w.said(2026), "T-LDTT:never:710000 T-CSTDCS:unpaid:2340000 T-TTLDTT:unpaid:1880000 B-BT:unpaid:3510000 K-KNC:unsettled:1410000"; got != want {
			t := w.T
			t.Errorf("claims:\n%s\nwant\n%s", got, want)
		}
		if got := w.said(2024) + " " + w.said(2023); got != "T-LDTT:unsettled:0 T-LDTT:unpaid:450000" {
			w.Errorf("under the decrees before: %s", got)
		}
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "2"}}}), problem.NotFound, "", "Chưa mở sổ quỹ năm 2026")
		w.open(2026, 0)
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "2"}}}), problem.Invalid, "grant", "Quỹ còn 0 đồng, không đủ chi 2.340.000 đồng")
		w.must(w.enter(2026, Receipt, "budget", 10_000_000))
		w.refused(w.pay(2026, Order{}), problem.Invalid, "grant", "Đánh dấu ít nhất một")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "1"}}}), problem.Invalid, "grant", "chỉ danh hiệu cao nhất")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "không"}}}), problem.NotFound, "", "Không có lần khen thưởng này")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "6", Dong: 500_000}}}), problem.Invalid, "note", "98/2023/NĐ-CP; mức tiền thưởng của văn bản này chưa nhập. Ghi căn cứ để chi")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "6"}}, Note: "QĐ 1"}), problem.Invalid, "dong-6", "ghi số tiền chi")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "4", Dong: 1_410_001}}, Note: "Khác thành tích"}), problem.Invalid, "dong-4", "không quá 1.410.000 đồng")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "2"}}, Document: "UNC", On: vn.NewDate(2026, 1, 9)}), problem.Invalid, "on_day", "trước ngày quyết định")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "2"}}, Document: "UNC", On: vn.NewDate(2026, 3, 3)}), problem.Invalid, "on_day", "không sau hôm nay")

		w.must(w.pay(2026, Order{List: []Due{{GrantID: "2"}, {GrantID: "5", Dong: 1}, {GrantID: "2"}}}))
		w.must(w.pay(2026, Order{List: []Due{{GrantID: "4", Dong: 1_000_000}}, Note: "Kỷ niệm chương cho cả quá trình"}))
		b := w.book(2026)
		if b.Spent() != 2_340_000+1_880_000+1_000_000 || b.Left() != 4_780_000 || len(b.List) != 4 || b.Entries != 4 {
			w.Errorf("after the payments: %+v", b)
		}
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "3"}, {GrantID: "2"}}}), problem.Invalid, "grant", "đã chi ngày 1/3/2026 theo chứng từ UNC 1")
		if got := w.said(2026); !strings.Contains(got, "T-CSTDCS:done") || !strings.Contains(got, "B-BT:unpaid") {
			w.Errorf("a list of which one was refused: %s", got)
		}
		if s := w.claims(2026); s.Sums() != (Sums{Unpaid: 3_510_000, Paid: 5_220_000}) {
			w.Errorf("%+v", s.Sums())
		}
	})
}

// What was annulled is not paid; what was paid comes back once, and no title is paid
// less because of one that was annulled.
func TestAnAnnulledGrantIsReturned(t *testing.T) {
	each(t, func(w world) {
		w.give("1", "đào", "T-LDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.give("2", "đào", "T-CSTDCS", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.open(2026, 5_000_000)
		w.must(w.pay(2026, Order{List: []Due{{GrantID: "2"}}}))
		recover := func(id string) error {
			version := w.book(2026).Version
			return w.try(func(tx *db.Tx) error {
				return Recover(tx, w.l, "u", 2026, version, id, "PT 1", vn.NewDate(2026, 3, 2), "")
			})
		}
		w.refused(recover("2"), problem.Closed, "", "đã chi")
		w.give("9", "đào", "T-CSTDCS", 2025, 2025, "2026-02-01", "6/QĐ", "2")
		if got := w.said(2026); got != "T-LDTT:unpaid:710000 T-CSTDCS:owed:2340000" {
			w.Errorf("after the annulment: %s", got)
		}
		if c := w.claims(2025); len(c.Decisions) != 0 || len(c.Owed) != 1 || c.Sums().Owed != 2_340_000 {
			w.Errorf("what is owed stands in every year: %+v", c)
		}
		w.must(recover("2"))
		w.refused(recover("2"), problem.Closed, "", "đã thu hồi")
		w.refused(w.pay(2026, Order{List: []Due{{GrantID: "2"}}}), problem.Invalid, "grant", "đã chi")
		w.refused(w.reverse(2026, 2026, 1), problem.Invalid, "number", "đã được thu hồi")
		if b := w.book(2026); b.Left() != 5_000_000 || b.Received() != 2_340_000 {
			w.Errorf("%+v", b)
		}
		w.must(w.reverse(2026, 2026, 2))
		if got := w.said(2026); got != "T-LDTT:unpaid:710000 T-CSTDCS:owed:2340000" {
			w.Errorf("after the receipt was taken back: %s", got)
		}
	})
}

func (w world) reverse(year, of int, number int64) error {
	return w.try(func(tx *db.Tx) error {
		b, err := BookOf(tx, w.l, "u", year)
		if err != nil {
			return err
		}
		return Reverse(tx, w.l, "u", year, b.Version, Correction{OfYear: of, Number: number, Document: "BB 1", On: vn.NewDate(2026, 3, 1), Reason: "Ghi nhầm"})
	})
}

func TestAWrongEntryIsTakenBackAndStays(t *testing.T) {
	each(t, func(w world) {
		w.give("1", "đội", "T-TTLDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.open(2026, 0)
		w.must(w.enter(2026, Receipt, "budget", 3_000_000))
		w.must(w.pay(2026, Order{List: []Due{{GrantID: "1"}}}))
		w.refused(w.reverse(2026, 2026, 1), problem.Invalid, "number", "Quỹ còn 1.120.000 đồng")
		w.refused(w.reverse(2026, 2026, 7), problem.Invalid, "number", "không có bút toán số 7")
		w.refused(w.reverse(2026, 2025, 1), problem.Invalid, "number", "Không có sổ quỹ năm 2025")
		w.must(w.reverse(2026, 2026, 2))
		w.refused(w.reverse(2026, 2026, 2), problem.Invalid, "number", "đã được đảo")
		w.refused(w.reverse(2026, 2026, 3), problem.Invalid, "number", "là bút toán đảo")
		b := w.book(2026)
		if len(b.List) != 3 || b.Left() != 3_000_000 || b.Spent() != 0 || b.List[2].Reverses != b.List[1].ID || b.List[1].Dong != 1_880_000 {
			w.Errorf("%+v", b)
		}
		if got := fmt.Sprint(b.Running()); got != "[3000000 1120000 3000000]" {
			w.Errorf("running: %s", got)
		}
		if got := w.said(2026); got != "T-TTLDTT:unpaid:1880000" {
			w.Errorf("what was taken back can be paid: %s", got)
		}
		w.must(w.pay(2026, Order{List: []Due{{GrantID: "1"}}}))
	})
}

func TestABalanceIsCarriedOver(t *testing.T) {
	each(t, func(w world) {
		open := func(year int, dong int64, source string) error {
			return w.try(func(tx *db.Tx) error { _, err := Open(tx, "u", year, dong, source); return err })
		}
		w.refused(open(2024, 1_000_000, ""), problem.Invalid, "source", "Ghi văn bản")
		w.refused(open(2024, -1, "BC"), problem.Invalid, "opening", "từ 0 trở lên")
		w.refused(open(2017, 0, ""), problem.Invalid, "year", "từ 2018 đến 2027")
		w.must(open(2024, 1_000_000, "BC 1"))
		w.refused(open(2024, 0, ""), problem.Conflict, "", "đã được mở")
		w.refused(open(2026, 0, ""), problem.Invalid, "year", "năm tiếp theo là 2025")
		w.must(w.enter(2024, Receipt, "gift", 500_000))
		w.must(open(2025, 99, "không dùng"))
		if b := w.book(2025); b.Carried != 1_500_000 || b.Settled || b.Opening != 0 {
			w.Errorf("%+v", b)
		}
		w.must(w.enter(2025, Spending, "items", 1_400_000))
		w.refused(w.enter(2024, Spending, "items", 200_000), problem.Invalid, "dong", "chỉ còn chi được 100.000 đồng")
		w.refused(w.enter(2025, Spending, "items", 200_000), problem.Invalid, "dong", "Quỹ còn 100.000 đồng")

		shut := func(year int, left int64) error {
			version := w.book(year).Version
			return w.try(func(tx *db.Tx) error { return Close(tx, w.l, "u", year, version, left) })
		}
		w.refused(shut(2025, 100_000), problem.Closed, "", "Khóa sổ quỹ năm 2024 trước")
		w.refused(shut(2024, 1_400_000), problem.Invalid, "left", "1.500.000 đồng, khác số bạn ghi")
		w.must(shut(2024, 1_500_000))
		w.refused(w.enter(2024, Receipt, "gift", 1), problem.Closed, "", "đã khóa ngày 2/3/2026")
		w.refused(shut(2024, 1_500_000), problem.Closed, "", "đã khóa")
		w.must(shut(2025, 100_000))
		w.must(open(2026, 0, ""))
		if b := w.book(2026); b.Carried != 100_000 || !b.Settled {
			w.Errorf("%+v", b)
		}
		w.refused(shut(2026, 100_000), problem.Closed, "", "Năm 2026 chưa hết")

		// What was wrong in a closed book is taken back in one that is open.
		w.must(w.reverse(2026, 2025, 1))
		if b := w.book(2026); b.Left() != 1_500_000 || w.left(2025) != 100_000 {
			w.Errorf("%+v", b)
		}
	})
}

func TestCeilingsAreAskedAboutBefore(t *testing.T) {
	each(t, func(w world) {
		w.open(2025, 0)
		base := func(ceiling string, base int64, source string) error {
			version := w.book(2025).Version
			return w.try(func(tx *db.Tx) error { return SetBase(tx, w.l, "u", 2025, version, ceiling, base, source) })
		}
		w.refused(base("khác", 1, "QĐ"), problem.Invalid, "ceiling", "Chọn loại đơn vị")
		w.refused(base("provincial", 0, "QĐ"), problem.Invalid, "base", "từ 1 trở lên")
		w.refused(base("provincial", 1, ""), problem.Invalid, "base_source", "Ghi văn bản")
		w.must(base("provincial", 100_000_000, "QĐ giao dự toán"))
		w.must(w.enter(2025, Receipt, "budget", 20_000_000))
		w.refused(w.enter(2025, Receipt, "budget", 1), problem.Invalid, "over", "20.000.001 đồng, quá mức tối đa 20.000.000 đồng (20% của 100.000.000 đồng; 152/2025/NĐ-CP, Điều 46, khoản 3, điểm a)")
		w.must(w.enter(2025, Receipt, "gift", 5_000_000)) // not of the budget
		w.must(w.enter(2025, Spending, "meeting", 5_000_000))
		w.refused(w.enter(2025, Spending, "movement", 1), problem.Invalid, "over", "quá 20% tổng quỹ năm là 5.000.000 đồng (152/2025/NĐ-CP, Điều 48, khoản 1, điểm a)")
		w.must(w.enter(2025, Spending, "items", 1_000_000)) // not for organising
		version := w.book(2025).Version
		w.must(w.try(func(tx *db.Tx) error {
			return Enter(tx, w.l, "u", 2025, version, Line{Kind: Spending, Purpose: "movement", Dong: 1, Document: "CT", On: vn.NewDate(2025, 12, 1), Over: true})
		}))
		w.refused(w.enter(2025, Spending, "bonus", 1), problem.Invalid, "purpose", "trang Tiền thưởng")
		w.refused(w.enter(2025, Receipt, "returned", 1), problem.Invalid, "purpose", "trang Tiền thưởng")
		w.refused(w.enter(2025, Receipt, "items", 1), problem.Invalid, "purpose", "Chọn nội dung")
		w.refused(w.enter(2025, "khác", "items", 1), problem.Invalid, "purpose", "Chọn nội dung")
		w.refused(w.enter(2025, Receipt, "gift", mostDong+1), problem.Invalid, "dong", "quá lớn")
		w.must(base("own", 7, "bỏ"))
		w.must(w.enter(2025, Receipt, "budget", 1_000_000_000)) // none in the decree
	})
}

// A form that is sent twice is entered once; one that was opened before another was
// entered is refused; two at once do not pay one grant twice.
func TestSentTwiceIsEnteredOnce(t *testing.T) {
	each(t, func(w world) {
		w.give("1", "đội", "T-TTLDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.open(2026, 100_000_000)
		send := func(request string, version int64) error {
			return w.try(func(tx *db.Tx) error {
				return Enter(tx, w.l, "u", 2026, version, Line{Kind: Receipt, Purpose: "gift", Dong: 1_000, Document: "CT", On: vn.NewDate(2026, 2, 1), Request: request})
			})
		}
		w.must(send("a", 1))
		w.must(send("a", 1))
		w.refused(send("b", 1), problem.Conflict, "", "vừa có thay đổi")
		w.must(send("b", 2))
		if b := w.book(2026); b.Received() != 2_000 {
			w.Errorf("received %d", b.Received())
		}
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			all.Go(func() { errs[i] = w.pay(2026, Order{List: []Due{{GrantID: "1"}}, Request: fmt.Sprint("p", i)}) })
		}
		all.Wait()
		paid := 0
		for _, err := range errs {
			if err == nil {
				paid++
			} else {
				w.refused(err, problem.Invalid, "grant", "đã chi")
			}
		}
		if b := w.book(2026); paid != 1 || b.Spent() != 1_880_000 {
			w.Errorf("%d paid, %d spent", paid, b.Spent())
		}
	})
}

func TestWhoMayKeepTheBook(t *testing.T) {
	each(t, func(w world) {
		w.give("1", "đội", "T-TTLDTT", 2025, 2025, "2026-01-10", "5/QĐ", "")
		w.open(2026, 5_000_000)
		for role, may := range map[access.Role][2]bool{
			access.Officer: {true, true}, access.StandingOffice: {true, true}, access.UnitLeader: {true, false}, access.Auditor: {true, false},
			access.CouncilMember: {false, false}, access.Editor: {false, false},
		} {
			scope := access.ScopeUnit
			if role == access.CouncilMember || role == access.Editor {
				scope = access.ScopeAll
			}
			as := func(unit string, fn func(tx *db.Tx) error) error {
				return dbtest.Try(w.d, db.Actor{ID: "a", Grants: []db.Grant{{Role: string(role), Scope: scope, ID: unit}}}, fn)
			}
			_ = as("u", func(tx *db.Tx) error {
				_, err := BookOf(tx, w.l, "u", 2026)
				_, claims := ClaimsOf(tx, w.l, "u", 2026)
				if (err == nil) != may[0] || (claims == nil) != may[0] {
					w.Errorf("%s reads: %v, %v", role, err, claims)
				}
				for name, err := range map[string]error{
					"enters":   Enter(tx, w.l, "u", 2026, 0, Line{}),
					"pays":     Pay(tx, w.l, "u", 2026, 0, Order{}),
					"recovers": Recover(tx, w.l, "u", 2026, 0, "1", "", vn.Date{}, ""),
					"reverses": Reverse(tx, w.l, "u", 2026, 0, Correction{}),
					"closes":   Close(tx, w.l, "u", 2026, 0, 0),
					"sets":     SetBase(tx, w.l, "u", 2026, 0, "", 0, ""),
				} {
					if problem.Is(err, problem.Denied) == may[1] {
						w.Errorf("%s %s: %v", role, name, err)
					}
				}
				return nil
			})
			if err := as("khác", func(tx *db.Tx) error { _, err := BookOf(tx, w.l, "u", 2026); return err }); !problem.Is(err, problem.Denied) {
				w.Errorf("%s of another unit: %v", role, err)
			}
		}
		// A grant of another unit's register is not paid out of this fund.
		w.do(func(tx *db.Tx) error { _, err := Open(tx, "k", 2026, 9_000_000, "BC"); return err })
		err := w.try(func(tx *db.Tx) error {
			return Pay(tx, w.l, "k", 2026, 1, Order{List: []Due{{GrantID: "1"}}, Document: "UNC", On: vn.NewDate(2026, 3, 1)})
		})
		w.refused(err, problem.NotFound, "", "trong sổ của đơn vị")
	})
}

// Whatever is entered, refused and taken back: the balance is the sum of the lines
// and never below nothing, in this year and the next.
func TestABalanceIsNeverBelowNothing(t *testing.T) {
	l := carried(t)
	rapid.Check(t, func(r *rapid.T) {
		d := dbtest.OpenSQLite(t)
		dbtest.SetDay(d, 2026, time.March, 2)
		w := world{t, d, l}
		w.open(2025, int64(rapid.IntRange(0, 50).Draw(r, "opening")))
		w.open(2026, 0)
		for range rapid.IntRange(1, 12).Draw(r, "acts") {
			year := rapid.SampledFrom([]int{2025, 2026}).Draw(r, "year")
			var err error
			switch rapid.IntRange(0, 2).Draw(r, "act") {
			case 0:
				err = w.enter(year, Receipt, "gift", int64(rapid.IntRange(1, 60).Draw(r, "in")))
			case 1:
				err = w.enter(year, Spending, "items", int64(rapid.IntRange(1, 60).Draw(r, "out")))
			default:
				err = w.reverse(year, year, int64(rapid.IntRange(1, 6).Draw(r, "number")))
			}
			if err != nil && problem.All(err) == nil {
				r.Fatal(err)
			}
		}
		carried := w.book(2025).Opening
		for _, year := range []int{2025, 2026} {
			b := w.book(year)
			if b.Carried != carried || b.Left() < 0 {
				r.Fatalf("%d: carried %d, want %d; left %d", year, b.Carried, carried, b.Left())
			}
			for i := range b.List {
				carried += b.List[i].adds()
			}
			if b.Left() != carried {
				r.Fatalf("%d: left %d, the lines say %d", year, b.Left(), carried)
			}
		}
		if err := d.Close(); err != nil {
			r.Fatal(err)
		}
	})
}
