package scoring_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// world is a cluster of two members, whose first leads 2026, with an open sheet
// of a group of three leaves and a bonus.
type world struct {
	t     *testing.T
	d     *db.DB
	y     cycle.Year
	units []string
}

const criteria = "I\tNhiệm vụ\t30\n" +
	"I/1\tHoàn thành kế hoạch\t10\tđạt\n" +
	"I/2\tChất lượng\t10\tchấm thẳng\n" +
	"I/3\tSố vụ\t10\ttrừ dần\t\t\t\t2\n" +
	"T\tThưởng\t5\tthưởng\n"

func whole(rows []scoring.Row) scoring.Definition {
	return scoring.Definition{Settings: scoring.Settings{Decimals: 2}, Rows: rows}
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{t: t, d: d}
	w.found()
	w.must(w.head(0), func(tx *db.Tx) error {
		rows, err := scoring.ParseRows(criteria, "")
		if err != nil {
			return err
		}
		if _, err := scoring.Define(tx, w.y, "Bảng 2026", whole(rows), 0); err != nil {
			return err
		}
		return scoring.OpenSheet(tx, w.y)
	})
	return w
}

// found makes the cluster and its year.
func (w *world) found(names ...string) {
	if len(names) == 0 {
		names = []string{"A", "B"}
	}
	t, d := w.t, w.d
	dbtest.SetDay(d, 2026, time.December, 1)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: "Cụm", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range names {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.Province})
			if err != nil {
				return err
			}
			w.units = append(w.units, u.ID)
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
		}
		if err := cluster.Appoint(tx, cluster.Lead{ClusterID: c.ID, Year: 2026, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
			return err
		}
		if w.y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		return cycle.SetPhase(tx, w.y, cycle.Phase{Kind: cycle.Score, OpensOn: vn.NewDate(2026, 12, 1), DueOn: vn.NewDate(2026, 12, 31)})
	})
}

func (w *world) head(i int) db.Actor {
	a := db.Actor{ID: "head-" + w.units[i], Name: "Lãnh đạo", Unit: w.units[i], Grants: []db.Grant{{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: w.units[i]}}}
	dbtest.Update(w.t, w.d, a, func(tx *db.Tx) error {
		more, err := cycle.Derived(tx, a)
		a.Grants = append(a.Grants, more...)
		return err
	})
	return a
}

func (w *world) appraiser() db.Actor {
	return db.Actor{ID: "appraiser", Name: "Tổ thẩm định", Grants: []db.Grant{{Role: string(access.Appraiser), Scope: access.ScopeCluster, ID: w.y.ClusterID}}}
}

// until is the day to which the units may appeal in these tests.
func (w *world) until(tx *db.Tx) vn.Date { return tx.Today().AddDays(7) }

func (w *world) office() db.Actor {
	return db.Actor{ID: "office", Name: "Thường trực", Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeAll}}}
}

// print is the fingerprint of what would be published now.
func (w *world) print(a db.Actor) (sha string) {
	w.t.Helper()
	w.must(a, func(tx *db.Tx) error {
		p, err := scoring.PreviewPublication(tx, w.y, ranking.Placings)
		sha = p.SHA256
		return err
	})
	return sha
}

// publish lets two persons confirm, after the days for appeals.
func (w *world) publish() {
	w.t.Helper()
	dbtest.SetDay(w.d, 2026, time.December, 20)
	sha := w.print(w.head(0))
	w.must(w.head(0), func(tx *db.Tx) error { return scoring.FixPublication(tx, w.y, ranking.Placings, sha) })
	w.must(w.office(), func(tx *db.Tx) error { return scoring.ConfirmPublication(tx, w.y, ranking.Placings, sha, "2026") })
}

func (w *world) must(a db.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, a, fn)
}

func (w *world) refused(what string, kind problem.Kind, a db.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := dbtest.Try(w.d, a, fn); !problem.Is(err, kind) {
		w.t.Errorf("%s: got %v, want a %s problem", what, err, kind)
	}
}

func (w *world) fill(i int, version int64, quality string) error {
	return dbtest.Try(w.d, w.head(i), func(tx *db.Tx) error {
		_, err := scoring.FillIn(tx, w.y, w.units[i], version, []scoring.Filled{
			{Criterion: "I/1", Value: "1"}, {Criterion: "I/2", Value: quality}, {Criterion: "I/3", Value: "1"}, {Criterion: "T", Value: "2"},
		})
		return err
	})
}

// appraise stores marks of the appraiser on the newest version of a unit's part.
func (w *world) appraise(tx *db.Tx, i int, marks ...scoring.PersonMark) error {
	d, err := scoring.ReadDesk(tx, w.y, w.units[i])
	if err == nil {
		_, err = scoring.Appraise(tx, w.y, w.units[i], d.Marking.Version, marks)
	}
	return err
}

