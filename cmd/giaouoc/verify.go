package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
)

// verifyCmd checks what the program publishes, from the public files alone.
type verifyCmd struct {
	Record  verifyRecordCmd  `cmd:"" help:"Kiểm chứng nhật ký của một trang hoặc trong một thư mục."`
	Bundle  verifyBundleCmd  `cmd:"" help:"Kiểm chứng một gói chứng minh (.tlog-proof), không cần mạng."`
	Ballot  verifyBallotCmd  `cmd:"" help:"Kiểm chứng tệp của một lần bỏ phiếu kín."`
	Cross   verifyCrossCmd   `cmd:"" help:"Kiểm chứng tệp chấm chéo niêm phong của một năm."`
	Archive verifyArchiveCmd `cmd:"" help:"Kiểm chứng thư mục (hoặc tệp .zip) của một hồ sơ khen thưởng đã lưu trữ, không cần mạng."`
	PDF     verifyPDFCmd     `cmd:"" name:"pdf" help:"Kiểm tra chữ ký số của một tệp PDF."`
}

// cosigners are the witnesses that a person relies on.
type cosigners struct {
	Witness []string `sep:"none" placeholder:"KHÓA" help:"Khóa công khai của một nhân chứng; dùng nhiều lần được."`
	Need    int      `default:"-1" placeholder:"SỐ" help:"Cần ít nhất mấy nhân chứng trong số đó; mặc định là một nếu có nêu nhân chứng."`
}

func (c cosigners) need() (int, error) {
	switch {
	case c.Need > len(c.Witness):
		return 0, problem.New(problem.Invalid, "Cần %d nhân chứng (--need) mà chỉ nêu %d khóa (--witness).", c.Need, len(c.Witness))
	case c.Need < 0:
		return min(1, len(c.Witness)), nil
	}
	return c.Need, nil
}

type verifyRecordCmd struct {
	Place  string `arg:"" name:"url|thư-mục" help:"Địa chỉ trang (http://…), hoặc thư mục chứa nhật ký."`
	Key    string `placeholder:"KHÓA" help:"Khóa công khai phải có trong chuỗi khóa; mặc định tin khóa thấy lần đầu."`
	State  string `type:"path" help:"Thư mục trí nhớ của những lần kiểm trước; mặc định trong thư mục thiết lập của người dùng."`
	Bundle string `type:"path" help:"Kiểm luôn một gói chứng minh (.tlog-proof) với nhật ký."`
	cosigners
}

// Run checks a whole record and says in one line what it proved.
func (c *verifyRecordCmd) Run(ctx context.Context, k *kong.Kong) error {
	need, err := c.need()
	if err != nil {
		return err
	}
	memory, err := openMemory(c.State)
	if err != nil {
		return err
	}
	files, address, err := openRecord(ctx, c.Place)
	if err != nil {
		return err
	}
	terms := record.Terms{Memory: memory, Address: address, Key: c.Key, Witnesses: c.Witness, Need: need, Now: time.Now()}
	if c.Bundle != "" {
		if terms.Bundle, err = readBundle(c.Bundle); err != nil {
			return err
		}
	}
	result, err := record.Check(ctx, files, terms)
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, result)
	if result.Bundle != nil {
		fmt.Fprint(k.Stdout, result.Bundle.Proved())
	}
	return nil
}

// openMemory opens the folder of what earlier checks saw.
func openMemory(dir string) (*record.Memory, error) {
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, problem.New(problem.Invalid, "Không biết thư mục thiết lập của người dùng; hãy nêu thư mục trí nhớ bằng --state.")
		}
		dir = filepath.Join(config, "giaouoc", "verify")
	}
	return record.OpenMemory(dir)
}

// openRecord opens the record of a site or a folder. The address of a site is
// remembered with its record; a folder is only a copy.
func openRecord(ctx context.Context, place string) (files record.Files, address string, err error) {
	if isSite(place) {
		s, err := openSite(ctx, place)
		if err != nil {
			return nil, "", err
		}
		return s, s.base, nil
	}
	files, err = record.OpenDir(place)
	return files, "", err
}

func readBundle(file string) ([]byte, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.New(problem.NotFound, "Không đọc được gói chứng minh %s; hãy kiểm tra đường dẫn và quyền đọc.", file)
	}
	return content, nil
}

type verifyBundleCmd struct {
	File  string `arg:"" name:"tệp" help:"Gói chứng minh (.tlog-proof)."`
	Key   string `required:"" placeholder:"KHÓA" help:"Khóa công khai của nhật ký; khóa nay đã thay cũng được, nếu gói kèm bàn giao có chữ ký."`
	State string `type:"path" help:"Thư mục trí nhớ của những lần kiểm nhật ký trước; mặc định trong thư mục thiết lập của người dùng."`
	cosigners
}

// Run checks a proof bundle alone and prints what it proved.
func (c *verifyBundleCmd) Run(k *kong.Kong) error {
	need, err := c.need()
	if err != nil {
		return err
	}
	raw, err := readBundle(c.File)
	if err != nil {
		return err
	}
	memory, err := openMemory(c.State)
	if err != nil {
		return err
	}
	content, err := record.CheckBundle(raw, record.Terms{Memory: memory, Key: c.Key, Witnesses: c.Witness, Need: need})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "%s\n%s", content, content.Proved())
	return nil
}
