package hall

import (
	"net/netip"
	"strings"
	"testing"

	"giaouoc/internal/problem"
)

func TestReadName(t *testing.T) {
	for given, want := range map[string]string{
		"hop.example.vn": own, " Hop.Example.VN. ": own, "a-1.vn": "a-1.vn",
		"hop": "", "": "", "https://hop.example.vn": "", "hội.example.vn": "", "-a.vn": "", "a-.vn": "", "a..vn": "",
		"10.0.0.5": "", "hop.local": "", "hop.localhost": "", "*.example.vn": "", strings.Repeat("a", 64) + ".vn": "", strings.Repeat("a.", 125) + "vn": "",
	} {
		got, err := ReadName(given)
		if want == "" {
			if list := problem.All(err); len(list) != 1 || list[0].Field != "--hall" {
				t.Errorf("%q: %q, %v, want a problem", given, got, err)
			}
		} else if got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", given, got, err, want)
		}
	}
}

func TestChooseAddress(t *testing.T) {
	one, two := netip.MustParseAddr("192.168.10.1"), netip.MustParseAddr("10.0.0.7")
	for _, test := range []struct {
		given string
		own   []netip.Addr
		want  string // an address, or a part of the problem
	}{
		{"", []netip.Addr{one}, "192.168.10.1"},
		{"10.0.0.9", []netip.Addr{one}, "10.0.0.9"},
		{"fd00::1", nil, "fd00::1"},
		{"", nil, "chưa có địa chỉ"},
		{"", []netip.Addr{one, two}, "192.168.10.1, 10.0.0.7"},
		{"hop.example.vn", nil, "không phải là một địa chỉ"},
		{"0.0.0.0", nil, "không phải là một địa chỉ"},
		{"192.168.10.1:443", nil, "không phải là một địa chỉ"},
		{"fe80::1%eth0", nil, "không phải là một địa chỉ"},
		{"224.0.0.251", nil, "không phải là một địa chỉ"},
	} {
		got, err := chooseAddress(test.given, test.own)
		if err != nil {
			if list := problem.All(err); len(list) != 1 || list[0].Field != "--hall-address" || !strings.Contains(list[0].Text, test.want) {
				t.Errorf("%q of %v: %v, want %s", test.given, test.own, err, test.want)
			}
		} else if got.String() != test.want {
			t.Errorf("%q of %v: %v, want %s", test.given, test.own, got, test.want)
		}
	}
}
