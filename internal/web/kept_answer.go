package web

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// keptFresh is what caches before us do with a page that visitors share: they may show
// it for a second, a moment longer while they ask for a newer one, and for an hour while
// this server does not answer. A browser asks each time whether its copy still stands.
const keptFresh = "public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=3600"

// keptAnswer never changes once it is filled.
type keptAnswer struct {
	header  http.Header
	body    []byte
	packed  []byte // gzip
	sum     string // of the body
	tag     string
	commits uint64
	day     vn.Date
	made    time.Time
	until   time.Time

	holds, shows db.Position // every change up to the first is in the page, none beyond the second
	copied       bool        // read from a copy of the database
}

// fill takes what was made; what is packed already is not packed again.
func (a *keptAnswer) fill(made *madeAnswer, before *keptAnswer, tags pageTags) {
	sum := sha256.Sum256(made.body.Bytes())
	a.header, a.body, a.sum = made.header, made.body.Bytes(), base64.RawURLEncoding.EncodeToString(sum[:16])
	if before != nil && before.sum == a.sum {
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
	a.tag = tags.tag(a.sum, a.shows)
	a.header.Set("ETag", a.tag)
	a.header.Set("Vary", "Accept-Encoding, Cookie")
	a.header.Set("Cache-Control", keptFresh)
	a.header.Del("Content-Length")
}

// send answers with what is kept.
func (a *keptAnswer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if strings.Contains(r.Header.Get("If-None-Match"), `"`+a.sum) {
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

// pageTags writes into the tag (ETag) of a page how far the database was when it was
// made: whoever asks for it again shows by the tag what was seen, and no node answers
// with an older page. A position is signed, or anybody could have each page made anew.
type pageTags struct {
	key []byte // nil: tags carry no position
}

// newPageTags signs with a key that all nodes have.
func (s *Server) newPageTags() pageTags {
	if s.DB.Engine == db.SQLite || s.Keys == nil {
		return pageTags{}
	}
	secret, err := s.Keys.Derive("page-tag")
	if err != nil {
		s.Log.Error("tags of pages carry no position", "error", err)
		return pageTags{}
	}
	return pageTags{secret}
}

// tag is that of a page with a sum, which shows nothing beyond a position.
func (t pageTags) tag(sum string, shows db.Position) string {
	if t.key == nil || shows == 0 {
		return `"` + sum + `"`
	}
	position := binary.BigEndian.AppendUint64(nil, uint64(shows))
	return `"` + sum + "." + base64.RawURLEncoding.EncodeToString(append(position, t.sign(sum, position)...)) + `"`
}

func (t pageTags) sign(sum string, position []byte) []byte {
	m := hmac.New(sha256.New, t.key)
	m.Write([]byte(sum))
	m.Write(position)
	return m.Sum(nil)[:10]
}

// seen is the furthest position that the tags of a request tell of; zero for none.
func (t pageTags) seen(r *http.Request) (furthest db.Position) {
	line := r.Header.Get("If-None-Match")
	if t.key == nil || line == "" || len(line) > 1000 {
		return 0
	}
	for one := range strings.SplitSeq(line, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		sum, told, _ := strings.Cut(strings.Trim(one, `"`), ".")
		b, err := base64.RawURLEncoding.DecodeString(told)
		if err != nil || len(b) != 18 || !hmac.Equal(b[8:], t.sign(sum, b[:8])) {
			continue
		}
		furthest = max(furthest, db.Position(binary.BigEndian.Uint64(b)))
	}
	return furthest
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
