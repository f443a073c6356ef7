package web

import (
	"net/http"
	"regexp"
	"strings"

	"giaouoc/internal/measure"
)

// ballotAddress is every public page of a secret ballot: a voter's script asks for some
// of them moments before it casts, so none is counted.
var ballotAddress = regexp.MustCompile(`^/cum/[^/]+/[^/]+` + ballotPage + `(/|$)`)

// measured counts requests, by the patterns of their routes. Of what voters ask in a
// secret ballot nothing is counted, here or in the database: whoever reads the numbers
// every few seconds would learn when a paper was cast.
func (s *Server) measured(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ballotAddress.MatchString(r.URL.Path) {
			next.ServeHTTP(w, r.WithContext(measure.Unmeasured(r.Context())))
			return
		}
		if s.Metrics == nil {
			next.ServeHTTP(w, r)
			return
		}
		_, pattern := mux.Handler(r)
		answered := s.Metrics.Request(routeOf(pattern), r.Method)
		sw := &statusWriter{ResponseWriter: w}
		defer func() {
			answered(sw.status)
			s.countForm(r, pattern, sw.status)
		}()
		next.ServeHTTP(sw, r)
	})
}

// routeOf is a pattern without its method, which is a label of its own.
func routeOf(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	if pattern == "" {
		return "/"
	}
	return pattern
}

// countForm counts forms with files, and attempts to sign in that were refused.
func (s *Server) countForm(r *http.Request, pattern string, status int) {
	if r.Method != http.MethodPost {
		return
	}
	refused := status >= http.StatusBadRequest
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		s.Metrics.Upload(r.ContentLength, !refused)
	}
	if refused && (pattern == "POST "+signInPage || pattern == "POST "+codePage || pattern == "POST "+passkeyPage) {
		s.Metrics.SignInRefused()
	}
}
