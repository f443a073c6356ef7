package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"giaouoc/data"
	"giaouoc/internal/account"
	"giaouoc/internal/backup"
	"giaouoc/internal/condition"
	"giaouoc/internal/db"
	"giaouoc/internal/hall"
	"giaouoc/internal/holder"
	"giaouoc/internal/jobs"
	"giaouoc/internal/key"
	"giaouoc/internal/measure"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// place is where a server keeps its data and listens; serve and demo share it.
type place struct {
	Addr     string   `default:"localhost:8080" help:"Địa chỉ lắng nghe."`
	Data     string   `type:"path" help:"Thư mục dữ liệu; mặc định là giaouoc-data."`
	DB       string   `name:"db" help:"postgres://… để dùng PostgreSQL; mặc định là SQLite trong thư mục dữ liệu."`
	Replica  string   `placeholder:"postgres://…" help:"Bản sao chỉ đọc của PostgreSQL ở --db; trang công khai đọc từ đó khi nó không cũ hơn điều người đọc đã thấy."`
	Anywhere bool     `help:"Cho phép lắng nghe ngoài máy này."`
	Verbose  bool     `short:"v" help:"Ghi mỗi yêu cầu ra màn hình."`
	LogAs    string   `name:"log" enum:"text,json" default:"text" help:"Nhật ký máy là dòng chữ (text) hay JSON (json)."`
	Origin   string   `help:"Tên của nhật ký, đặt một lần ở lần chạy đầu: địa chỉ công khai không có https://, ví dụ tdkt.example.vn/nhat-ky; mặc định là một tên ngẫu nhiên."`
	Witness  []string `placeholder:"ĐỊA-CHỈ=KHÓA" help:"Nhân chứng ký xác nhận nhật ký: địa chỉ và khóa công khai do «giaouoc witness» in ra; dùng nhiều lần được."`

	BehindProxy bool          `help:"Máy chủ HTTPS đứng trước: tin X-Forwarded-For và X-Forwarded-Proto của nó."`
	Idle        time.Duration `default:"2h" help:"Phiên đăng nhập hết sau từng này không dùng."`
	Session     time.Duration `default:"12h" help:"Phiên đăng nhập dài nhất từng này."`

	filesPlace
	observing

	FactorForAll bool `name:"second-factor-for-all" help:"Mọi người, không chỉ quản trị viên, phải bật mã xác thực (yếu tố thứ hai)."`
}

// limits are those of sessions.
func (p *place) limits() account.Limits {
	l := account.DefaultLimits
	if p.Idle > 0 {
		l.Idle = p.Idle
	}
	if p.Session > 0 {
		l.Whole = p.Session
	}
	return l
}

type serveCmd struct {
	place
	hallMode
	Mail             string        `env:"GIAOUOC_MAIL" help:"Máy chủ thư: smtp://người-dùng@máy-chủ:587 hoặc smtps://người-dùng@máy-chủ:465. Không đặt thì thông báo chỉ ở trong chương trình."`
	MailFrom         string        `env:"GIAOUOC_MAIL_FROM" help:"Địa chỉ mà thư gửi đi từ đó."`
	MailPasswordFile string        `type:"path" env:"GIAOUOC_MAIL_PASSWORD_FILE" help:"Tệp chứa mật khẩu máy chủ thư; hoặc đặt biến GIAOUOC_MAIL_PASSWORD."`
	Site             string        `env:"GIAOUOC_SITE" help:"Địa chỉ mà người dùng mở trang này, ví dụ https://thi-dua.danang.gov.vn; đường dẫn trong thư và lịch bắt đầu bằng nó; khóa truy cập và đăng nhập một lần gắn với nó. Mặc định là http://localhost và cổng đang nghe."`
	Drain            time.Duration `default:"0s" help:"Khi được lệnh dừng, còn phục vụ từng này sau khi đã báo không sẵn sàng ở /san-sang; ví dụ 5s khi có máy phân tải đứng trước."`
	DBWait           time.Duration `name:"db-wait" default:"0s" help:"Khi khởi động mà PostgreSQL chưa trả lời, chờ và hỏi lại trong từng này, ví dụ 5m; dùng khi cả phòng máy vừa có điện lại."`
	signOn
	holding
}

