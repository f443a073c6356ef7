package web

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// packed compresses the answer of a page that is public and repeats nothing of the
// request, for a telephone on a slow line. An error is answered as it is.
func packed(h handle) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			return h(w, r)
		}
		p := &packedWriter{ResponseWriter: w}
		err := h(p, r)
		if p.zip == nil {
			return err
		}
		if closed := p.zip.Close(); err == nil {
			err = closed
		}
		return err
	}
}

type packedWriter struct {
	http.ResponseWriter
	zip *gzip.Writer // nil while nothing has been sent
}

func (p *packedWriter) WriteHeader(status int) {
	p.Header().Set("Content-Encoding", "gzip")
	p.Header().Add("Vary", "Accept-Encoding")
	p.ResponseWriter.WriteHeader(status)
	p.zip = gzip.NewWriter(p.ResponseWriter)
}

func (p *packedWriter) Write(b []byte) (int, error) {
	if p.zip == nil {
		p.WriteHeader(http.StatusOK)
	}
	return p.zip.Write(b)
}
