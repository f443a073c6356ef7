package web

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"giaouoc/internal/problem"
)

// tileName is the form of the names of the record's tiles and entry bundles, as
// C2SP tlog-tiles has them: no other path reaches the folder.
var tileName = regexp.MustCompile(`^(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/)*[0-9]{3}(\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?$`)

// recordText serves one of the record's texts, which change: the checkpoint and
// the chain of keys.
func (s *Server) recordText(name string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.recordFile(w, r, name, "text/plain; charset=utf-8", "no-cache")
	}
}

// recordTile serves a tile of the record; a full one never changes.
func (s *Server) recordTile(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("tile")
	if !tileName.MatchString(name) {
		return noRecordFile()
	}
	cache := "public, max-age=31536000, immutable"
	if strings.Contains(name, ".p/") {
		cache = "public, max-age=600"
	}
	return s.recordFile(w, r, "tile/"+name, "application/octet-stream", cache)
}

// recordFile serves a file of the record to anyone, also to pages of other sites.
func (s *Server) recordFile(w http.ResponseWriter, r *http.Request, name, kind, cache string) error {
	if s.RecordDir == "" {
		return noRecordFile()
	}
	f, err := os.Open(filepath.Join(s.RecordDir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return noRecordFile()
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return noRecordFile()
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", cache)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	http.ServeContent(w, r, "", info.ModTime(), f)
	return nil
}

func noRecordFile() error {
	return problem.New(problem.NotFound, "Nhật ký không có tệp này.")
}
