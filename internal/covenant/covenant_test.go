package covenant

import (
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// world is a cluster of three members in 2026 whose lead has drafted a covenant
// with one content, one indicator and one target.
type world struct {
	t       *testing.T
	d       *db.DB
	y       cycle.Year
	units   []string // a, b, c; a leads
	content Content
}

func begin(t *testing.T, d *db.DB) *world { return beginIn(t, d, "Cụm thử", "A", "B", "C") }

// beginIn is begin in a cluster of this name with members of these names.
func beginIn(t *testing.T, d *db.DB, name string, members ...string) *world {
	w := &world{t: t, d: d}
	dbtest.SetDay(d, 2026, 3, 2)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: name, Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range members {
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
		return cycle.SetPhase(tx, w.y, cycle.Phase{Kind: cycle.Sign, OpensOn: vn.NewDate(2026, 3, 16), DueOn: vn.NewDate(2026, 3, 31)})
	})
	w.must(w.leader(0), func(tx *db.Tx) (err error) {
		if _, err = Begin(tx, w.y); err != nil {
			return err
		}
		if w.content, err = SetContent(tx, w.y, Content{Title: "Phát triển kinh tế", Serves: "Nghị quyết 01/NQ-CP"}); err != nil {
			return err
		}
		i, err := indicator.Define(tx, w.y, indicator.Indicator{
			Code: "THU", Name: "Thu ngân sách", Unit: "tỷ đồng", Direction: indicator.More, Sum: indicator.Total, ContentNo: 1,
		})
		if err != nil {
			return err
		}
		return indicator.SetTarget(tx, w.y, indicator.Target{IndicatorID: i.ID, UnitID: w.units[0], Value: decimal.RequireFromString("100.5")})
	})
	return w
}

// leader is the head of the i-th member, with the roles that follow.
func (w *world) leader(i int) db.Actor {
	w.t.Helper()
	a := db.Actor{ID: "leader-" + w.units[i], Name: "Lãnh đạo", Position: "Chủ tịch", Unit: w.units[i], Grants: []db.Grant{
		{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: w.units[i]},
	}}
	dbtest.Update(w.t, w.d, a, func(tx *db.Tx) error {
		more, err := cycle.Derived(tx, a)
		a.Grants = append(a.Grants, more...)
		return err
	})
	return a
}

func (w *world) council() db.Actor {
	return db.Actor{ID: "council", Name: "Đại diện Hội đồng", Position: "Phó Chủ tịch Hội đồng", Grants: []db.Grant{
		{Role: string(access.CouncilMember), Scope: access.ScopeCluster, ID: w.y.ClusterID},
	}}
}

func (w *world) must(a db.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, a, fn)
}

// refused checks that an act is refused for this kind of reason.
func (w *world) refused(what string, kind problem.Kind, a db.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := dbtest.Try(w.d, a, fn); !problem.Is(err, kind) {
		w.t.Errorf("%s: got %v, want a %s problem", what, err, kind)
	}
}

// send sends the draft and lets every member say that it has no comment.
func (w *world) send() {
	w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 13)); return err })
	for i := range w.units {
		w.must(w.leader(i), func(tx *db.Tx) error { return Reply(tx, w.y, Answer{UnitID: w.units[i], None: true}) })
	}
}

// openSigning opens the signing and returns the fingerprint.
func (w *world) openSigning() (fingerprint string) {
	dbtest.SetDay(w.d, 2026, 3, 20)
	w.must(w.leader(0), func(tx *db.Tx) error {
		v, err := OpenSigning(tx, w.y)
		fingerprint = v.Fingerprint
		return err
	})
	return fingerprint
}

func (w *world) signAll(fingerprint string) {
	w.must(w.council(), func(tx *db.Tx) error { return Witness(tx, w.y, fingerprint) })
	for i := range w.units {
		w.must(w.leader(i), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[i], fingerprint) })
	}
}

