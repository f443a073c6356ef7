package record

import (
	"slices"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func TestWhatWasTakenOutIsMissing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		reader := db.Actor{ID: "k", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
		for _, step := range []struct {
			gone  []int64 // beside those before
			count int64
			first []int64
		}{
			{nil, 0, nil},
			{[]int64{7}, 1, []int64{7}},
			{[]int64{0, 8, 304}, 4, []int64{0, 7, 8, 304}},
			{[]int64{100, 101, 102}, 7, []int64{0, 7, 8, 100, 101}},
		} {
			for _, seq := range step.gone {
				p.sql(`DELETE FROM record_entry WHERE seq = $1`, seq)
			}
			dbtest.Update(t, d, reader, func(tx *db.Tx) error {
				n, first, err := Missing(tx)
				if n != step.count || !slices.Equal(first, step.first) {
					t.Errorf("%d missing, first %v, want %d, %v", n, first, step.count, step.first)
				}
				return err
			})
		}
		err := dbtest.Try(d, db.Actor{ID: "x"}, func(tx *db.Tx) error { _, _, err := Missing(tx); return err })
		if !problem.Is(err, problem.Denied) {
			t.Errorf("without a right: %v", err)
		}
	})
}
