package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// holdCmd is one of the two holders of a secret ballot's keys (người giữ khóa).
type holdCmd struct {
	Listen string `placeholder:"ĐỊA-CHỈ" help:"Lắng nghe máy chủ hỏi ở địa chỉ này; không ghi thì kê những gì thư mục đang giữ."`
	Data   string `type:"path" default:"giaouoc-hold" help:"Thư mục của người giữ khóa; không đặt trong thư mục dữ liệu của máy chủ, không sao lưu."`
	Open   string `type:"path" placeholder:"TỆP" help:"Mở niêm phong của mình trên bảng phiếu không công bố; cùng với --out. Người giữ khóa thứ nhất mở trước, rồi người thứ hai."`
	Out    string `type:"path" placeholder:"TỆP" help:"Tệp ghi ra sau khi mở niêm phong."`
	Name   string `placeholder:"TÊN" help:"Tên người giữ khóa như sẽ ghi trong nội dung bỏ phiếu; mặc định theo tên máy."`
	Cert   string `type:"path" placeholder:"TỆP" help:"Chứng thư (PEM) để tự phục vụ HTTPS; cùng với --key."`
	Key    string `type:"path" placeholder:"TỆP" help:"Khóa riêng (PEM) của chứng thư."`
}

// Run answers the house until ctx ends, or lists what the folder holds.
func (c *holdCmd) Run(ctx context.Context, k *kong.Kong) error {
	if home := installationAround(c.Data); home != "" {
		return problem.Field("--data", "%s nằm trong thư mục dữ liệu %s của một máy chủ; khóa bỏ phiếu phải ở ngoài dữ liệu và bản sao lưu của máy chủ, hãy chọn thư mục khác.", c.Data, home)
	}
	if c.Open != "" || c.Out != "" {
		return c.unseal(k)
	}
	if c.Listen == "" {
		return c.list(k)
	}
	h, err := holder.Open(c.Data)
	if err != nil {
		return fmt.Errorf("không mở được thư mục người giữ khóa %s; hãy kiểm tra đường dẫn và quyền ghi (%w)", c.Data, err)
	}
	return c.listen(ctx, k, h)
}

// unseal takes this holder's seal off a board that is not published.
func (c *holdCmd) unseal(k *kong.Kong) error {
	if c.Open == "" || c.Out == "" {
		return problem.Field("--open", "Ghi cả --open (bảng phiếu niêm phong) và --out (tệp ghi ra).")
	}
	content, err := os.ReadFile(c.Open)
	if err != nil {
		return fmt.Errorf("không đọc được %s; hãy kiểm tra đường dẫn và quyền đọc (%w)", c.Open, err)
	}
	h, err := holder.Open(c.Data)
	if err != nil {
		return err
	}
	opened, err := h.Unseal(content)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, opened, 0o600); err != nil {
		return fmt.Errorf("không ghi được %s; hãy kiểm tra đường dẫn và quyền ghi (%w)", c.Out, err)
	}
	if json.Valid(opened) {
		fmt.Fprintln(k.Stdout, "Đã mở hết niêm phong. Đối chiếu với tệp công khai: giaouoc verify ballot TỆP-CÔNG-KHAI --board "+c.Out)
		return nil
	}
	fmt.Fprintln(k.Stdout, "Đã mở niêm phong của mình; còn niêm phong của người giữ khóa kia.")
	return nil
}

// list tells what a teller compares with the public roll.
func (c *holdCmd) list(k *kong.Kong) error {
	if _, err := os.Stat(c.Data); err != nil {
		return problem.Field("--data", "Không đọc được thư mục %s; hãy ghi thư mục mà «giaouoc hold --listen» đang dùng, hoặc chạy với --listen để lập thư mục.", c.Data)
	}
	h, err := holder.Open(c.Data)
	if err != nil {
		return err
	}
	list, err := h.List()
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(k.Stdout, "Chưa giữ khóa của lần bỏ phiếu nào.")
	}
	for _, m := range list {
		fmt.Fprint(k.Stdout, heldWords(m))
	}
	return nil
}

