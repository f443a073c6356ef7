package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"giaouoc/internal/language"
	"giaouoc/internal/web/components"
)

// english marks a request for the English page.
type english struct{}

// inEnglish says that the English page was asked for.
func inEnglish(r *http.Request) bool { return r.Context().Value(english{}) != nil }

// spoken takes the sign of the language off an address: all that follows knows each page
// by its Vietnamese address alone.
func spoken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := strings.CutPrefix(r.URL.Path, language.Prefix)
		if !ok || path != "" && path[0] != '/' {
			next.ServeHTTP(w, r)
			return
		}
		asked := r.WithContext(context.WithValue(r.Context(), english{}, true))
		asked.URL = new(url.URL)
		*asked.URL = *r.URL
		asked.URL.Path = "/" + strings.TrimPrefix(path, "/")
		asked.URL.RawPath = ""
		if raw, ok := strings.CutPrefix(r.URL.RawPath, language.Prefix); ok {
			asked.URL.RawPath = "/" + strings.TrimPrefix(raw, "/")
		}
		next.ServeHTTP(w, asked)
	})
}

// translated sends pages that were asked for in English in English.
func (s *Server) translated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !inEnglish(r) {
			next.ServeHTTP(w, r)
			return
		}
		t := &translating{ResponseWriter: w}
		plain := r.WithContext(r.Context()) // what is packed already cannot be read
		plain.Header = r.Header.Clone()
		plain.Header.Del("Accept-Encoding")
		next.ServeHTTP(t, plain)
		if !t.page {
			return
		}
		page, err := language.Page(t.body.Bytes())
		if err != nil {
			s.Log.ErrorContext(r.Context(), "translate page", "path", loggedPath(r), "error", err)
			page = t.body.Bytes()
		}
		w.WriteHeader(t.status)
		_, _ = w.Write(page)
	})
}

// translating keeps a page back until it is whole; anything else goes through.
type translating struct {
	http.ResponseWriter
	status int // 0 while the answer has not begun
	page   bool
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (t *translating) WriteHeader(status int) {
	if t.status != 0 {
		return
	}
	t.status = status
	h := t.Header()
	if to := h.Get("Location"); to != "" {
		h.Set("Location", language.Address(to))
	}
	if strings.HasPrefix(h.Get("Content-Type"), "text/html") && h.Get("Content-Encoding") == "" {
		t.page = true
		h.Del("Content-Length")
		h.Set("Content-Language", "en")
		return
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (t *translating) Write(b []byte) (int, error) {
	t.WriteHeader(http.StatusOK)
	if t.page {
		return t.body.Write(b)
	}
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (t *translating) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// tongue leads to the same page in the other language. An answer of the single sign-on
// counts once, and would be refused as a second one.
func tongue(r *http.Request) components.Tongue {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.Path == ssoAnswerAddress {
		return components.Tongue{}
	}
	own := r.URL.RequestURI()
	if inEnglish(r) {
		return components.Tongue{Href: own, Code: "vi", Name: "Tiếng Việt"}
	}
	return components.Tongue{Href: language.Address(own), Code: "en", Name: "English"}
}
