package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"giaouoc/internal/backup"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

type backupCmd struct {
	store
	filesPlace
	To             string   `arg:"" type:"path" help:"Tệp sao lưu sẽ ghi, hoặc một thư mục có sẵn."`
	PassphraseFile string   `type:"path" help:"Tệp chứa cụm mật khẩu: mã hóa cả bản sao lưu, kèm khóa."`
	Recipient      []string `placeholder:"age1…" help:"Khóa công khai của nơi nhận («giaouoc key recipient»): mã hóa cả bản sao lưu cho nơi ấy, kèm khóa; máy chủ không giữ gì mở được nó. Dùng nhiều lần được."`
	WithKeys       bool     `help:"Kèm khóa trong bản sao lưu không mã hóa (ai có tệp thì ký được thay máy chủ)."`
}

// dsn is the address of the database.
func (s *store) dsn() string {
	p := place{Data: s.Data, DB: s.DB}
	return p.dsn()
}

// Run backs up an installation, also while it is served.
func (c *backupCmd) Run(ctx context.Context, k *kong.Kong) error {
	if _, err := os.Stat(c.Data); err != nil {
		return problem.Field("--data", "Không đọc được thư mục dữ liệu %s; hãy kiểm tra đường dẫn và quyền đọc.", c.Data)
	}
	if err := backup.RequireFinished(c.Data); err != nil {
		return err
	}
	if _, err := os.Stat(c.dsn()); c.DB == "" && err != nil {
		return problem.Field("--data", "Thư mục %s không có cơ sở dữ liệu SQLite; nếu dùng PostgreSQL, hãy ghi địa chỉ ở --db.", c.Data)
	}
	lock, err := c.lock()
	if err != nil {
		return err
	}
	fetch, err := c.fetch()
	if err != nil {
		return err
	}
	t, err := backup.Take(ctx, backup.Order{
		Data: c.Data, DSN: c.dsn(), To: c.To, Keys: c.WithKeys, Lock: lock, Now: time.Now(), Fetch: fetch,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "Đã sao lưu vào %s (%s byte): cơ sở dữ liệu, %d tệp, %s. Đã đọc lại cả tệp và đối chiếu.\n",
		t.Path, count(t.Size), t.Files, recordOf(t.Manifest))
	switch {
	case len(c.Recipient) > 0:
		fmt.Fprintln(k.Stdout, "Bản sao lưu được mã hóa cho nơi nhận và có khóa; chỉ ai giữ khóa riêng của nơi nhận mới mở được.")
	case c.PassphraseFile != "":
		fmt.Fprintln(k.Stdout, "Bản sao lưu được mã hóa và có khóa; mất cụm mật khẩu thì không ai mở được.")
	case c.WithKeys:
		fmt.Fprintln(k.Stdout, "CHÚ Ý: bản sao lưu có khóa mà không mã hóa; ai có tệp này thì ký được nhật ký thay máy chủ. Hãy cất như cất khóa.")
	default:
		fmt.Fprintf(k.Stdout, "Bản sao lưu KHÔNG có khóa (thư mục %s). Hãy cất riêng một bản của thư mục ấy, và cất lại sau mỗi lần đổi khóa: thiếu khóa thì không mở lại được máy chủ từ bản sao lưu. Muốn kèm khóa, dùng --passphrase-file hoặc --recipient.\n", filepath.Join(c.Data, "khoa"))
	}
	if err := t.Note(c.Data, c.PassphraseFile != ""); err != nil {
		fmt.Fprintf(k.Stdout, "Không ghi được vào %s lần sao lưu này (%v), nên giaouoc check và trang Tình trạng không biết đến nó.\n", c.Data, err)
	}
	if len(t.Left) > 0 {
		fmt.Fprintf(k.Stdout, "Trong thư mục dữ liệu còn %s không thuộc bản sao lưu.\n", strings.Join(t.Left, ", "))
	}
	if n := len(t.Missing); n > 0 {
		return problem.New(problem.Invalid, "Bản sao lưu đã ghi xong, nhưng %d tệp trong kho đã mất hoặc không còn nguyên nên không có trong đó (%s …); hãy tìm lại từ bản sao lưu cũ.", n, t.Missing[0])
	}
	return nil
}

// recordOf says how far the record of a backup goes.
func recordOf(m backup.Manifest) string {
	if m.Record.Root == "" {
		return fmt.Sprintf("nhật ký %s mục, chưa niêm phong", count(m.Record.Entries))
	}
	return fmt.Sprintf("nhật ký %s mục, khớp điểm niêm phong %s mục", count(m.Record.Entries), count(m.Record.Size))
}

func count(n int64) string { return vn.Grouped(strconv.FormatInt(n, 10)) }

type restoreCmd struct {
	store
	filesPlace
	From           string `arg:"" type:"path" help:"Tệp sao lưu."`
	PassphraseFile string `type:"path" help:"Tệp chứa cụm mật khẩu của bản sao lưu đã mã hóa."`
	IdentityFile   string `type:"path" help:"Tệp khóa riêng của nơi nhận bản sao lưu đã mã hóa."`
	Keys           string `type:"path" help:"Thư mục khóa đã cất riêng, khi bản sao lưu không có khóa."`
	WithoutKeys    bool   `help:"Khôi phục dù không còn khóa."`
}

// Run makes an installation again in an empty place.
func (c *restoreCmd) Run(ctx context.Context, k *kong.Kong) error {
	if _, err := os.Stat(c.From); err != nil {
		return problem.Field("FILE", "Không đọc được tệp sao lưu %s; hãy kiểm tra đường dẫn và quyền đọc.", c.From)
	}
	lock, err := c.lock()
	if err != nil {
		return err
	}
	m, err := backup.Restore(ctx, backup.Return{
		From: c.From, Data: c.Data, DSN: c.dsn(), Lock: lock, Keys: c.Keys, WithoutKeys: c.WithoutKeys,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "Đã khôi phục vào %s từ bản sao lưu lúc %s: %s; mọi tệp, mọi khóa ngoại và nhật ký khớp với mục lục của bản sao lưu.\n",
		c.Data, vn.Clock(m.TakenAt)+" ngày "+vn.DateOf(m.TakenAt).Short(), recordOf(m))
	if len(m.Missing) > 0 {
		fmt.Fprintf(k.Stdout, "Ngay lúc sao lưu đã thiếu %d tệp trong kho: %s.\n", len(m.Missing), strings.Join(m.Missing, ", "))
	}
	if !m.Keys && c.Keys == "" {
		fmt.Fprintln(k.Stdout, "CHÚ Ý: không có khóa nên chỉ đọc và xuất được dữ liệu (giaouoc export), không mở được máy chủ.")
	}
	if err := c.pushFiles(k); err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, "Việc làm sau lần sao lưu này không còn. Nếu nhật ký đã công bố dài hơn, đừng mở máy chủ trước khi đọc docs/operate/sao-luu.md.")
	return nil
}

// lock is what the backup is encrypted under.
func (c *backupCmd) lock() (backup.Lock, error) {
	if len(c.Recipient) == 0 {
		phrase, err := passphrase(c.PassphraseFile)
		return backup.Phrase(phrase), err
	}
	if c.PassphraseFile != "" {
		return backup.Lock{}, problem.Field("--recipient", "Chọn một: mã hóa cho nơi nhận (--recipient) hoặc bằng cụm mật khẩu (--passphrase-file).")
	}
	return backup.ForRecipients(c.Recipient...)
}

// fetch brings files from the bucket where they are kept; nil where the folder is their
// place.
func (c *backupCmd) fetch() (func(hash string) error, error) {
	if c.Files == "" {
		return nil, nil
	}
	blobs, err := c.openFiles(c.Data)
	if err != nil {
		return nil, err
	}
	return func(hash string) error {
		f, err := blobs.Open(hash)
		if err != nil {
			return err
		}
		return f.Close()
	}, nil
}

// pushFiles puts the restored files into the bucket where the servers look for them.
func (c *restoreCmd) pushFiles(k *kong.Kong) error {
	if c.Files == "" {
		return nil
	}
	blobs, err := c.openFiles(c.Data)
	if err != nil {
		return err
	}
	n, err := blobs.Push()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Đã đưa %d tệp vào kho ghi ở --files.\n", n)
	return err
}

// lock is what opens the backup.
func (c *restoreCmd) lock() (backup.Lock, error) {
	if c.IdentityFile == "" {
		phrase, err := passphrase(c.PassphraseFile)
		return backup.Phrase(phrase), err
	}
	text, err := os.ReadFile(c.IdentityFile)
	if err != nil {
		return backup.Lock{}, problem.Field("--identity-file", "Không đọc được tệp %s.", c.IdentityFile)
	}
	return backup.ByIdentity(string(text))
}

// shortestPassphrase is the fewest letters of a passphrase: a backup can be tried
// for as long as somebody likes.
const shortestPassphrase = 16

// passphrase reads the first line of a file; empty when no file is named.
func passphrase(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return "", problem.Field("--passphrase-file", "Không đọc được tệp %s.", file)
	}
	if err != nil {
		return "", fmt.Errorf("read passphrase: %w", err)
	}
	line, _, _ := strings.Cut(string(content), "\n")
	line = vn.NFC(strings.TrimSpace(line))
	if utf8.RuneCountInString(line) < shortestPassphrase {
		return "", problem.Field("--passphrase-file", "Cụm mật khẩu ở dòng đầu tệp phải có ít nhất %d ký tự.", shortestPassphrase)
	}
	return line, nil
}
