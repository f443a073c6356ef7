package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"giaouoc/internal/hall"
	"giaouoc/internal/problem"
	"giaouoc/internal/web"
)

// hallMode are the flags of hall mode (chế độ hội trường).
type hallMode struct {
	Hall        string `placeholder:"TÊN-MIỀN" help:"Chế độ hội trường: phục vụ một mạng không có internet bằng https dưới tên miền này và tự trả lời tên ấy; cần --cert, --key. Xem docs/operate/hoi-truong.md."`
	Cert        string `type:"path" placeholder:"TỆP" help:"Chế độ hội trường: chứng thư của tên miền và các chứng thư trung gian (PEM, fullchain)."`
	Key         string `type:"path" placeholder:"TỆP" help:"Chế độ hội trường: khóa riêng của chứng thư (PEM)."`
	HallAddress string `placeholder:"IP" help:"Chế độ hội trường: địa chỉ của máy này trên mạng hội trường; không cần nếu máy chỉ có một."`
	DNS         string `name:"dns" placeholder:"IP:CỔNG" help:"Chế độ hội trường: nơi bộ trả lời tên lắng nghe; mặc định là cổng 53 của địa chỉ hội trường; ghi khong nếu bộ định tuyến tự trả lời tên này."`
	Redirect    bool   `name:"hall-redirect" default:"true" negatable:"" help:"Chế độ hội trường: cổng 80 dẫn sang https."`
}

const (
	defaultAddr = "localhost:8080"
	noDNS       = "khong"
)

// hall checks the flags of hall mode against the others, and fills in where to listen
// and the site's address; nil when the mode is not asked for.
func (c *serveCmd) hall() (*hall.Hall, error) {
	if c.Hall == "" {
		if c.Cert != "" || c.Key != "" || c.HallAddress != "" || c.DNS != "" {
			return nil, problem.Field("--hall", "--cert, --key, --hall-address, --dns là của chế độ hội trường; hãy ghi thêm --hall TÊN-MIỀN.")
		}
		return nil, nil
	}
	var list problem.List
	for _, f := range []struct{ flag, value string }{{"--cert", c.Cert}, {"--key", c.Key}} {
		if f.value == "" {
			list.Add(f.flag, "Chế độ hội trường cần chứng thư và khóa của tên miền: --cert TỆP --key TỆP.")
		}
	}
	if c.BehindProxy {
		list.Add("--behind-proxy", "Ở chế độ hội trường chương trình tự nói https, không đứng sau máy chủ khác; hãy bỏ --behind-proxy.")
	}
	if len(list) > 0 {
		return nil, list
	}
	name, err := hall.ReadName(c.Hall)
	if err != nil {
		return nil, err
	}
	h := &hall.Hall{Name: name}
	if h.Address, err = hall.ReadAddress(c.HallAddress); err != nil {
		return nil, err
	}
	if h.DNS, err = dnsAt(c.DNS, h.Address); err != nil {
		return nil, err
	}
	if c.Addr == defaultAddr {
		c.Addr = netip.AddrPortFrom(h.Address, 443).String()
	}
	_, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, problem.Field("--addr", "«%s» không phải là địa chỉ và cổng; ghi như %s:443, hoặc bỏ --addr.", c.Addr, h.Address)
	}
	site := siteOfHall(name, port)
	if c.Site != "" && c.Site != site {
		return nil, problem.Field("--site", "Ở chế độ hội trường địa chỉ của trang là %s; hãy bỏ --site (và biến GIAOUOC_SITE) hoặc ghi đúng như vậy.", site)
	}
	c.Site = site
	h.Certificate, err = hall.ReadCertificate(c.Cert, c.Key, name, time.Now(), nil)
	return h, err
}

// dnsAt is where the answerer listens; the zero AddrPort when nobody is to.
func dnsAt(flag string, address netip.Addr) (netip.AddrPort, error) {
	switch flag {
	case "":
		return netip.AddrPortFrom(address, 53), nil
	case noDNS:
		return netip.AddrPort{}, nil
	}
	at, err := netip.ParseAddrPort(flag)
	if err != nil || at.Addr().IsUnspecified() {
		return at, problem.Field("--dns", "«%s» không phải là địa chỉ và cổng; ghi như %s:53, hoặc %s nếu bộ định tuyến tự trả lời tên này.", flag, address, noDNS)
	}
	return at, nil
}

// siteOfHall is the address that people open in the hall.
func siteOfHall(name, port string) string {
	if port == "443" {
		return "https://" + name
	}
	return "https://" + net.JoinHostPort(name, port)
}

// certificateOf is the certificate of a hall, nil where there is none.
func certificateOf(h *hall.Hall) *hall.Certificate {
	if h == nil {
		return nil
	}
	return &h.Certificate
}

