package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
)

// store is where the data lives, for commands that work on it without a server.
type store struct {
	Data string `type:"path" default:"giaouoc-data" help:"Thư mục dữ liệu."`
	DB   string `name:"db" help:"postgres://…; mặc định là SQLite trong thư mục dữ liệu."`
}

// filesPlace is where files are kept when it is not the data folder.
type filesPlace struct {
	Files string `env:"GIAOUOC_FILES" placeholder:"s3://…" help:"Kho tệp chung của nhiều máy chủ (S3): s3://máy-chủ/tên-kho; khóa ở biến GIAOUOC_S3_ACCESS và GIAOUOC_S3_SECRET. Mặc định là thư mục tep của thư mục dữ liệu."`
}

// openFiles opens the store of files of a data folder.
func (f filesPlace) openFiles(data string) (*blob.Store, error) {
	dir := filepath.Join(data, "tep")
	if f.Files == "" {
		return blob.Open(dir)
	}
	return blob.OpenBucket(dir, f.Files, os.Getenv("GIAOUOC_S3_ACCESS"), os.Getenv("GIAOUOC_S3_SECRET"))
}

func (s *store) open(ctx context.Context) (*db.DB, error) {
	p := place{Data: s.Data, DB: s.DB}
	return p.open(ctx)
}

type importCmd struct {
	store
	File string `arg:"" type:"path" help:"Tệp .yaml hoặc .xlsx."`
}

// Run loads a bundle: all of it or nothing.
func (c *importCmd) Run(ctx context.Context, k *kong.Kong) error {
	content, err := readFile(c.File)
	if err != nil {
		return err
	}
	bundle, err := sheet.Read(c.File, content)
	if err != nil {
		return err
	}
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Update(ctx, func(tx *db.Tx) error {
		tx.Actor = operator()
		return sheet.Import(tx, bundle)
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(k.Stdout, "Đã nhập %s.\n", c.File)
	return err
}

// largestBundle bounds a file that is read.
const largestBundle = 64 << 20

// readFile reads a file, or says in Vietnamese why it cannot be one.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem.Field(name, "Không có tệp này.")
	case errors.Is(err, fs.ErrPermission):
		return nil, problem.Field(name, "Không có quyền đọc tệp này.")
	case err != nil:
		return nil, fmt.Errorf("read bundle: %w", err)
	case !info.Mode().IsRegular():
		return nil, problem.Field(name, "Đây là thư mục hoặc thiết bị; hãy chọn một tệp .yaml hoặc .xlsx.")
	case info.Size() > largestBundle:
		return nil, problem.Field(name, "Tệp lớn hơn 64 MB; hãy chia thành nhiều tệp.")
	}
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrPermission) {
		return nil, problem.Field(name, "Không có quyền đọc tệp này.")
	}
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	return content, nil
}

type exportCmd struct {
	store
	Cluster string `help:"Chỉ một cụm, khối: địa chỉ của nó; mặc định là tất cả."`
	File    string `arg:"" type:"path" help:"Tệp sẽ ghi, .yaml hoặc .xlsx."`
}

// Run writes a bundle.
func (c *exportCmd) Run(ctx context.Context, k *kong.Kong) error {
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	var content []byte
	err = d.View(ctx, func(tx *db.Tx) (err error) {
		tx.Actor = operator()
		content, err = sheet.Export(tx, c.File, c.Cluster)
		return err
	})
	if err != nil {
		return err
	}
	err = os.WriteFile(c.File, content, 0o600)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem.Field(c.File, "Không có thư mục chứa tệp này; hãy tạo thư mục trước.")
	case errors.Is(err, fs.ErrPermission):
		return problem.Field(c.File, "Không có quyền ghi tệp này.")
	case err != nil:
		return fmt.Errorf("write bundle: %w", err)
	}
	_, err = fmt.Fprintf(k.Stdout, "Đã xuất ra %s.\n", c.File)
	return err
}
