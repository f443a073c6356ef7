package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

func onSQLite(t *testing.T) place {
	dir := filepath.Join(t.TempDir(), "data")
	return filled(t, place{dir, filepath.Join(dir, db.SQLiteFile)})
}

// Whatever byte is changed, wherever an archive is cut and whatever is added, it
// is refused, and a restore from it leaves nothing behind.
func TestADamagedArchiveIsRefused(t *testing.T) {
	p := onSQLite(t)
	for name, phrase := range map[string]string{"plain": "", "encrypted": "một cụm đủ dài"} {
		t.Run(name, func(t *testing.T) {
			taken := take(t, p, func(o *Order) { o.Lock = Phrase(phrase) })
			whole, err := os.ReadFile(taken.Path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Check(taken.Path, Phrase(phrase)); err != nil {
				t.Fatalf("the whole archive: %v", err)
			}
			tries := 0
			try := func(rt *rapid.T) {
				if tries++; phrase != "" && tries > 6 {
					return // each costs a second of work on the passphrase
				}
				refuses(rt, filepath.Dir(taken.Path), damage(rt, whole), phrase)
			}
			rapid.Check(t, try)
		})
	}
}

// damage changes an archive somehow.
func damage(t *rapid.T, whole []byte) []byte {
	at := rapid.IntRange(0, len(whole)-1).Draw(t, "at")
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		bad := bytes.Clone(whole)
		bad[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		return bad
	case 1:
		return whole[:at]
	case 2:
		return append(bytes.Clone(whole), rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "more")...)
	case 3:
		return append(bytes.Clone(whole[:at]), whole[at+1:]...)
	}
	near := []int{0, 3, 4, 8, 9, len(whole) - 1, len(whole) - 9, len(whole) - sealSize, len(whole) - sealSize + 4, len(whole) - sealSize - 1}
	bad := bytes.Clone(whole)
	bad[rapid.SampledFrom(near).Draw(t, "near")] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
	return bad
}

func refuses(t *rapid.T, dir string, archive []byte, phrase string) {
	path, to := filepath.Join(dir, "damaged"), filepath.Join(dir, "to")
	if err := os.WriteFile(path, archive, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(context.Background(), Return{From: path, Data: to, DSN: filepath.Join(to, db.SQLiteFile), Lock: Phrase(phrase), WithoutKeys: true})
	if !isDamage(err) && (phrase == "" || problem.All(err) == nil) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Fatal("a damaged archive left something behind")
	}
}

// Every bit of a small archive counts.
func TestEveryBitOfAnArchiveCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	craft(t, path, func(a *archive) Manifest {
		add(t, a, "nhat-ky/checkpoint", "x")
		add(t, a, databaseDir+"/"+db.SQLiteFile, "not read by Check")
		return Manifest{Database: db.Image{Engine: db.SQLite, Versions: []int64{1}}}
	})
	if _, err := Check(path, Lock{}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(whole) {
		bad := bytes.Clone(whole)
		bad[i/8] ^= 1 << (i % 8)
		put(t, path, string(bad))
		if _, err := Check(path, Lock{}); !isDamage(err) {
			t.Fatalf("bit %d of byte %d: %v", i%8, i/8, err)
		}
	}
}

