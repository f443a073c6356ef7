package covenant

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

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

// target registers a target of the i-th member for the only indicator.
func (w *world) target(tx *db.Tx, i int, value int64) error {
	list, err := indicator.List(tx, w.y.ID)
	if err != nil {
		return err
	}
	return indicator.SetTarget(tx, w.y, indicator.Target{IndicatorID: list[0].ID, UnitID: w.units[i], Value: decimal.NewFromInt(value)})
}

// says checks that a refusal tells the person these words.
func (w *world) says(a db.Actor, fn func(tx *db.Tx) error, words ...string) {
	w.t.Helper()
	err := dbtest.Try(w.d, a, fn)
	for _, word := range words {
		if err == nil || !strings.Contains(err.Error(), word) {
			w.t.Errorf("got %v, want it to say %q", err, word)
		}
	}
}

func TestWhatIsBeingSignedStandsStill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		f := w.openSigning()
		w.refused("a target while the others sign", problem.Closed, w.leader(1), func(tx *db.Tx) error { return w.target(tx, 1, 7) })
		w.must(w.leader(0), func(tx *db.Tx) error { return Withdraw(tx, w.y, "bổ sung chỉ tiêu") })
		w.must(w.leader(1), func(tx *db.Tx) error { return w.target(tx, 1, 7) })
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 20)); return err })
		dbtest.SetDay(d, 2026, 3, 23)
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := OpenSigning(tx, w.y); return err })
		stale := func(tx *db.Tx) error { return Sign(tx, w.y, w.units[2], f) }
		w.refused("the text before", problem.Conflict, w.leader(2), stale)
		w.says(w.leader(2), stale, "Bạn đọc bản 1", "bản 2 khác ở chỗ: thêm chỉ tiêu THU của B", "đọc bản 2")
	})
}

func TestAMemberWhoJoinsLaterDoesNotHoldUpTheSigning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		f := w.openSigning()
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			u, err := org.Create(tx, org.Unit{Name: "D", Code: "D", Kind: org.Province})
			if err != nil {
				return err
			}
			w.units = append(w.units, u.ID)
			return cluster.Join(tx, cluster.Member{ClusterID: w.y.ClusterID, UnitID: u.ID})
		})
		w.refused("a unit that the text does not name", problem.Invalid, w.leader(3), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[3], f) })
		w.units = w.units[:3]
		w.signAll(f)
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err == nil && (o.Covenant.State != Signed || len(o.Signatures) != 4 || o.Version.SignedOn != vn.NewDate(2026, 3, 20)) {
				t.Errorf("got %s on %s with %d signatures", o.Covenant.State, o.Version.SignedOn, len(o.Signatures))
			}
			return err
		})
		w.says(w.leader(0), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[0], f) }, "đã ký đủ ngày 20/3/2026")
	})
}

func TestAnAmendmentThatChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		first := w.openSigning()
		w.refused("nothing is being amended", problem.Closed, w.leader(0), func(tx *db.Tx) error { return DropAmendment(tx, w.y) })
		w.refused("a scan before all have signed", problem.Closed, w.leader(0), func(tx *db.Tx) error { return AttachScan(tx, w.y, blob.File{Hash: "abc"}) })
		w.signAll(first)
		w.refused("an amendment before it is signed by all", problem.Closed, w.leader(0), func(tx *db.Tx) error { return Withdraw(tx, w.y, "x") })
		w.must(w.leader(0), func(tx *db.Tx) error { return Amend(tx, w.y, "nhầm") })
		w.must(w.leader(1), func(tx *db.Tx) error { return w.target(tx, 1, 7) })
		w.says(w.leader(0), func(tx *db.Tx) error { return DropAmendment(tx, w.y) }, "thêm chỉ tiêu THU của B")
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			list, err := indicator.Targets(tx, w.y.ID)
			if err != nil {
				return err
			}
			for _, g := range list {
				if g.UnitID == w.units[1] {
					_, err = tx.Exec(`DELETE FROM target WHERE id = $1`, g.ID)
				}
			}
			return err
		})
		w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 20)); return err })
		dbtest.SetDay(d, 2026, 3, 24)
		w.says(w.leader(0), func(tx *db.Tx) error { _, err := OpenSigning(tx, w.y); return err }, "giống hệt bản đã ký")
		w.refused("by a member", problem.Denied, w.leader(1), func(tx *db.Tx) error { return DropAmendment(tx, w.y) })
		w.must(w.leader(0), func(tx *db.Tx) error { return DropAmendment(tx, w.y) })
		w.refused("a target after it", problem.Closed, w.leader(1), func(tx *db.Tx) error { return w.target(tx, 1, 7) })
		w.must(w.leader(0), func(tx *db.Tx) error {
			work, err := Overview(tx, w.y)
			if err == nil && (work.Covenant.State != Signed || work.Version.Number != 1 || work.SignedBy() != 3) {
				t.Errorf("got %s, version %d signed by %d", work.Covenant.State, work.Version.Number, work.SignedBy())
			}
			return err
		})
	})
}

func TestASecondClickMakesNothingNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		n := Content{ID: db.NewID(), Title: "Chuyển đổi số", Serves: "Nghị quyết 57-NQ/TW"}
		for range 2 {
			w.must(w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, n); return err })
		}
		n.Title = "khác"
		w.refused("the same form with another text", problem.Conflict, w.leader(0), func(tx *db.Tx) error { _, err := SetContent(tx, w.y, n); return err })
		for range 2 {
			w.must(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 13)); return err })
			w.must(w.leader(1), func(tx *db.Tx) error {
				return Reply(tx, w.y, Answer{UnitID: w.units[1], ContentNo: 2, Body: "Nên ghi rõ cách đo"})
			})
		}
		w.must(w.leader(1), func(tx *db.Tx) error {
			work, err := Overview(tx, w.y)
			if err != nil {
				return err
			}
			if len(work.Contents) != 2 || len(work.Versions) != 1 || len(work.Parties[1].Remarks) != 1 {
				t.Errorf("%d contents, %d versions, %d remarks", len(work.Contents), len(work.Versions), len(work.Parties[1].Remarks))
			}
			if silent := work.Silent(); len(silent) != 2 || silent[0] != "A" || silent[1] != "C" {
				t.Errorf("silent: %v", silent)
			}
			return nil
		})
	})
}

func TestCommentsRefuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		b := w.leader(1)
		reply := func(a Answer) func(tx *db.Tx) error {
			a.UnitID = w.units[1]
			return func(tx *db.Tx) error { return Reply(tx, w.y, a) }
		}
		w.refused("a draft that was not sent", problem.Closed, b, reply(Answer{None: true}))
		w.refused("a day that has passed", problem.Invalid, w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 1)); return err })
		w.refused("sent by a member", problem.Denied, b, func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 13)); return err })
		var first Version
		w.must(w.leader(0), func(tx *db.Tx) (err error) { first, err = Send(tx, w.y, vn.NewDate(2026, 3, 13)); return err })
		w.refused("an empty comment", problem.Invalid, b, reply(Answer{Body: " "}))
		w.refused("none, with words", problem.Invalid, b, reply(Answer{Body: "có", None: true}))
		w.refused("a content that is not there", problem.Invalid, b, reply(Answer{ContentNo: 2, Body: "x"}))
		w.refused("a secret mark", problem.Invalid, b, reply(Answer{Body: "ĐỘ MẬT: TỐI MẬT"}))
		w.refused("for another unit", problem.Denied, b, func(tx *db.Tx) error { return Reply(tx, w.y, Answer{UnitID: w.units[2], None: true}) })
		w.must(w.leader(0), func(tx *db.Tx) error {
			n := w.content
			n.Body = "Thu vượt dự toán"
			if _, err := SetContent(tx, w.y, n); err != nil {
				return err
			}
			_, err := Send(tx, w.y, vn.NewDate(2026, 3, 13))
			return err
		})
		w.says(b, reply(Answer{Fingerprint: first.Fingerprint, Body: "x"}), "Bạn đọc bản 1", "sửa nội dung 1", "đọc bản 2 rồi góp ý")
		w.must(b, reply(Answer{ContentNo: 1, Body: "Đồng ý mức này"}))
		dbtest.SetDay(d, 2026, 3, 14)
		w.refused("after the deadline", problem.Closed, b, reply(Answer{None: true}))
	})
}

func TestTheDraftWaitsForItsPhase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		var next cycle.Year
		w.must(dbtest.Operator(), func(tx *db.Tx) (err error) {
			if next, err = cycle.Open(tx, cycle.Opening{ClusterID: w.y.ClusterID, Year: 2027}); err != nil {
				return err
			}
			return cycle.SetPhase(tx, next, cycle.Phase{Kind: cycle.Draft, OpensOn: vn.NewDate(2027, 1, 4), DueOn: vn.NewDate(2027, 2, 26)})
		})
		w.says(dbtest.Operator(), func(tx *db.Tx) error { _, err := Begin(tx, next); return err }, "«Soạn giao ước» bắt đầu từ ngày 4/1/2027")
		dbtest.SetDay(d, 2027, 1, 4)
		w.must(dbtest.Operator(), func(tx *db.Tx) error {
			one, err := Begin(tx, next)
			if err != nil {
				return err
			}
			two, err := Begin(tx, next)
			if two.ID != one.ID {
				t.Error("a second click began a second covenant")
			}
			return err
		})
		w.refused("nothing to send", problem.Invalid, dbtest.Operator(), func(tx *db.Tx) error { _, err := Send(tx, next, vn.NewDate(2027, 2, 1)); return err })
	})
}

func TestAnIndicatorUnderAContentThatIsNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(w.leader(0), func(tx *db.Tx) error {
			_, err := indicator.Define(tx, w.y, indicator.Indicator{
				Code: "LAC", Name: "Lạc chỗ", Unit: "%", Direction: indicator.More, Sum: indicator.Average, ContentNo: 7,
			})
			return err
		})
		w.says(w.leader(0), func(tx *db.Tx) error { _, err := Send(tx, w.y, vn.NewDate(2026, 3, 13)); return err }, "LAC (nội dung 7)")
	})
}

func TestCopyTakesWhatIsSignedOrMayBeRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		other := beginIn(t, d, "Cụm khác", "K", "L")
		dbtest.SetDay(d, 2026, 3, 2)
		var next cycle.Year
		w.must(dbtest.Operator(), func(tx *db.Tx) (err error) {
			if err := cluster.Appoint(tx, cluster.Lead{ClusterID: w.y.ClusterID, Year: 2027, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
				return err
			}
			next, err = cycle.Open(tx, cycle.Opening{ClusterID: w.y.ClusterID, Year: 2027})
			return err
		})
		lead := w.leader(0)
		w.must(lead, func(tx *db.Tx) error { _, err := Begin(tx, next); return err })
		w.refused("a draft of a stranger", problem.Denied, lead, func(tx *db.Tx) error { _, err := CopyFrom(tx, next, other.y); return err })
		other.send()
		other.signAll(other.openSigning())
		dbtest.SetDay(d, 2026, 3, 20)
		w.must(lead, func(tx *db.Tx) error {
			sources, err := Sources(tx, next)
			if err == nil && (len(sources) != 2 || sources[0].Year.ID != w.y.ID || sources[1].Year.ID != other.y.ID) {
				t.Errorf("sources: %+v", sources)
			}
			return err
		})
		w.must(lead, func(tx *db.Tx) error {
			n, err := CopyFrom(tx, next, w.y)
			if n != 1 {
				t.Errorf("copied %d contents", n)
			}
			return err
		})
		w.refused("onto what is there", problem.Closed, lead, func(tx *db.Tx) error { _, err := CopyFrom(tx, next, w.y); return err })
		w.must(lead, func(tx *db.Tx) error {
			work, err := Overview(tx, next)
			if err != nil {
				return err
			}
			if !work.Repeated[1] {
				t.Error("a copied content is not flagged")
			}
			n := work.Contents[0]
			n.Body = "Thu vượt dự toán 5%"
			if _, err := SetContent(tx, next, n); err != nil {
				return err
			}
			if work, err = Overview(tx, next); err != nil || work.Repeated[1] {
				t.Errorf("a changed content is still flagged (%v)", err)
			}
			changes, ok, err := SinceLastYear(tx, next)
			if err == nil && (!ok || len(changes) != 1 || changes[0].Kind != Changed) {
				t.Errorf("since last year: %+v", changes)
			}
			return err
		})
	})
}

func TestHistoryIsWhatWasPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		var y cycle.Year
		operator := dbtest.Operator()
		w.must(operator, func(tx *db.Tx) (err error) {
			y, err = cycle.Open(tx, cycle.Opening{ClusterID: w.y.ClusterID, Year: 2018, History: true})
			return err
		})
		enter := func(p Published) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return EnterHistory(tx, y, p) }
		}
		good := Published{Contents: 6, SignedOn: vn.NewDate(2018, 3, 9), Source: "baodanang.vn, 9/3/2018"}
		w.refused("without a source", problem.Invalid, operator, enter(Published{Contents: 6, Source: " "}))
		w.refused("another year's day", problem.Invalid, operator, enter(Published{SignedOn: vn.NewDate(2008, 3, 9), Source: "x"}))
		w.refused("fewer than none", problem.Invalid, operator, enter(Published{Contents: -1, Source: "x"}))
		w.refused("by a member", problem.Denied, w.leader(1), enter(good))
		w.refused("a year that runs", problem.Closed, operator, func(tx *db.Tx) error { return EnterHistory(tx, w.y, good) })
		w.must(operator, enter(good))
		w.refused("twice", problem.Closed, operator, enter(good))
		w.refused("a draft of it", problem.Closed, operator, func(tx *db.Tx) error { _, err := Begin(tx, y); return err })
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, y)
			if err == nil && (o.Covenant.Contents != 6 || o.Covenant.SignedOn != good.SignedOn || len(o.Text.Contents) != 0 || o.Version.Fingerprint != "") {
				t.Errorf("got %+v", o)
			}
			return err
		})
		w.refused("a version of it", problem.NotFound, db.Actor{}, func(tx *db.Tx) error { _, err := PublicVersion(tx, y, 1); return err })
	})
}

