package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
)

// signCmd signs a PDF.
type signCmd struct {
	File         string  `arg:"" name:"tệp" type:"path" help:"Tệp PDF cần ký."`
	Out          string  `required:"" type:"path" placeholder:"TỆP" help:"Tệp đã ký sẽ ghi ra; không ghi đè tệp có sẵn."`
	Key          string  `type:"path" placeholder:"TỆP" help:"Tệp khóa PKCS#12 (.p12, .pfx)."`
	Token        string  `type:"path" placeholder:"THƯ-VIỆN" help:"Thư viện PKCS#11 của thiết bị ký (USB token), thay cho --key; cần chương trình giaouoc-token."`
	Certificate  string  `placeholder:"TÊN" help:"Tên chứng thư trên thiết bị ký, khi thiết bị có nhiều chứng thư."`
	PasswordFile string  `type:"path" placeholder:"TỆP" help:"Tệp có mật khẩu của tệp khóa, hoặc mã PIN, ở dòng đầu; không nêu thì hỏi trên màn hình."`
	TSA          string  `name:"tsa" placeholder:"URL" help:"Máy chủ dấu thời gian (RFC 3161); không nêu thì ký ở mức B."`
	Reason       string  `placeholder:"LÝ-DO" help:"Lý do ký, ghi trong chữ ký."`
	Place        string  `placeholder:"NƠI" help:"Nơi ký, ghi trong chữ ký."`
	Image        string  `type:"path" placeholder:"PNG" help:"Hình ảnh chữ ký (PNG nền trong suốt)."`
	ImageWidth   float64 `placeholder:"MM" help:"Bề rộng hình ảnh chữ ký; mặc định theo tệp ảnh, hoặc 40 mm."`
	Seal         string  `type:"path" placeholder:"PNG" help:"Hình ảnh con dấu (PNG nền trong suốt), trùm 1/3 hình ảnh chữ ký về bên trái; không có --image và --at thì đóng lên chữ ký nhìn thấy được cuối cùng của tệp."`
	SealWidth    float64 `placeholder:"MM" help:"Bề rộng thật của con dấu; mặc định theo tệp ảnh."`
	Text         bool    `help:"Hiện khối chữ: tên người ký, cơ quan, thời gian ký."`
	Page         int     `placeholder:"TRANG" help:"Trang đặt chữ ký, từ 1; -1 là trang cuối; mặc định trang 1."`
	At           string  `placeholder:"X,Y" help:"Góc trên bên trái của chữ ký: cách mép trái, mép trên của trang bao nhiêu mm."`
}

// Run signs and says at which level.
func (c *signCmd) Run(ctx context.Context, k *kong.Kong) error {
	look, err := c.look()
	if err != nil {
		return err
	}
	stamper, err := c.stamper()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(c.Out); err == nil {
		return problem.Field("--out", "Tệp %s đã có; hãy chọn tên khác.", c.Out)
	}
	file, err := readInput("tệp", c.File)
	if err != nil {
		return err
	}
	s, end, err := c.signer(ctx, k.Stderr)
	if err != nil {
		return asFlags(err)
	}
	defer end()
	at := time.Now()
	if c.Text {
		look.Lines = signature.Shown(s, at)
	}
	r, err := signature.Sign(ctx, file, s, signature.Terms{At: at, Reason: c.Reason, Place: c.Place, Look: look, Stamper: stamper})
	if err != nil {
		return asFlags(err)
	}
	if err := disk.Replace(c.Out, r.PDF); err != nil {
		return fmt.Errorf("không ghi được %s (%w)", c.Out, err)
	}
	fmt.Fprintf(k.Stdout, "Đã ký %s thành %s, mức %s của PAdES baseline.\n", c.File, c.Out, r.Level)
	if r.Said != "" {
		fmt.Fprintln(k.Stdout, r.Said)
	}
	return nil
}

// look reads what is to be seen of the signature.
func (c *signCmd) look() (*signature.Look, error) {
	l := &signature.Look{Page: c.Page}
	for _, p := range []struct {
		flag, file string
		width      float64
		to         **signature.Picture
	}{{"--image", c.Image, c.ImageWidth, &l.Image}, {"--seal", c.Seal, c.SealWidth, &l.Seal}} {
		if p.file == "" {
			continue
		}
		content, err := readInput(p.flag, p.file)
		if err != nil {
			return nil, err
		}
		*p.to = &signature.Picture{PNG: content, Width: p.width}
	}
	switch {
	case c.At != "":
		x, y, ok := strings.Cut(c.At, ",")
		var err1, err2 error
		l.X, err1 = strconv.ParseFloat(strings.TrimSpace(x), 64)
		l.Y, err2 = strconv.ParseFloat(strings.TrimSpace(y), 64)
		if !ok || err1 != nil || err2 != nil || l.X < 0 || l.Y < 0 || l.X > 5000 || l.Y > 5000 {
			return nil, problem.Field("--at", "«%s» không phải vị trí; ghi hai số mi-li-mét cách nhau bằng dấu phẩy, ví dụ 120,200.", c.At)
		}
	case c.Seal != "" && c.Image == "" && c.Page == 0:
		l.Cover = true
	case c.Image != "" || c.Seal != "" || c.Text:
		return nil, problem.Field("--at", "Hãy nêu vị trí của chữ ký trên trang, ví dụ --page 1 --at 120,200.")
	}
	return l, nil
}

