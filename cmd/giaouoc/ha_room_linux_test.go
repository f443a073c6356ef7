package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// room is a network with three machines and two servers of the program.
type room struct {
	t        *testing.T
	dir      string
	machines []*machine
	nodes    []*node
	dsn      string
	web      *http.Client
	load     *haLoad
	unready  atomic.Int64 // how often a server said so
}

// machine is a member: its own network, etcd, Patroni and PostgreSQL.
type machine struct {
	room          *room
	name, address string
	dir           string
	holder        int // a process that does nothing but keep the network
	number        string
}

const roomNetwork = "10.77.0."

func (r *room) ip(args ...string) {
	r.t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		r.t.Fatalf("ip %v: %v: %s", args, err, out)
	}
}

func (r *room) newMachine(number int) *machine {
	r.t.Helper()
	n := strconv.Itoa(number)
	m := &machine{room: r, name: "db" + n, address: roomNetwork + n, dir: filepath.Join(r.dir, "db"+n), number: n}
	own := exec.Command("unshare", "--net", "sleep", "infinity")
	if err := own.Start(); err != nil {
		r.t.Fatal(err)
	}
	go own.Wait() //nolint:errcheck // it ends with the room
	m.holder = own.Process.Pid
	ours, _ := os.Readlink("/proc/self/ns/net")
	until(r.t, func() bool {
		theirs, err := os.Readlink(m.network())
		return err == nil && theirs != ours
	})
	r.ip("link", "add", "name", "cap"+n, "type", "veth", "peer", "name", "eth0", "netns", strconv.Itoa(m.holder))
	r.ip("link", "set", "cap"+n, "master", "phong", "up")
	for _, args := range [][]string{{"link", "set", "lo", "up"}, {"addr", "add", m.address + "/24", "dev", "eth0"}, {"link", "set", "eth0", "up"}} {
		if out, err := exec.Command("nsenter", append([]string{"--net=" + m.network(), "ip"}, args...)...).CombinedOutput(); err != nil {
			r.t.Fatalf("ip %v: %v: %s", args, err, out)
		}
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		r.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(who.Uid)
	gid, _ := strconv.Atoi(who.Gid)
	if err := errors.Join(os.Mkdir(m.dir, 0o700), os.Chown(m.dir, uid, gid)); err != nil {
		r.t.Fatal(err)
	}
	m.configure("patroni.yml")
	m.configure("etcd.yml")
	return m
}

func (m *machine) network() string { return "/proc/" + strconv.Itoa(m.holder) + "/ns/net" }

// configure writes the configuration that the program is delivered with, with the
// marks and folders of this machine put in.
func (m *machine) configure(name string) {
	m.room.t.Helper()
	text := packaged(m.room.t, "patroni/"+name)
	for _, p := range [][2]string{
		{"@TEN@", m.name},
		{"@DIA_CHI@", m.address},
		{"@MAY1@", roomNetwork + "1"},
		{"@MAY2@", roomNetwork + "2"},
		{"@MAY3@", roomNetwork + "3"},
		{"@MANG@", roomNetwork + "0/24"},
		{"/var/lib/postgresql/15/giaouoc", m.dir + "/data"},
		{"/var/lib/postgresql/.pgpass-patroni", m.dir + "/pgpass"},
		{"/var/run/postgresql", m.dir},
		{"/var/lib/etcd/giaouoc", m.dir + "/etcd"},
	} {
		text = strings.ReplaceAll(text, p[0], p[1])
	}
	write(m.room.t, filepath.Join(m.dir, name), []byte(text))
	if err := os.Chmod(filepath.Join(m.dir, name), 0o644); err != nil {
		m.room.t.Fatal(err)
	}
}

// start starts what does not run.
func (m *machine) start() {
	m.room.t.Helper()
	if !m.runs("etcd") {
		m.run("etcd", "etcd", "--config-file", filepath.Join(m.dir, "etcd.yml"))
	}
	if !m.runs("patroni") {
		m.run("patroni", "patroni", filepath.Join(m.dir, "patroni.yml"))
	}
}

func (m *machine) inside(args ...string) *exec.Cmd {
	c := exec.Command("nsenter", append([]string{"--net=" + m.network(), "runuser", "-u", "postgres", "--"}, args...)...)
	c.Dir = "/"
	c.Env = []string{
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=" + m.dir, "PATRONI_REPLICATION_PASSWORD=sao-chep-thu", "PATRONI_REWIND_PASSWORD=tua-lai-thu",
		"PATRONI_RESTAPI_USERNAME=patroni", "PATRONI_RESTAPI_PASSWORD=trang-thu",
	}
	return c
}

func (m *machine) run(log string, args ...string) {
	m.room.t.Helper()
	out, err := os.OpenFile(filepath.Join(m.room.dir, m.name+"-"+log+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		m.room.t.Fatal(err)
	}
	defer out.Close()
	c := m.inside(args...)
	c.Stdout, c.Stderr = out, out
	if err := c.Start(); err != nil {
		m.room.t.Fatal(err)
	}
	go c.Wait() //nolint:errcheck // it is killed
}

// processes lists the processes on the machine that are called one of names.
func (m *machine) processes(names ...string) (list []int) {
	own, err := os.Readlink(m.network())
	if err != nil {
		m.room.t.Fatal(err)
	}
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		at, err := os.Readlink(dir + "/ns/net")
		name, nameErr := os.ReadFile(dir + "/comm")
		if err != nil || nameErr != nil || at != own || !slices.Contains(names, strings.TrimSpace(string(name))) {
			continue // gone, or of another machine
		}
		if state, err := os.ReadFile(dir + "/stat"); err != nil || strings.Contains(string(state), ") Z ") {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil {
			list = append(list, pid)
		}
	}
	return list
}

func (m *machine) runs(name string) bool { return len(m.processes(name)) > 0 }

// kill kills programs with all their processes at once, as a failing machine does.
func (m *machine) kill(programs ...string) {
	m.room.t.Helper()
	for range 100 {
		list := m.processes(programs...)
		if len(list) == 0 {
			return
		}
		for _, pid := range list {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
		}
		if slices.Contains(programs, "patroni") {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		return // it is started again
	}
	m.room.t.Errorf("%v do not end on %s", programs, m.name)
}

// cable pulls the machine's cable or puts it back.
func (m *machine) cable(state string) { m.room.ip("link", "set", "cap"+m.number, state) }

// sql runs a statement on the machine's own server as its owner.
func (m *machine) sql(statement string) string {
	m.room.t.Helper()
	out, err := m.inside("psql", "-h", m.dir, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", statement).CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

func (r *room) machine(name string) *machine {
	for _, m := range r.machines {
		if m.name == name {
			return m
		}
	}
	r.t.Fatalf("no machine %q", name)
	return nil
}

// patroniMember is what Patroni says of one.
type patroniMember struct {
	Name, Role, State string
	Timeline          int
}

// view is what one machine's Patroni says of all; nil without an answer. One that was
// cut off may go on telling how things were before.
func (m *machine) view() []patroniMember {
	res, err := patroniClient.Get("http://" + m.address + ":8008/cluster")
	if err != nil {
		return nil
	}
	defer res.Body.Close()
	var said struct{ Members []patroniMember }
	if err := json.NewDecoder(res.Body).Decode(&said); err != nil {
		return nil
	}
	return said.Members
}

var patroniClient = &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// leads reports whether a machine holds the lock and takes writes.
func (m *machine) leads() bool {
	res, err := patroniClient.Get("http://" + m.address + ":8008/primary")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// leader is the name of who leads; empty for nobody.
func (r *room) leader() string {
	for _, m := range r.machines {
		if m.leads() {
			return m.name
		}
	}
	return ""
}

// confirming is the name of the member that confirms, as who leads says; empty for none.
func (r *room) confirming() string {
	name := r.leader()
	if name == "" {
		return ""
	}
	for _, m := range r.machine(name).view() {
		if m.Role == "sync_standby" && (m.State == "running" || m.State == "streaming") {
			return m.Name
		}
	}
	return ""
}

// whole reports whether one leads, one confirms and one follows, all of them abreast,
// and every machine sees it so.
func (r *room) whole() bool {
	leader := r.leader()
	if leader == "" {
		return false
	}
	lines := map[int]bool{}
	for _, of := range r.machines {
		roles := map[string]int{}
		for _, m := range of.view() {
			if m.State != "running" && m.State != "streaming" || m.Role == "leader" && m.Name != leader {
				return false
			}
			roles[m.Role]++
			lines[m.Timeline] = true
		}
		if roles["leader"] != 1 || roles["sync_standby"] != 1 || roles["replica"] != 1 || len(lines) != 1 {
			return false
		}
	}
	return true
}

// settle waits until the three are whole.
func (r *room) settle() {
	r.t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if r.whole() {
			return
		}
	}
	for _, m := range r.machines {
		r.t.Logf("%s (leads: %v) says %+v", m.name, m.leads(), m.view())
	}
	r.t.Fatal("the members do not come together")
}

// resumed waits until the right member leads and writes are acknowledged again.
func (r *room) resumed(right func(leader string) bool) {
	r.t.Helper()
	for end := time.Now().Add(90 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if !right(r.leader()) {
			continue
		}
		before := r.load.count()
		for range 50 {
			if time.Sleep(100 * time.Millisecond); r.load.count() >= before+10 {
				return
			}
		}
	}
	r.t.Fatalf("writes are not acknowledged again; %q leads", r.leader())
}

func (r *room) patronictl(args ...string) (string, error) {
	m := r.machines[0]
	c := m.inside(append([]string{"patronictl", "-c", filepath.Join(m.dir, "patroni.yml")}, args...)...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// tails logs the ends of all logs when the test has failed.
func (r *room) tails() {
	if !r.t.Failed() {
		return
	}
	_ = filepath.WalkDir(r.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".log" {
			return nil // a folder of the database's owner
		}
		if text, err := os.ReadFile(path); err == nil {
			r.t.Logf("%s:\n%s", e.Name(), text[max(0, len(text)-1500):])
		}
		return nil
	})
}

// node is a server of the program.
type node struct {
	room    *room
	data    string
	address string
}

func (n *node) start() {
	t := n.room.t
	t.Helper()
	log, err := os.Create(n.data + ".log")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	c := program(t, where{n.data, n.room.dsn}.args("serve", "--addr", "127.0.0.1:0")...)
	c.Stderr = log
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != ready {
		if strings.HasPrefix(lines.Text(), "http://") && n.address == "" {
			n.address = lines.Text()
		}
	}
	if n.address == "" || lines.Text() != ready {
		t.Fatalf("a server does not start: %q", lines.Text())
	}
	go func() {
		for lines.Scan() { //nolint:revive // until it ends
		}
	}()
}
