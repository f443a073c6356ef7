package hall

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

const (
	// soon is how long before its end a certificate is warned of: rehearsal and
	// conference happen within that.
	soon = 24 * time.Hour
	// longest is how long a certificate of an authority that was installed by hand
	// may be valid for an iPhone to take it.
	longest = 825 * 24 * time.Hour
)

// Certificate is the certificate (chứng thư) of a hall.
type Certificate struct {
	TLS       tls.Certificate
	Issuer    string
	NotBefore time.Time
	NotAfter  time.Time

	fault string // why it is not trusted at any time, in words; empty when it is
}

// ReadCertificate reads a certificate with its chain, and its key. What cannot be
// served at all is a problem; what a browser would refuse is kept for Distrust. Trust
// is that of roots, or of this machine when nil.
func ReadCertificate(certFile, keyFile, name string, now time.Time, roots *x509.CertPool) (Certificate, error) {
	chain, err := readPEM("--cert", "chứng thư", certFile)
	if err != nil {
		return Certificate{}, err
	}
	secret, err := readPEM("--key", "khóa", keyFile)
	if err != nil {
		return Certificate{}, err
	}
	if b, _ := pem.Decode(secret); b.Headers["DEK-Info"] != "" || b.Type == "ENCRYPTED PRIVATE KEY" {
		return Certificate{}, problem.Field("--key", "Tệp %s là khóa có mật khẩu; hãy bỏ mật khẩu trước (openssl pkey -in … -out …) và giữ tệp ấy cho riêng mình.", keyFile)
	}
	if b, _ := pem.Decode(chain); b.Type != "CERTIFICATE" {
		return Certificate{}, problem.Field("--cert", "Tệp %s không phải là chứng thư; tệp ấy có thể là khóa, hãy xem có lẫn với --key không.", certFile)
	}
	pair, err := tls.X509KeyPair(chain, secret)
	if err != nil {
		return Certificate{}, problem.Field("--key", "Khóa ở %s không đi với chứng thư ở %s; hãy lấy đúng đôi tệp của một lần xin chứng thư.", keyFile, certFile)
	}
	leaf := pair.Leaf
	c := Certificate{TLS: pair, Issuer: nameOf(leaf), NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter}
	c.fault = faultOf(pair, name, now, roots)
	return c, nil
}

// readPEM reads a file that begins with a part in PEM.
func readPEM(flag, what, path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem.Field(flag, "Không có tệp %s.", path)
	case err != nil:
		return nil, problem.Field(flag, "Không đọc được tệp %s; hãy kiểm tra quyền đọc.", path)
	}
	if b, _ := pem.Decode(content); b == nil {
		return nil, problem.Field(flag, "Tệp %s không phải là %s dạng PEM (bắt đầu bằng «-----BEGIN»).", path, what)
	}
	return content, nil
}

// nameOf is who issued a certificate, as a person knows it.
func nameOf(leaf *x509.Certificate) string {
	if n := leaf.Issuer; n.CommonName != "" && len(n.Organization) > 0 {
		return n.CommonName + " (" + n.Organization[0] + ")"
	} else if n.CommonName != "" {
		return n.CommonName
	}
	return leaf.Issuer.String()
}

// faultOf says why a browser would not trust a certificate during its time, or "".
func faultOf(pair tls.Certificate, name string, now time.Time, roots *x509.CertPool) string {
	leaf := pair.Leaf
	if leaf.VerifyHostname(name) != nil {
		if len(leaf.DNSNames) == 0 {
			return "chứng thư không cấp cho tên miền nào"
		}
		return "chứng thư cấp cho " + strings.Join(leaf.DNSNames, ", ") + ", không phải cho " + name
	}
	between := x509.NewCertPool()
	for _, der := range pair.Certificate[1:] {
		if c, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(c)
		}
	}
	// A chain is looked at on a day on which the certificate itself is valid: that it
	// is over is another fault, with words of its own.
	day := now
	if day.Before(leaf.NotBefore) {
		day = leaf.NotBefore
	} else if day.After(leaf.NotAfter) {
		day = leaf.NotAfter
	}
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Intermediates: between, Roots: roots, CurrentTime: day})
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &unknown) && len(pair.Certificate) == 1 && leaf.Issuer.String() != leaf.Subject.String():
		return "máy này không tin nơi cấp chứng thư «" + nameOf(leaf) + "»: hoặc tệp chứng thư thiếu phần trung gian (hãy dùng tệp fullchain), hoặc chứng thư gốc của nơi cấp chưa được cài vào máy"
	case errors.As(err, &unknown):
		return "máy này không tin nơi cấp chứng thư «" + nameOf(leaf) + "»; điện thoại cũng sẽ không tin nếu chưa cài chứng thư gốc của nơi ấy"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "chứng thư của nơi cấp «" + nameOf(leaf) + "» đã hết hạn"
	}
	return "chứng thư không dùng được cho một trang web"
}

// Distrust says in words why a browser does not trust the certificate now, or "".
func (c *Certificate) Distrust(now time.Time) string {
	switch {
	case now.After(c.NotAfter):
		return "chứng thư đã hết hạn lúc " + moment(c.NotAfter)
	case now.Before(c.NotBefore):
		return "chứng thư chỉ có hiệu lực từ " + moment(c.NotBefore) + " mà giờ của máy này là " + moment(now) + "; hãy xem lại đồng hồ của máy"
	}
	return c.fault
}

// Warnings are sentences about what may still go wrong with the certificate.
func (c *Certificate) Warnings(now time.Time) (list []string) {
	if left := c.NotAfter.Sub(now); left > 0 && left < soon {
		list = append(list, "Chứng thư hết hạn lúc "+moment(c.NotAfter)+", chưa đầy 24 giờ nữa; hãy xin chứng thư mới trước khi họp.")
	}
	if c.NotAfter.Sub(c.NotBefore) > longest {
		list = append(list, "Chứng thư có hiệu lực hơn 825 ngày; iPhone và iPad không nhận chứng thư như vậy, kể cả khi đã cài chứng thư gốc.")
	}
	return list
}

// moment is a moment as a person reads it.
func moment(t time.Time) string { return vn.Clock(t) + " ngày " + vn.DateOf(t).Short() }
