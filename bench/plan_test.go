package bench

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/rules"
)

// The plan of a unit of 2,000 persons with ten awards and five rated years each,
// through the handler: under 100 ms at the median; and how much of it the database
// and the rules take.
func BenchmarkPlanPage(b *testing.B) {
	d, ask := plannedUnit(b)
	for _, c := range []struct{ name, path string }{
		{"page", "/so-khen-thuong/u/ke-hoach?nam=2026&ngay=1/9/2026&hinh-thuc=B-BT"},
		{"filtered", "/so-khen-thuong/u/ke-hoach?nam=2026&ngay=1/9/2026&hinh-thuc=T-CSTDBT&ket-qua=not-eligible&nu=1&trang=3"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var times []time.Duration
			size, spent := 0, processor()
			for b.Loop() {
				begun := time.Now()
				page := ask("GET", c.path, "", "")
				times = append(times, time.Since(begun))
				if n := bytes.Count(page, []byte(`name="chon"`)); n != 50 {
					b.Fatalf("%d subjects on the page", n)
				}
				if size == 0 {
					size = compressed(b, page)
				}
			}
			b.ReportMetric(median(times)/1000, "ms/median")
			b.ReportMetric(float64((processor()-spent).Microseconds())/1000/float64(len(times)), "cpu-ms/op")
			b.ReportMetric(float64(size)/1000, "KB")
		})
	}
	b.Run("read and judge", func(b *testing.B) { // the page but its HTML
		l, err := rules.Carried()
		if err != nil {
			b.Fatal(err)
		}
		var times []time.Duration
		spent := processor()
		for b.Loop() {
			begun := time.Now()
			dbtest.Update(b, d, planOfficer, func(tx *db.Tx) error {
				_, err := award.PlanOf(tx, l, "u", 2026, tx.Today(), "")
				return err
			})
			times = append(times, time.Since(begun))
		}
		b.ReportMetric(median(times)/1000, "ms/median")
		b.ReportMetric(float64((processor()-spent).Microseconds())/1000/float64(len(times)), "cpu-ms/op")
	})
	b.Run("xlsx", func(b *testing.B) {
		size := 0
		for b.Loop() {
			size = len(ask("GET", "/so-khen-thuong/u/ke-hoach.xlsx?nam=2026&ngay=1/9/2026", "", ""))
		}
		b.ReportMetric(float64(size)/1000, "KB")
	})
}

var planOfficer = db.Actor{ID: "o", Name: "Chuyên viên", Unit: "u", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}

// plannedUnit is a server whose unit has 2,000 persons; an officer of it is signed in.
// The rows are made by statements: entering 30,000 of them one by one is another
// benchmark.
func plannedUnit(b *testing.B) (*db.DB, visit) {
	b.Helper()
	const people = 2000
	d := dbtest.OpenSQLite(b)
	dbtest.SetDay(d, 2026, time.September, 1)
	dbtest.Update(b, d, dbtest.Operator(), func(tx *db.Tx) error {
		return importFile(tx, "unit.yaml", []byte(`format: giaouoc/1
units:
  - {id: u, code: "1", name: Tỉnh A, kind: province}
accounts:
  - {login: officer, name: Chuyên viên, position: Chuyên viên, unit: u}
grants:
  - {login: officer, role: officer, scope: unit, of: u}
`))
	})
	number := func(upTo int) string {
		return fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", upTo-1)
	}
	for _, statement := range []string{
		"INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at) " + number(people) + `
			SELECT printf('s%05d', (i * 7919) % 100003), 'u', 'person', 'Nguyễn Văn Người ' || i, 'nguyen van nguoi ' || i, 1970 + i % 30, i % 3 = 0, 'Chuyên viên', 'Phòng ' || (i % 20),
				CASE i % 5 WHEN 0 THEN 'leader,official' WHEN 1 THEN 'worker' ELSE 'official' END, '', '', x'', '', '', 1, '2026-09-01 00:00:00' FROM n`,
		"INSERT INTO subject_year (subject_id, year, rating, source, lead_of, outstanding, exceeded, members, women, completed, advanced, fighters, disciplined) " + number(people*5) + `
			SELECT printf('s%05d', ((i / 5) * 7919) % 100003), 2021 + i % 5 + 1, CASE WHEN i % 7 = 0 THEN 'HTXS' WHEN i % 41 = 0 THEN 'HT' ELSE 'HTT' END, 'Quyết định xếp loại', '', '', '', 0, 0, 0, 0, 0, 0 FROM n`,
		"INSERT INTO award_entry (id, subject_id, kind, of_id, award, year, from_year, number, decided_on, decided_by, signer, occasion, achievement, as_written, source, list_id, created_at) " + number(people*10) + `
			SELECT printf('e%06d', i), printf('s%05d', ((i / 10) * 7919) % 100003), 'grant', '', CASE WHEN i % 10 < 5 THEN 'T-LDTT' WHEN i % 10 < 8 THEN 'T-CSTDCS' WHEN i % 10 = 8 THEN 'G-GK' ELSE 'B-BT' END,
				2021 + i % 5, 2021 + i % 5, '12/QĐ-UBND', (2022 + i % 5) || '-01-20', 'Chủ tịch UBND tỉnh', 'Nguyễn Văn A', 'merit', 'Hoàn thành nhiệm vụ năm', 'Lao động tiên tiến', 'Danh sách năm', '', '2026-09-01 00:00:00' FROM n`,
		"INSERT INTO subject_initiative (id, subject_id, year, scope, name, number, source) " + number(people) + `
			SELECT printf('i%05d', i), printf('s%05d', (i * 7919) % 100003), 2024 + i % 3, CASE i % 3 WHEN 0 THEN 'ministry_or_province' ELSE 'unit' END, 'Một sáng kiến', '5/QĐ', 'Quyết định' FROM n`,
	} {
		dbtest.Older(b, d, statement)
	}
	return d, signedIn(b, d, "officer")
}