// Run serves an installation until ctx ends.
func (c *serveCmd) Run(ctx context.Context, out io.Writer) error {
	if c.Data == "" {
		c.Data = "giaouoc-data"
	}
	hall, err := c.hall()
	if err != nil {
		return err
	}
	mail, err := c.mailServer()
	if err != nil {
		return err
	}
	d, err := c.openPatiently(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	single, err := c.sso()
	if err != nil {
		return err
	}
	holders, err := c.holders(c.Data, c.logger())
	if err != nil {
		return err
	}
	return c.serve(ctx, d, out, trade{mail: mail, site: c.Site, single: single, holders: holders, hall: hall, redirect: c.Redirect, drain: c.Drain})
}

// openPatiently opens the database, and waits for one that does not answer yet.
func (c *serveCmd) openPatiently(ctx context.Context) (*db.DB, error) {
	for end, said := time.Now().Add(c.DBWait), false; ; said = true {
		d, err := c.open(ctx)
		if !errors.Is(err, db.ErrAway) || time.Now().After(end) {
			return d, err
		}
		if !said {
			c.logger().Warn("the database does not answer yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// mailServer reads the settings of the mail server; nil when none is set.
func (c *serveCmd) mailServer() (*outbox.Server, error) {
	if c.Mail == "" {
		return nil, nil
	}
	password := os.Getenv("GIAOUOC_MAIL_PASSWORD")
	if c.MailPasswordFile != "" {
		content, err := os.ReadFile(c.MailPasswordFile)
		if err != nil {
			return nil, fmt.Errorf("không đọc được tệp mật khẩu máy chủ thư; hãy kiểm tra đường dẫn và quyền đọc (%w)", err)
		}
		password = strings.TrimRight(string(content), "\r\n")
	}
	s, err := outbox.NewServer(c.Mail, password, c.MailFrom, c.Site)
	return &s, err
}

// trade is how a server deals with the world around it.
type trade struct {
	hall     *hall.Hall // nil: not in hall mode
	redirect bool       // in hall mode, from port 80

	demo   bool
	mail   *outbox.Server // nil: no letters
	single web.SSO        // single sign-on
	site   string         // where it is opened; empty: this machine's own name
	drain  time.Duration  // how long it serves on after it was told to stop

	clock func() time.Time // of sessions and codes; the machine's when nil

	holders []holder.Signer // of secret ballots' keys; none: votes are on paper
}

// logger is the log of the machine.
func (p *place) logger() *slog.Logger {
	level := slog.LevelInfo
	if p.Verbose {
		level = slog.LevelDebug
	}
	options := &slog.HandlerOptions{Level: level}
	if p.LogAs == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// open opens the database of the place and makes its folder. What the person at
// the machine has to put right is said in words, before the system's own.
func (p *place) open(ctx context.Context) (*db.DB, error) {
	if err := backup.RequireFinished(p.Data); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return nil, fmt.Errorf("không tạo được thư mục dữ liệu %s; hãy kiểm tra đường dẫn và quyền ghi (%w)", p.Data, err)
	}
	d, err := db.Open(ctx, p.dsn())
	if err == nil && p.Replica != "" {
		err = p.openReplica(d)
	}
	if err = p.toPutRight(err); err != nil {
		return nil, err
	}
	return d, nil
}

// dsn is the address of the database.
func (p *place) dsn() string {
	if p.DB == "" {
		return filepath.Join(p.Data, "giaouoc.db")
	}
	return p.DB
}

// toPutRight adds to an error of the database what the person at the machine can do.
func (p *place) toPutRight(err error) error {
	dsn := p.dsn()
	switch {
	case err == nil || problem.All(err) != nil:
		return err
	case p.DB == "":
		return fmt.Errorf("không mở được cơ sở dữ liệu %s; hãy kiểm tra quyền ghi ở thư mục ấy, đĩa còn chỗ không và tệp có còn nguyên không (%w)", dsn, err)
	}
	return fmt.Errorf("không mở được cơ sở dữ liệu ghi ở --db; hãy kiểm tra địa chỉ, tên cơ sở dữ liệu, người dùng, mật khẩu và máy chủ có đang chạy không (%w)", err)
}

// openReplica has public pages read from a copy; where that is away they are read from the
// database itself.
func (p *place) openReplica(d *db.DB) error {
	if d.Engine != db.PostgreSQL || db.EngineOf(p.Replica) != db.PostgreSQL {
		return errors.Join(problem.Field("--replica", "Chỉ PostgreSQL có bản sao chỉ đọc: hãy ghi cả --db và --replica là địa chỉ postgres://…"), d.Close())
	}
	return d.UseReplica(p.Replica)
}

// openKept opens the database of a place where there must be one already.
func (p *place) openKept(ctx context.Context) (*db.DB, error) {
	file := filepath.Join(p.Data, "giaouoc.db")
	if _, err := os.Stat(file); p.DB == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, problem.Field("--data", "Không có dữ liệu ở %s (thiếu tệp %s); hãy ghi thư mục dữ liệu mà giaouoc serve đang dùng.", p.Data, file)
	}
	return p.open(ctx)
}

func (p *place) serve(ctx context.Context, d *db.DB, out io.Writer, t trade) error {
	release, err := db.Claim(ctx, p.dsn())
	if err != nil {
		return p.toPutRight(err)
	}
	defer release() //nolint:errcheck // the lock goes with the program
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		return fmt.Errorf("load holidays: %w", err)
	}
	blobs, err := p.openFiles(p.Data)
	if err != nil {
		return err
	}
	keys, err := key.Open(p.keysDir())
	if err != nil {
		return err
	}
	log := p.logger()
	sealed, err := p.openRecord(ctx, d, keys, log)
	if err != nil {
		return err
	}
	pushes, err := p.pushes(sealed, log)
	if err != nil {
		return err
	}
	door, err := t.openDoor(ctx, p.Addr, out, log)
	if err != nil {
		return err
	}
	defer door.close()
	paces := web.UsualPaces
	if t.demo {
		paces.Account = web.Pace{} // one account is of all visitors
	}
	numbers := measure.NewMetrics(string(d.Engine))
	p.watch(d, numbers, log)
	here := condition.Place{DB: d, Data: p.Data, Log: sealed, Began: time.Now(), Holders: named(t.holders)}
	unread, err := p.serveMetrics(numbers, here, out, log)
	if err != nil {
		return err
	}
	defer unread()
	pages := web.New(web.Config{
		Metrics: numbers, Place: here,
		DB: d, Blobs: blobs, Calendar: calendar, Log: log, Keys: keys, Site: door.site, SSO: t.single, Limits: p.limits(), FactorForAll: p.FactorForAll,
		Demo: t.demo, Mail: t.demo || t.mail != nil, Holders: t.holders,
		Record: sealed, RecordDir: p.recordDir(), BehindProxy: p.BehindProxy, Paces: paces,
		Hall: t.hall, PaperOnly: door.paperOnly, Trust: p.trust, Clock: t.clock,
	})
	server := web.HTTPServer(pages, log)
	stop := sealing(sealed, pushes)
	defer stop()
	defer among(ctx, d, pages, log)()
	if !t.demo {
		if err := offerFirst(ctx, d, out, door.site); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, ready)
	stopped := runJobs(ctx, jobs.Config{DB: d, Calendar: calendar, Log: log, Mail: t.mail, Demo: t.demo, Keys: keys})
	defer stopped()
	if err := answering(ctx, pages, server, door.listener, t.drain); err != nil {
		return err
	}
	stopped() // what the jobs wrote is sealed too
	stop()
	last, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	return sealed.Seal(last)
}

// answering serves until ctx ends; then it says that it is not ready, serves on for as
// long as it drains, and finishes what is under way.
func answering(ctx context.Context, pages *web.Server, server *http.Server, listener net.Listener, drain time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	pages.Drain()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-time.After(drain):
	}
	last, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}

// among has a server hear the others on its database and tell them of itself, until what it
// returns is called.
func among(ctx context.Context, d *db.DB, pages *web.Server, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // also while it finishes what is under way
	var running sync.WaitGroup
	running.Go(func() { d.Follow(ctx, log) })
	running.Go(func() { pages.SharePaces(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// named are the names of holders.
func named(holders []holder.Signer) (list []string) {
	for _, h := range holders {
		list = append(list, h.Name())
	}
	return list
}

// finishTime is how long requests under way are waited for once no more are taken.
const finishTime = 10 * time.Second

// ready is the last line that a start prints.
const ready = "Chương trình đang chạy; dừng bằng Ctrl+C."

// offerFirst prints the one-time link of the first administrator, until one can
// sign in.
func offerFirst(ctx context.Context, d *db.DB, out io.Writer, site *url.URL) error {
	var token string
	err := d.Update(ctx, func(tx *db.Tx) (err error) {
		token, err = account.OfferFirst(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("offer the first administrator: %w", err)
	}
	if token != "" {
		fmt.Fprintf(out, "Chưa có quản trị viên. Liên kết lập quản trị viên đầu tiên, dùng một lần trong 24 giờ:\n%s/loi-moi/%s\n", site, token)
	}
	return nil
}

// stopTime is how long the program waits for a letter that is on its way.
const stopTime = 5 * time.Second

// runJobs starts what the program does by itself; what it returns stops that.
func runJobs(ctx context.Context, c jobs.Config) (stop func()) {
	running, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		jobs.New(c).Run(running)
	}()
	return func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(stopTime):
		}
	}
}

// isLoopback reports whether every address that addr resolves to is this
// machine's own.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || host == "" {
		return false
	}
	ips, err := net.LookupIP(host)
	if err != nil {
		return false
	}
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return false
		}
	}
	return true
}
