package interop

import (
	"bytes"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"giaouoc/internal/blob"
	"giaouoc/internal/problem"
)

// bucket starts a stand-in for a server of S3, which keeps files in memory, and returns
// the address of a bucket in it.
func bucket(t *testing.T) (address string, server *httptest.Server, files *s3mem.Backend) {
	t.Helper()
	files = s3mem.New()
	if err := files.CreateBucket("giaouoc"); err != nil {
		t.Fatal(err)
	}
	server = httptest.NewServer(gofakes3.New(files).Server())
	t.Cleanup(server.Close)
	return "s3://" + server.Listener.Addr().String() + "/giaouoc/tep?http=1&region=vn", server, files
}

func node(t *testing.T, address string) (*blob.Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := blob.OpenBucket(dir, address, "khoa", "bi-mat")
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func read(s *blob.Store, hash string) (string, error) {
	f, err := s.Open(hash)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(f)
	return string(b), err
}

const paper = "%PDF-1.4\n%%EOF"

// A file that one server took is there at the others, also after its own copy is lost;
// one that was changed in the bucket is not served.
func TestServersShareFilesInABucket(t *testing.T) {
	address, _, files := bucket(t)
	one, oneDir := node(t, address)
	two, _ := node(t, address)
	f, err := one.Put(strings.NewReader(paper), "bao-cao.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // fetched, then from its copy
		if text, err := read(two, f.Hash); err != nil || text != paper {
			t.Fatalf("at the other server: %q, %v", text, err)
		}
	}
	if err := os.RemoveAll(filepath.Join(oneDir, f.Hash[:2])); err != nil {
		t.Fatal(err)
	}
	if text, err := read(one, f.Hash); err != nil || text != paper {
		t.Errorf("after its copy was lost: %q, %v", text, err)
	}
	if _, err := read(one, strings.Repeat("0", 64)); !problem.Is(err, problem.NotFound) {
		t.Errorf("a file that there is not: %v", err)
	}

	key := "tep/" + f.Hash[:2] + "/" + f.Hash[2:]
	if _, err := files.PutObject("giaouoc", key, map[string]string{}, bytes.NewReader([]byte("%PDF-1.4\nother")), 14, nil); err != nil {
		t.Fatal(err)
	}
	third, thirdDir := node(t, address)
	if text, err := read(third, f.Hash); err == nil {
		t.Errorf("a changed file is served: %q", text)
	}
	if left, _ := filepath.Glob(filepath.Join(thirdDir, "*")); len(left) > 0 {
		t.Errorf("a changed file left %v", left)
	}
}

// While the bucket is away nothing is taken, and what has a copy is still read.
func TestABucketThatIsAway(t *testing.T) {
	address, server, _ := bucket(t)
	s, dir := node(t, address)
	f, err := s.Put(strings.NewReader(paper), "bao-cao.pdf")
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	if text, err := read(s, f.Hash); err != nil || text != paper {
		t.Errorf("its copy: %q, %v", text, err)
	}
	if _, err := s.Put(strings.NewReader("%PDF-1.5\n%%EOF"), "khac.pdf"); !problem.Is(err, problem.Unreachable) {
		t.Errorf("taken without the bucket: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("what was refused is still there: %v", left)
	}
}

func TestWrongBuckets(t *testing.T) {
	address, _, _ := bucket(t)
	for place, want := range map[string]string{
		"s3://":                    "Địa chỉ kho tệp",
		"s3://may-chu":             "Địa chỉ kho tệp",
		"s3://khoa:bi@may-chu/kho": "Địa chỉ kho tệp",
		strings.Replace(address, "/giaouoc/", "/khong-co/", 1): "không có kho «khong-co»",
	} {
		if _, err := blob.OpenBucket(t.TempDir(), place, "khoa", "bi-mat"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", place, err)
		}
	}
	if _, err := blob.OpenBucket(t.TempDir(), address, "", ""); err == nil || !strings.Contains(err.Error(), "Thiếu khóa") {
		t.Errorf("without a key: %v", err)
	}
}

// What a restore has brought back is put into the bucket.
func TestFilesArePushed(t *testing.T) {
	address, _, _ := bucket(t)
	folder := t.TempDir()
	alone, err := blob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	f, err := alone.Put(strings.NewReader(paper), "bao-cao.pdf")
	if err != nil {
		t.Fatal(err)
	}
	s, err := blob.OpenBucket(folder, address, "khoa", "bi-mat")
	if err != nil {
		t.Fatal(err)
	}
	other, _ := node(t, address)
	if _, err := read(other, f.Hash); !problem.Is(err, problem.NotFound) {
		t.Fatalf("before: %v", err)
	}
	for range 2 {
		if n, err := s.Push(); n != 1 || err != nil {
			t.Fatalf("pushed %d, %v", n, err)
		}
	}
	if text, err := read(other, f.Hash); err != nil || text != paper {
		t.Errorf("after: %q, %v", text, err)
	}
}
