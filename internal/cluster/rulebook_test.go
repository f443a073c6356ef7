package cluster

import (
	"slices"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// shelf is a cluster on 2 March 2026 without a rule book.
type shelf struct {
	t *testing.T
	d *db.DB
	s access.Scope // of the cluster and its running year
}

func stock(t *testing.T, d *db.DB) *shelf {
	h := &shelf{t: t, d: d}
	dbtest.SetDay(d, 2026, 3, 2)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := Create(tx, Cluster{Name: "Cụm thử", Kind: KindCluster, Level: LevelCentral})
		h.s = access.Scope{Cluster: c.ID, Year: "year"}
		return err
	})
	return h
}

// lead leads the running year; member is another unit's person.
func (h *shelf) lead() db.Actor {
	return db.Actor{ID: "lead", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: h.s.Year}}}
}

func (h *shelf) member() db.Actor {
	return db.Actor{ID: "member", Name: "Thành viên", Grants: []db.Grant{{Role: string(access.Member), Scope: access.ScopeCluster, ID: h.s.Cluster}}}
}

func (h *shelf) must(fn func(tx *db.Tx) error) { h.t.Helper(); dbtest.Update(h.t, h.d, h.lead(), fn) }

func (h *shelf) refused(what string, kind problem.Kind, field string, a db.Actor, fn func(tx *db.Tx) error) {
	h.t.Helper()
	err := dbtest.Try(h.d, a, fn)
	list := problem.All(err)
	if len(list) == 0 || !problem.Is(err, kind) || !slices.ContainsFunc(list, func(p *problem.Problem) bool { return p.Field == field }) {
		h.t.Errorf("%s: got %v, want a %s problem of %q", what, err, kind, field)
	}
}

func head() RuleBook {
	return RuleBook{
		Title: "Quy chế hoạt động của Cụm", DocNumber: "12/QC-CTĐ", AdoptedBy: "Hội nghị cụm, 5/5 thành viên",
		AdoptedOn: vn.NewDate(2026, 3, 2), InForceOn: vn.NewDate(2026, 3, 10), Version: 1,
	}
}

// drafted holds a draft of two clauses, of which the second sets the threshold.
func (h *shelf) drafted() (first, second Clause) {
	h.must(func(tx *db.Tx) (err error) {
		if _, err = DraftRuleBook(tx, h.s); err != nil {
			return err
		}
		if second, err = SetClause(tx, h.s, Clause{Ref: "Điều 10 khoản 1", Body: "Thông qua khi đạt từ 80% số thành viên."}); err != nil {
			return err
		}
		if first, err = SetClause(tx, h.s, Clause{Ref: "Điều 5  khoản 2", Body: "Không bỏ phiếu cho đơn vị mình."}); err != nil {
			return err
		}
		return SetSettings(tx, h.s, 3, []Setting{{Key: ThresholdPercent, Value: "80%", ClauseID: second.ID}, {Key: FlagsCount}})
	})
	return first, second
}

func (h *shelf) adopted() {
	h.drafted()
	h.must(func(tx *db.Tx) error {
		b := head()
		b.Version = 4
		_, err := AdoptRuleBook(tx, h.s, b)
		return err
	})
}

func (h *shelf) parameter(day vn.Date, key Key) (v Value) {
	h.t.Helper()
	dbtest.Update(h.t, h.d, db.Actor{}, func(tx *db.Tx) (err error) { v, err = Parameter(tx, h.s.Cluster, day, key); return err })
	return v
}

func TestAParameterPointsAtItsClauseOrIsTheProgramsDefault(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		h.adopted()
		before := h.parameter(vn.NewDate(2026, 3, 9), ThresholdPercent)
		if before.Text != "51" || !before.Default || before.Rests() != "chưa có quy chế; mặc định của chương trình" || before.Version != 0 {
			t.Errorf("before it is in force: %+v", before)
		}
		now := h.parameter(vn.NewDate(2026, 3, 10), ThresholdPercent)
		if now.Int() != 80 || now.Default || now.Rests() != "theo khoản 1 Điều 10 Quy chế hoạt động của Cụm số 12/QC-CTĐ" || now.Words() != "80%" || now.Version != 1 {
			t.Errorf("in force: %+v, %s", now, now.Rests())
		}
		if silent := h.parameter(vn.NewDate(2026, 3, 10), VoteBase); silent.Text != "all_members" || silent.Rests() != "Quy chế hoạt động của Cụm số 12/QC-CTĐ không quy định; mặc định của chương trình" {
			t.Errorf("where the book is silent: %+v", silent)
		}
		if none := h.parameter(vn.NewDate(2026, 3, 10), DeadlineKey("sign")); none.Text != "" || none.Rests() != "Quy chế hoạt động của Cụm số 12/QC-CTĐ không quy định" {
			t.Errorf("a deadline nobody set: %+v", none)
		}
	})
}

func TestANewVersionLeavesTheOldAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		h.adopted()
		dbtest.SetDay(d, 2026, 12, 1)
		var copied RuleBook
		h.must(func(tx *db.Tx) (err error) {
			if copied, err = DraftRuleBook(tx, h.s); err != nil {
				return err
			}
			again, err := DraftRuleBook(tx, h.s)
			if again.ID != copied.ID {
				t.Error("a second click made a second draft")
			}
			return err
		})
		if copied.Number != 2 || len(copied.Clauses) != 2 || copied.Clauses[0].Ref != "Điều 5 khoản 2" || len(copied.Settings) != 1 {
			t.Fatalf("copied as %+v", copied)
		}
		c := copied.Clauses[1]
		h.must(func(tx *db.Tx) error {
			c.Body = "Thông qua khi đạt từ 90% số thành viên."
			if _, err := SetClause(tx, h.s, c); err != nil {
				return err
			}
			return SetSettings(tx, h.s, 2, []Setting{{Key: ThresholdPercent, Value: "90", ClauseID: c.ID}})
		})
		next := head()
		next.Version, next.AdoptedOn, next.InForceOn = 3, vn.NewDate(2026, 12, 1), vn.NewDate(2027, 1, 1)
		h.refused("no reason for replacing", problem.Invalid, "reason", h.lead(), func(tx *db.Tx) error { _, err := AdoptRuleBook(tx, h.s, next); return err })
		next.Reason, next.InForceOn = "Nghị quyết hội nghị", vn.NewDate(2026, 3, 10)
		h.refused("in force when the old one was", problem.Invalid, "in_force_on", h.lead(), func(tx *db.Tx) error { _, err := AdoptRuleBook(tx, h.s, next); return err })
		next.InForceOn = vn.NewDate(2027, 1, 1)
		h.must(func(tx *db.Tx) error { _, err := AdoptRuleBook(tx, h.s, next); return err })
		if old := h.parameter(vn.NewDate(2026, 12, 31), ThresholdPercent); old.Int() != 80 || old.Version != 1 {
			t.Errorf("the old version now says %+v", old)
		}
		if now := h.parameter(vn.NewDate(2027, 1, 1), ThresholdPercent); now.Int() != 90 || now.Version != 2 {
			t.Errorf("the new version says %+v", now)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			books, err := RuleBooks(tx, h.s.Cluster)
			if err != nil || len(books) != 2 {
				t.Fatalf("books: %d, %v", len(books), err)
			}
			changes := CompareBooks(books[1], books[0])
			if len(changes) != 2 || changes[0].Place != "Điều 10 khoản 1" || changes[1].Before != "80% (Điều 10 khoản 1)" {
				t.Errorf("changes: %+v", changes)
			}
			return nil
		})
	})
}

func TestARuleBookRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		h.refused("a clause without a draft", problem.Closed, "", h.lead(), func(tx *db.Tx) error {
			_, err := SetClause(tx, h.s, Clause{Ref: "Điều 1", Body: "x"})
			return err
		})
		first, second := h.drafted()
		set := func(c Clause) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := SetClause(tx, h.s, c); return err }
		}
		adopt := func(change func(b *RuleBook)) func(tx *db.Tx) error {
			b := head()
			b.Version = 4
			change(&b)
			return func(tx *db.Tx) error { _, err := AdoptRuleBook(tx, h.s, b); return err }
		}
		for _, r := range []struct {
			what  string
			kind  problem.Kind
			field string
			actor db.Actor
			act   func(tx *db.Tx) error
		}{
			{"a member drafts", problem.Denied, "", h.member(), func(tx *db.Tx) error { _, err := DraftRuleBook(tx, h.s); return err }},
			{"the lead of another cluster's year", problem.Denied, "", db.Actor{Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "other"}}}, set(Clause{Ref: "Điều 1", Body: "x"})},
			{"a clause without its place", problem.Invalid, "ref", h.lead(), set(Clause{Body: "x"})},
			{"a clause twice", problem.Invalid, "ref", h.lead(), set(Clause{Ref: "khoản 2 điều 5", Body: "khác"})},
			{"a clause that another has removed", problem.Conflict, "", h.lead(), set(Clause{ID: "gone", Ref: "Điều 1", Body: "x", Version: 1})},
			{"a secret", problem.Invalid, "body", h.lead(), set(Clause{Ref: "Điều 1", Body: "Độ mật: Mật"})},
			{"a clause seen before another changed it", problem.Conflict, "body", h.lead(), set(Clause{ID: first.ID, Ref: first.Ref, Body: "khác", Version: 7})},
			{"a clause that a parameter rests on", problem.Closed, "", h.lead(), func(tx *db.Tx) error { return RemoveClause(tx, h.s, second.ID, 1) }},
			{"a clause that another changed", problem.Conflict, "", h.lead(), func(tx *db.Tx) error { return RemoveClause(tx, h.s, first.ID, 2) }},
			{"a parameter without a clause", problem.Invalid, "clause_quorum_percent", h.lead(), func(tx *db.Tx) error {
				return SetSettings(tx, h.s, 4, []Setting{{Key: QuorumPercent, Value: "67"}})
			}},
			{"more than all of the members", problem.Invalid, "quorum_percent", h.lead(), func(tx *db.Tx) error {
				return SetSettings(tx, h.s, 4, []Setting{{Key: QuorumPercent, Value: "101", ClauseID: first.ID}})
			}},
			{"a tie rule of one's own", problem.Invalid, "tie_rule", h.lead(), func(tx *db.Tx) error {
				return SetSettings(tx, h.s, 4, []Setting{{Key: TieRule, Value: "bốc thăm", ClauseID: first.ID}})
			}},
			{"parameters seen before another changed them", problem.Conflict, "", h.lead(), func(tx *db.Tx) error { return SetSettings(tx, h.s, 1, nil) }},
			{"adopted tomorrow", problem.Invalid, "adopted_on", h.lead(), adopt(func(b *RuleBook) { b.AdoptedOn = vn.NewDate(2026, 3, 3) })},
			{"in force before it was adopted", problem.Invalid, "in_force_on", h.lead(), adopt(func(b *RuleBook) { b.InForceOn = vn.NewDate(2026, 3, 1) })},
			{"adopted by nobody", problem.Invalid, "adopted_by", h.lead(), adopt(func(b *RuleBook) { b.AdoptedBy = " " })},
			{"adopted as another draft", problem.Conflict, "", h.lead(), adopt(func(b *RuleBook) { b.Version = 1 })},
		} {
			h.refused(r.what, r.kind, r.field, r.actor, r.act)
		}
		h.must(adopt(func(*RuleBook) {}))
		h.refused("a change after the adoption", problem.Closed, "", h.lead(), set(Clause{ID: first.ID, Ref: first.Ref, Body: "khác", Version: 1}))
		h.refused("a file after the adoption", problem.Closed, "", h.lead(), func(tx *db.Tx) error { return AttachRuleBook(tx, h.s, blob.File{Hash: "x"}) })
	})
}

func TestADraftCanBeGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		h.drafted()
		h.refused("a draft that another has changed", problem.Conflict, "", h.lead(), func(tx *db.Tx) error { return DropRuleBookDraft(tx, h.s, 3) })
		h.must(func(tx *db.Tx) error { return DropRuleBookDraft(tx, h.s, 4) })
		h.refused("a draft that is gone", problem.NotFound, "", h.member(), func(tx *db.Tx) error { _, err := RuleBookDraft(tx, h.s); return err })
	})
}

func TestReferencesAreOrderedAsTheyAreCounted(t *testing.T) {
	refs := []string{"Điều 12", "Điều 5 khoản 10", "Điều 5", "Điều 5 khoản 2 điểm b", "Điều 5 khoản 2", "Điều 5 khoản 2 điểm a"}
	slices.SortFunc(refs, compareRefs)
	want := []string{"Điều 5", "Điều 5 khoản 2", "Điều 5 khoản 2 điểm a", "Điều 5 khoản 2 điểm b", "Điều 5 khoản 10", "Điều 12"}
	if !slices.Equal(refs, want) {
		t.Errorf("got %q", refs)
	}
}

func TestAReferenceIsKeptAndCitedInItsOrder(t *testing.T) {
	for _, c := range []struct{ typed, kept, cited string }{
		{"khoản 2  Điều 7", "Điều 7 khoản 2", "khoản 2 Điều 7"},
		{"Điểm b, khoản 2, điều 5a", "Điều 5a khoản 2 điểm b", "điểm b khoản 2 Điều 5a"},
		{"phụ lục 1", "Phụ lục 1", "phụ lục 1"},
		{"Hướng dẫn chấm điểm, phần B", "Hướng dẫn chấm điểm, phần B", "Hướng dẫn chấm điểm, phần B"},
		{"Điều", "Điều", "Điều"},
		{"khoản 1 khoản 2", "khoản 1 khoản 2", "khoản 1 khoản 2"},
		{"", "", ""},
	} {
		kept := tidyRef(c.typed)
		if kept != c.kept || Cite(kept) != c.cited {
			t.Errorf("%q is kept as %q, cited as %q", c.typed, kept, Cite(kept))
		}
	}
}

func TestABookOfElsewhereIsEnteredWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		b := head()
		b.ClusterID, b.AdoptedOn, b.InForceOn = h.s.Cluster, vn.NewDate(2020, 1, 2), vn.NewDate(2020, 1, 2)
		b.Clauses = []Clause{{Ref: "Điều 3", Body: "Hai đơn vị được đề nghị."}}
		b.Settings = []Setting{{Key: FlagsCount, Value: "3", ClauseID: "Điều 4"}}
		h.refused("a parameter of a clause that is not there", problem.Invalid, "clause_flags_count", dbtest.Operator(), func(tx *db.Tx) error {
			_, err := EnterRuleBook(tx, b)
			return err
		})
		b.Settings = []Setting{{Key: FlagsCount, Value: "3", ClauseID: "Điều 3"}}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { _, err := EnterRuleBook(tx, b); return err })
		if v := h.parameter(vn.NewDate(2021, 4, 9), FlagsCount); v.Words() != "3 đơn vị" || v.Clause != "Điều 3" {
			t.Errorf("got %+v", v)
		}
	})
}
