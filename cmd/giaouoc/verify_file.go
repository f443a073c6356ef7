package main

import (
	"context"
	"os"
	"strings"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
)

// publishedFile is a file to check by itself, and the record to check it against.
type publishedFile struct {
	Place   string `arg:"" name:"tệp|url" help:"Tệp kiểm chứng, hoặc địa chỉ của tệp (http://…)."`
	Record  string `placeholder:"URL|THƯ-MỤC" help:"Kiểm cả nhật ký của trang hoặc trong thư mục, và rằng tệp không bỏ sót mục nào của nó."`
	Key     string `placeholder:"KHÓA" help:"Khóa công khai của nhật ký; có --record thì mặc định lấy từ đó."`
	Receipt string `type:"path" help:"Biên nhận đã giữ, để đối chiếu với tệp."`
	State   string `type:"path" help:"Thư mục trí nhớ của những lần kiểm nhật ký trước; mặc định trong thư mục thiết lập của người dùng."`
}

// read reads the file, and the receipt where there is one.
func (f *publishedFile) read(ctx context.Context) (content, receipt []byte, err error) {
	if content, err = readPublished(ctx, f.Place); err != nil || f.Receipt == "" {
		return content, nil, err
	}
	receipt, err = readPublished(ctx, f.Receipt)
	return content, receipt, err
}

func (f *publishedFile) logged() bool { return f.Record != "" || f.Key != "" }

// log is the record by which proofs are checked; whole when all of it was read, each
// leaf handed to take.
func (f *publishedFile) log(ctx context.Context, take func(leaf string)) (terms record.Terms, whole bool, err error) {
	memory, err := openMemory(f.State)
	if err != nil {
		return terms, false, err
	}
	terms = record.Terms{Memory: memory, Key: f.Key}
	if f.Record == "" {
		return terms, false, nil
	}
	files, address, err := openRecord(ctx, f.Record)
	if err != nil {
		return terms, false, err
	}
	found, err := record.Check(ctx, files, record.Terms{Memory: memory, Address: address, Key: f.Key, Now: time.Now(), Each: take})
	if err != nil {
		return terms, false, err
	}
	terms.Key = found.Key
	return terms, true, nil
}

// mostPublished is larger than the file of any cluster.
const mostPublished = 64 << 20

func readPublished(ctx context.Context, place string) ([]byte, error) {
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
	content, err := s.ReadFile(place[at:], mostPublished)
	if err != nil {
		return nil, problem.New(problem.NotFound, "Không tải được %s: %v.", place, err)
	}
	return content, nil
}
