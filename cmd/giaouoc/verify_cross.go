package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/cross"
	"giaouoc/internal/verify/record"
)

type verifyCrossCmd struct {
	Place   string `arg:"" name:"tệp|url" help:"Tệp kiểm chứng chấm chéo, hoặc địa chỉ của tệp (http://…)."`
	Record  string `placeholder:"URL|THƯ-MỤC" help:"Kiểm cả nhật ký của trang hoặc trong thư mục, và rằng tệp không bỏ sót lần niêm phong nào."`
	Key     string `placeholder:"KHÓA" help:"Khóa công khai của nhật ký; có --record thì mặc định lấy từ đó."`
	Receipt string `type:"path" help:"Biên nhận của một đơn vị, để đối chiếu với tệp."`
	State   string `type:"path" help:"Thư mục trí nhớ của những lần kiểm nhật ký trước; mặc định trong thư mục thiết lập của người dùng."`
}

// Run checks a file of cross-scores and says in one line what it proved.
func (c *verifyCrossCmd) Run(ctx context.Context, k *kong.Kong) error {
	content, err := readCrossFile(ctx, c.Place)
	if err != nil {
		return err
	}
	var terms cross.Terms
	if c.Receipt != "" {
		if terms.Receipt, err = readCrossFile(ctx, c.Receipt); err != nil {
			return err
		}
	}
	if c.Record != "" || c.Key != "" {
		if terms.Log, err = c.log(ctx); err != nil {
			return err
		}
	}
	result, err := cross.Check(content, terms)
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, result)
	return nil
}

// log is the record by which the proofs are checked.
func (c *verifyCrossCmd) log(ctx context.Context) (*cross.Log, error) {
	memory, err := openMemory(c.State)
	if err != nil {
		return nil, err
	}
	log := &cross.Log{Terms: record.Terms{Memory: memory, Key: c.Key}}
	if c.Record == "" {
		return log, nil
	}
	files, address, err := openRecord(ctx, c.Record)
	if err != nil {
		return nil, err
	}
	found, err := record.Check(ctx, files, record.Terms{Memory: memory, Address: address, Key: c.Key, Now: time.Now(), Each: log.Take})
	if err != nil {
		return nil, err
	}
	log.Terms.Key, log.Whole = found.Key, true
	return log, nil
}

// mostCrossFile is larger than the file of any cluster.
const mostCrossFile = 64 << 20

func readCrossFile(ctx context.Context, place string) ([]byte, error) {
	if !isSite(place) {
		content, err := os.ReadFile(place)
		if err != nil {
			return nil, problem.New(problem.NotFound, "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", place)
		}
		return content, nil
	}
	s, err := openSite(ctx, place)
	if err != nil {
		return nil, err
	}
	at := strings.LastIndex(place, "/") + 1
	s.base = place[:at]
	content, err := s.ReadFile(place[at:], mostCrossFile)
	if err != nil {
		return nil, problem.New(problem.NotFound, "Không tải được %s: %v.", place, err)
	}
	return content, nil
}
