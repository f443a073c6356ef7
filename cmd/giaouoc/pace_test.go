package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What serve starts believes its proxy, and keeps the pace of an address.
func TestServeKeepsThePace(t *testing.T) {
	address, _ := start(t, where{data: filepath.Join(t.TempDir(), "data")}, "serve", "--behind-proxy")
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(from string) (*http.Response, error) {
		req, err := http.NewRequest(http.MethodGet, address+"/dang-nhap", nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("X-Forwarded-For", from)
		req.Header.Set("X-Forwarded-Proto", "https")
		res, err := client.Do(req)
		if err != nil {
			return nil, err
		}
		io.Copy(io.Discard, res.Body) //nolint:errcheck // the status is enough
		return res, res.Body.Close()
	}
	var passed, held atomic.Int64
	var many sync.WaitGroup
	for range 8 {
		many.Go(func() {
			for held.Load() == 0 && passed.Load() < 50_000 {
				res, err := get("203.0.113.7")
				switch {
				case err != nil:
					t.Error(err)
					return
				case res.StatusCode == http.StatusOK:
					passed.Add(1)
				case res.StatusCode == http.StatusTooManyRequests:
					held.Add(1)
				default:
					t.Errorf("status %d", res.StatusCode)
				}
			}
		})
	}
	many.Wait()
	if passed.Load() < 2000 || held.Load() == 0 {
		t.Errorf("%d passed, %d were held back", passed.Load(), held.Load())
	}
	res, err := get("203.0.113.8")
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("another address: status %d, HSTS %q", res.StatusCode, res.Header.Get("Strict-Transport-Security"))
	}
}

// What serve keeps is its owner's alone.
func TestTheKeysAreTheOwnersAlone(t *testing.T) {
	w := where{data: filepath.Join(t.TempDir(), "data")}
	start(t, w, "serve")
	keys, err := filepath.Glob(filepath.Join(w.data, "khoa", "*.khoa"))
	if err != nil || len(keys) == 0 {
		t.Fatalf("keys %v, %v", keys, err)
	}
	for _, path := range append(keys, w.data, filepath.Join(w.data, "khoa")) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if open := info.Mode().Perm() & 0o077; open != 0 {
			t.Errorf("%s is open to others: %s", path, info.Mode())
		}
	}
}
