package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// pair is two servers on one PostgreSQL with nginx before them.
type pair struct {
	t     *testing.T
	dsn   string // over the line
	line  *line
	front string // address of nginx
	nodes [2]*pairNode
}

type pairNode struct {
	data string
	host string
	cmd  *exec.Cmd
}

// startPair starts both on a database with units of the demonstration's file.
func startPair(t *testing.T) *pair {
	t.Helper()
	straight := dbtest.BarePostgres(t)
	l, dsn := lay(t, straight)
	p := &pair{t: t, dsn: dsn, line: l}
	for i := range p.nodes {
		p.nodes[i] = &pairNode{data: filepath.Join(t.TempDir(), "data"), host: freeHost(t)}
	}
	must(t, where{data: p.nodes[0].data, db: straight}.args("import", filepath.Join("..", "..", "internal", "sheet", "testdata", "rich.yaml"))...)
	p.start(0)
	// Keys are copied; the folder of files is one that both see.
	copyOwn(t, filepath.Join(p.nodes[0].data, "khoa"), filepath.Join(p.nodes[1].data, "khoa"))
	if err := os.Symlink(filepath.Join(p.nodes[0].data, "tep"), filepath.Join(p.nodes[1].data, "tep")); err != nil {
		t.Fatal(err)
	}
	p.start(1)
	p.proxy()
	return p
}

func freeHost(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // it only told a free port
	return l.Addr().String()
}

// start starts a server and waits until it is ready.
func (p *pair) start(i int) {
	p.t.Helper()
	n := p.nodes[i]
	n.cmd = program(p.t, where{data: n.data, db: p.dsn}.args("serve", "--addr", n.host, "--drain", "2s", "--behind-proxy")...)
	n.cmd.Stderr = os.Stderr
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	cmd := n.cmd
	p.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != ready {
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // until it ends
	p.soon("ready", func() bool {
		status, _, err := ask(http.DefaultClient, "http://"+n.host+"/san-sang")
		return err == nil && status == http.StatusOK
	})
}

// restart stops a server in good order and starts it again.
func (p *pair) restart(i int) {
	p.t.Helper()
	if err := p.nodes[i].cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.nodes[i].cmd.Wait(); err != nil {
		p.t.Errorf("server %d ended with %v", i+1, err)
	}
	p.start(i)
}

func (p *pair) soon(what string, there func() bool) {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if there() {
			return
		}
	}
	p.t.Fatalf("not seen within a minute: %s", what)
}

// proxy starts nginx with the settings that are delivered.
func (p *pair) proxy() {
	p.t.Helper()
	dir, front := p.t.TempDir(), freeHost(p.t)
	delivered, err := os.ReadFile(filepath.Join("..", "..", "packaging", "nginx", "giaouoc.conf"))
	if err != nil {
		p.t.Fatal(err)
	}
	site := strings.NewReplacer("@CACHE@", filepath.Join(dir, "cache"), "@MAY1@", p.nodes[0].host, "@MAY2@", p.nodes[1].host, "@NGHE@", front, "@TEN@", "_").Replace(string(delivered))
	conf := filepath.Join(dir, "nginx.conf")
	text := "user root;\ndaemon off;\nworker_processes 1;\npid " + dir + "/pid;\nerror_log " + dir + "/error.log;\nevents { worker_connections 512; }\nhttp {\naccess_log off;\n"
	if os.Getuid() != 0 {
		text = strings.TrimPrefix(text, "user root;\n")
	}
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		text += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	if err := os.WriteFile(conf, []byte(text+site+"}\n"), 0o600); err != nil {
		p.t.Fatal(err)
	}
	c := exec.Command("nginx", "-e", dir+"/error.log", "-p", dir, "-c", conf)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
		if log, err := os.ReadFile(dir + "/error.log"); err == nil && p.t.Failed() {
			p.t.Logf("nginx: %s", log)
		}
	})
	p.front = "http://" + front
	p.soon("nginx answers", func() bool {
		status, _, err := ask(http.DefaultClient, p.front+"/song")
		return err == nil && status == http.StatusOK
	})
}

