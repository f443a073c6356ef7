package hall

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"time"
)

// patience is how long the hall waits for an answer from itself.
const patience = 2 * time.Second

// Answering asks the hall's answerer for the hall's name, as a telephone does, and says
// in words what is wrong, or "".
func (h *Hall) Answering(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	asks := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, h.DNS.String())
	}}
	kind := "ip4"
	if h.Address.Is6() {
		kind = "ip6"
	}
	found, err := asks.LookupNetIP(ctx, kind, h.Name+".")
	var failed *net.DNSError
	switch {
	case errors.As(err, &failed) && failed.IsNotFound:
		return "có một bộ trả lời tên ở " + h.DNS.String() + " nhưng nó không biết tên này"
	case err != nil:
		return "không ai trả lời ở " + h.DNS.String()
	case !slices.ContainsFunc(found, func(a netip.Addr) bool { return a.Unmap() == h.Address }):
		return "câu trả lời là " + found[0].String() + ", không phải " + h.Address.String()
	}
	return ""
}
