package award

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/rules"
)

// officerOf is a person who keeps the registers of some units.
func officerOf(units ...string) db.Actor {
	a := db.Actor{ID: "officer", Name: "Chuyên viên"}
	for _, u := range units {
		a.Grants = append(a.Grants, db.Grant{Role: string(access.Officer), Scope: access.ScopeUnit, ID: u})
	}
	return a
}

// overall looks at the registers of all units.
func overall() db.Actor {
	return db.Actor{ID: "auditor", Name: "Kiểm toán", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
}

// A run of words of a name finds it from any of its words on, in the registers that
// one may look at alone; very words come before words that are only begun.
func TestWordsOfANameFindIt(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for i, name := range []string{"Nguyễn Văn An", "Nguyễn Văn Anh", "Trần Văn Ân", "Vũ Nan", "Đỗ An An", "Lê Thị 50% Hoa", "Phòng Văn hóa – Xã hội"} {
				s := Subject{UnitID: fmt.Sprint("u", i%2), Kind: rules.Person, Name: name}
				if _, err := Keep(tx, l, s); err != nil {
					return err
				}
			}
			return nil
		})
		for _, c := range []struct {
			who   db.Actor
			query string
			want  string
		}{
			{overall(), "van an", "Nguyễn Văn An, Trần Văn Ân, Nguyễn Văn Anh"},
			{overall(), "  VĂN   an ", "Nguyễn Văn An, Trần Văn Ân, Nguyễn Văn Anh"},
			{overall(), "an", "Nguyễn Văn An, Trần Văn Ân, Đỗ An An, Nguyễn Văn Anh"},
			{overall(), "Đỗ", "Đỗ An An"},
			{overall(), "nguyen van", "Nguyễn Văn An, Nguyễn Văn Anh"},
			{overall(), "50%", "Lê Thị 50% Hoa"},
			{overall(), "%", ""},
			{overall(), "hoa – xa", "Phòng Văn hóa – Xã hội"},
			{overall(), "guyen", ""},
			{overall(), "   ", ""},
			{officerOf("u0"), "van an", "Nguyễn Văn An, Trần Văn Ân"},
			{officerOf("u1"), "van an", "Nguyễn Văn Anh"},
			{officerOf("u0", "u1"), "van an", "Nguyễn Văn An, Trần Văn Ân, Nguyễn Văn Anh"},
			{officerOf("u2"), "van an", ""},
			{db.Actor{ID: "nobody"}, "van an", ""},
		} {
			dbtest.Update(t, d, c.who, func(tx *db.Tx) error {
				found, more, err := Search(tx, c.query)
				var names []string
				for _, f := range found {
					names = append(names, f.Name)
				}
				if got := strings.Join(names, ", "); got != c.want || more {
					t.Errorf("%q of %v: %s (more %v), want %s", c.query, c.who.Grants, got, more, c.want)
				}
				return err
			})
		}
	})
}

// What there is too much of is cut, and said to be; nobody is shown twice though the
// words stand in a name twice.
func TestASearchShowsSoManyAtMost(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for i := range MostFound + 1 {
				for _, name := range []string{"An An An An", "Bình An Bình An Bình An"} {
					if _, err := Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: fmt.Sprintf("%s %03d", name, i)}); err != nil {
						return err
					}
				}
			}
			for query, more := range map[string]bool{"an": true, "binh an": true, "an 000": false, "an an an an": true} {
				found, got, err := Search(tx, query)
				if err != nil {
					return err
				}
				ids := map[string]bool{}
				for _, f := range found {
					ids[f.ID] = true
				}
				if got != more || len(ids) != len(found) || more && len(found) != MostFound {
					t.Errorf("%q: %d found, %d different, more %v", query, len(found), len(ids), got)
				}
			}
			return nil
		})
	})
}

// The names of the benchmark have the skew of real ones: two in five are called
// Nguyễn, and some given names are everywhere.
var (
	families  = weighted("Nguyễn 384, Trần 121, Lê 95, Phạm 70, Hoàng 51, Phan 45, Vũ 39, Võ 36, Đặng 21, Bùi 20, Đỗ 14, Hồ 13, Ngô 13, Dương 10, Lý 5, Đinh 10, Trịnh 8, Đoàn 9, Lương 8, Mai 7, Cao 7, Tô 5, Châu 4, Tạ 4, Triệu 1")
	middles   = weighted("Văn 220, Thị 280, Hữu 50, Đức 45, Minh 40, Thị Thu 30, Thị Thanh 28, Quang 35, Thanh 35, Ngọc 40, Xuân 30, Thị Kim 20, Công 18, Đình 25, Thị Mỹ 12, Bá 10, Trọng 8, Thị Hồng 20, Duy 14, Viết 8")
	givens    = weighted("Anh 50, Hương 35, Hùng 34, Dũng 30, Linh 30, Hà 30, Hoa 24, Lan 26, Nam 25, Tuấn 32, Thảo 20, Bình 24, Sơn 24, Thủy 24, Hải 25, Mai 20, An 12, Long 20, Cường 20, Trang 24, Phương 28, Đào 6, Nhung 14, Quyên 8, Khánh 14, Vân 18, Tâm 14, Yến 14, Giang 14, Đông 8, Ngân 10, Phúc 12, Thịnh 8, Tùng 14, Vinh 12, Chiến 10, Lâm 9, Huệ 10, Duyên 8, Bảo 8")
	benchRand = rand.New(rand.NewPCG(7, 11))
)

