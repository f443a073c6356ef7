package hall

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"giaouoc/internal/problem"
)

// ReadAddress is the address of this machine on the hall's network: the one that was
// given, or the only one there is.
func ReadAddress(given string) (netip.Addr, error) {
	own, err := ownAddresses()
	if err != nil {
		return netip.Addr{}, err
	}
	return chooseAddress(given, own)
}

func chooseAddress(given string, own []netip.Addr) (netip.Addr, error) {
	words := make([]string, len(own))
	for i, a := range own {
		words[i] = a.String()
	}
	if given != "" {
		a, err := netip.ParseAddr(given)
		if err != nil || a.IsUnspecified() || a.IsMulticast() || a.Zone() != "" {
			return a, problem.Field("--hall-address", "«%s» không phải là một địa chỉ như 192.168.10.1.", given)
		}
		return a.Unmap(), nil
	}
	switch len(own) {
	case 1:
		return own[0], nil
	case 0:
		return netip.Addr{}, problem.Field("--hall-address", "Máy này chưa có địa chỉ trên mạng nào; hãy nối máy vào mạng của hội trường trước.")
	}
	return netip.Addr{}, problem.Field("--hall-address", "Máy này có nhiều địa chỉ (%s); hãy ghi địa chỉ trên mạng của hội trường.", strings.Join(words, ", "))
}

// ownAddresses are the IPv4 addresses of this machine that others can reach.
func ownAddresses() ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("list addresses of this machine: %w", err)
	}
	var own []netip.Addr
	for _, a := range all {
		p, err := netip.ParsePrefix(a.String())
		if err == nil && p.Addr().Is4() && !p.Addr().IsLoopback() && !p.Addr().IsLinkLocalUnicast() {
			own = append(own, p.Addr())
		}
	}
	return own, nil
}