// heldWords is one motion of the list.
func heldWords(m holder.Held) string {
	state := "khóa còn"
	if m.Destroyed {
		state = "khóa đã hủy"
	}
	if m.Title == "" {
		return fmt.Sprintf("Lần bỏ phiếu %s: %s, chưa ký cho ai.\n", m.ID, state)
	}
	text := fmt.Sprintf("%s: %s, đã ký cho %d trên %d cử tri.\n  mã %s\n  dấu vân tay nội dung %s\n", m.Title, state, len(m.Signed), m.Roll, m.ID, m.Digest)
	for _, name := range m.Signed {
		text += "  - " + name + "\n"
	}
	return text
}

// listen answers the house. It prints the address, then the line that the house is
// given.
func (c *holdCmd) listen(ctx context.Context, k *kong.Kong, h *holder.Holder) error {
	name, err := c.name()
	if err != nil {
		return err
	}
	certificate, err := c.certificate()
	if err != nil {
		return err
	}
	secret, err := h.Secret()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("không lắng nghe được ở %s; cổng có thể đang được chương trình khác dùng hoặc địa chỉ sai, hãy chọn địa chỉ khác bằng --listen (%w)", c.Listen, err)
	}
	server := &http.Server{
		Handler: holdHandler(h, secret, slog.New(slog.NewTextHandler(k.Stderr, nil))), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
	address := "http://" + reachable(listener.Addr(), nil)
	if certificate != nil {
		address = "https://" + reachable(listener.Addr(), certificate)
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12})
	} else if !isLoopback(c.Listen) {
		fmt.Fprintln(k.Stderr, "CHÚ Ý: lắng nghe ngoài máy này mà không có HTTPS. Ai nghe được đường truyền sẽ biết ai nhận phiếu lúc nào và đọc được bí mật ở dòng thứ hai; hãy dùng --cert và --key, hoặc đặt một máy chủ HTTPS đứng trước.")
	}
	fmt.Fprintf(k.Stdout, "%s\n%s=%s/#%s\n", address, name, address, secret)
	fmt.Fprintln(k.Stderr, "Người giữ khóa đang chạy; dừng bằng Ctrl+C. Dòng thứ hai có bí mật: đưa cho người vận hành máy chủ bằng đường kín.")
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(stop) // Serve returns; what did not end in time is cut off
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (c *holdCmd) name() (string, error) {
	if c.Name != "" {
		return holderName(c.Name)
	}
	host, err := os.Hostname()
	if err != nil {
		return "", problem.Field("--name", "Không biết tên máy; hãy đặt tên người giữ khóa.")
	}
	return host, nil
}

// holderName is a name as a motion says it.
func holderName(text string) (string, error) {
	name := strings.TrimSpace(vn.NFC(text))
	if name == "" || len(name) > 200 || strings.ContainsFunc(name, func(r rune) bool { return r == '=' || r < ' ' }) {
		return "", problem.New(problem.Invalid, "Tên người giữ khóa không được trống, không quá dài, không có dấu «=» và không xuống dòng; ví dụ «Ban kiểm phiếu».")
	}
	return name, nil
}

// certificate is nil where HTTPS is somebody else's work.
func (c *holdCmd) certificate() (*tls.Certificate, error) {
	if c.Cert == "" && c.Key == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return nil, fmt.Errorf("không dùng được chứng thư ở --cert và khóa ở --key; cần cả hai tệp PEM, đọc được và của cùng một chứng thư (%w)", err)
	}
	return &pair, nil
}

// reachable is the address as the house may ask for it: by the name of the certificate,
// or of the machine where every address is listened to.
func reachable(listening net.Addr, certificate *tls.Certificate) string {
	host, port, err := net.SplitHostPort(listening.String())
	if err != nil {
		return listening.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			host = name
		}
	}
	if certificate != nil && len(certificate.Leaf.DNSNames) > 0 && !strings.HasPrefix(certificate.Leaf.DNSNames[0], "*") {
		host = certificate.Leaf.DNSNames[0]
	}
	return net.JoinHostPort(host, port)
}

// installationAround is the data folder of an installation that a folder lies in;
// empty where it lies in none.
func installationAround(dir string) string {
	for at := resolved(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join((&place{Data: at}).keysDir(), "nhat-ky.khoa")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// resolved is a path without links, as far as it exists.
func resolved(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rest := ""
	for at := path; ; at = filepath.Dir(at) {
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			return filepath.Join(real, rest)
		}
		if !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			return path
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}
