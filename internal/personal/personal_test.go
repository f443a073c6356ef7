package personal_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/personal"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

const number = "001099012345"

// world is an installation with two administrators and a person.
type world struct {
	*testing.T
	db            *db.DB
	ring          *key.Ring
	person        db.Actor
	first, second db.Actor // administrators
}

func each(t *testing.T, test func(w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ring, err := key.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		dbtest.SetDay(d, 2026, 3, 20)
		w := &world{T: t, db: d, ring: ring}
		w.person = w.account("nguyen-van-a", "Nguyễn Văn Dữ Liệu", access.StandingOffice)
		w.first = w.account("quan-tri-1", "Quản trị Một", access.Administrator)
		w.second = w.account("quan-tri-2", "Quản trị Hai", access.Administrator)
		test(w)
	})
}

func (w *world) account(login, name string, role access.Role) (actor db.Actor) {
	w.Helper()
	dbtest.Update(w.T, w.db, dbtest.Operator(), func(tx *db.Tx) error {
		a, err := account.Create(tx, account.New{Login: login, Name: name, Position: "Chức vụ của " + login, Email: login + "@example.org"})
		if err != nil {
			return err
		}
		if err := account.Give(tx, account.Grant{AccountID: a.ID, Role: role, ScopeKind: access.ScopeAll}); err != nil {
			return err
		}
		actor, err = account.Actor(tx, a.ID)
		return err
	})
	return actor
}

// as runs fn on behalf of an actor, and fails the test when it succeeds where it
// should be refused, or the other way round.
func (w *world) as(actor db.Actor, refused problem.Kind, fn func(tx *db.Tx) error) {
	w.Helper()
	err := dbtest.Try(w.db, actor, fn)
	if refused == "" && err != nil || refused != "" && !problem.Is(err, refused) {
		w.Fatalf("got %v, want %q", err, refused)
	}
}

func (w *world) identity() {
	w.Helper()
	w.as(w.person, "", func(tx *db.Tx) error { return personal.SetIdentity(tx, w.ring, number, true) })
}

func TestAnIdentityNumberIsHiddenEverywhereButFromItsOwner(t *testing.T) {
	each(t, func(w *world) {
		for _, bad := range []string{"", "123", "00109901234x", "0010990123456"} {
			w.as(w.person, problem.Invalid, func(tx *db.Tx) error { return personal.SetIdentity(tx, w.ring, bad, true) })
		}
		w.as(w.person, problem.Invalid, func(tx *db.Tx) error { return personal.SetIdentity(tx, w.ring, number, false) })
		w.as(db.Actor{}, problem.Denied, func(tx *db.Tx) error { return personal.SetIdentity(tx, w.ring, number, true) })
		w.identity()
		w.as(w.person, "", func(tx *db.Tx) error {
			o, err := personal.ReadOwn(tx, w.ring)
			if err == nil && o.Identity != "•••• 2345" {
				t.Errorf("masked %q", o.Identity)
			}
			whole, err2 := personal.OwnIdentity(tx, w.ring)
			if whole != number || err2 != nil {
				t.Errorf("own number %q, %v", whole, err2)
			}
			return err
		})
		for name, text := range w.everything() {
			if strings.Contains(text, number) {
				t.Errorf("%s holds the number in clear", name)
			}
		}
	})
}

