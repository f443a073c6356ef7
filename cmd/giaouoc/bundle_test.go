package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
)

// try runs a command line as a user would.
func try(t *testing.T, args ...string) error {
	t.Helper()
	var c commands
	k, err := kong.New(&c, kong.Name("giaouoc"), kong.Writers(io.Discard, io.Discard), kong.BindTo(context.Background(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := k.Parse(args)
	if err != nil {
		return err
	}
	return parsed.Run()
}

func must(t *testing.T, args ...string) {
	t.Helper()
	if err := try(t, args...); err != nil {
		t.Fatalf("giaouoc %s: %v", strings.Join(args, " "), err)
	}
}

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What one installation exports another imports and exports again, equal,
// whatever form it travelled in.
func TestImportAndExportAsCommands(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, "import", "--data", at("one"), write(t, at("units.yaml"), data.Units))
	must(t, "import", "--data", at("one"), write(t, at("five.yaml"), data.FiveCities))
	must(t, "export", "--data", at("one"), at("one.yaml"))
	must(t, "export", "--data", at("one"), at("one.xlsx"))
	must(t, "import", "--data", at("two"), at("one.yaml"))
	must(t, "export", "--data", at("two"), "--cluster", "nam-thanh-pho", at("two.yaml"))
	must(t, "import", "--data", at("three"), at("one.xlsx"))
	must(t, "export", "--data", at("three"), at("three.yaml"))
	for _, name := range []string{"two.yaml", "three.yaml"} {
		if diff := cmp.Diff(content(t, at("one.yaml")), content(t, at(name))); diff != "" {
			t.Errorf("%s (-first +again):\n%s", name, diff)
		}
	}
}

// The practice year, as far as persons have played it, comes out and goes into an
// empty installation, and comes out equal.
func TestThePlayedYearComesOutAsItWentIn(t *testing.T) {
	ctx := context.Background()
	empty := func() *db.DB {
		d, err := db.Open(ctx, filepath.Join(t.TempDir(), "giaouoc.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		d.SetClock(func() time.Time { return time.Date(2026, 12, 31, 5, 0, 0, 0, time.UTC) })
		return d
	}
	out := func(d *db.DB, name string) (content []byte) {
		err := d.View(ctx, func(tx *db.Tx) (err error) {
			tx.Actor = operator()
			content, err = sheet.Export(tx, name, "")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	played := empty()
	holders, err := demoHolders(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(ctx, played, polls{ring, holders, "localhost", blobs}); err != nil {
		t.Fatal(err)
	}
	first := out(played, "out.yaml")
	for _, key := range []string{"contents", "indicators", "targets", "figures", "movements", "directives", "tasks"} {
		if !bytes.Contains(first, []byte("\n"+key+":\n")) {
			t.Errorf("the played year has no %s", key)
		}
	}
	for _, name := range []string{"out.yaml", "out.xlsx"} {
		again := empty()
		err := again.Update(ctx, func(tx *db.Tx) error {
			tx.Actor = operator()
			return importFile(tx, name, out(played, name))
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(first), string(out(again, "out.yaml"))); diff != "" {
			t.Errorf("through %s (-first +again):\n%s", name, diff)
		}
	}
}

func TestImportAndExportRefuseInVietnamese(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, "import", "--data", at("d"), write(t, at("units.yaml"), data.Units))
	must(t, "export", "--data", at("d"), at("before.yaml"))
	bad := []byte("format: giaouoc/1\nclusters:\n  - {slug: a, name: Cụm A, kind: cluster, level: central}\n  - {slug: b, name: Cụm B, kind: nhóm, level: central}\n")
	for _, c := range []struct {
		what string
		args []string
		want string
	}{
		{"a file that is not there", []string{"import", at("none.yaml")}, "none.yaml: Không có tệp này."},
		{"a directory", []string{"import", dir}, "thư mục"},
		{"a wrong value", []string{"import", write(t, at("bad.yaml"), bad)}, "dòng 4: «nhóm» không được nhận ở «Loại»; ghi cluster (cụm thi đua), bloc (khối thi đua)."},
		{"a wrong form", []string{"import", write(t, at("bad.xlsx"), bad)}, "không phải là bảng tính .xlsx"},
		{"an ending we do not write", []string{"export", at("out.csv")}, "đuôi .yaml hoặc .xlsx"},
		{"a cluster that is not there", []string{"export", "--cluster", "a", at("out.yaml")}, "Không có cụm hoặc khối thi đua này."},
		{"a folder that is not there", []string{"export", at("no/out.yaml")}, "Không có thư mục"},
	} {
		err := try(t, append(c.args, "--data", at("d"))...)
		if problem.All(err) == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.what, err, c.want)
		}
	}
	must(t, "export", "--data", at("d"), at("after.yaml"))
	if !bytes.Equal([]byte(content(t, at("before.yaml"))), []byte(content(t, at("after.yaml")))) {
		t.Error("a refused file changed the data")
	}
}