// door is where people come in.
type door struct {
	listener  net.Listener
	site      *url.URL // the address that people open
	paperOnly string   // why votes can be on paper only, in words
	close     func()   // of what a hall has beside its pages
}

// openDoor listens at an address and prints where people come in.
func (t trade) openDoor(ctx context.Context, addr string, out io.Writer, log *slog.Logger) (d door, err error) {
	d.close = func() {}
	if d.listener, err = net.Listen("tcp", addr); err != nil {
		return d, fmt.Errorf("không lắng nghe được ở %s; cổng có thể đang được chương trình khác dùng, cổng dưới 1024 cần quyền quản trị máy, hoặc địa chỉ sai; hãy chọn địa chỉ khác bằng --addr (%w)", addr, err)
	}
	if t.hall != nil {
		_, port, _ := net.SplitHostPort(d.listener.Addr().String())
		t.site = siteOfHall(t.hall.Name, port)
	}
	if d.site, err = siteOf(t.site, d.listener.Addr()); err != nil {
		return d, errors.Join(err, d.listener.Close())
	}
	var lines bytes.Buffer
	if t.hall != nil {
		if err := t.openHall(ctx, &d, &lines, log); err != nil {
			return d, errors.Join(err, d.listener.Close())
		}
	}
	fmt.Fprintln(out, d.site)
	if t.site != "" {
		fmt.Fprintf(out, "Đang nghe ở %s.\n", d.listener.Addr())
	}
	if d.paperOnly = hall.PaperOnly(d.site, certificateOf(t.hall), time.Now()); d.paperOnly != "" {
		fmt.Fprintf(&lines, "Chỉ bỏ phiếu giấy, không bỏ phiếu kín điện tử: %s.\n", d.paperOnly)
	}
	_, err = lines.WriteTo(out)
	return d, err
}

// openHall speaks TLS at the door and opens what a hall has beside its pages: the
// answerer and the way from port 80.
func (t trade) openHall(ctx context.Context, d *door, out io.Writer, log *slog.Logger) error {
	stopAnswerer, err := startAnswerer(ctx, t.hall)
	if err != nil {
		return err
	}
	d.listener = tls.NewListener(d.listener, &tls.Config{
		Certificates: []tls.Certificate{t.hall.Certificate.TLS}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
	})
	describe(t.hall, out)
	stopRedirect := func() {}
	if t.redirect {
		stopRedirect = redirectTo(d.site, t.hall.Address, out, log)
	}
	d.close = func() {
		stopAnswerer()
		stopRedirect()
	}
	return nil
}

// startAnswerer answers the hall's name until stop, where this program is to.
func startAnswerer(ctx context.Context, h *hall.Hall) (stop func(), err error) {
	if !h.DNS.IsValid() {
		return func() {}, nil
	}
	a, err := hall.Listen(h.DNS, h.Name, h.Address)
	if err != nil {
		return nil, err
	}
	h.DNS = a.At()
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.Serve(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}, nil
}

// describe says how a hall stands to who has started it.
func describe(h *hall.Hall, out io.Writer) {
	fmt.Fprintf(out, "Chế độ hội trường: %s là địa chỉ %s trên mạng này.\n", h.Name, h.Address)
	if h.DNS.IsValid() {
		fmt.Fprintf(out, "Bộ trả lời tên đang nghe ở %s; DHCP của mạng hội trường phải phát địa chỉ này làm máy chủ DNS.\n", h.DNS)
	} else {
		fmt.Fprintf(out, "Chương trình không trả lời tên; bộ định tuyến phải trả lời %s là %s.\n", h.Name, h.Address)
	}
	if h.Address.IsLoopback() {
		fmt.Fprintf(out, "Cảnh báo: %s là địa chỉ của riêng máy này; điện thoại không vào được.\n", h.Address)
	}
	fmt.Fprintf(out, "Chứng thư do %s cấp.\n", h.Certificate.Issuer)
	for _, w := range h.Certificate.Warnings(time.Now()) {
		fmt.Fprintln(out, "Cảnh báo:", w)
	}
}

// redirectTo leads who types the name alone from http to https; a machine where port
// 80 cannot be had says so and goes without.
func redirectTo(site *url.URL, address netip.Addr, out io.Writer, log *slog.Logger) (stop func()) {
	l, err := net.Listen("tcp", netip.AddrPortFrom(address, 80).String())
	if err != nil {
		fmt.Fprintf(out, "Không mở được cổng 80 nên chương trình không dẫn từ http sang https: mọi người phải gõ đủ %s.\n", site)
		return func() {}
	}
	server := web.HTTPServer(toSite(site), log)
	go func() { _ = server.Serve(l) }() // ends with Close
	return func() { _ = server.Close() }
}

// toSite answers every request with where the same page is over https.
func toSite(site *url.URL) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		to := url.URL{Scheme: site.Scheme, Host: site.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusTemporaryRedirect)
	})
}