func TestALookAtAnIdentityNumberHasAReasonThatThePersonReads(t *testing.T) {
	each(t, func(w *world) {
		w.identity()
		read := func(tx *db.Tx, reason string) error {
			got, err := personal.ReadIdentity(tx, w.ring, w.person.ID, reason)
			if err == nil && got != number {
				t.Errorf("read %q", got)
			}
			return err
		}
		auditor := db.Actor{ID: "k", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
		w.as(auditor, problem.Denied, func(tx *db.Tx) error { return read(tx, "xem") })
		w.as(w.person, problem.Denied, func(tx *db.Tx) error { return read(tx, "xem") })
		w.as(w.first, problem.Invalid, func(tx *db.Tx) error { return read(tx, " ") })
		w.as(w.first, "", func(tx *db.Tx) error { return read(tx, "đối chiếu hồ sơ khen thưởng") })
		w.as(w.person, "", func(tx *db.Tx) error {
			looks, err := record.AboutMe(tx, 10)
			if err != nil {
				return err
			}
			if e := looks[0]; e.Act != access.PersonalRead || e.Reason != "đối chiếu hồ sơ khen thưởng" || e.Name != w.first.Name {
				t.Errorf("the person reads %+v", e)
			}
			return nil
		})
	})
}

func TestAnExportHoldsWhatIsKeptAndIsRecorded(t *testing.T) {
	each(t, func(w *world) {
		w.identity()
		check := func(h personal.Held) {
			if h.Identity != number || h.Account.Account.Email != "nguyen-van-a@example.org" || len(h.Kept) < 3 || len(h.Acts) == 0 || len(h.About) < 2 {
				t.Errorf("export %+v", h)
			}
		}
		w.as(w.person, "", func(tx *db.Tx) error {
			h, err := personal.ExportOwn(tx, w.ring)
			check(h)
			return err
		})
		w.as(w.person, problem.Denied, func(tx *db.Tx) error {
			_, err := personal.ExportFor(tx, w.ring, w.first.ID, "tò mò")
			return err
		})
		w.as(w.first, problem.Invalid, func(tx *db.Tx) error {
			_, err := personal.ExportFor(tx, w.ring, w.person.ID, "")
			return err
		})
		w.as(w.first, problem.NotFound, func(tx *db.Tx) error {
			_, err := personal.ExportFor(tx, w.ring, "khong-co", "đơn")
			return err
		})
		w.as(w.first, "", func(tx *db.Tx) error {
			h, err := personal.ExportFor(tx, w.ring, w.person.ID, "đơn ngày 19/3/2026")
			check(h)
			return err
		})
		w.as(w.person, "", func(tx *db.Tx) error {
			h, err := personal.ExportOwn(tx, w.ring)
			taken := func(e record.Entry) bool { return e.Act == access.PersonalTaken }
			given := func(e record.Entry) bool {
				return e.Act == access.PersonalExport && e.Reason == "đơn ngày 19/3/2026"
			}
			if !slices.ContainsFunc(h.Acts, taken) || !slices.ContainsFunc(h.About, given) {
				t.Error("the exports are not in the record")
			}
			return err
		})
	})
}

func (w *world) ask() (r personal.Request) {
	w.Helper()
	w.as(w.person, "", func(tx *db.Tx) (err error) {
		r, err = personal.Ask(tx, "tôi chuyển công tác")
		return err
	})
	return r
}

func TestWhoMayDecideAnErasure(t *testing.T) {
	each(t, func(w *world) {
		r := w.ask()
		if again := w.ask(); again.ID != r.ID {
			t.Error("asked twice, there are two requests")
		}
		erase := func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, r.ID, r.Version)
			return err
		}
		w.as(w.person, problem.Denied, erase)
		w.as(w.first, problem.Conflict, func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, r.ID, r.Version+1)
			return err
		})
		w.as(w.first, problem.Invalid, func(tx *db.Tx) error { return personal.Refuse(tx, r.ID, r.Version, "") })
		w.as(w.first, "", func(tx *db.Tx) error { return personal.Refuse(tx, r.ID, r.Version, "còn việc bàn giao") })
		w.as(w.second, problem.Closed, erase)

		// Who enters a request for another decides nothing; nor the person, being an administrator.
		var entered personal.Request
		w.as(w.first, problem.Invalid, func(tx *db.Tx) error {
			_, err := personal.AskFor(tx, w.person.ID, " ")
			return err
		})
		w.as(w.first, "", func(tx *db.Tx) (err error) {
			entered, err = personal.AskFor(tx, w.person.ID, "đơn ngày 19/3/2026")
			return err
		})
		decide := func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, entered.ID, entered.Version)
			return err
		}
		w.as(w.first, problem.Denied, decide)
		w.as(w.person, "", func(tx *db.Tx) error { return personal.Withdraw(tx, entered.ID) })
		w.as(w.second, problem.Closed, decide)
		w.as(w.second, "", func(tx *db.Tx) (err error) {
			entered, err = personal.AskFor(tx, w.first.ID, "đơn")
			return err
		})
		w.as(w.first, problem.Denied, decide)
	})
}

func TestTheOnlyAdministratorStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ring, err := key.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w := &world{T: t, db: d, ring: ring}
		only := w.account("quan-tri", "Quản trị", access.Administrator)
		var r personal.Request
		w.as(only, "", func(tx *db.Tx) (err error) {
			r, err = personal.Ask(tx, "")
			return err
		})
		second := w.account("quan-tri-2", "Quản trị Hai", access.Administrator)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), second.ID)
			return err
		})
		w.as(second, problem.Closed, func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, r.ID, r.Version)
			return err
		})
	})
}

