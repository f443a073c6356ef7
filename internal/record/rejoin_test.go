package record

import (
	"context"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// A database that lost its last entries goes on from the published files: the log
// only grows, and says of each lost act that and when it was.
func TestAnOlderDatabaseRejoinsTheLog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		before, leaves := stranger(t, p.files())
		rejoin := func(who db.Actor) (int64, error) {
			return Rejoin(context.Background(), d, p.files(), who, "ổ đĩa hỏng")
		}
		if _, err := rejoin(actor); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "không có gì để nối lại") {
			t.Errorf("nothing is lost: %v", err)
		}
		p.older()
		p.sql(`DELETE FROM record_entry WHERE leaf = $1`, leaves[304]) // of the two that follow, one was there already
		p.add(2)                                                       // after the restored database was opened
		if _, err := p.try(""); !problem.Is(err, problem.Closed) {
			t.Fatalf("before: %v", err)
		}
		if _, err := rejoin(db.Actor{ID: "x"}); !problem.Is(err, problem.Denied) {
			t.Errorf("anyone rejoins: %v", err)
		}
		if n, err := rejoin(actor); err != nil || n != 2 {
			t.Fatalf("took up %d, %v", n, err)
		}
		l := p.open()
		after, all := stranger(t, p.files())
		if after.N != 308 || strings.Join(all[:305], "\n") != strings.Join(leaves, "\n") {
			t.Errorf("%d leaves after %d", after.N, before.N)
		}
		path, err := l.Consistency(l.Published(), before.N)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckTree(path, after.N, after.Hash, before.N, before.Hash); err != nil {
			t.Errorf("the log does not only grow: %v", err)
		}
		if a := p.audit(); a.Faults != nil {
			t.Errorf("the audit says %q", a.Faults)
		}
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			list, err := Of(tx, Object{Kind: "unit", ID: "u"})
			if err != nil {
				return err
			}
			for _, e := range list {
				if e.Lost != (*e.Seq == 304) || e.Erased || (e.Name == "") != e.Lost {
					t.Errorf("entry %d: %+v", *e.Seq, e)
				}
			}
			return nil
		})
	})
}

// olderThanTheKey makes the database one from before the last seal, and before the
// key was changed once or twice since.
func olderThanTheKey(t *testing.T, d *db.DB, rotations int) *place {
	p := grown(t, d)
	for range rotations {
		if _, err := Rotate(context.Background(), d, p.ring(), actor); err != nil {
			t.Fatal(err)
		}
		p.add(2)
		p.open()
	}
	p.sql(`DELETE FROM record_checkpoint WHERE size > 303`)
	p.sql(`DELETE FROM record_entry WHERE seq >= 303`)
	p.sql(`DELETE FROM record_key WHERE number > 0`)
	return p
}

// A database from before the key was changed follows the signed hand-overs of the
// files, and the log goes on under the key that is in use.
func TestADatabaseOlderThanTheKeyRejoins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := olderThanTheKey(t, d, 2)
		before, _ := stranger(t, p.files())
		if _, err := p.try(""); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "ít hơn nhật ký đã công bố") {
			t.Fatalf("a start before: %v", err)
		}
		if _, err := Rejoin(context.Background(), d, p.files(), actor, "ổ đĩa hỏng"); err != nil {
			t.Fatal(err)
		}
		l := p.open()
		after, _ := stranger(t, p.files())
		if after.N != before.N+1 || len(l.chain) != 3 {
			t.Errorf("%d leaves after %d, %d keys", after.N, before.N, len(l.chain))
		}
		if a := p.audit(); a.Faults != nil {
			t.Errorf("the audit says %q", a.Faults)
		}
	})
}

// The keys restored with the database are older too: the start says what is wrong
// and signs nothing with a key that was retired.
func TestARetiredKeySignsNothing(t *testing.T) {
	p := grown(t, dbtest.OpenSQLite(t))
	old, err := p.ring().Signing()
	if err != nil {
		t.Fatal(err)
	}
	first := p.newest()
	if _, err := Rotate(context.Background(), p.d, p.ring(), actor); err != nil {
		t.Fatal(err)
	}
	p.open()
	p.sql(`DELETE FROM record_checkpoint WHERE size > 305`)
	p.sql(`UPDATE record_checkpoint SET note = $1 WHERE size = 305`, string(first.Note))
	p.sql(`DELETE FROM record_entry WHERE seq >= 305`)
	p.sql(`DELETE FROM record_key WHERE number > 0`)
	if err := p.ring().KeepSigning(old...); err != nil {
		t.Fatal(err)
	}
	if _, err := p.try(""); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "ít hơn nhật ký đã công bố") {
		t.Errorf("a start: %v", err)
	}
	if n, err := Rejoin(context.Background(), p.d, p.files(), actor, "ổ đĩa hỏng"); err != nil || n != 1 {
		t.Fatalf("took up %d, %v", n, err)
	}
	if _, err := p.try(""); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "không phải khóa đang dùng") {
		t.Errorf("a start with the retired key: %v", err)
	}
	if p.newest().Size != 306 {
		t.Errorf("sealed up to %d", p.newest().Size)
	}
}

