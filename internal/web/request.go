package web

import (
	"net/http"
	"net/netip"

	"giaouoc/internal/measure"
)

// requestHeader carries the id of a request, from a proxy to us and from us to the
// browser.
const requestHeader = "X-Request-Id"

// numbered gives each request an id, by which its lines in the log are found; the
// proxy's own where one stands before us. What a voter's browser sends has none.
func (s *Server) numbered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if castAddress.MatchString(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		id := r.Header.Get(requestHeader)
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if !s.BehindProxy || err != nil || !near(peer.Addr().Unmap()) || !measure.IsRequest(id) {
			id = measure.NewRequest()
		}
		w.Header().Set(requestHeader, id)
		next.ServeHTTP(w, r.WithContext(measure.WithRequest(r.Context(), id)))
	})
}
