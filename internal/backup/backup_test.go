package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/sheet"
)

var now = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)

// place is an installation of a test.
type place struct{ data, dsn string }

// onEach runs a test on a filled installation of each engine, with a maker of
// empty places beside it.
func onEach(t *testing.T, test func(t *testing.T, p place, empty func() place)) {
	t.Run("sqlite", func(t *testing.T) {
		empty := func() place {
			dir := filepath.Join(t.TempDir(), "data")
			return place{dir, filepath.Join(dir, db.SQLiteFile)}
		}
		test(t, filled(t, empty()), empty)
	})
	t.Run("postgres", func(t *testing.T) {
		empty := func() place { return place{filepath.Join(t.TempDir(), "data"), dbtest.BarePostgres(t)} }
		test(t, filled(t, empty()), empty)
	})
}

// filled makes an installation with published facts, two files, a log and keys.
func filled(t *testing.T, p place) place {
	t.Helper()
	put(t, filepath.Join(p.data, "tep", "upload-123"), "half")
	d, err := db.Open(context.Background(), p.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		rich, err := os.ReadFile(filepath.Join("..", "sheet", "testdata", "rich.yaml"))
		if err != nil {
			return err
		}
		bundle, err := sheet.Read("rich.yaml", rich)
		if err != nil {
			return err
		}
		if err := sheet.Import(tx, bundle); err != nil {
			return err
		}
		every := make([]byte, 256)
		for i := range every {
			every[i] = byte(i)
		}
		_, err = tx.Exec(`INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)`, "\\N\tđủ\n\\.", every, db.At(now))
		if err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE plan SET file_hash = $1, file_name = 'a'`, store(t, p, "referred to"))
		if err == nil && n == 0 {
			t.Error("there is no plan")
		}
		return err
	})
	store(t, p, "referred to by nobody any more")
	sealRecord(t, d, p)
	return p
}

// sealRecord seals and publishes the record of an installation.
func sealRecord(t *testing.T, d *db.DB, p place) {
	t.Helper()
	ring, err := key.Open(filepath.Join(p.data, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	if _, err := record.OpenLog(context.Background(), d, ring, record.Settings{Dir: filepath.Join(p.data, "nhat-ky"), Log: log}); err != nil {
		t.Fatal(err)
	}
}

// store puts a content into the store of files and returns its hash.
func store(t *testing.T, p place, content string) string {
	t.Helper()
	h := sha256.Sum256([]byte(content))
	hash := sum(h[:])
	put(t, filepath.Join(p.data, "tep", hash[:2], hash[2:]), content)
	return hash
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func take(t *testing.T, p place, change func(*Order)) Taken {
	t.Helper()
	o := Order{Data: p.data, DSN: p.dsn, To: filepath.Join(t.TempDir(), "backup.tar.gz"), Now: now}
	if change != nil {
		change(&o)
	}
	got, err := Take(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// rows is all that a database holds, by table.
func rows(t *testing.T, dsn string) map[string][]map[string]any {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all := map[string][]map[string]any{}
	err = d.View(context.Background(), func(tx *db.Tx) error {
		columns, err := db.Columns(tx)
		if err != nil {
			return err
		}
		for table, names := range columns {
			if table == "goose_db_version" || strings.HasPrefix(table, "sqlite_") {
				continue
			}
			slices.Sort(names)
			query := `SELECT * FROM ` + table + ` ORDER BY "` + strings.Join(names, `", "`) + `"`
			if all[table], err = db.All[map[string]any](tx, query); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// content is what a folder holds, by path.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), db.SQLiteFile) {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARestoredInstallationIsTheOneBackedUp(t *testing.T) {
	onEach(t, func(t *testing.T, p place, empty func() place) {
		want := rows(t, p.dsn)
		if len(want["record_entry"]) < 50 || len(want["session"]) != 1 {
			t.Fatalf("the installation holds only %d entries", len(want["record_entry"]))
		}
		files := content(t, p.data)
		delete(files, "tep/upload-123")
		for name, c := range map[string]struct {
			order func(*Order)
			back  Return
			keys  bool
		}{
			"without keys":      {nil, Return{WithoutKeys: true}, false},
			"keys kept apart":   {nil, Return{Keys: filepath.Join(p.data, "khoa")}, true},
			"with keys":         {func(o *Order) { o.Keys = true }, Return{}, true},
			"with a passphrase": {func(o *Order) { o.Lock = Phrase("một cụm đủ dài") }, Return{Lock: Phrase("một cụm đủ dài")}, true},
		} {
			t.Run(name, func(t *testing.T) {
				taken := take(t, p, c.order)
				if taken.Files != 2 || len(taken.Missing) != 0 || len(taken.Left) != 0 {
					t.Errorf("%d files, missing %q, left %q", taken.Files, taken.Missing, taken.Left)
				}
				to := empty()
				c.back.From, c.back.Data, c.back.DSN = taken.Path, to.data, to.dsn
				if _, err := Restore(context.Background(), c.back); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, rows(t, to.dsn)); diff != "" {
					t.Errorf("the database differs:\n%s", diff)
				}
				wanted := files
				if !c.keys {
					wanted = map[string]string{}
					for name, text := range files {
						if !strings.HasPrefix(name, "khoa/") {
							wanted[name] = text
						}
					}
				}
				if diff := cmp.Diff(wanted, content(t, to.data)); diff != "" {
					t.Errorf("the files differ:\n%s", diff)
				}
			})
		}
	})
}

// A plain archive does not hold a key unless it was asked for, and one with a
// passphrase shows nothing.
func TestWhatAnArchiveShows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := filled(t, place{dir, filepath.Join(dir, db.SQLiteFile)})
	parts := func(taken Taken) (list []string) {
		for _, p := range taken.Parts {
			list = append(list, p.Name)
		}
		return list
	}
	if got := parts(take(t, p, nil)); slices.ContainsFunc(got, func(n string) bool { return strings.HasPrefix(n, "khoa") }) {
		t.Errorf("keys in a plain archive: %q", got)
	}
	taken := take(t, p, func(o *Order) { o.Lock = Phrase("một cụm đủ dài") })
	if got := parts(taken); !slices.Contains(got, "khoa/nhat-ky.khoa") {
		t.Errorf("no keys with a passphrase: %q", got)
	}
	raw, err := os.ReadFile(taken.Path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("nhat-ky")) {
		t.Error("an encrypted archive shows a name")
	}
	for phrase, field := range map[string]string{"": "--passphrase-file", "một cụm khác": "--passphrase-file"} {
		_, err := Check(taken.Path, Phrase(phrase))
		if list := problem.All(err); len(list) != 1 || list[0].Field != field {
			t.Errorf("passphrase %q: %v", phrase, err)
		}
	}
}

func TestAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	onEach(t, func(t *testing.T, p place, empty func() place) {
		sql(t, p.dsn, `ALTER TABLE emulation_year DROP COLUMN handed_to`)
		sql(t, p.dsn, `DELETE FROM goose_db_version WHERE version_id = 36`)
		taken, to := take(t, p, nil), empty()
		if slices.Contains(taken.Database.Versions, 36) {
			t.Fatal("the backup is of the newest schema")
		}
		if _, err := Restore(context.Background(), Return{From: taken.Path, Data: to.data, DSN: to.dsn, WithoutKeys: true}); err != nil {
			t.Fatal(err)
		}
		years := rows(t, to.dsn)["emulation_year"]
		if len(years) == 0 {
			t.Fatal("no year was restored")
		}
		if _, there := years[0]["handed_to"]; !there {
			t.Errorf("years are without the column of version 36: %v", years)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	onEach(t, func(t *testing.T, p place, empty func() place) {
		good := take(t, p, nil).Path
		other := place{filepath.Join(t.TempDir(), "x"), "postgres://nobody@127.0.0.1:1/none"}
		if db.EngineOf(p.dsn) == db.PostgreSQL {
			other.dsn = filepath.Join(other.data, db.SQLiteFile)
		}
		sql(t, p.dsn, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
		newer := take(t, p, nil).Path
		for name, c := range map[string]struct {
			r    Return
			kind problem.Kind
			text string
		}{
			"without a word on keys":      {Return{From: good}, problem.Invalid, "không có khóa"},
			"an empty folder of keys":     {Return{From: good, Keys: t.TempDir()}, problem.Invalid, "không có tệp nào"},
			"into the other engine":       {Return{From: good, WithoutKeys: true, Data: other.data, DSN: other.dsn}, problem.Invalid, "không khôi phục được sang"},
			"of a newer release":          {Return{From: newer, WithoutKeys: true}, problem.Closed, "bản mới hơn"},
			"over the installation":       {Return{From: good, WithoutKeys: true, Data: p.data, DSN: p.dsn}, problem.Conflict, "không trống"},
			"into its database":           {Return{From: good, WithoutKeys: true, DSN: p.dsn}, problem.Conflict, ""},
			"into a folder with a file":   {Return{From: good, WithoutKeys: true, Data: filepath.Join(p.data, "tep")}, problem.Conflict, "không trống"},
			"into a folder half restored": {Return{From: good, WithoutKeys: true, Data: half(t)}, problem.Conflict, "không trống"},
		} {
			to := empty()
			if c.r.Data == "" {
				c.r.Data = to.data
			}
			if c.r.DSN == "" {
				c.r.DSN = to.dsn
			}
			_, err := Restore(context.Background(), c.r)
			if !problem.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: %v", name, err)
			}
			if c.r.Data == to.data && len(names(to.data)) > 0 {
				t.Errorf("%s: left %v in the folder", name, names(to.data))
			}
		}
	})
}

// half is a folder in which a restore was broken off.
func half(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := root.Close(); err != nil {
		t.Fatal(err)
	}
	if err := RequireFinished(dir); !problem.Is(err, problem.Closed) {
		t.Errorf("a half restored folder: %v", err)
	}
	if _, err := Take(context.Background(), Order{Data: dir, DSN: filepath.Join(dir, "x"), To: filepath.Join(t.TempDir(), "y"), Now: now}); !problem.Is(err, problem.Closed) {
		t.Errorf("a backup of a half restored folder: %v", err)
	}
	return dir
}

func names(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// sql runs a statement that no use case runs.
func sql(t *testing.T, dsn, statement string) {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(statement)
		return err
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAnOldBackupIsNotWrittenOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := filled(t, place{dir, filepath.Join(dir, db.SQLiteFile)})
	taken := take(t, p, nil)
	_, err := Take(context.Background(), Order{Data: p.data, DSN: p.dsn, To: taken.Path, Now: now})
	if !problem.Is(err, problem.Conflict) {
		t.Errorf("got %v", err)
	}
	to := t.TempDir()
	got := take(t, p, func(o *Order) { o.To = to })
	if filepath.Base(got.Path) != "giaouoc-20260302-050000.tar.gz" {
		t.Errorf("named %s", got.Path)
	}
	if left := names(to); len(left) != 1 {
		t.Errorf("the folder of backups holds %q", left)
	}
}

// A file that the store has lost or that has rotted does not stop the backup of
// all others; it is named.
func TestALostFileIsNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := filled(t, place{dir, filepath.Join(dir, db.SQLiteFile)})
	lost, rotten := store(t, p, "lost"), store(t, p, "rotten")
	sql(t, p.dsn, `UPDATE movement SET file_hash = '`+lost+`'`)
	if err := os.Remove(filepath.Join(p.data, "tep", lost[:2], lost[2:])); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(p.data, "tep", rotten[:2], rotten[2:]), "rottem")
	put(t, filepath.Join(p.data, "ghi-chu.txt"), "of nobody")
	taken := take(t, p, nil)
	want := []string{lost, rotten}
	slices.Sort(want)
	if !slices.Equal(taken.Missing, want) || !slices.Equal(taken.Left, []string{"ghi-chu.txt"}) {
		t.Errorf("missing %q, left %q", taken.Missing, taken.Left)
	}
	to := filepath.Join(t.TempDir(), "to")
	if _, err := Restore(context.Background(), Return{From: taken.Path, Data: to, DSN: filepath.Join(to, db.SQLiteFile), WithoutKeys: true}); err != nil {
		t.Error(err)
	}
}

// Every column that may refer to a file is known here, or is none.
func TestEveryColumnOfAFileIsKnown(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	err := d.View(context.Background(), func(tx *db.Tx) error {
		have, err := db.Columns(tx)
		if err != nil {
			return err
		}
		for _, c := range fileColumns {
			if !slices.Contains(have[c.table], c.name) {
				t.Errorf("there is no column %s of %s", c.name, c.table)
			}
		}
		for table, names := range have {
			for _, name := range names {
				of := column{table, name}
				if (name == "hash" || strings.HasSuffix(name, "_hash")) && !slices.Contains(fileColumns, of) && noFile[of] == "" {
					t.Errorf("column %s of %s: does it refer to a stored file? Say so in fileColumns or noFile", name, table)
				}
			}
		}
		for of := range noFile {
			if !slices.Contains(have[of.table], of.name) {
				t.Errorf("noFile names column %s of %s, which is not there", of.name, of.table)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noFile are columns with hashes that are not of a stored file, and of what.
var noFile = map[column]string{
	{"account_password", "hash"}: "argon2id of a password",
}

func isDamage(err error) bool {
	var d *Damage
	return errors.As(err, &d)
}
