package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"giaouoc/data"
	"giaouoc/internal/condition"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// kept is an installation that was served once.
func kept(t *testing.T, w where) where {
	t.Helper()
	if err := os.MkdirAll(w.data, 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, w.args("import", write(t, filepath.Join(t.TempDir(), "units.yaml"), data.Units))...)
	starting(t, io.Discard, w.args()...)()
	return w
}

// checked runs giaouoc check and reads what it says to machines.
func checked(t *testing.T, w where) (code int, verdict condition.Verdict, facts map[string]condition.Fact, mistakes string) {
	t.Helper()
	code, out, mistakes := command(w.args("check", "--json")...)
	var found struct {
		Verdict condition.Verdict
		Parts   []condition.Part
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatalf("%v: %s%s", err, out, mistakes)
	}
	facts = map[string]condition.Fact{}
	for _, p := range found.Parts {
		for _, f := range p.Facts {
			facts[f.Key] = f
		}
	}
	return code, found.Verdict, facts, mistakes
}

// An installation that is in order says so on one page of a terminal, in its exit code
// and to machines, while it runs and when it does not.
func TestAnInstallationInOrderSaysSo(t *testing.T) {
	for engine, w := range map[string]where{
		"sqlite":   {data: filepath.Join(t.TempDir(), "data")},
		"postgres": {data: filepath.Join(t.TempDir(), "data"), db: dbtest.BarePostgres(t)},
	} {
		t.Run(engine, func(t *testing.T) {
			w = kept(t, w)
			if text, ok := said(w.args("backup", filepath.Join(t.TempDir(), "a.tar.gz"))...); !ok || strings.Contains(text, "sao-luu-gan-nhat") {
				t.Fatalf("backup: %s", text)
			}
			stop := starting(t, io.Discard, w.args()...)
			code, verdict, facts, mistakes := checked(t, w)
			if code != 0 || verdict == condition.Broken || mistakes != "" || facts["backup.last"].Verdict != condition.Good || facts["database.integrity"].Verdict != condition.Good {
				t.Errorf("while it runs: %d, %s, %+v, %s", code, verdict, facts, mistakes)
			}
			stop()
			code, out, mistakes := command(w.args("check")...)
			if code != 0 || mistakes != "" || !strings.Contains(out, "\nNhật ký nguyên vẹn: ") || !strings.Contains(out, "KHÓA\n") {
				t.Errorf("%d, %s%s", code, out, mistakes)
			}
			for line := range strings.Lines(out) {
				line = strings.TrimRight(line, "\n")
				if utf8.RuneCountInString(line) > columns && strings.Contains(strings.TrimSpace(line), " ") && !strings.HasPrefix(line, "Nhật ký nguyên vẹn: ") && !strings.HasPrefix(line, "Tình trạng của ") {
					t.Errorf("longer than the terminal: %s", line)
				}
			}
		})
	}
}

// What is broken has a sentence on the page and a line on the standard error, and the
// program exits with 1.
func TestWhatIsBrokenIsSaid(t *testing.T) {
	w := kept(t, where{data: filepath.Join(t.TempDir(), "data")})
	broken := func(key, says string) {
		t.Helper()
		code, verdict, facts, mistakes := checked(t, w)
		if f := facts[key]; code != 1 || verdict != condition.Broken || f.Verdict != condition.Broken || f.Do == "" || !strings.Contains(f.Says, says) || !strings.Contains(mistakes, says) || !strings.Contains(mistakes, "HỎNG: ") {
			t.Errorf("%s: %d, %s, %+v, %s", key, code, verdict, f, mistakes)
		}
	}
	keys := filepath.Join(w.data, "khoa")
	other := kept(t, where{data: filepath.Join(t.TempDir(), "data")})
	swap := func() {
		t.Helper()
		aside := keys + "-aside"
		for _, r := range [][2]string{{keys, aside}, {filepath.Join(other.data, "khoa"), keys}, {aside, filepath.Join(other.data, "khoa")}} {
			if err := os.Rename(r[0], r[1]); err != nil {
				t.Fatal(err)
			}
		}
	}
	swap()
	broken("keys.signing", "cài đặt khác")
	swap()
	change := func(statement string) {
		t.Helper()
		d, err := db.Open(t.Context(), filepath.Join(w.data, "giaouoc.db"))
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Older(t, d, statement)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	change(`UPDATE goose_db_version SET version_id = 999999 WHERE version_id = 223`)
	broken("database.schema", "một bản chương trình khác")
	// A program that opens it would bring it up to date; looking does not.
	d, _, err := db.Look(t.Context(), filepath.Join(w.data, "giaouoc.db"))
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Older(t, d, `DELETE FROM goose_db_version WHERE version_id = 999999`)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	broken("database.schema", "thiếu 1 bước nâng cấp")
	broken("database.schema", "thiếu 1 bước nâng cấp")
}

func TestPlacesThatCannotBeLookedAt(t *testing.T) {
	dir := t.TempDir()
	none := filepath.Join(dir, "none")
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	nonsense := filepath.Join(dir, "nonsense")
	if err := os.Mkdir(nonsense, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(nonsense, "giaouoc.db"), []byte(strings.Repeat("không phải cơ sở dữ liệu ", 1000)))
	for _, c := range []struct {
		w    where
		want string
	}{
		{where{data: none}, "Không có thư mục dữ liệu"},
		{where{data: empty}, "Không có cơ sở dữ liệu"},
		{where{data: nonsense}, "không phải là cơ sở dữ liệu SQLite, hoặc đã hỏng"},
		{where{data: empty, db: "postgres://a@127.0.0.1:1/b"}, "không mở được cơ sở dữ liệu ghi ở --db"},
		{where{data: empty, db: "mysql://a/b"}, "Không có loại cơ sở dữ liệu «mysql»"},
		{where{data: empty, db: dbtest.BarePostgres(t)}, "không có bảng nào của Giao Ước"},
	} {
		if code, out, says := command(c.w.args("check")...); code != 1 || out != "" || !strings.Contains(says, c.want) {
			t.Errorf("%+v: %d, %s%s, want %q", c.w, code, out, says, c.want)
		}
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("checking has made a folder")
	}
	if left, _ := os.ReadDir(empty); len(left) > 0 {
		t.Errorf("checking has left %v", left)
	}
}
