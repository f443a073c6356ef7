package record

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// grown is an installation whose log has some sealed entries over several tiles.
func grown(t *testing.T, d *db.DB) *place {
	p := newPlace(t, d)
	l := p.open()
	for _, n := range []int{3, 300, 2} {
		p.addMany(n)
		p.seal(l)
	}
	p.open()
	return p
}

func (p *place) sql(statement string, args ...any) {
	p.t.Helper()
	if err := dbtest.Try(p.d, actor, func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err }); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) audit() Audit {
	p.t.Helper()
	a, err := AuditAll(context.Background(), p.d, p.files())
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

func rewrite(t testing.TB, path string, change func(string) string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(change(string(content))), 0o600); err != nil {
		t.Fatal(err)
	}
}

// What was changed behind the program's back is found at the start, or where it
// lies deep inside the log by the audit; nothing is sealed on top of it.
func TestAChangedRecordIsFound(t *testing.T) {
	forged := func(p *place) {
		k, err := key.NewSigning("giaouoc/khac")
		if err != nil {
			p.t.Fatal(err)
		}
		c, err := sign(305, p.newest().Root, k)
		if err != nil {
			p.t.Fatal(err)
		}
		rewrite(p.t, p.at("checkpoint"), func(string) string { return string(c.Note) })
	}
	for name, c := range map[string]struct {
		tamper func(p *place)
		start  string // what a start says; empty when only the audit sees it
		audit  string
	}{
		"a leaf near the end": {func(p *place) {
			p.sql(`UPDATE record_entry SET leaf = replace(leaf, '"role":"operator"', '"role":"lead"') WHERE seq = 304`)
		}, "không còn khớp", "bị sửa"},
		"a leaf long ago": {func(p *place) {
			p.sql(`UPDATE record_entry SET leaf = replace(leaf, '"role":"operator"', '"role":"lead"') WHERE seq = 1`)
		}, "", "bị sửa"},
		"a column": {func(p *place) { p.sql(`UPDATE record_entry SET object_id = 'other' WHERE seq = 1`) }, "", "Mục số 1: cột"},
		"who": {func(p *place) {
			p.sql(`UPDATE record_entry SET private = replace(private, 'Nguyễn', 'Trần') WHERE seq = 2`)
		}, "", "Mục số 2: phần «ai»"},
		"what":             {func(p *place) { p.sql(`UPDATE record_entry SET what = replace(what, 'cũ', 'mới') WHERE seq = 2`) }, "", "Mục số 2: phần «việc gì»"},
		"a leaf taken out": {func(p *place) { p.sql(`DELETE FROM record_entry WHERE seq = 303`) }, "không còn khớp", "thiếu 1 mục"},
		"two leaves swapped": {func(p *place) {
			p.sql(`UPDATE record_entry SET seq = 9999 WHERE seq = 303`)
			p.sql(`UPDATE record_entry SET seq = 303 WHERE seq = 304`)
			p.sql(`UPDATE record_entry SET seq = 304 WHERE seq = 9999`)
		}, "không còn khớp", "đảo chỗ"},
		"a root": {func(p *place) {
			p.sql(`UPDATE record_checkpoint SET root = (SELECT root FROM record_checkpoint WHERE size = 303) WHERE size = 305`)
		}, "không mang chữ ký đúng", "không mang chữ ký đúng"},
		"an older database":   {func(p *place) { p.older() }, "ít hơn nhật ký đã công bố", "nhiều hơn cơ sở dữ liệu"},
		"a forged checkpoint": {forged, "không do khóa của cài đặt này ký", "không mang chữ ký đúng"},
		"a cut checkpoint":    {func(p *place) { rewrite(p.t, p.at("checkpoint"), func(s string) string { return s[:40] }) }, "không do khóa", "không mang chữ ký đúng"},
		"an older database without the files": {func(p *place) {
			p.older()
			if err := os.RemoveAll(p.files()); err != nil {
				p.t.Fatal(err)
			}
		}, "ít hơn nhật ký đã công bố", "không đọc được"},
		"another's keys": {func(p *place) {
			if err := os.Remove(filepath.Join(p.dir, "khoa", "nhat-ky.khoa")); err != nil {
				p.t.Fatal(err)
			}
		}, "không phải khóa đang dùng", ""},
	} {
		t.Run(name, func(t *testing.T) {
			each := dbtest.Each
			if name != "a leaf near the end" && name != "two leaves swapped" && name != "an older database" {
				each = onSQLite // the arithmetic is the same
			}
			each(t, func(t *testing.T, d *db.DB) {
				p := grown(t, d)
				if a := p.audit(); a.Faults != nil || a.Size != 305 {
					t.Fatalf("untouched: %+v", a)
				}
				c.tamper(p)
				before := p.newest()
				p.add(1)
				_, err := p.try("")
				if c.start == "" && err != nil || c.start != "" && (!problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), c.start)) {
					t.Errorf("a start says %v, want %q", err, c.start)
				}
				if c.start != "" && p.newest().Size != before.Size {
					t.Errorf("sealed on top of it: %d after %d", p.newest().Size, before.Size)
				}
				if got := strings.Join(p.audit().Faults, "\n"); !strings.Contains(got, c.audit) || c.audit == "" && got != "" {
					t.Errorf("the audit says %q, want %q", got, c.audit)
				}
			})
		})
	}
}

func onSQLite(t *testing.T, test func(t *testing.T, d *db.DB)) { test(t, dbtest.OpenSQLite(t)) }

// older makes the database one from before the last seal.
func (p *place) older() {
	p.sql(`DELETE FROM record_checkpoint WHERE size = 305`)
	p.sql(`UPDATE record_entry SET seq = NULL WHERE seq >= 303`)
}

