package web

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

// visitor is where a request comes from.
type visitor struct {
	address netip.Addr // of the person's machine; the zero Addr when it cannot be told
	https   bool       // the person's browser speaks HTTPS, to us or to the proxy before us
}

type visitorOf struct{}

// met notes where a request comes from. What a proxy says of it is believed only
// when the installation stands behind one, and only from a machine of the same
// network: a header that anybody can send is worth nothing else.
func (s *Server) met(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitor{https: r.TLS != nil}
		if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
			v.address = peer.Addr().Unmap()
		}
		if s.BehindProxy && near(v.address) {
			v = forwarded(r, v)
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorOf{}, v)))
	})
}

// near reports whether an address is of this machine or of a private network, as
// a proxy's is.
func near(a netip.Addr) bool { return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() }

// forwarded is what the nearest proxy says: the last address, which it has added
// itself; those before it were sent by anybody.
func forwarded(r *http.Request, v visitor) visitor {
	if lines := r.Header.Values("X-Forwarded-For"); len(lines) > 0 {
		last := lines[len(lines)-1]
		last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
		a, err := netip.ParseAddr(last)
		if at, err2 := netip.ParseAddrPort(last); err != nil && err2 == nil {
			a, err = at.Addr(), nil
		}
		if err == nil {
			v.address = a.Unmap().WithZone("")
		}
	}
	if lines := r.Header.Values("X-Forwarded-Proto"); len(lines) > 0 {
		last := lines[len(lines)-1]
		v.https = strings.EqualFold(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:]), "https")
	}
	return v
}

func visitorOfRequest(r *http.Request) visitor {
	v, _ := r.Context().Value(visitorOf{}).(visitor)
	return v
}

// addressOf is the IP address that a request comes from.
func addressOf(r *http.Request) string {
	if a := visitorOfRequest(r).address; a.IsValid() {
		return a.String()
	}
	return ""
}
