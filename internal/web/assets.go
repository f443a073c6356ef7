package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/web/static"
)

// staticFile serves the style sheet, the script and the fonts. An address that
// carries the hash of what it finds may be kept for a year; any other is asked
// again each time.
func staticFile(w http.ResponseWriter, r *http.Request) {
	f, ok := static.Find(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	h, tag := w.Header(), `"`+f.Hash+`"`
	h.Set("Content-Type", f.Type)
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if f.Fresh {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.Body
	if f.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = f.Gzip
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
