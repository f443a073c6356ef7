// Package hall is chế độ hội trường: an installation that serves a hall without
// internet, on the hall's own network, under a DNS name.
//
// A browser lets a page sign and encrypt (WebCrypto) only in a secure context:
// https with a certificate that the telephone trusts, or the machine's own
// localhost. A hall so needs three things: a name (tên miền), a certificate
// (chứng thư) for it that was obtained beforehand, and somebody who answers what
// address the name has. The answerer (bộ trả lời tên) is that somebody.
//
// A hall whose certificate cannot be trusted still runs, and so does any other
// site: then ballots are on paper only (chỉ bỏ phiếu giấy), and PaperOnly says why
// in words.
//
// What the answerer says: it is the authority for one name. That name has the
// hall's address; a name above it exists and has nothing; every other name does not
// exist (NXDOMAIN), at once and without a word that could be kept, so that a
// telephone neither waits nor remembers it when it has left the hall. "Does not
// exist" is also what makes browsers and telephones give up asking elsewhere
// (use-application-dns.net, mask.icloud.com).
//
// What never happens: an answer with our address to a name of somebody else, also
// not to those by which telephones look for the internet; a question passed on; a
// list of who asked.
package hall

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"giaouoc/internal/problem"
)

// Hall is an installation in hall mode.
type Hall struct {
	Name        string // lower case, without a dot at the end
	Address     netip.Addr
	Certificate Certificate
	DNS         netip.AddrPort // where the answerer listens; the zero AddrPort when somebody else answers
}

// ReadName checks the name of a hall: one that every telephone asks a DNS server for,
// and that a certificate can be made out to.
func ReadName(name string) (string, error) {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
	wrong := func(why string) (string, error) {
		return "", problem.Field("--hall", "«%s» không dùng làm tên miền của hội trường được: %s. Ghi một tên như hop.thi-dua.danang.gov.vn, không có https:// và không có dấu.", name, why)
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return wrong("đó là một địa chỉ số")
	}
	labels := strings.Split(name, ".")
	if len(labels) < 2 || len(name) > 240 {
		return wrong("tên phải có ít nhất một dấu chấm")
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || l[0] == '-' || l[len(l)-1] == '-' {
			return wrong("chỉ gồm chữ cái không dấu, chữ số, dấu gạch ngang và dấu chấm")
		}
	}
	switch labels[len(labels)-1] {
	case "local":
		return wrong("điện thoại không hỏi máy chủ tên miền về các tên .local")
	case "localhost":
		return wrong("tên ấy là của chính mỗi máy")
	}
	return name, nil
}

// PaperOnly says in words why votes on a site can be on paper only, or "" when
// browsers treat its pages as a secure context. The certificate is that of a hall; nil
// where this program does not speak TLS itself.
func PaperOnly(site *url.URL, c *Certificate, now time.Time) string {
	if c != nil {
		return c.Distrust(now)
	}
	if site.Scheme == "https" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(site.Hostname()), ".")
	if a, err := netip.ParseAddr(host); err == nil && a.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return ""
	}
	return "trang được mở ở " + site.String() + ", không phải https, nên trình duyệt không cho ký phiếu"
}
