package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/archive"
	"giaouoc/internal/verify/record"
)

type verifyArchiveCmd struct {
	Place string `arg:"" name:"thư-mục|tệp.zip" type:"path" help:"Thư mục của một hồ sơ lưu, hoặc tệp .zip như đã tải."`
	Key   string `placeholder:"KHÓA" help:"Khóa công khai của nhật ký; không nêu thì dùng khóa trong thư mục, và lời đáp nói rõ như vậy."`
	State string `type:"path" help:"Thư mục trí nhớ của những lần kiểm nhật ký trước; mặc định trong thư mục thiết lập của người dùng."`
}

// Run checks the folder of a finished dossier and says in one line what it proved.
func (c *verifyArchiveCmd) Run(k *kong.Kong) error {
	memory, err := openMemory(c.State)
	if err != nil {
		return err
	}
	files, done, err := openArchive(c.Place)
	if err != nil {
		return err
	}
	defer done()
	result, err := archive.Check(files, record.Terms{Memory: memory, Key: c.Key})
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, result)
	return nil
}

// openArchive opens a folder, or a zip as one.
func openArchive(place string) (files fs.FS, done func(), err error) {
	unread := problem.New(problem.NotFound, "Không đọc được %s; hãy kiểm tra đường dẫn, và rằng đó là thư mục hoặc tệp .zip.", place)
	info, err := os.Stat(place)
	if err != nil {
		return nil, nil, unread
	}
	if info.IsDir() {
		return os.DirFS(place), func() {}, nil
	}
	z, err := zip.OpenReader(place)
	if err != nil {
		return nil, nil, unread
	}
	return z, func() { z.Close() }, nil //nolint:errcheck // it was only read
}
