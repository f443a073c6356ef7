package web

import (
	"context"
	"net/http"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// told turns an error of the database or of the disk, which will pass, into a problem
// that the person reads beside what was typed; the operator reads the cause in the log.
// Every other error comes back as it is.
func (s *Server) told(r *http.Request, err error) error {
	if err == nil || problem.All(err) != nil {
		return err
	}
	p := db.Outage(err)
	if p == nil {
		return err
	}
	s.Log.ErrorContext(r.Context(), "outage", "method", r.Method, "path", loggedPath(r), "error", err)
	return p
}

// sessionNotes are what a request does with the data of its browser's cookie.
type sessionNotes struct {
	reading bool // it asks for a page
	says    bool // an act is done, and the next page is to say so
	must    bool // the cookie is nothing without them: a sign-in, a step of one
}

type notesKey struct{}

// withNotes lets a request tell what it does with the data of its browser's cookie.
func withNotes(r *http.Request) *http.Request {
	n := &sessionNotes{reading: r.Method == http.MethodGet || r.Method == http.MethodHead}
	return r.WithContext(context.WithValue(r.Context(), notesKey{}, n))
}

func notesOf(ctx context.Context) *sessionNotes {
	if n, ok := ctx.Value(notesKey{}).(*sessionNotes); ok {
		return n
	}
	return &sessionNotes{}
}

// isReading reports whether what a request would note may stay unnoted.
func isReading(ctx context.Context) bool { return notesOf(ctx).reading }

// onlySays reports whether a request is done but for a sentence on the next page.
func onlySays(ctx context.Context) bool {
	n := notesOf(ctx)
	return n.says && !n.must
}

// mustKeep says that the request is refused when its notes cannot be kept.
func mustKeep(ctx context.Context) { notesOf(ctx).must = true }

// once is a writer of one whole answer: after what it was closed with, nothing follows.
type once struct {
	http.ResponseWriter
	closed bool
}

func (o *once) WriteHeader(status int) {
	if !o.closed {
		o.ResponseWriter.WriteHeader(status)
	}
}

func (o *once) Write(b []byte) (int, error) {
	if o.closed {
		return len(b), nil
	}
	return o.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (o *once) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// unsaved answers in place of a page when the data of the browser's cookie could not
// be read or kept.
func (s *Server) unsaved(w http.ResponseWriter, r *http.Request, err error) {
	err = s.told(r, err)
	list := problem.All(err)
	if list == nil {
		s.Log.ErrorContext(r.Context(), "session", "error", err)
		list = awayOf(r, err)
	}
	for _, of := range []string{"Location", "Content-Encoding", "Content-Length", "Content-Disposition", "ETag"} {
		w.Header().Del(of) // the page that does not come
	}
	s.bare(w, r, list)
	if o, ok := w.(*once); ok {
		o.closed = true
	}
}
