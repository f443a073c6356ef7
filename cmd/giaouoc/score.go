package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
)

// ScoreCmd computes a score bundle without a database (chấm điểm từ một tệp).
type ScoreCmd struct {
	File   string `arg:"" name:"file" help:"Tệp bảng chấm điểm: YAML, JSON hoặc bảng tính .xlsx."`
	JSON   bool   `name:"json" help:"In kết quả dạng JSON."`
	Leaves bool   `name:"leaves" help:"In thêm điểm từng tiêu chí của từng đơn vị."`
	HTML   string `name:"html" type:"path" help:"Ghi thêm một trang HTML có bảng và hình vào tệp này."`
}

// Run prints the points, totals and ranks. When the file holds a mistake it
// prints nothing and returns a problem.List, each problem at its line.
func (c *ScoreCmd) Run(k *kong.Kong) error {
	var out bytes.Buffer
	if err := c.answer(&out); err != nil {
		return err
	}
	if _, err := k.Stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("print score: %w", err)
	}
	return nil
}

// answer writes the whole answer, so that nothing is printed unless all is well.
func (c *ScoreCmd) answer(out *bytes.Buffer) error {
	bundle, err := c.read()
	if err != nil {
		return err
	}
	a, err := bundle.Answer()
	if err != nil {
		return err
	}
	if c.HTML != "" {
		if err := writePage(a, c.HTML); err != nil {
			return err
		}
	}
	if c.JSON {
		return a.WriteJSON(out)
	}
	return a.WriteText(out, c.Leaves)
}

// writePage writes the answer as one page of HTML.
func writePage(a *sheet.ScoreAnswer, file string) error {
	var page bytes.Buffer
	if err := a.WriteHTML(&page); err != nil {
		return err
	}
	if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
		return problem.New(problem.Invalid, "Không ghi được tệp %s; hãy kiểm tra thư mục và quyền ghi.", file)
	}
	return nil
}

func (c *ScoreCmd) read() (*sheet.ScoreBundle, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, c.unreadable()
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil || info.IsDir():
		return nil, c.unreadable()
	case info.Mode().IsRegular():
		return sheet.ReadScoreFile(f, info.Size())
	}
	// A pipe has no size and is read once.
	data, err := io.ReadAll(io.LimitReader(f, sheet.LargestScoreFile+1))
	if err != nil {
		return nil, c.unreadable()
	}
	return sheet.ReadScoreFile(bytes.NewReader(data), int64(len(data)))
}

func (c *ScoreCmd) unreadable() error {
	return problem.New(problem.NotFound, "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", c.File)
}