func (p *place) newest() Checkpoint {
	p.t.Helper()
	var c Checkpoint
	if err := p.d.View(context.Background(), func(tx *db.Tx) (err error) { c, _, err = newest(tx); return err }); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// A running program whose database is put back under it stops sealing.
func TestARunningLogDoesNotFork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		l := p.open()
		p.older()
		p.addMany(5)
		if err := l.Seal(context.Background()); !problem.Is(err, problem.Closed) {
			t.Errorf("sealing says %v", err)
		}
		if p.newest().Size != 303 {
			t.Errorf("sealed %d", p.newest().Size)
		}
	})
}

// Files are a function of the database: whatever is lost of them is made again,
// byte for byte.
func TestLostFilesAreMadeAnew(t *testing.T) {
	for name, lose := range map[string]func(p *place) error{
		"all":           func(p *place) error { return os.RemoveAll(p.files()) },
		"the tiles":     func(p *place) error { return os.RemoveAll(p.at("tile")) },
		"a full tile":   func(p *place) error { return os.Remove(p.at("tile/0/000")) },
		"a full bundle": func(p *place) error { return os.Remove(p.at("tile/entries/000")) },
		"a last tile":   func(p *place) error { return os.Remove(p.at("tile/0/001.p/49")) },
		"the keys":      func(p *place) error { return os.Remove(p.at("khoa")) },
		"a cut tile":    func(p *place) error { return os.Truncate(p.at("tile/0/001.p/49"), 33) },
		"a cut bundle":  func(p *place) error { return os.Truncate(p.at("tile/entries/001.p/49"), 33) },
		"the copy kept": func(p *place) error { return os.Remove(filepath.Join(p.dir, "khoa", "nhat-ky.niem-phong")) },
		"nothing":       func(*place) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			p := grown(t, dbtest.OpenSQLite(t))
			tree, leaves := stranger(t, p.files())
			if err := lose(p); err != nil {
				t.Fatal(err)
			}
			p.open()
			again, same := stranger(t, p.files())
			if again != tree || strings.Join(same, "\n") != strings.Join(leaves, "\n") {
				t.Errorf("%d leaves became %d", tree.N, again.N)
			}
			if a := p.audit(); a.Faults != nil {
				t.Errorf("the audit says %q", a.Faults)
			}
		})
	}
}

func TestRotatingHandsTheLogOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		running := p.open()
		ring, err := key.Open(filepath.Join(p.dir, "khoa"))
		if err != nil {
			t.Fatal(err)
		}
		stranger := func() {
			t.Helper()
			stranger(t, p.files())
		}
		for range 2 {
			old, err := ring.Signing()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Rotate(context.Background(), d, ring, db.Actor{ID: "x"}); !problem.Is(err, problem.Denied) {
				t.Fatalf("anyone rotates: %v", err)
			}
			vkey, err := Rotate(context.Background(), d, ring, actor)
			if err != nil {
				t.Fatal(err)
			}
			stranger()
			size := p.newest().Size
			p.seal(running)
			stranger()
			v, err := note.NewVerifier(vkey)
			if err != nil {
				t.Fatal(err)
			}
			c := running.Published()
			if n, err := note.Open(c.Note, note.VerifierList(v)); err != nil || len(n.UnverifiedSigs) != 0 || c.Size != size+1 {
				t.Errorf("size %d, under the new key %v", c.Size, err)
			}
			keys, err := os.ReadFile(p.at("khoa"))
			if err != nil {
				t.Fatal(err)
			}
			blocks := strings.Split(string(keys), "---\n")
			got, signed, _ := strings.Cut(blocks[len(blocks)-1], "\n")
			oldV, err := note.NewVerifier(old[0].Verifier)
			if err != nil {
				t.Fatal(err)
			}
			n, err := note.Open([]byte(signed), note.VerifierList(v, oldV))
			if got != vkey || err != nil || len(n.Sigs) != 2 || !strings.HasPrefix(n.Text, "giaouoc/khoa-ban-giao@v1\n"+old[0].Verifier+"\n"+vkey+"\n") {
				t.Errorf("hand-over %q: %v", signed, err)
			}
			if now, err := ring.Signing(); err != nil || len(now) != 1 || now[0].Verifier != vkey {
				t.Errorf("the ring keeps %d keys, %v", len(now), err)
			}
		}
		p.add(1)
		p.open()
		if a := p.audit(); a.Faults != nil {
			t.Errorf("the audit says %q", a.Faults)
		}
		stranger()
	})
}

// A hand-over cut short between the two files and the database holds or does not,
// and the log goes on either way.
func TestAHandOverCutShort(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		ring, err := key.Open(filepath.Join(p.dir, "khoa"))
		if err != nil {
			t.Fatal(err)
		}
		old, err := ring.Signing()
		if err != nil {
			t.Fatal(err)
		}
		next, err := key.NewSigning(old[0].Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := ring.KeepSigning(old[0], next); err != nil { // and not committed
			t.Fatal(err)
		}
		p.add(1)
		p.open()
		stranger(t, p.files())
		vkey, err := Rotate(context.Background(), d, ring, actor)
		if err != nil {
			t.Fatal(err)
		}
		now, err := ring.Signing()
		if err != nil {
			t.Fatal(err)
		}
		if err := ring.KeepSigning(old[0], now[0]); err != nil { // as before the end
			t.Fatal(err)
		}
		p.open()
		stranger(t, p.files())
		if now, err := ring.Signing(); err != nil || len(now) != 1 || now[0].Verifier != vkey {
			t.Errorf("the ring keeps %d keys, %v", len(now), err)
		}
	})
}
