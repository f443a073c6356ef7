package web

import (
	"net/http"

	"giaouoc/internal/web/static"
)

// routes is the table of contents of the whole site.
func (s *Server) routes(mux *http.ServeMux) {
	get := func(path string, h handle) { mux.Handle("GET "+path, s.page(h)) }
	post := func(path string, h handle) { mux.Handle("POST "+path, s.page(h)) }

	// The public.
	get("/{$}", s.home)
	get("/cum/{cluster}", s.showCluster)

	// The signed-in.
	get("/lam-viec", s.work)

	if s.Demo {
		get("/vai", s.roles)
		post("/vai/{login}", s.switchRole)
		post("/vai-khach", s.leaveRole)
	}

	mux.Handle("GET /tinh/", http.StripPrefix("/tinh/", static.Handler()))
	mux.Handle("/", s.page(s.notFound))
	_ = post
}