// officer is signed in through nginx by an invitation.
func (p *pair) officer(i int) *http.Client {
	p.t.Helper()
	d, err := db.Open(p.t.Context(), p.dsn)
	if err != nil {
		p.t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // it was only asked
	token := ""
	dbtest.Update(p.t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		_, token, err = account.Invite(tx, account.New{Login: officer(i), Name: "Cán bộ thử " + strconv.Itoa(i+1)},
			[]account.Grant{{Role: access.StandingOffice, ScopeKind: access.ScopeAll, FromDay: vn.DateOf(tx.Now)}}, account.Handing{})
		return err
	})
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	const password = "con mèo trèo cây cau"
	for _, f := range []struct {
		path   string
		values url.Values
	}{
		{"/loi-moi/" + token, url.Values{"new_password": {password}, "again": {password}}},
		{"/dang-nhap", url.Values{"login": {officer(i)}, "password": {password}}},
	} {
		if got, err := send(c, p.front+f.path, f.values); err != nil || got.status != http.StatusOK {
			p.t.Fatalf("%s: %d, %v", f.path, got.status, err)
		}
	}
	return c
}

// makes has an officer make a cluster.
func (p *pair) makes(c *http.Client, name string) (answer, error) {
	return send(c, p.front+"/sap-xep", url.Values{"id": {db.NewID()}, "name": {name}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}})
}

// Two servers behind nginx are stopped and started again, one after the other, while
// people read and write: not one request fails, and a session holds on both. Then the
// database goes away, and the portal is read on.
func TestTwoServersBehindAProxy(t *testing.T) {
	dbtest.NeedPostgres(t)
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not installed (Debian: nginx-light)")
	}
	p := startPair(t)
	var stop atomic.Bool
	var all sync.WaitGroup
	var read, written atomic.Int64
	for range 3 {
		all.Go(func() {
			for !stop.Load() {
				if status, body, err := ask(http.DefaultClient, p.front+"/"); err != nil || status != http.StatusOK || !strings.HasSuffix(body, "</html>") {
					t.Errorf("a reader got %d, %v, %d bytes", status, err, len(body))
				}
				read.Add(1)
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	for i := range 2 {
		c := p.officer(i)
		all.Go(func() {
			for n := 0; !stop.Load(); n++ {
				if got, err := p.makes(c, fmt.Sprintf("Khối %d lần %d", i, n)); err != nil || got.status != http.StatusOK {
					t.Errorf("an officer got %d, %v", got.status, err)
				}
				written.Add(1)
				time.Sleep(150 * time.Millisecond)
			}
		})
	}
	time.Sleep(time.Second)
	for i := range p.nodes {
		p.restart(i)
		time.Sleep(time.Second)
	}
	stop.Store(true)
	all.Wait()
	t.Logf("%d pages read and %d acts written while both servers were started anew", read.Load(), written.Load())
	if read.Load() < 100 || written.Load() < 20 {
		t.Error("too few to tell")
	}
	p.databaseAway()
}

// databaseAway cuts the line to the database: visitors read on, forms are refused in
// words, and all goes on when it is back.
func (p *pair) databaseAway() {
	t := p.t
	c := p.officer(7)
	for _, n := range p.nodes { // both have made the page once
		if status, _, err := ask(http.DefaultClient, "http://"+n.host+"/"); err != nil || status != http.StatusOK {
			t.Fatalf("before: %d, %v", status, err)
		}
	}
	p.line.away.Store(true)
	p.line.cut()
	if got, err := p.makes(c, "Khối không ghi được"); err != nil || got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "chưa") {
		t.Errorf("a form while the database is away: %d, %v", got.status, err)
	}
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		for _, at := range []string{p.front, "http://" + p.nodes[0].host, "http://" + p.nodes[1].host} {
			if status, body, err := ask(http.DefaultClient, at+"/"); err != nil || status != http.StatusOK || !strings.HasSuffix(body, "</html>") {
				t.Errorf("the portal at %s while the database is away: %d, %v", at, status, err)
			}
		}
	}
	p.line.away.Store(false)
	p.soon("acts are written again", func() bool {
		got, err := p.makes(c, "Khối sau khi có lại "+db.NewID())
		return err == nil && got.status == http.StatusOK
	})
}
