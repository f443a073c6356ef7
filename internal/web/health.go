package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"giaouoc/internal/db"
)

// Where machines ask after this one: whether it lives, and whether to send it
// visitors.
const (
	alivePage = "/song"
	readyPage = "/san-sang"
)

// readyTime is how long the database may take to answer.
const readyTime = time.Second

func (s *Server) healthRoutes(mux *site) {
	mux.HandleFunc("GET "+alivePage, s.health)
	mux.HandleFunc("GET "+readyPage, s.health)
}

// Drain makes the server say that it is not ready, so that whoever sends visitors
// sends no more. What still comes is answered, and its connection closed then.
func (s *Server) Drain() { s.draining.Store(true) }

// probed answers machines that ask after this one, before anything that visitors
// pass: no session, no log, no count. Machines near are asked for no pace.
func (s *Server) probed(others http.Handler) http.Handler {
	health := secured(http.HandlerFunc(s.health))
	paced := s.addressPaced(health)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		asks := r.URL.Path == alivePage || r.URL.Path == readyPage
		switch {
		case !asks || r.Method != http.MethodGet && r.Method != http.MethodHead:
			others.ServeHTTP(w, r)
		case near(visitorOfRequest(r).address):
			health.ServeHTTP(w, r)
		default:
			paced.ServeHTTP(w, r)
		}
	})
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	status, word := http.StatusOK, "ok"
	if r.URL.Path == readyPage {
		if missing := s.missing(r.Context()); missing != "" {
			status, word = http.StatusServiceUnavailable, missing
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, word) // who has gone reads nothing
}

// missing says in a word what this server lacks to serve; nothing when it is ready.
func (s *Server) missing(ctx context.Context) string {
	if s.draining.Load() {
		return "đang dừng"
	}
	ctx, cancel := context.WithTimeout(ctx, readyTime)
	defer cancel()
	err := s.DB.Ready(ctx)
	switch {
	case errors.Is(err, db.ErrOtherSchema):
		return "cấu trúc dữ liệu"
	case err != nil:
		return "cơ sở dữ liệu"
	case s.Record != nil && !s.Record.Seals():
		return "nhật ký"
	}
	return ""
}