func TestACovenantIsSignedByAllAndThenStands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		fingerprint := w.openSigning()
		w.refused("public before all have signed", problem.NotFound, db.Actor{}, func(tx *db.Tx) error { _, err := PublicOf(tx, w.y); return err })
		w.signAll(fingerprint)
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err != nil {
				return err
			}
			if o.Covenant.State != Signed || o.Version.Fingerprint != fingerprint || len(o.Signatures) != 4 {
				t.Errorf("got state %s, fingerprint %s, %d signatures", o.Covenant.State, o.Version.Fingerprint, len(o.Signatures))
			}
			if _, again, err := o.Text.Canonical(); err != nil || again != fingerprint {
				t.Errorf("the text read back has fingerprint %s, %v", again, err)
			}
			if len(o.Text.Targets) != 1 || o.Text.Targets[0].Value != "100.5" {
				t.Errorf("targets: %+v", o.Text.Targets)
			}
			return nil
		})
		w.refused("a change of a signed content", problem.Closed, w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, w.content); return err })
		w.refused("a new target", problem.Closed, w.leader(0), func(tx *db.Tx) error {
			list, err := indicator.List(tx, w.y.ID)
			if err != nil {
				return err
			}
			return indicator.SetTarget(tx, w.y, indicator.Target{IndicatorID: list[0].ID, UnitID: w.units[0], Value: decimal.NewFromInt(1)})
		})
		w.must(w.leader(0), func(tx *db.Tx) error { return AttachScan(tx, w.y, blob.File{Hash: "abc", Name: "giao-uoc.pdf"}) })
	})
}

func TestSigningRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.refused("signing a draft", problem.Closed, w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[1], "x") })
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 18)); return err })
		w.refused("before the phase", problem.Closed, w.leader(0), func(tx *db.Tx) error { _, err := OpenSigning(tx, w.y); return err })
		dbtest.SetDay(d, 2026, 3, 17)
		w.refused("before all have answered", problem.Closed, w.leader(0), func(tx *db.Tx) error { _, err := OpenSigning(tx, w.y); return err })
		w.refused("by a member", problem.Denied, w.leader(1), func(tx *db.Tx) error { _, err := OpenSigning(tx, w.y); return err })
		f := w.openSigning() // after the deadline for comments, though nobody answered
		w.refused("another text", problem.Conflict, w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[1], "x") })
		w.refused("for another unit", problem.Denied, w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[2], f) })
		w.refused("a member as witness", problem.Denied, w.leader(1), func(tx *db.Tx) error { return Witness(tx, w.y, f) })
		w.must(w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[1], f) })
		w.refused("a second signature", problem.Closed, w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[1], f) })
		w.refused("a change while signing", problem.Closed, w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, w.content); return err })
	})
}

func TestAWithdrawalVoidsConfirmations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		f := w.openSigning()
		w.must(w.leader(1), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[1], f) })
		w.refused("without a reason", problem.Invalid, w.leader(0), func(tx *db.Tx) error { return Withdraw(tx, w.y, " ") })
		w.must(w.leader(0), func(tx *db.Tx) error { return Withdraw(tx, w.y, "bổ sung một đơn vị") })
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 20)); return err })
		dbtest.SetDay(d, 2026, 3, 23)
		w.must(w.leader(0), func(tx *db.Tx) error {
			v, err := OpenSigning(tx, w.y)
			if err != nil {
				return err
			}
			r, err := ReadVersion(tx, w.y, v.Number)
			if err != nil || len(r.Signatures) != 0 {
				t.Errorf("%d confirmations survived the withdrawal (%v)", len(r.Signatures), err)
			}
			old, err := ReadVersion(tx, w.y, 1)
			if err != nil || old.Version.Withdrawn != "bổ sung một đơn vị" || len(old.Signatures) != 1 || old.Last {
				t.Errorf("the withdrawn version lost its reason or its confirmation: %+v (%v)", old.Version, err)
			}
			return nil
		})
	})
}