// After an erasure nothing of the person is found in any column of any table,
// and every leaf of the record is the one it was: all proofs still verify.
func TestAnErasureLeavesNoTraceAndEveryProof(t *testing.T) {
	each(t, func(w *world) {
		w.identity()
		w.as(w.first, "", func(tx *db.Tx) error {
			_, err := personal.ReadIdentity(tx, w.ring, w.person.ID, "đối chiếu")
			return err
		})
		r := w.ask()
		traces := []string{"Nguyễn Văn Dữ Liệu", "nguyen-van-a", "tôi chuyển công tác", number}
		found := map[string]bool{}
		for _, text := range w.everything() {
			for _, trace := range traces[:3] {
				found[trace] = found[trace] || strings.Contains(text, trace)
			}
		}
		if len(found) != 3 || slices.Contains([]bool{found[traces[0]], found[traces[1]], found[traces[2]]}, false) {
			t.Fatalf("the search does not find what is there: %v", found)
		}
		before := w.leaves()
		proofs := prove(t, before)

		w.as(w.second, "", func(tx *db.Tx) error {
			done, err := personal.Erase(tx, w.ring, r.ID, r.Version)
			if done.State != personal.Done {
				t.Errorf("state %s", done.State)
			}
			return err
		})

		for name, text := range w.everything() {
			for _, trace := range traces {
				if strings.Contains(text, trace) {
					t.Errorf("%s still holds %q: %.300s", name, trace, text)
				}
			}
		}
		after := w.leaves()
		if !slices.Equal(after[:len(before)], before) {
			t.Error("an erasure changed a leaf")
		}
		check(t, after[:len(before)], proofs)
		w.as(w.person, problem.NotFound, func(tx *db.Tx) error {
			_, err := account.Actor(tx, w.person.ID)
			return err
		})
		w.as(w.second, problem.Closed, func(tx *db.Tx) error {
			_, err := personal.Erase(tx, w.ring, r.ID, r.Version+1)
			return err
		})
		w.as(w.second, problem.Closed, func(tx *db.Tx) error {
			_, err := personal.AskFor(tx, w.person.ID, "lần nữa")
			return err
		})
	})
}

// prove makes an inclusion proof for each leaf.
func prove(t *testing.T, leaves []string) []tlog.RecordProof {
	t.Helper()
	stored := hashes(t, leaves)
	list := make([]tlog.RecordProof, len(leaves))
	for i := range leaves {
		p, err := tlog.ProveRecord(int64(len(leaves)), int64(i), stored)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = p
	}
	return list
}

func check(t *testing.T, leaves []string, proofs []tlog.RecordProof) {
	t.Helper()
	n := int64(len(leaves))
	root, err := tlog.TreeHash(n, hashes(t, leaves))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range proofs {
		if err := tlog.CheckRecord(p, n, root, int64(i), tlog.RecordHash([]byte(leaves[i]))); err != nil {
			t.Errorf("leaf %d: %v", i, err)
		}
	}
}

func hashes(t *testing.T, leaves []string) tlog.HashReader {
	t.Helper()
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, x := range at {
			out[i] = stored[x]
		}
		return out, nil
	})
	for i, l := range leaves {
		more, err := tlog.StoredHashes(int64(i), []byte(l), read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	return read
}

func (w *world) leaves() (leaves []string) {
	w.Helper()
	dbtest.Update(w.T, w.db, db.Actor{}, func(tx *db.Tx) error {
		rows, err := db.All[struct{ Leaf string }](tx, `SELECT leaf FROM record_entry ORDER BY id`)
		for _, r := range rows {
			leaves = append(leaves, r.Leaf)
		}
		return err
	})
	return leaves
}

// everything is the whole database as texts, by table and column.
func (w *world) everything() map[string]string {
	w.Helper()
	texts := map[string]string{}
	dbtest.Update(w.T, w.db, db.Actor{}, func(tx *db.Tx) error {
		all, err := dbtest.Values(tx)
		for _, v := range all {
			texts[v.Table+"."+v.Column] += v.Text + "\n"
		}
		return err
	})
	if len(texts) < 20 {
		w.Fatalf("read only %d columns", len(texts))
	}
	return texts
}
