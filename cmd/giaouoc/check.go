package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"giaouoc/internal/backup"
	"giaouoc/internal/condition"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

type checkCmd struct {
	store
	JSON bool `name:"json" help:"Cho máy đọc."`
}

// Run tells the state of an installation in one page, and in the code that the program
// exits with: 0 when nothing is broken, 1 otherwise. What is broken also stands on the
// standard error, a line each, so that a scheduler that mails it says what is wrong.
func (c *checkCmd) Run(ctx context.Context, k *kong.Kong) error {
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return problem.Field("--data", "Không có thư mục dữ liệu %s; hãy ghi thư mục mà giaouoc serve đang dùng.", c.Data)
	}
	if err := backup.RequireFinished(c.Data); err != nil {
		return err
	}
	d, schema, err := db.Look(ctx, c.dsn())
	switch {
	case problem.All(err) != nil:
		return err
	case err != nil && c.DB == "":
		return fmt.Errorf("không mở được cơ sở dữ liệu %s; hãy chạy lệnh này dưới người dùng của chương trình và kiểm tra tệp có còn nguyên không (%w)", c.dsn(), err)
	case err != nil:
		return fmt.Errorf("không mở được cơ sở dữ liệu ghi ở --db; hãy kiểm tra địa chỉ, tên cơ sở dữ liệu, người dùng, mật khẩu và máy chủ có đang chạy không (%w)", err)
	}
	defer d.Close()
	found := condition.Whole(ctx, condition.Place{DB: d, Schema: schema, Data: c.Data})
	if err := c.print(k.Stdout, found); err != nil {
		return err
	}
	var broken problem.List
	for _, p := range found.Parts {
		for _, f := range p.Facts {
			if f.Verdict == condition.Broken {
				broken.Add("", "HỎNG: %s, %s: %s", p.Title, strings.ToLower(f.Name), f.Says)
			}
		}
	}
	return broken.Err()
}

func (c *checkCmd) print(w io.Writer, found condition.Condition) error {
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(struct {
			Verdict condition.Verdict `json:"verdict"`
			condition.Condition
		}{found.Verdict(), found})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Tình trạng của %s, %s, %s\n", c.Data, vn.DateOf(found.At).Short(), vn.Clock(found.At))
	whole := ""
	for _, p := range found.Parts {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(p.Title))
		for _, f := range p.Facts {
			if f.Key == wholeRecord && f.Verdict == condition.Good {
				whole = f.Says // a line of its own, which scripts look for
			}
			wrap(&b, f)
		}
	}
	look, broken := len(found.Facts(condition.Look)), len(found.Facts(condition.Broken))
	switch {
	case broken > 0:
		fmt.Fprintf(&b, "\n%d điều hỏng, %d điều cần xem.\n", broken, look)
	case look > 0:
		fmt.Fprintf(&b, "\nKhông có gì hỏng; %d điều cần xem.\n", look)
	default:
		b.WriteString("\nMọi thứ tốt.\n")
	}
	if whole != "" {
		fmt.Fprintln(&b, whole)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// wholeRecord is the key of the fact that the record is whole.
const wholeRecord = "record.whole"

const (
	columns = 80
	indent  = 11 // beneath the verdict
)

// wrap writes a fact with its verdict before it, and what to do below.
func wrap(b *strings.Builder, f condition.Fact) {
	says := f.Name + ": " + f.Says
	if f.Key == wholeRecord && f.Verdict == condition.Good {
		says = f.Name + ": " + "từng mục khớp với chữ ký, với nội dung và với tệp công khai."
	}
	fmt.Fprintf(b, "  %s%s", f.Verdict.Word(), strings.Repeat(" ", indent-2-utf8.RuneCountInString(f.Verdict.Word())))
	folded(b, says)
	if f.Do != "" {
		b.WriteString(strings.Repeat(" ", indent))
		folded(b, "→ "+f.Do)
	}
}

// folded writes words within the columns; a word that is longer stands as it is.
func folded(b *strings.Builder, text string) {
	at := indent
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > columns:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	b.WriteByte('\n')
}
