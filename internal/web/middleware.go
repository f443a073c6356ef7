package web

import (
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/a-h/templ"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
	"giaouoc/internal/web/static"
)

// policy lets a page load only what this server serves; no inline script or
// style runs.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// abilities are what a page may ask of the browser: the keys of a person's own
// device, and nothing else.
const abilities = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), " +
	"hid=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), " +
	"screen-wake-lock=(), serial=(), usb=(), web-share=(), xr-spatial-tracking=()"

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", abilities)
		if visitorOfRequest(r).https {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// unkept tells browsers and proxies not to keep what the signed-in see, nor an
// answer to a form; a public page may be kept and is asked for again.
func (s *Server) unkept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keep := "no-cache"
		if sessionOfRequest(r).ID != "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			keep = "no-store"
		}
		if !strings.HasPrefix(r.URL.Path, static.Prefix) {
			w.Header().Set("Cache-Control", keep)
		}
		next.ServeHTTP(w, r)
	})
}

// Bounds on the body of a request, in bytes.
const (
	maxBody    = 32 << 20 // the largest evidence file and its form
	maxForm    = 4 << 20  // a form without a file
	maxVisitor = 1 << 20  // from who is not signed in
)

// bounded bounds the body of a request by what who sends it may need.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(maxForm)
		switch {
		case strings.HasPrefix(r.URL.Path, agentPage+"/"):
			most = maxBody // the agent of a person who is signed in, without the session
		case sessionOfRequest(r).ID == "":
			most = maxVisitor
		case strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data"):
			most = maxBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int // 0 while nothing has been sent
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged notes every request, and answers one in which the program has failed.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		sw := &statusWriter{ResponseWriter: w}
		defer func() {
			if broken := recover(); broken != nil {
				s.Log.ErrorContext(r.Context(), "request broke", "method", r.Method, "path", loggedPath(r), "error", broken, "stack", string(debug.Stack()))
				if sw.status != 0 {
					panic(http.ErrAbortHandler) // half a page was sent: the browser must not take it for a whole one
				}
				s.bare(sw, r, nil)
			}
			s.Log.DebugContext(r.Context(), "request", "method", r.Method, "path", loggedPath(r), "status", sw.status, "took", time.Since(start))
		}()
		next.ServeHTTP(sw, r)
	})
}

// bare answers without looking at the database: a problem, or a failure of ours
// when the list is empty.
func (s *Server) bare(w http.ResponseWriter, r *http.Request, list problem.List) {
	status := http.StatusInternalServerError
	if len(list) > 0 {
		status = statusOf(list)
		retryAfter(w, list)
	}
	w.Header().Set("Cache-Control", "no-store")
	s.answer(w, r, status, pages.Problem(heldFrame(s.bareFrame(r, problemTitle(list), vn.DateOf(s.Clock())), r), list))
}

// answer sends a page of a problem; when that fails too, its status and a sentence.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	if err := s.render(w, r, status, page); err != nil {
		s.Log.ErrorContext(r.Context(), "render problem", "error", err)
		http.Error(w, "Hệ thống đang gặp lỗi, xin thử lại sau.", status)
	}
}
