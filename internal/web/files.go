package web

import (
	"io"
	"mime"
	"net/http"
	"path"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// serveFile sends a stored file to be saved under its name; the browser is told
// its type and never runs it as a page of ours.
func (s *Server) serveFile(w http.ResponseWriter, _ *http.Request, hash, name string) error {
	f, err := s.Blobs.Open(hash)
	if err != nil {
		return err
	}
	defer f.Close()
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	_, err = io.Copy(w, f)
	return err
}

// plainNumber writes a decimal of a file or snapshot the Vietnamese way; what
// is none stays as it is.
func plainNumber(text string) string {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	return vn.Format(d)
}
