package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"giaouoc/internal/condition"
	"giaouoc/internal/db"
	"giaouoc/internal/measure"
	"giaouoc/internal/problem"
)

// observing is what an operator sees of a running program.
type observing struct {
	Metrics string        `placeholder:"ĐỊA-CHỈ:CỔNG" help:"Số đo cho Prometheus ở /metrics của địa chỉ này, ví dụ 127.0.0.1:9090; không đặt thì không có. Không bao giờ ở địa chỉ mà người dùng mở."`
	Slow    time.Duration `default:"500ms" help:"Câu hỏi cơ sở dữ liệu lâu từng này thì ghi một dòng vào nhật ký máy; 0 là không ghi."`
}

// watch counts what the database does and logs what is slow there.
func (o *observing) watch(d *db.DB, m *measure.Metrics, log *slog.Logger) {
	log = slog.New(measure.Logs(log.Handler()))
	d.Watch(&db.Watch{
		Slow: o.Slow,
		Done: func(w db.Work) {
			outcome := "ok"
			switch {
			case w.Refused:
				outcome = "refused"
			case w.Failed:
				outcome = "failed"
			}
			m.Transaction(string(w.Kind), outcome, w.Took, w.Runs)
		},
		Lag: func(ctx context.Context, s db.Slow) {
			if s.SQL == "" {
				m.Slow("transaction")
				log.WarnContext(ctx, "slow transaction", "kind", s.Kind, "took", s.Took, "waited", s.Waited, "statements", s.Statements)
				return
			}
			m.Slow("statement")
			list := []any{"kind", s.Kind, "took", s.Took}
			if s.Rows >= 0 {
				list = append(list, "rows", s.Rows)
			}
			log.WarnContext(ctx, "slow statement", append(list, "sql", oneLine(s.SQL))...)
		},
	})
}

// longestSQL bounds a statement in the log.
const longestSQL = 2000

// oneLine is a statement on one line, as the log has it.
func oneLine(sql string) string {
	line := strings.Join(strings.Fields(sql), " ")
	if r := []rune(line); len(r) > longestSQL {
		line = string(r[:longestSQL]) + "…"
	}
	return line
}

// metricsHost is where the numbers are to be read. They name no person, and say much of
// a machine: what is open to the internet must have been asked for by its address.
func metricsHost(address string, log *slog.Logger) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return problem.Field("--metrics", "«%s» không phải là địa chỉ và cổng; ghi như 127.0.0.1:9090.", address)
	}
	if host == "" {
		return problem.Field("--metrics", "«%s» mở số đo ra mọi mạng của máy; hãy ghi rõ địa chỉ, ví dụ 127.0.0.1%s khi Prometheus ở cùng máy, hoặc địa chỉ của máy này trong mạng riêng.", address, address)
	}
	ip, err := netip.ParseAddr(host)
	if err == nil && (ip.IsUnspecified() || !near(ip)) {
		log.Warn("anybody who reaches this machine can read its metrics", "address", address)
	}
	if err == nil {
		return nil
	}
	// A name may lead anywhere, also tomorrow.
	ips, err := net.LookupIP(host)
	if err != nil {
		return problem.Field("--metrics", "Không tìm được máy «%s»; ghi địa chỉ số, ví dụ 127.0.0.1:9090.", host)
	}
	for _, i := range ips {
		if a, ok := netip.AddrFromSlice(i); ok && !near(a.Unmap()) {
			return problem.Field("--metrics", "«%s» là %s, một địa chỉ ngoài mạng riêng; nếu thật sự muốn vậy, hãy ghi thẳng địa chỉ ấy.", host, a.Unmap())
		}
	}
	return nil
}

// near reports whether an address is of this machine or of a private network.
func near(a netip.Addr) bool { return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() }

// open serves the numbers at their own address until stop is called; nothing where none
// was asked for.
func (o *observing) serveMetrics(m *measure.Metrics, p condition.Place, out io.Writer, log *slog.Logger) (stop func(), err error) {
	if o.Metrics == "" {
		return func() {}, nil
	}
	if err := metricsHost(o.Metrics, log); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", o.Metrics)
	if err != nil {
		return nil, problem.Field("--metrics", "Không lắng nghe được ở %s; cổng có thể đang có chương trình khác dùng.", o.Metrics)
	}
	if err := m.Registry().Register(condition.Collector(p)); err != nil {
		return nil, errors.Join(fmt.Errorf("register metrics: %w", err), listener.Close())
	}
	server := &http.Server{
		Handler:           metricsHandler(m, log),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	fmt.Fprintf(out, "Số đo ở http://%s/metrics\n", listener.Addr())
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the metrics are served no more", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil
}

func metricsHandler(m *measure.Metrics, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.Registry(), promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelError), ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 3, Timeout: 10 * time.Second,
	}))
	return mux
}