// signer opens the key file, or the program that holds the token; end lets go of it.
func (c *signCmd) signer(ctx context.Context, say io.Writer) (s signature.Signer, end func(), err error) {
	end = func() {}
	if (c.Key == "") == (c.Token == "") {
		return s, end, problem.Field("key", "Hãy nêu tệp khóa (--key) hoặc thư viện của thiết bị ký (--token), một trong hai.")
	}
	if c.Key != "" {
		file, err := readInput("--key", c.Key)
		if err != nil {
			return s, end, err
		}
		password, err := c.password(say, "Mật khẩu của tệp khóa: ")
		if err != nil {
			return s, end, err
		}
		s, err = signature.ReadKey(file, password)
		return s, end, err
	}
	pin, err := c.password(say, "Mã PIN của thiết bị ký: ")
	if err != nil {
		return s, end, err
	}
	token, end, err := openToken(ctx, c.Token)
	if err != nil {
		return s, func() {}, err
	}
	if s, err = token.Signer(c.Certificate, pin); err != nil {
		end()
	}
	return s, end, err
}

// openToken starts the program that holds a token: the one beside this program, or
// the one that the shell finds.
func openToken(ctx context.Context, module string) (*signature.Token, func(), error) {
	const name = "giaouoc-token"
	at := name
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), name+filepath.Ext(own))
		if _, err := os.Stat(beside); err == nil {
			at = beside
		}
	}
	cmd := exec.CommandContext(ctx, at, module)
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, fmt.Errorf("start %s: %w", name, err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return nil, nil, problem.Field("--token", "Không chạy được chương trình giaouoc-token; hãy đặt nó cạnh giaouoc.")
	}
	return signature.NewToken(in, out), func() {
		_ = in.Close()
		_ = cmd.Wait() // what it could not do it has said on its output
	}, nil
}

// password is the first line of the file, or what the person types unseen. It is no
// argument: others on the machine can read those.
func (c *signCmd) password(say io.Writer, question string) (string, error) {
	if c.PasswordFile != "" {
		content, err := readInput("--password-file", c.PasswordFile)
		line, _, _ := strings.Cut(string(content), "\n")
		return strings.TrimSuffix(line, "\r"), err
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", problem.Field("--password-file", "Không có màn hình để hỏi mật khẩu; hãy ghi mật khẩu vào dòng đầu một tệp chỉ mình đọc được và nêu tệp ấy.")
	}
	fmt.Fprint(say, question)
	typed, err := term.ReadPassword(in)
	fmt.Fprintln(say)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(typed), nil
}

// mostStamp is larger than any time stamp.
const mostStamp = 1 << 20

// stamper asks the time-stamp server that the command line names; nil for none.
func (c *signCmd) stamper() (signature.Stamper, error) {
	if c.TSA == "" {
		return nil, nil
	}
	u, err := url.Parse(c.TSA)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, problem.Field("--tsa", "«%s» không phải địa chỉ http:// hoặc https:// của một máy chủ dấu thời gian.", c.TSA)
	}
	// The person has named the server; where it would send us on to is nobody's wish.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func(ctx context.Context, request []byte) ([]byte, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(request))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Content-Type", "application/timestamp-query")
		res, err := client.Do(r)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("it answers %d", res.StatusCode)
		}
		return io.ReadAll(io.LimitReader(res.Body, mostStamp))
	}, nil
}

// readInput reads a file that a flag names.
func readInput(flag, file string) ([]byte, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.Field(flag, "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", file)
	}
	return content, nil
}

// signFlags are the flags by which a person gives what a room calls otherwise.
var signFlags = map[string]string{
	"pdf": "tệp", "key": "--key", "password": "--password-file", "page": "--page", "position": "--at", "image": "--image", "seal": "--seal",
	"lines": "--text", "token": "--token", "certificate": "--certificate",
}

// asFlags names the flags in place of the fields.
func asFlags(err error) error {
	for _, p := range problem.All(err) {
		if flag := signFlags[p.Field]; flag != "" {
			p.Field = flag
		}
	}
	return err
}
