package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaouoc/internal/vn"
)

// Bounds of the pages that are kept in memory.
const (
	mostPages   = 2_000
	largestKept = 2 << 20
	// keptLife bounds how long a page may miss what another process has written.
	keptLife = time.Second
)

// keptRoutes are the pages that visitors without a session share. They show the same to
// each of them: no puzzle, no form with a key of its own, nothing of the one who asks.
var keptRoutes = map[string]bool{
	"GET /{$}": true, "GET " + newsPage: true, "GET " + noticesPage: true, "GET " + articlePage + "/{story}": true,
	"GET " + postingsPage: true, "GET " + exemplarsPage + "/{slug}": true,
	"GET /tin.rss": true, "GET /tin.atom": true, "GET /sitemap.xml": true,
	"GET /cum/{cluster}": true, "GET /cum/{cluster}" + newsPage: true, "GET /cum/{cluster}" + newsPage + ".rss": true, "GET /cum/{cluster}/{year}": true, "GET /cum/{cluster}/{year}/giao-uoc": true, "GET /cum/{cluster}/{year}/so-lieu": true,
	"GET /cum/{cluster}/{year}/xep-hang": true, "GET /cum/{cluster}/{year}/chi-dao": true, "GET /cum/{cluster}/{year}/phong-trao": true, "GET /cum/{cluster}/{year}/hoi-nghi": true,
}

// keptPages are whole answers to visitors, as they were sent. An answer stands until a
// transaction commits, the day ends in Viet Nam, or its life is over; then the next
// visitor has it made anew while others wait for that one.
type keptPages struct {
	mu    sync.Mutex
	byKey map[string]*list.Element // of *keptPage
	order list.List                // the last used first
}

type keptPage struct {
	key    string
	making sync.Mutex // one visitor makes the page

	mu     sync.Mutex // of what follows
	answer *keptAnswer
}

// keptAnswer never changes.
type keptAnswer struct {
	header  http.Header
	body    []byte
	packed  []byte // gzip
	tag     string
	commits uint64
	day     vn.Date
	until   time.Time
}

// at finds the place of a key, and makes room for it.
func (k *keptPages) at(key string) *keptPage {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e, ok := k.byKey[key]; ok {
		k.order.MoveToFront(e)
		return e.Value.(*keptPage)
	}
	if k.byKey == nil {
		k.byKey = map[string]*list.Element{}
	}
	if k.order.Len() >= mostPages {
		delete(k.byKey, k.order.Remove(k.order.Back()).(*keptPage).key)
	}
	p := &keptPage{key: key}
	k.byKey[key] = k.order.PushFront(p)
	return p
}

// standing is the answer of a page while it stands.
func (s *Server) standing(p *keptPage) *keptAnswer {
	p.mu.Lock()
	a := p.answer
	p.mu.Unlock()
	if a == nil || a.commits != s.DB.Commits() || s.Clock().After(a.until) || a.day != vn.DateOf(s.DB.Now()) {
		return nil
	}
	return a
}

// keptFor answers visitors from memory where a page is one that all of them share.
func (s *Server) keptFor(mux *site, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.Header.Get("Cookie") != "" && s.hasSession(r) || len(r.URL.RawQuery) > 100 {
			next.ServeHTTP(w, r)
			return
		}
		if _, pattern := mux.Handler(r); !keptRoutes[pattern] {
			next.ServeHTTP(w, r)
			return
		}
		p := s.kept.at(keyOf(r))
		if a := s.standing(p); a != nil {
			s.Metrics.KeptPage(true)
			a.send(w, r)
			return
		}
		s.Metrics.KeptPage(false)
		s.make(w, r, p, next)
	})
}

// make has a page made, by one visitor for all who wait; what cannot be kept goes to its
// own visitor alone.
func (s *Server) make(w http.ResponseWriter, r *http.Request, p *keptPage, next http.Handler) {
	p.making.Lock()
	if a := s.standing(p); a != nil {
		p.making.Unlock()
		a.send(w, r)
		return
	}
	a := &keptAnswer{commits: s.DB.Commits(), day: vn.DateOf(s.DB.Now())}
	asked := r.WithContext(context.WithoutCancel(r.Context())) // the others wait for it too
	asked.Header = asked.Header.Clone()
	asked.Header.Del("If-None-Match")
	made := &madeAnswer{header: http.Header{}}
	func() {
		defer p.making.Unlock()
		next.ServeHTTP(made, asked)
		if made.status != http.StatusOK || made.header.Get("Set-Cookie") != "" || made.body.Len() > largestKept {
			return
		}
		p.mu.Lock()
		before := p.answer
		p.mu.Unlock()
		a.fill(made, before)
		a.until = s.Clock().Add(keptLife)
		p.mu.Lock()
		p.answer = a
		p.mu.Unlock()
	}()
	if a.tag != "" {
		a.send(w, r)
		return
	}
	made.send(w)
}

// fill takes what was made; what is packed already is not packed again.
func (a *keptAnswer) fill(made *madeAnswer, before *keptAnswer) {
	sum := sha256.Sum256(made.body.Bytes())
	a.header, a.body = made.header, made.body.Bytes()
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	if before != nil && before.tag == tag {
		a.packed = before.packed
	} else {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err == nil {
			_, err = z.Write(a.body)
		}
		if err == nil && z.Close() == nil {
			a.packed = b.Bytes()
		}
	}
	a.tag = tag
	a.header.Set("ETag", tag)
	a.header.Set("Vary", "Accept-Encoding, Cookie")
	a.header.Del("Content-Length")
}

// send answers with what is kept.
func (a *keptAnswer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if strings.Contains(r.Header.Get("If-None-Match"), a.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.body
	if a.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = a.packed
		h["Content-Encoding"] = []string{"gzip"}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, _ = w.Write(body)
}

// keyOf is what an answer depends on beside the site itself.
func keyOf(r *http.Request) string {
	key := r.URL.EscapedPath() + "?" + r.URL.RawQuery
	if inEnglish(r) {
		key = "en" + key
	}
	if visitorOfRequest(r).https {
		key = "s" + key
	}
	return key
}

// hasSession says that the browser has a cookie of ours, signed in or not.
func (s *Server) hasSession(r *http.Request) bool {
	_, err := r.Cookie(cookieName(r, sessionName))
	return err == nil
}

// madeAnswer collects an answer.
type madeAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (m *madeAnswer) Header() http.Header { return m.header }

// WriteHeader implements http.ResponseWriter.
func (m *madeAnswer) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
}

// Write implements http.ResponseWriter.
func (m *madeAnswer) Write(b []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	return m.body.Write(b)
}

func (m *madeAnswer) send(w http.ResponseWriter) {
	for name, values := range m.header {
		w.Header()[name] = values
	}
	w.WriteHeader(m.status)
	_, _ = w.Write(m.body.Bytes())
}
