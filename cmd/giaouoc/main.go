// Command giaouoc runs the yearly cycle of emulation clusters: a web
// application on an embedded database or PostgreSQL, and commands for its data.
// It wires the rooms together and decides nothing itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

type commands struct {
	Import   importCmd   `cmd:"" help:"Nhập một tệp dữ liệu (.yaml, .xlsx): cả tệp, hoặc không gì cả nếu có chỗ sai."`
	Export   exportCmd   `cmd:"" help:"Xuất dữ liệu ra một tệp (.yaml, .xlsx)."`
	Backup   backupCmd   `cmd:"" help:"Sao lưu toàn bộ vào một tệp, cả khi máy chủ đang chạy."`
	Restore  restoreCmd  `cmd:"" help:"Khôi phục từ một tệp sao lưu vào nơi trống."`
	Move     moveCmd     `cmd:"" help:"Chuyển cơ sở dữ liệu từ SQLite sang PostgreSQL hoặc ngược lại, đối chiếu từng bảng; chạy khi chương trình đang tắt."`
	Serve    serveCmd    `cmd:"" help:"Chạy chương trình cho một cụm hoặc một hội đồng."`
	Demo     demoCmd     `cmd:"" help:"Chạy bản trình diễn với dữ liệu đã công bố của năm thành phố."`
	Account  accountCmd  `cmd:"" help:"Việc của người vận hành với tài khoản."`
	Health   healthCmd   `cmd:"" help:"Hỏi một máy chủ đang chạy có sẵn sàng không; thoát với mã 1 khi chưa."`
	Score    ScoreCmd    `cmd:"" help:"Tính điểm và xếp hạng từ một tệp bảng chấm điểm, không cần cơ sở dữ liệu."`
	Law      lawCmd      `cmd:"" help:"Luật là dữ liệu: ai được đề nghị gì, vì sao, căn cứ nào."`
	Check    checkCmd    `cmd:"" help:"Cho biết tình trạng của cài đặt trong một trang: cơ sở dữ liệu, nhật ký, khóa, tệp, thư, ổ đĩa; thoát với mã 1 khi có gì hỏng; không thay đổi gì."`
	Rejoin   rejoinCmd   `cmd:"" help:"Nối lại nhật ký sau khi phải phục hồi một cơ sở dữ liệu cũ hơn nhật ký đã công bố; chạy khi chương trình đang tắt."`
	Key      keyCmd      `cmd:"" help:"Khóa của cài đặt."`
	Verify   verifyCmd   `cmd:"" help:"Kiểm chứng những gì đã công khai, chỉ từ các tệp công khai."`
	Hold     holdCmd     `cmd:"" help:"Làm người giữ khóa của bỏ phiếu kín: ký thẻ phiếu cho cử tri, hoặc kê những gì đã ký."`
	Witness  witnessCmd  `cmd:"" help:"Làm nhân chứng cho nhật ký của nơi khác."`
	Document documentCmd `cmd:"" help:"Văn bản hành chính theo thể thức của Nghị định 30/2020/NĐ-CP."`
	Sign     signCmd     `cmd:"" help:"Ký số một tệp PDF bằng tệp khóa hoặc thiết bị ký."`
	Dossier  dossierCmd  `cmd:"" help:"Hồ sơ khen thưởng: sơ đồ các bước."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a command line and returns the code that the program exits with.
func run(ctx context.Context, args []string, out, mistakes io.Writer) int {
	var c commands
	k, err := kong.New(&c, kong.Name("giaouoc"), kong.Writers(out, mistakes),
		kong.Description("Giao Ước: một năm thi đua của cụm, khối, từ giao ước đến bàn giao."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(out, (*io.Writer)(nil)))
	if err != nil {
		fmt.Fprintln(mistakes, "giaouoc:", err)
		return 1
	}
	line, err := k.Parse(args)
	if err != nil {
		fmt.Fprintf(mistakes, "giaouoc: không hiểu dòng lệnh (%v); xem cách dùng bằng «giaouoc --help».\n", err)
		return 1
	}
	if err := line.Run(); err != nil {
		report(mistakes, err)
		return 1
	}
	return 0
}

// report prints each problem on a line of its own, or the error.
func report(w io.Writer, err error) {
	list := problem.All(err)
	if list == nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "giaouoc:", err)
		if p := db.Outage(err); p != nil {
			list = problem.List{p}
		}
	}
	for _, p := range list {
		fmt.Fprintln(w, p.Error())
	}
}
