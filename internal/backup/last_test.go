package backup

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
)

// A backup is noted beside the data, in no backup, and not as something left behind.
func TestTheLastBackupIsNoted(t *testing.T) {
	p := onSQLite(t)
	if _, there, err := LastOf(p.data); there || err != nil {
		t.Fatalf("before the first: %v, %v", there, err)
	}
	first := take(t, p, nil)
	if err := first.Note(p.data, false); err != nil {
		t.Fatal(err)
	}
	second := take(t, p, func(o *Order) { o.To += ".2"; o.Now = o.Now.Add(time.Hour) })
	for _, name := range second.Left {
		if name == lastFile {
			t.Errorf("it is said to be left: %q", second.Left)
		}
	}
	for _, part := range second.Parts {
		if strings.Contains(part.Name, lastFile) {
			t.Error("the note is in a backup")
		}
	}
	l, there, err := LastOf(p.data)
	if err != nil || !there || !l.TakenAt.Equal(first.TakenAt) || l.Name != filepath.Base(first.Path) || l.Size != first.Size || l.Files != first.Files {
		t.Errorf("%+v, %v, %v", l, there, err)
	}
	if err := os.WriteFile(filepath.Join(p.data, lastFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := LastOf(p.data); err == nil {
		t.Error("half a note is read")
	}
}

func TestLostFilesAreCounted(t *testing.T) {
	onEach(t, func(t *testing.T, p place, _ func() place) {
		d, err := db.Open(t.Context(), p.dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		look := func(whole bool) Stock {
			t.Helper()
			s, err := StockOf(t.Context(), d, p.data, whole)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := look(true)
		if s.Referred == 0 || s.Looked != s.Referred || len(s.Lost)+len(s.Changed) > 0 {
			t.Fatalf("a whole store: %+v", s)
		}
		hashes := hashesOf(t, d)
		path := filepath.Join(p.data, filesDir, hashes[0][:2], hashes[0][2:])
		if err := os.WriteFile(path, []byte("khác"), 0o600); err != nil {
			t.Fatal(err)
		}
		if s := look(false); len(s.Lost)+len(s.Changed) > 0 {
			t.Errorf("a glance reads files: %+v", s)
		}
		if s := look(true); len(s.Changed) != 1 || s.Changed[0] != hashes[0] || len(s.Lost) != 0 {
			t.Errorf("a changed file: %+v", s)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if s := look(false); len(s.Lost) != 1 || s.Lost[0] != hashes[0] {
			t.Errorf("a lost file: %+v", s)
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if s, err := StockOf(over, d, p.data, true); err == nil && s.Looked != 0 {
			t.Errorf("after its time: %+v", s)
		}
	})
}

func hashesOf(t *testing.T, d *db.DB) (list []string) {
	t.Helper()
	if err := d.View(t.Context(), func(tx *db.Tx) (err error) {
		list, err = files(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}