// craft writes an archive that ends rightly, whatever is in it.
func craft(t *testing.T, path string, fill func(a *archive) Manifest) {
	t.Helper()
	a, err := newArchive(path, Lock{}, now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.file.Close()
	if err := a.finish(fill(a)); err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, a *archive, name, text string) {
	t.Helper()
	if _, err := a.add(name, strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
}

// raw adds an entry as no backup would have it.
func raw(t *testing.T, a *archive, h tar.Header, text string) {
	t.Helper()
	h.Size, h.Mode = int64(len(text)), 0o600
	if err := a.tar.WriteHeader(&h); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(a.tar, text); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte(text))
	a.parts = append(a.parts, Part{Name: h.Name, Size: h.Size, SHA256: sum(digest[:])})
}

// again copies the parts of an archive into another and lets change the rest.
func again(t *testing.T, from, to string, change func(a *archive, m *Manifest)) {
	t.Helper()
	m, err := Check(from, Lock{})
	if err != nil {
		t.Fatal(err)
	}
	craft(t, to, func(a *archive) Manifest {
		_, err := walk(from, Lock{}, func(name string, r io.Reader) error {
			content, err := io.ReadAll(r)
			add(t, a, name, string(content))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		change(a, &m)
		return m
	})
}

func TestAForgedArchiveIsRefused(t *testing.T) {
	p := onSQLite(t)
	good := take(t, p, nil).Path
	wrong := strings.Repeat("0", 64)
	for name, change := range map[string]func(a *archive, m *Manifest){
		"a path upwards": func(a *archive, _ *Manifest) { raw(t, a, tar.Header{Name: "../out", Typeflag: tar.TypeReg}, "x") },
		"a path upwards in a folder": func(a *archive, _ *Manifest) {
			raw(t, a, tar.Header{Name: "nhat-ky/../../out", Typeflag: tar.TypeReg}, "x")
		},
		"an absolute path": func(a *archive, _ *Manifest) { raw(t, a, tar.Header{Name: "/tmp/out", Typeflag: tar.TypeReg}, "x") },
		"a path of Windows": func(a *archive, _ *Manifest) {
			raw(t, a, tar.Header{Name: `nhat-ky\..\..\out`, Typeflag: tar.TypeReg}, "x")
		},
		"another folder": func(a *archive, _ *Manifest) { raw(t, a, tar.Header{Name: "khac/x", Typeflag: tar.TypeReg}, "x") },
		"a link": func(a *archive, _ *Manifest) {
			raw(t, a, tar.Header{Name: "nhat-ky/link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, "")
		},
		"a folder": func(a *archive, _ *Manifest) {
			raw(t, a, tar.Header{Name: "nhat-ky/folder", Typeflag: tar.TypeDir}, "")
		},
		"a part twice":           func(a *archive, _ *Manifest) { add(t, a, "nhat-ky/checkpoint", "other") },
		"a file of another name": func(a *archive, _ *Manifest) { add(t, a, "tep/00/"+wrong[2:], "x") },
		"keys that it denies":    func(a *archive, _ *Manifest) { add(t, a, "khoa/nhat-ky", "x") },
		"a part that is not there": func(a *archive, _ *Manifest) {
			a.parts = append(a.parts, Part{Name: "nhat-ky/other", Size: 1, SHA256: wrong})
		},
		"another size":               func(a *archive, _ *Manifest) { a.parts[0].Size++ },
		"another hash":               func(a *archive, _ *Manifest) { a.parts[0].SHA256 = wrong },
		"no database":                func(_ *archive, m *Manifest) { m.Database.Engine = db.PostgreSQL },
		"another database":           func(a *archive, _ *Manifest) { add(t, a, databaseDir+"/other.db", "x") },
		"more entries of the record": func(_ *archive, m *Manifest) { m.Record.Entries++ },
		"another record":             func(_ *archive, m *Manifest) { m.Record.Leaves = wrong },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			forged, to := filepath.Join(dir, "forged"), filepath.Join(dir, "a", "b", "to")
			again(t, good, forged, change)
			_, err := Restore(context.Background(), Return{From: forged, Data: to, DSN: filepath.Join(to, db.SQLiteFile), WithoutKeys: true})
			if !isDamage(err) {
				t.Errorf("got %v", err)
			}
			if left := names(to); len(left) > 0 {
				t.Errorf("left %q behind", left)
			}
			if _, err := os.Stat(filepath.Join(dir, "a", "b", "out")); err == nil {
				t.Error("wrote outside of its folder")
			}
		})
	}
	t.Run("nothing changed", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "to")
		copied := filepath.Join(t.TempDir(), "copied")
		again(t, good, copied, func(*archive, *Manifest) {})
		if _, err := Restore(context.Background(), Return{From: copied, Data: to, DSN: filepath.Join(to, db.SQLiteFile), WithoutKeys: true}); err != nil {
			t.Error(err)
		}
	})
	t.Run("of a newer form", func(t *testing.T) {
		_, err := readManifest([]byte(`{"form": 2, "parts": "in another way"}`), nil)
		if !problem.Is(err, problem.Closed) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("after the manifest", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a")
		craft(t, path, func(a *archive) Manifest {
			m := Manifest{Form: form, Database: db.Image{Engine: db.PostgreSQL}}
			first, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			raw(t, a, tar.Header{Name: manifestName, Typeflag: tar.TypeReg}, string(first))
			return m
		})
		if _, err := Check(path, Lock{}); !isDamage(err) {
			t.Errorf("got %v", err)
		}
	})
}

// An entry taken out of the record, a leaf changed and a file that the database
// refers to in vain are found although the archive itself is whole.
func TestADatabaseThatDoesNotHoldIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p place, empty func() place) {
		good := take(t, p, nil).Path
		for name, c := range map[string]struct {
			change  string
			refused bool
		}{
			"nothing changed": {`UPDATE plan SET title = title`, false},
			"an entry less":   {`DELETE FROM record_entry WHERE id = (SELECT MAX(id) FROM record_entry)`, true},
			"another leaf":    {`UPDATE record_entry SET leaf = '{}' WHERE id = (SELECT MIN(id) FROM record_entry)`, true},
			"a file not kept": {`UPDATE plan SET file_hash = '` + strings.Repeat("a", 64) + `'`, true},
		} {
			q := empty()
			if err := restoreTo(t, good, q); err != nil {
				t.Fatal(err)
			}
			sql(t, q.dsn, c.change)
			forged := filepath.Join(t.TempDir(), "forged")
			withDatabase(t, good, forged, q.dsn)
			err := restoreTo(t, forged, empty())
			if refused := isDamage(err) || problem.Is(err, problem.Closed); refused != c.refused || !c.refused && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A file of the public log that was changed is found by the record, although the
// archive was sealed over it.
func TestAChangedLogIsNotRestored(t *testing.T) {
	p := onSQLite(t)
	good := take(t, p, nil).Path
	for _, name := range []string{"nhat-ky/checkpoint", "nhat-ky/tile/entries/000"} {
		changed, forged := false, filepath.Join(t.TempDir(), "forged")
		m, err := Check(good, Lock{})
		if err != nil {
			t.Fatal(err)
		}
		craft(t, forged, func(a *archive) Manifest {
			_, err := walk(good, Lock{}, func(part string, r io.Reader) error {
				content, err := io.ReadAll(r)
				if strings.HasPrefix(part, name) {
					changed = true
					content[len(content)/2] ^= 1
				}
				add(t, a, part, string(content))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return m
		})
		to := filepath.Join(t.TempDir(), "to")
		err = restoreTo(t, forged, place{to, filepath.Join(to, db.SQLiteFile)})
		if !changed || !problem.Is(err, problem.Closed) {
			t.Errorf("%s (changed: %v): %v", name, changed, err)
		}
		if left := names(to); len(left) > 0 {
			t.Errorf("%s: left %q behind", name, left)
		}
	}
}

// withDatabase copies an archive and puts another database into it.
func withDatabase(t *testing.T, from, to, dsn string) {
	t.Helper()
	m, err := Check(from, Lock{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if m.Database, err = db.Snapshot(context.Background(), dsn, dir, func(*db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	craft(t, to, func(a *archive) Manifest {
		_, err := walk(from, Lock{}, func(name string, r io.Reader) error {
			content, err := io.ReadAll(r)
			if err == nil && !databasePart.MatchString(name) {
				add(t, a, name, string(content))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.addDatabase(dir, m.Database); err != nil {
			t.Fatal(err)
		}
		return m
	})
}

// restoreTo restores an archive into a place.
func restoreTo(t *testing.T, from string, to place) error {
	t.Helper()
	_, err := Restore(context.Background(), Return{From: from, Data: to.data, DSN: to.dsn, WithoutKeys: true})
	return err
}