// Hand-overs that are not right are not followed.
func TestForgedHandOversAreNotFollowed(t *testing.T) {
	forge := map[string]func(p *place, keys string) string{
		"another size": func(_ *place, keys string) string { return strings.Replace(keys, "\n305\n", "\n306\n", 1) },
		"cut":          func(_ *place, keys string) string { return keys[:len(keys)-20] },
		"one signature": func(_ *place, keys string) string {
			return keys[:strings.LastIndex(strings.TrimSuffix(keys, "\n"), "\n")+1]
		},
		"another first key": func(p *place, keys string) string {
			k, err := key.NewSigning(strings.SplitN(string(p.newest().Note), "\n", 2)[0])
			if err != nil {
				p.t.Fatal(err)
			}
			_, rest, _ := strings.Cut(keys, "---\n")
			return keysHeader + "---\n" + strings.Replace(rest, strings.SplitN(rest, "\n", 2)[0], k.Verifier, 1)
		},
	}
	for name, change := range forge {
		t.Run(name, func(t *testing.T) {
			p := olderThanTheKey(t, dbtest.OpenSQLite(t), 1)
			whole := ""
			rewrite(t, p.at("khoa"), func(keys string) string { whole = keys; return change(p, keys) })
			before := p.newest()
			if _, err := Rejoin(context.Background(), p.d, p.files(), actor, "thử"); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "không nối từ khóa ấy") {
				t.Errorf("%v", err)
			}
			if p.newest().Size != before.Size {
				t.Error("something was taken up")
			}
			rewrite(t, p.at("khoa"), func(string) string { return whole })
			if _, err := Rejoin(context.Background(), p.d, p.files(), actor, "thử"); err != nil {
				t.Errorf("the file put right: %v", err)
			}
		})
	}
}

// What cannot be the continuation of the database is not taken up.
func TestForeignFilesAreNotTakenUp(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func(p *place)
		want   string
	}{
		"a changed leaf": {func(p *place) {
			rewrite(p.t, p.at("tile/entries/001.p/49"), func(s string) string {
				at := strings.LastIndex(s, "operator")
				return s[:at] + "operatox" + s[at+8:]
			})
		}, "không cho ra điểm niêm phong"},
		"a changed old leaf": {func(p *place) {
			rewrite(p.t, p.at("tile/entries/000"), func(s string) string { return strings.Replace(s, "operator", "operatox", 1) })
		}, "không còn khớp"},
		"a cut bundle": {func(p *place) {
			rewrite(p.t, p.at("tile/entries/001.p/49"), func(s string) string { return s[:len(s)-1] })
		}, "không cho ra điểm niêm phong"},
		"a bundle not there": {func(p *place) { os.Remove(p.at("tile/entries/000")) }, "Không đọc được tệp tile/entries/000"},
		"another's files": {func(p *place) {
			rewrite(p.t, p.at("checkpoint"), func(string) string { return string(other(p.t).Note) })
		}, "không do khóa"},
		"another entry there": {func(p *place) {
			p.sql(`UPDATE record_entry SET leaf = replace(leaf, 'operator', 'lead') WHERE seq IS NULL`)
		}, "không còn khớp"},
	} {
		t.Run(name, func(t *testing.T) {
			p := grown(t, dbtest.OpenSQLite(t))
			p.older()
			c.tamper(p)
			before := p.newest()
			if _, err := Rejoin(context.Background(), p.d, p.files(), actor, "thử"); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if p.newest().Size != before.Size {
				t.Error("something was taken up")
			}
		})
	}
}

// other is a checkpoint of another installation.
func other(t testing.TB) Checkpoint {
	p := newPlace(t, dbtest.OpenSQLite(t))
	p.addMany(400)
	return p.open().Published()
}