// finish keeps what stands where the appraiser has given no mark, and finishes.
func (w *world) finish(i int) {
	w.t.Helper()
	w.must(w.appraiser(), func(tx *db.Tx) error {
		d, err := scoring.ReadDesk(tx, w.y, w.units[i])
		if err == nil {
			_, err = scoring.KeepBefore(tx, w.y, w.units[i], d.Marking.Version)
		}
		if err != nil {
			return err
		}
		return scoring.FinishAppraisal(tx, w.y, w.units[i])
	})
}

func TestAYearIsScoredAppraisedAndPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for i, quality := range []string{"8.5", "7"} {
			if err := w.fill(i, 1, quality); err != nil {
				t.Fatal(err)
			}
			w.must(w.head(i), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[i]) })
		}
		w.refused("concluding before the appraisal", problem.Closed, w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
		w.must(w.appraiser(), func(tx *db.Tx) error { return w.appraise(tx, 0, scoring.PersonMark{Criterion: "I/2", Points: "8"}) })
		w.refused("finishing while criteria are not marked", problem.Invalid, w.appraiser(), func(tx *db.Tx) error {
			return scoring.FinishAppraisal(tx, w.y, w.units[0])
		})
		w.refused("another mark without a reason", problem.Invalid, w.appraiser(), func(tx *db.Tx) error {
			if _, err := scoring.KeepBefore(tx, w.y, w.units[0], 4); err != nil {
				return err
			}
			return scoring.FinishAppraisal(tx, w.y, w.units[0])
		})
		w.refused("a mark above the maximum", problem.Invalid, w.appraiser(), func(tx *db.Tx) error {
			return w.appraise(tx, 0, scoring.PersonMark{Criterion: "I/2", Points: "10.5", Reason: "x"})
		})
		w.must(w.appraiser(), func(tx *db.Tx) error {
			return w.appraise(tx, 0, scoring.PersonMark{Criterion: "I/2", Points: "8", Reason: "thiếu minh chứng"})
		})
		w.finish(0)
		w.finish(1)
		w.must(w.head(1), func(tx *db.Tx) error {
			s, err := scoring.Standing(tx, w.y)
			if err == nil && len(s.Result.Units) != 1 {
				t.Errorf("before publication a unit sees %d units", len(s.Result.Units))
			}
			return err
		})
		w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
		w.refused("a change after the conclusion", problem.Closed, w.head(0), func(tx *db.Tx) error {
			_, err := scoring.FillIn(tx, w.y, w.units[0], 4, nil)
			return err
		})
		w.refused("public before publication", problem.NotFound, db.Actor{}, func(tx *db.Tx) error { _, err := scoring.PublicStanding(tx, w.y); return err })
		w.publish()
		w.published([]place{{1, "A", "28", "", ""}, {2, "B", "27", "", ""}})
		w.must(db.Actor{}, func(tx *db.Tx) error {
			s, err := scoring.PublicStanding(tx, w.y)
			if err != nil {
				return err
			}
			want := map[string]string{w.units[0]: "28.00", w.units[1]: "27.00"} // 10 + 8 + 8 + 2 and 10 + 7 + 8 + 2
			for _, u := range s.Result.Units {
				if got := scoring.Format(u.Total, 2); got != want[u.Unit.ID] {
					t.Errorf("%s: %s points, want %s", u.Unit.Name, got, want[u.Unit.ID])
				}
			}
			return nil
		})
	})
}

// place is one unit of a published ranking.
type place struct {
	Rank         int    `json:"rank"`
	Code         string `json:"code"`
	Total        string `json:"total"`
	TieUsed      string `json:"tie_used"`
	Disqualified string `json:"disqualified"`
}

// published reads the text of the publication, as a citizen does.
func (w *world) published(want []place) {
	w.t.Helper()
	w.must(db.Actor{}, func(tx *db.Tx) error {
		s, err := scoring.PublicStanding(tx, w.y)
		if err != nil {
			return err
		}
		list, err := record.Publications(tx, record.Object{Kind: "score_sheet", ID: s.Sheet.ID})
		if err != nil || len(list) != 1 {
			w.t.Fatalf("%d publications, %v", len(list), err)
		}
		p, err := record.Print(tx, list[0].EntryID)
		if err != nil {
			return err
		}
		var text struct {
			Format string
			Units  []place
		}
		if err := json.Unmarshal([]byte(p.Text), &text); err != nil {
			return err
		}
		if !slices.Equal(text.Units, want) || text.Format != "xep-hang/2" || p.Format != text.Format || record.FormatName(p.Format) == "" {
			w.t.Errorf("published %s, want %v", p.Text, want)
		}
		return nil
	})
}

