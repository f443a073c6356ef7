package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/web/static"
)

// staticFile serves the style sheet, the script and the fonts.
func (s *Server) staticFile(w http.ResponseWriter, r *http.Request) error {
	f, ok := static.Find(r.URL.Path)
	if !ok {
		return problem.New(problem.NotFound, "Không có tệp này.")
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Cache-Control", "no-cache")
	if f.Fresh {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.Body
	if f.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.Gzip
	}
	h.Add("Vary", "Accept-Encoding")
	_, err := w.Write(body)
	return err
}