func TestAnAmendmentNeedsAReasonAndNewSignatures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		first := w.openSigning()
		w.signAll(first)
		w.must(w.leader(0), func(tx *db.Tx) error { return AttachScan(tx, w.y, blob.File{Hash: "abc", Name: "giao-uoc.pdf"}) })
		w.refused("without a reason", problem.Invalid, w.leader(0), func(tx *db.Tx) error { return Amend(tx, w.y, "") })
		w.refused("by a member", problem.Denied, w.leader(1), func(tx *db.Tx) error { return Amend(tx, w.y, "lý do") })
		w.must(w.leader(0), func(tx *db.Tx) error { return Amend(tx, w.y, "Quốc hội điều chỉnh dự toán") })
		w.must(w.leader(0), func(tx *db.Tx) error {
			n := w.content
			n.Body = "Thu đạt dự toán mới"
			_, err := SetContent(tx, w.y, n)
			return err
		})
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err == nil && o.Version.Fingerprint != first {
				t.Error("while it is being amended, the signed version must stand")
			}
			return err
		})
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 20)); return err })
		dbtest.SetDay(d, 2026, 3, 24)
		var second Version
		w.must(w.leader(0), func(tx *db.Tx) (err error) { second, err = OpenSigning(tx, w.y); return err })
		w.signAll(second.Fingerprint)
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err != nil {
				return err
			}
			if o.Version.Number != 2 || o.Version.Reason != "Quốc hội điều chỉnh dự toán" || len(o.Signed) != 2 || o.Later() {
				t.Errorf("got version %d (%s), %d signed", o.Version.Number, o.Version.Reason, len(o.Signed))
			}
			if len(o.Amends) != 1 || o.Amends[0].Place != "Nội dung 1" || o.Amends[0].Kind != Changed {
				t.Errorf("the amendment changed %+v", o.Amends)
			}
			if o.Version.ScanHash != "" {
				t.Error("the scan of the first text stands beside the amended one")
			}
			old, err := PublicVersion(tx, w.y, 1)
			if err != nil {
				return err
			}
			if old.Version.Fingerprint != first || len(old.Signatures) != 4 || old.Version.ScanHash != "abc" || !old.Later() || old.Text.Contents[0].Body != "" {
				t.Errorf("what was signed first no longer reads as it was signed: %+v", old.Version)
			}
			return nil
		})
	})
}

func TestTwoEditorsOfOneContent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		mine, theirs := w.content, w.content
		theirs.Body, mine.Body = "của người kia", "của tôi"
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, theirs); return err })
		w.refused("the second save", problem.Conflict, w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, mine); return err })
	})
}

func TestContentsMoveAndLeaveNoGap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		lead := w.leader(0)
		for _, title := range []string{"Hai", "Ba"} {
			w.must(lead, func(tx *db.Tx) error { _, err := SetContent(tx, w.y, Content{Title: title, Serves: "x"}); return err })
		}
		w.must(lead, func(tx *db.Tx) error {
			list, err := ContentsOf(tx, w.y)
			if err != nil {
				return err
			}
			if err := MoveContent(tx, w.y, list[2].ID, 3, true); err != nil {
				return err
			}
			if err := MoveContent(tx, w.y, list[2].ID, 3, true); err != nil {
				return err // a second click on the same button
			}
			if err := MoveContent(tx, w.y, list[2].ID, 2, true); err != nil {
				return err
			}
			if err := RemoveContent(tx, w.y, list[1].ID, 1); err != nil {
				return err
			}
			now, err := ContentsOf(tx, w.y)
			if err != nil || len(now) != 2 || now[0].Title != "Ba" || now[0].Number != 1 || now[1].ID != w.content.ID || now[1].Number != 2 {
				t.Errorf("got %+v, %v", now, err)
			}
			indicators, err := indicator.List(tx, w.y.ID)
			if err != nil || indicators[0].ContentNo != 2 {
				t.Errorf("the indicator stayed under number %d while its content went to 2 (%v)", indicators[0].ContentNo, err)
			}
			return nil
		})
		w.refused("a content with indicators", problem.Closed, lead, func(tx *db.Tx) error { return RemoveContent(tx, w.y, w.content.ID, 1) })
		w.refused("a stale order", problem.Conflict, lead, func(tx *db.Tx) error { return MoveContent(tx, w.y, w.content.ID, 5, true) })
		w.refused("a stale content", problem.Conflict, lead, func(tx *db.Tx) error { return RemoveContent(tx, w.y, w.content.ID, 9) })
		w.refused("by a member", problem.Denied, w.leader(1), func(tx *db.Tx) error { return RemoveContent(tx, w.y, w.content.ID, 1) })
		w.refused("a secret mark", problem.Invalid, lead, func(tx *db.Tx) error {
			_, err := SetContent(tx, w.y, Content{Title: "Nội dung", Body: "ĐỘ MẬT: TỐI MẬT", Serves: "x"})
			return err
		})
		w.refused("nothing served", problem.Invalid, lead, func(tx *db.Tx) error {
			_, err := SetContent(tx, w.y, Content{Title: "Nội dung"})
			return err
		})
	})
}

func TestRepeatedContents(t *testing.T) {
	now := []Content{{Number: 1, Title: "Phát triển  kinh tế"}, {Number: 2, Title: "Cải cách hành chính", Body: "mới"}}
	last := []Content{{Number: 4, Title: "PHÁT TRIỂN KINH TẾ"}, {Number: 2, Title: "Cải cách hành chính"}}
	if got := Repeated(now, last); len(got) != 1 || !got[1] {
		t.Errorf("got %v, want content 1 alone", got)
	}
}