// Only its makers read a draft.
func TestStrangersDoNotReadADraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		for what, read := range map[string]func(tx *db.Tx) error{
			"overview": func(tx *db.Tx) error { _, err := Overview(tx, w.y); return err },
			"version":  func(tx *db.Tx) error { _, err := ReadVersion(tx, w.y, 1); return err },
			"draft":    func(tx *db.Tx) error { _, err := DraftText(tx, w.y); return err },
			"history":  func(tx *db.Tx) error { _, _, err := SinceLastYear(tx, w.y); return err },
		} {
			w.refused(what, problem.Denied, db.Actor{}, read)
			w.must(w.leader(2), read)
		}
		w.refused("a version that is not there", problem.NotFound, w.leader(2), func(tx *db.Tx) error { _, err := ReadVersion(tx, w.y, 2); return err })
	})
}

func TestTheLastPartyMayBeAnybody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for last := range 4 { // the members by number, then the witness
			w := beginIn(t, d, "Cụm "+string(rune('P'+last)), names(last)...)
			w.send()
			f := w.openSigning()
			sign := func(i int) {
				if i == 3 {
					w.must(w.council(), func(tx *db.Tx) error { return Witness(tx, w.y, f) })
					w.refused("a second witness", problem.Closed, w.council(), func(tx *db.Tx) error { return Witness(tx, w.y, f) })
					return
				}
				w.must(w.leader(i), func(tx *db.Tx) error { return Sign(tx, w.y, w.units[i], f) })
			}
			for i := range 4 {
				if i != last {
					sign(i)
				}
			}
			w.refused("public with one party missing", problem.NotFound, db.Actor{}, func(tx *db.Tx) error { _, err := PublicOf(tx, w.y); return err })
			sign(last)
			w.must(db.Actor{}, func(tx *db.Tx) error { _, err := PublicOf(tx, w.y); return err })
		}
	})
}

// names are of units that no other cluster of the test has.
func names(n int) []string {
	var list []string
	for _, name := range []string{"A", "B", "C"} {
		list = append(list, name+string(rune('0'+n)))
	}
	return list
}

// All press at once: each signature counts once and the last one completes.
func TestAllSignAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		f := w.openSigning()
		actors := []db.Actor{w.leader(0), w.leader(1), w.leader(2), w.council()}
		results := make(chan error, 2*len(actors))
		for i, a := range actors {
			for range 2 { // and each of them twice
				go func() {
					results <- dbtest.Try(d, a, func(tx *db.Tx) error {
						if i == 3 {
							return Witness(tx, w.y, f)
						}
						return Sign(tx, w.y, w.units[i], f)
					})
				}()
			}
		}
		taken := 0
		for range cap(results) {
			switch err := <-results; {
			case err == nil:
				taken++
			case !problem.Is(err, problem.Closed):
				t.Errorf("got %v", err)
			}
		}
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err == nil && (taken != 4 || len(o.Signatures) != 4) {
				t.Errorf("%d taken, %d signatures", taken, len(o.Signatures))
			}
			return err
		})
	})
}

func TestAMemberRenamedDuringAnAmendment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.send()
		w.signAll(w.openSigning())
		w.must(w.leader(0), func(tx *db.Tx) error { return Amend(tx, w.y, "nhầm") })
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := org.Revise(tx, org.Revision{UnitID: w.units[1], On: vn.NewDate(2026, 3, 20), Name: "B mới", Source: "Nghị quyết thử"})
			return err
		})
		w.must(w.leader(0), func(tx *db.Tx) error { return DropAmendment(tx, w.y) })
		w.must(db.Actor{}, func(tx *db.Tx) error {
			o, err := PublicOf(tx, w.y)
			if err != nil {
				return err
			}
			for _, s := range o.Signatures {
				if s.UnitID == w.units[1] && s.UnitName != "B" {
					t.Errorf("the signatory's unit reads %q; it was B on the day", s.UnitName)
				}
			}
			return nil
		})
	})
}
