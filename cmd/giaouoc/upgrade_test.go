package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// An installation that a program of November 2026 left, before there were articles,
// a newsletter and the search: its demonstration, backed up with its keys
// (testdata/upgrade). What it held is there under this program, and work goes on.
func TestUpgradeFromAnEarlierProgram(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			w := where{data: filepath.Join(t.TempDir(), "data")}
			if engine == "postgres" {
				w.db = dbtest.BarePostgres(t)
			}
			archive := filepath.Join("testdata", "upgrade", engine+".giaouoc")
			if had := migrationsIn(t, archive); len(had) != 71 || slices.Contains(had, 200) {
				t.Fatalf("the archive is not of the earlier program: %v", had)
			}
			if text, ok := said(w.args("restore", archive)...); !ok || !strings.Contains(text, "khớp điểm niêm phong 309 mục") {
				t.Fatalf("restore: %s", text)
			}
			address, kill := start(t, w, "demo")
			holds := func(path, want string) {
				t.Helper()
				if status, page, err := ask(http.DefaultClient, address+path); err != nil || status != http.StatusOK || !strings.Contains(page, want) {
					t.Errorf("%s: %d, %v, without %q", path, status, err, want)
				}
			}
			holds("/", "774.000")
			holds("/cum/nam-thanh-pho/2021/giao-uoc", "9/4/2021")
			holds("/cum/nam-thanh-pho/2026", "794.700")
			holds("/cum/nam-thanh-pho/2026/giao-uoc", "16/3/2026")
			// What was published before there was a search is found, soon after the start.
			for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
				_, page, _ := ask(http.DefaultClient, address+"/tra-cuu?q=nam+thanh+pho")
				if strings.Contains(page, "Giao ước thi đua năm 2026") {
					break
				}
				if time.Now().After(end) {
					t.Fatal("the covenant of 2026 is not found")
				}
			}
			client := reader(t, address)
			if got, err := send(client, address+"/sap-xep", url.Values{"id": {db.NewID()}, "name": {"Khối sau khi nâng cấp"}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}}); err != nil || got.status != http.StatusOK {
				t.Errorf("an act after the upgrade: %d, %v", got.status, err)
			}
			holds("/", "Khối sau khi nâng cấp")
			sealed(t, address)
			kill()
			if text, ok := said(w.args("check")...); !ok || !strings.Contains(text, "Đúng bản chương trình này.") {
				t.Errorf("check: %s", text)
			}
		})
	}
}

// migrationsIn are the migrations that had run when a backup was taken.
func migrationsIn(t *testing.T, archive string) []int64 {
	t.Helper()
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for entries := tar.NewReader(unzipped); ; {
		h, err := entries.Next()
		if errors.Is(err, io.EOF) {
			t.Fatal("no manifest")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Name != "muc-luc.json" {
			continue
		}
		var manifest struct {
			Database struct{ Versions []int64 }
		}
		if err := json.NewDecoder(entries).Decode(&manifest); err != nil {
			t.Fatal(err)
		}
		return manifest.Database.Versions
	}
}
