package outbox

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/problem"
)

func server(t *testing.T) Server {
	t.Helper()
	s, err := NewServer("smtp://thi-dua@mail.danang.gov.vn:587", "secret", "thi-dua@danang.gov.vn", "https://thi-dua.danang.gov.vn/")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The letter is read by the standard library, which knows nothing of the writer.
func TestALetterIsReadAsItWasMeant(t *testing.T) {
	m, err := Mail{
		To: "binh@danang.gov.vn", Name: norm.NFD.String("Trần Thị Bình"), Subject: norm.NFD.String("Báo cáo «Sáu tháng» bị trả lại, hạn 10/7/2026, ") + strings.Repeat("dài ", 40),
		Lines: []Line{{Text: "Một <b>chữ</b> & hai"}, {Text: "Mở trang này", Href: "/lam-viec/cum/2026"}},
	}.tidy()
	if err != nil {
		t.Fatal(err)
	}
	msg, err := server(t).letter(m, "0192-id")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(b.String(), "\r\n") {
		if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r == '\n' }) {
			t.Errorf("line %d cannot travel: %q", i, line)
		}
	}
	read, err := mail.ReadMessage(&b)
	if err != nil {
		t.Fatal(err)
	}
	h := read.Header
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil || subject != m.Subject || !norm.NFC.IsNormalString(subject) {
		t.Errorf("subject %q, %v", subject, err)
	}
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != "Trần Thị Bình" || to[0].Address != "binh@danang.gov.vn" {
		t.Errorf("to %v, %v", to, err)
	}
	for name, want := range map[string]string{
		"Message-Id": "<0192-id@danang.gov.vn>", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://thi-dua.danang.gov.vn/tai-khoan/thong-bao>",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, err := h.Date(); err != nil {
		t.Error(err)
	}
	text, page := parts(t, read)
	if !strings.Contains(text, "Kính gửi: Trần Thị Bình") || !strings.Contains(text, "\nhttps://thi-dua.danang.gov.vn/lam-viec/cum/2026\n") {
		t.Errorf("text: %s", text)
	}
	if !strings.Contains(page, `<a href="https://thi-dua.danang.gov.vn/lam-viec/cum/2026">Mở trang này</a>`) || !strings.Contains(page, "Một &lt;b&gt;chữ&lt;/b&gt; &amp; hai") {
		t.Errorf("page: %s", page)
	}
	if strings.Contains(page, "<img") || strings.Contains(page, "src=") {
		t.Errorf("the page tells who opens it: %s", page)
	}
	m.Fixed = true
	if msg, err = server(t).letter(m, "x"); err != nil || len(msg.GetGenHeader("List-Unsubscribe")) != 0 {
		t.Errorf("a letter that no setting turns off offers to: %v", err)
	}
}

func parts(t *testing.T, m *mail.Message) (text, page string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return text, page
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
			t.Fatalf("encoding %q", got)
		}
		content, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		body := strings.ReplaceAll(string(content), "\r\n", "\n")
		if kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); kind == "text/plain" {
			text = body
		} else {
			page = body
		}
	}
}

func TestSettingsOfAMailServer(t *testing.T) {
	const from, site = "a@b.vn", "https://b.vn"
	for _, c := range []struct{ address, password, from, site, wrong string }{
		{"smtp://u@mail.b.vn:587", "p", from, site, ""},
		{"smtp://mail.b.vn", "", from, site, ""},
		{"smtps://u@mail.b.vn", "p", from, site + "/goc/", ""},
		{"smtp://relay.b.vn:25?tls=none", "", from, "http://b.vn", ""},
		{"mail.b.vn:587", "", from, site, "--mail"},
		{"http://mail.b.vn", "", from, site, "--mail"},
		{"smtp://", "", from, site, "--mail"},
		{"smtp://u:secret@mail.b.vn", "", from, site, "--mail"},
		{"smtp://u@mail.b.vn", "", from, site, "--mail"},
		{"smtp://mail.b.vn:99999", "", from, site, "--mail"},
		{"smtps://mail.b.vn?tls=none", "", from, site, "--mail"},
		{"smtp://mail.b.vn?tls=maybe", "", from, site, "--mail"},
		{"smtp://mail.b.vn", "", "", site, "--mail-from"},
		{"smtp://mail.b.vn", "", "x", site, "--mail-from"},
		{"smtp://mail.b.vn", "", from, "", "--site"},
		{"smtp://mail.b.vn", "", from, "b.vn", "--site"},
	} {
		_, err := NewServer(c.address, c.password, c.from, c.site)
		list := problem.All(err)
		if (c.wrong == "") != (err == nil) || c.wrong != "" && (len(list) != 1 || list[0].Field != c.wrong) {
			t.Errorf("%q, %q, %q: %v, want a problem beside %q", c.address, c.from, c.site, err, c.wrong)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is told: %v", err)
		}
	}
}

// A mail server whose certificate this machine does not trust is given neither a
// letter nor the password; it is tried again, as one that is down.
func TestAMailServerWithoutATrustedCertificateGetsNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	signed, err := x509.CreateCertificate(rand.Reader, own, own, public, private)
	if err != nil {
		t.Fatal(err)
	}
	certificate := tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: private}
	told := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		server := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{certificate}})
		_ = server.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.WriteString(server, "220 mail.b.vn\r\n"); err != nil {
			told <- ""
			return
		}
		line := make([]byte, 100)
		n, _ := server.Read(line)
		told <- string(line[:n])
	}()
	s, err := NewServer("smtps://thi-dua@"+listener.Addr().String(), "bi-mat", "thi-dua@b.vn", "https://b.vn")
	if err != nil {
		t.Fatal(err)
	}
	err = s.Send(context.Background(), Mail{To: "an@b.vn", Name: "An", Subject: "Việc"}, "1@b.vn")
	unknown, refusal := new(x509.UnknownAuthorityError), new(Refusal)
	if !errors.As(err, unknown) || errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
	if said := <-told; said != "" {
		t.Errorf("the server was told %q", said)
	}
}
