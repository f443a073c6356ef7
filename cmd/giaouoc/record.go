package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/alecthomas/kong"

	"giaouoc/internal/backup"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

func (p *place) keysDir() string { return filepath.Join(p.Data, "khoa") }

func (p *place) recordDir() string { return filepath.Join(p.Data, "nhat-ky") }

// openRecord opens the record's log with the keys of the data folder.
func (p *place) openRecord(ctx context.Context, d *db.DB, keys *key.Ring, log *slog.Logger) (*record.Log, error) {
	return record.OpenLog(ctx, d, keys, record.Settings{Dir: p.recordDir(), Origin: p.Origin, Log: log})
}

// sealing seals what is committed and has it cosigned, in the background, until
// stop is called.
func sealing(l *record.Log, pushes []*push) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { l.Run(ctx) })
	for _, p := range pushes {
		running.Go(func() { p.run(ctx) })
	}
	return func() {
		cancel()
		running.Wait()
	}
}

type keyCmd struct {
	Recipient recipientCmd `cmd:"" help:"Làm một cặp khóa để mã hóa bản sao lưu cho nơi nhận: khóa riêng vào tệp, khóa công khai in ra."`
	Rotate    rotateCmd    `cmd:"" help:"Đổi khóa ký nhật ký: khóa cũ ký bàn giao cho khóa mới; làm được cả khi chương trình đang chạy."`
}

type recipientCmd struct {
	Out string `required:"" type:"path" help:"Tệp mới sẽ chứa khóa riêng; cất nó ở nơi khác máy chủ."`
}

// Run makes a pair of keys for backups.
func (c *recipientCmd) Run(k *kong.Kong) error {
	public, private, err := backup.NewRecipient()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return problem.Field("--out", "Đã có %s; hãy chọn tên khác.", c.Out)
	}
	if err != nil {
		return fmt.Errorf("không ghi được tệp %s; hãy kiểm tra đường dẫn và quyền ghi (%w)", c.Out, err)
	}
	if _, err := f.WriteString(private); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Khóa riêng ở %s: cất ở nơi khác máy chủ, mất nó thì không ai mở được bản sao lưu. Khóa công khai, ghi ở giaouoc backup --recipient:\n%s\n", c.Out, public)
	return err
}

type rotateCmd struct{ store }

// Run hands the record over to a new key.
func (c *rotateCmd) Run(ctx context.Context, k *kong.Kong) error {
	p := place{Data: c.Data, DB: c.DB}
	d, err := p.openKept(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	keys, err := key.Open(p.keysDir())
	if err != nil {
		return err
	}
	verifier, err := record.Rotate(ctx, d, keys, operator())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Đã đổi khóa ký nhật ký: khóa cũ và khóa mới đã cùng ký bàn giao, ai biết khóa cũ vẫn kiểm chứng được. Hãy sao lưu lại ngay: bản sao lưu cũ mang khóa đã thôi dùng. Khóa công khai mới:\n%s\n", verifier)
	return err
}

type rejoinCmd struct {
	store
	Reason string `required:"" help:"Vì sao cơ sở dữ liệu cũ hơn nhật ký đã công bố; được ghi vào nhật ký."`
}

// Run lets the record of a restored, older database go on from its public files.
func (c *rejoinCmd) Run(ctx context.Context, k *kong.Kong) error {
	p := place{Data: c.Data, DB: c.DB}
	d, err := p.openKept(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := record.Rejoin(ctx, d, p.recordDir(), operator(), c.Reason)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Đã nối lại %d mục từ nhật ký đã công bố. Nội dung của chúng và kết quả những việc ấy đã mất: hãy nhập lại.\n", n)
	return err
}
