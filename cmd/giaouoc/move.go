package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/backup"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

type moveCmd struct {
	From   string `arg:"" help:"Cơ sở dữ liệu chuyển đi: thư mục dữ liệu, tệp SQLite hoặc postgres://…"`
	To     string `arg:"" help:"Nơi chuyển đến, phải trống: thư mục dữ liệu, tệp SQLite hoặc postgres://…"`
	Data   string `type:"path" help:"Thư mục dữ liệu có nhật ký đã công bố (nhat-ky) để đối chiếu; mặc định là thư mục của tệp SQLite."`
	Tables bool   `help:"In số hàng và dấu vân tay của từng bảng."`
}

// Run moves the database to another engine and compares both sides.
func (c *moveCmd) Run(ctx context.Context, k *kong.Kong) error {
	from, err := databaseAt(c.From)
	if err != nil {
		return err
	}
	to, err := databaseAt(c.To)
	if err != nil {
		return err
	}
	data, err := c.folder(from, to)
	if err != nil {
		return err
	}
	if db.EngineOf(to) == db.SQLite {
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return fmt.Errorf("không tạo được thư mục %s; hãy kiểm tra đường dẫn và quyền ghi (%w)", filepath.Dir(to), err)
		}
	}
	place := place{Data: data}
	began := time.Now()
	done, err := db.Move(ctx, from, to, db.Moving{
		Progress: percent(k.Stderr),
		Check:    func(ctx context.Context, d *db.DB) error { return soundRecord(ctx, d, place.recordDir()) },
	})
	if err != nil {
		return err
	}
	if done.Resumed {
		fmt.Fprintln(k.Stdout, "Lần chuyển trước bị ngắt giữa chừng; lần này đã chuyển tiếp.")
	}
	if c.Tables {
		for _, t := range done.Tables {
			fmt.Fprintf(k.Stdout, "%s %d %s\n", t.Digest, t.Rows, t.Name)
		}
	}
	fmt.Fprintf(k.Stdout, "Đã chuyển %d bảng, %s hàng sang %s trong %s; số hàng và dấu vân tay của từng bảng hai bên như nhau, mọi khóa ngoại đúng, nhật ký khớp với tệp đã công bố.\n",
		len(done.Tables), count(done.Rows), engineName(to), time.Since(began).Round(time.Second))
	fmt.Fprintf(k.Stdout, "Tệp trong kho (tep), khóa (khoa) và nhật ký công khai (nhat-ky) không nằm trong cơ sở dữ liệu: chúng vẫn ở thư mục %s và phải ở lại đó.\n", data)
	fmt.Fprintf(k.Stdout, "Từ nay chạy: giaouoc serve --data %s%s\n", data, dbFlag(to))
	fmt.Fprintln(k.Stdout, "Đừng mở máy chủ trên cơ sở dữ liệu cũ nữa: hai nơi cùng ghi thì nhật ký sẽ rẽ nhánh.")
	return nil
}

// databaseAt is the address of the database that a person named: a folder, a file
// or an address.
func databaseAt(named string) (string, error) {
	if strings.Contains(named, "://") {
		if db.EngineOf(named) != db.PostgreSQL {
			return "", problem.New(problem.Invalid, "Không hiểu địa chỉ của cơ sở dữ liệu; hãy ghi postgres://…, thư mục dữ liệu hoặc đường dẫn của một tệp SQLite.")
		}
		return named, nil
	}
	path, err := filepath.Abs(named)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", named, err)
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() || err != nil && filepath.Ext(path) == "" {
		s := store{Data: path}
		return s.dsn(), nil
	}
	return path, nil
}

// folder finds the data folder, where files and keys are and stay, and refuses
// one that is half restored.
func (c *moveCmd) folder(from, to string) (string, error) {
	data := c.Data
	switch {
	case data != "":
	case db.EngineOf(from) == db.SQLite:
		data = filepath.Dir(from)
	case db.EngineOf(to) == db.SQLite:
		data = filepath.Dir(to)
	default:
		return "", problem.Field("--data", "Chuyển giữa hai cơ sở dữ liệu PostgreSQL thì phải ghi thư mục dữ liệu ở --data, để đối chiếu nhật ký với tệp đã công bố.")
	}
	return data, backup.RequireFinished(data)
}

// soundRecord refuses a target in which the record is not in order.
func soundRecord(ctx context.Context, d *db.DB, dir string) error {
	a, err := record.AuditAll(ctx, d, dir)
	if err != nil {
		return err
	}
	var faults problem.List
	for _, f := range a.Faults {
		faults.Add("", "%s", f)
	}
	if faults == nil {
		return nil
	}
	faults.Add("", "Mọi hàng đã chép đúng nhưng nhật ký có chỗ sai nêu trên (đối chiếu với %s), nên nơi chuyển đến chưa mở được. Nếu thư mục dữ liệu ở chỗ khác, hãy chạy lại lệnh này với --data; nếu không, hãy chạy giaouoc check trên cơ sở dữ liệu cũ.", dir)
	return faults
}

// percent prints how far a move is, no more than once in two seconds.
func percent(w io.Writer) func(db.Progress) {
	var last time.Time
	return func(p db.Progress) {
		if p.Total == 0 || time.Since(last) < 2*time.Second && p.Done < p.Total {
			return
		}
		last = time.Now()
		doing := "chép"
		if p.Again {
			doing = "đối chiếu"
		}
		fmt.Fprintf(w, "%3d%% %s bảng %s\n", 100*p.Done/p.Total, doing, p.Table)
	}
}

func engineName(dsn string) string {
	if db.EngineOf(dsn) == db.PostgreSQL {
		return "PostgreSQL"
	}
	return dsn
}

// dbFlag is what serve needs besides the folder; a password is not repeated.
func dbFlag(dsn string) string {
	if db.EngineOf(dsn) == db.SQLite {
		return ""
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return " --db postgres://…"
	}
	return " --db " + u.Redacted()
}