func weighted(text string) (list []string) {
	for _, word := range strings.Split(text, ", ") {
		i := strings.LastIndex(word, " ")
		n := 0
		if _, err := fmt.Sscan(word[i+1:], &n); err != nil {
			panic(err)
		}
		list = append(list, slices.Repeat([]string{word[:i]}, n)...)
	}
	return list
}

const (
	benchSubjects = 200_000
	benchUnits    = 170
	benchAwards   = 5 // of each subject
)

// fillRegister keeps 200,000 persons in 170 units, and a million awards.
func fillRegister(b *testing.B, d *db.DB) {
	b.Helper()
	one := func(list []string) string { return list[benchRand.IntN(len(list))] }
	const atOnce = 500
	var subjects, words [][]any
	for i := range benchSubjects {
		s := Subject{ID: db.NewID(), UnitID: fmt.Sprint("u", benchRand.IntN(benchUnits)), Name: one(families) + " " + one(middles) + " " + one(givens)}
		if i == 77_777 {
			s.Name = "Âu Dương Thị Xíu"
		}
		s.Folded = Folded(s.Name)
		subjects = append(subjects, []any{
			s.ID, s.UnitID, "person", s.Name, s.Folded, 1960 + i%45, false, "", "Phòng Tổng hợp", "", "", "", []byte{}, "", "", 1, db.At(time.Now()),
		})
		for _, tail := range tails(s.Folded) {
			words = append(words, []any{[]byte(tail), s.UnitID, s.ID})
		}
	}
	fill := func(into string, rows [][]any) {
		for some := range slices.Chunk(rows, atOnce) {
			var places []string
			var args []any
			for _, r := range some {
				var of []string
				for _, v := range r {
					args = append(args, v)
					of = append(of, fmt.Sprint("$", len(args)))
				}
				places = append(places, "("+strings.Join(of, ", ")+")")
			}
			if err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO `+into+` VALUES `+strings.Join(places, ", ")+` ON CONFLICT DO NOTHING`, args...)
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	fill(`subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at)`, subjects)
	fill(`subject_word (tail, unit_id, subject_id)`, words)
	for n := range benchAwards {
		if err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`
				INSERT INTO award_entry (id, subject_id, kind, of_id, award, year, from_year, number, decided_on, decided_by, signer, occasion,
					achievement, as_written, source, list_id, created_at)
				SELECT s.id || $1, s.id, 'grant', '', 'T-CSTDCS', $2, $2, '15/QĐ-UBND', $3, 'Chủ tịch UBND tỉnh', '', 'merit', '', '', '', '', $4 FROM subject s`,
				fmt.Sprint("-", n), 2020+n, fmt.Sprintf("%d-01-15", 2021+n), db.At(tx.Now))
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch is the time of a search among a million awards, by what is looked
// for and by who looks: under 20 ms at the median.
func BenchmarkSearch(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", dbtest.OpenSQLite}, {"postgres", dbtest.OpenPostgres}} {
		b.Run(engine.name, func(b *testing.B) {
			d := engine.open(b)
			fillRegister(b, d)
			if d.Engine == db.PostgreSQL { // as its autovacuum does by itself after a while
				for _, table := range []string{"subject", "subject_word", "award_entry"} {
					if err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { _, err := tx.Exec(`ANALYZE ` + table); return err }); err != nil {
						b.Fatal(err)
					}
				}
			}
			province := db.Grant{Role: string(access.Officer), Scope: access.ScopeSubtree, ID: "u0", Units: map[string]bool{}}
			for i := range benchUnits {
				province.Units[fmt.Sprint("u", i)] = true
			}
			for _, who := range []struct {
				name  string
				actor db.Actor
			}{{"all", overall()}, {"unit", officerOf("u7")}, {"170 units", db.Actor{ID: "p", Grants: []db.Grant{province}}}} {
				var every []time.Duration
				for _, q := range []struct{ name, query string }{
					{"full name", "Nguyễn Văn Hùng"},
					{"two last words", "thị hương"},
					{"common given name", "anh"},
					{"common family name", "nguyễn"},
					{"rare name", "xíu"},
					{"none", "zzyzx"},
					{"one letter", "h"},
				} {
					b.Run(who.name+"/"+q.name, func(b *testing.B) {
						var times []time.Duration
						for b.Loop() {
							times = append(times, timeSearch(b, d, who.actor, q.query))
						}
						every = append(every, times...)
						reportMedian(b, times)
					})
				}
				b.Run(who.name+"/mixed", func(b *testing.B) {
					for b.Loop() {
					}
					reportMedian(b, every)
				})
			}
		})
	}
}

func timeSearch(b *testing.B, d *db.DB, who db.Actor, query string) (took time.Duration) {
	b.Helper()
	if err := d.View(b.Context(), func(tx *db.Tx) error {
		tx.Actor = who
		began := time.Now()
		_, _, err := Search(tx, query)
		took = time.Since(began)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return took
}

func reportMedian(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "ms/slowest")
}
