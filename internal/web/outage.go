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

type readingOf struct{}

// reads marks a request that asks for a page: what it would note of the session may
// stay unnoted.
func reads(r *http.Request) *http.Request {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), readingOf{}, true))
}

func isReading(ctx context.Context) bool {
	_, yes := ctx.Value(readingOf{}).(bool)
	return yes
}

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