// What is published says who shares a rank and
// who has none, and stands in the order of the ranks whatever the order of units.
func TestARankingIsPublishedWithItsRanks(t *testing.T) {
	for name, c := range map[string]struct {
		qualities []string
		out       int // the unit that is disqualified; -1 for none
		want      []place
	}{
		"the second is better":   {[]string{"7", "8.5"}, -1, []place{{1, "B", "57/2", "", ""}, {2, "A", "27", "", ""}}},
		"a shared rank":          {[]string{"7", "7"}, -1, []place{{1, "A", "27", "", ""}, {1, "B", "27", "", ""}}},
		"the best has no rank":   {[]string{"9", "7"}, 0, []place{{1, "B", "27", "", ""}, {0, "A", "29", "", "kỷ luật"}}},
		"nobody left to be best": {[]string{"7", "9"}, 1, []place{{1, "A", "27", "", ""}, {0, "B", "29", "", "kỷ luật"}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, dbtest.OpenSQLite(t))
			for i, quality := range c.qualities {
				if err := w.fill(i, 1, quality); err != nil {
					t.Fatal(err)
				}
				w.must(w.head(i), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[i]) })
				w.finish(i)
			}
			if c.out >= 0 {
				w.must(w.appraiser(), func(tx *db.Tx) error {
					return scoring.Disqualify(tx, w.y, w.units[c.out], "kỷ luật", "QĐ 12, ngày 1/12/2026")
				})
			}
			w.must(w.appraiser(), func(tx *db.Tx) error { return scoring.Conclude(tx, w.y, w.until(tx)) })
			w.publish()
			w.published(c.want)
		})
	}
}

func TestScoringRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.refused("new criteria while it is open", problem.Closed, w.head(0), func(tx *db.Tx) error {
			rows, err := scoring.ParseRows(criteria, "")
			if err != nil {
				return err
			}
			_, err = scoring.Define(tx, w.y, "Bảng", whole(rows), 1)
			return err
		})
		w.refused("for another unit", problem.Denied, w.head(1), func(tx *db.Tx) error { _, err := scoring.FillIn(tx, w.y, w.units[0], 1, nil); return err })
		w.refused("submitting an incomplete sheet", problem.Invalid, w.head(0), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[0]) })
		if err := w.fill(0, 1, "11"); !problem.Is(err, problem.Invalid) {
			t.Errorf("points above the maximum: got %v", err)
		}
		if err := w.fill(0, 1, "8"); err != nil {
			t.Fatal(err)
		}
		if err := w.fill(0, 1, "9"); !problem.Is(err, problem.Conflict) {
			t.Errorf("a stale form: got %v", err)
		}
		dbtest.SetDay(d, 2027, time.January, 2)
		if err := w.fill(0, 2, "9"); !problem.Is(err, problem.Closed) {
			t.Errorf("after the deadline: got %v", err)
		}
		own := w.appraiser()
		own.Unit = w.units[0]
		dbtest.SetDay(d, 2026, time.December, 2)
		w.must(w.head(0), func(tx *db.Tx) error { return scoring.SubmitSelf(tx, w.y, w.units[0]) })
		w.refused("the own unit", problem.Denied, own, func(tx *db.Tx) error { _, err := scoring.Appraise(tx, w.y, w.units[0], 3, nil); return err })
		typist := w.appraiser()
		typist.ID = "head-" + w.units[0]
		w.refused("what the same person typed", problem.Denied, typist, func(tx *db.Tx) error { _, err := scoring.Appraise(tx, w.y, w.units[0], 3, nil); return err })
		w.refused("a return without a reason", problem.Invalid, w.appraiser(), func(tx *db.Tx) error { return scoring.ReturnSelf(tx, w.y, w.units[0], scoring.Return{}) })
		w.must(w.appraiser(), func(tx *db.Tx) error {
			return scoring.ReturnSelf(tx, w.y, w.units[0], scoring.Return{Reason: "thiếu minh chứng I/2"})
		})
		w.refused("disqualified without a document", problem.Invalid, w.appraiser(), func(tx *db.Tx) error { return scoring.Disqualify(tx, w.y, w.units[0], "kỷ luật", "") })
		for range 2 {
			w.must(w.appraiser(), func(tx *db.Tx) error {
				return scoring.Disqualify(tx, w.y, w.units[0], "kỷ luật", "QĐ 12, ngày 1/12/2026")
			})
		}
		w.must(w.appraiser(), func(tx *db.Tx) error {
			row, err := db.One[struct{ N int }](tx, `SELECT count(*) AS n FROM record_entry WHERE act = $1`, string(access.ScoringConclude))
			if row.N != 1 {
				t.Errorf("a form sent twice is recorded %d times", row.N)
			}
			return err
		})
	})
}

func TestRowsWithMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"a parent that does not add up": "I\tNhóm\t20\nI/1\tMột\t10\tđạt\n",
		"a child before its parent":     "I/1\tMột\t10\tđạt\n",
		"an unknown kind":               "1\tMột\t10\tbói\n",
		"a code twice":                  "1\tMột\t10\tđạt\n1\tHai\t10\tđạt\n",
		"a maximum that is no number":   "1\tMột\tmười\tđạt\n",
	} {
		rows, err := scoring.ParseRows(text, "")
		if err == nil {
			_, err = whole(rows).Sheet("Bảng")
		}
		if len(problem.All(err)) == 0 {
			t.Errorf("%s: got %v, want a problem", name, err)
		}
	}
}
