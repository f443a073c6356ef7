// Command giaouoc runs the yearly cycle of emulation clusters: a web
// application on an embedded database, and commands for its data.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
)

type commands struct {
	Serve serveCmd `cmd:"" help:"Chạy chương trình cho một cụm hoặc một hội đồng."`
	Demo  demoCmd  `cmd:"" help:"Chạy bản trình diễn với dữ liệu đã công bố của năm thành phố."`
	Score ScoreCmd `cmd:"" help:"Tính điểm và xếp hạng từ một tệp bảng chấm điểm, không cần cơ sở dữ liệu."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("giaouoc"),
		kong.Description("Giao Ước: một năm thi đua của cụm, khối, từ giao ước đến bàn giao."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		report(err)
		os.Exit(1)
	}
}

// report prints each problem on a line of its own, or the error.
func report(err error) {
	list := problem.All(err)
	if list == nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "giaouoc:", err)
	}
	for _, p := range list {
		fmt.Fprintln(os.Stderr, p.Error())
	}
}
