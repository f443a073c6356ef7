package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	haRoom = "GIAOUOC_TEST_HA_ROOM" // the folder of a run, set inside its room
	haLong = "GIAOUOC_TEST_HA"      // "long" for every fault, several times
)

// needsOfHA are the programs that a run needs (Debian: patroni, etcd-server, iproute2,
// util-linux, postgresql-15).
var needsOfHA = []string{"patroni", "patronictl", "etcd", "ip", "unshare", "nsenter", "runuser", postgresBin + "/postgres"}

const postgresBin = "/usr/lib/postgresql/15/bin"

// Three PostgreSQL members under Patroni and two servers of the program, in a room of
// their own: while officers write through both servers, who leads is changed on
// purpose, killed, and in the long form cut off, switched off and more. What was
// acknowledged is there, what was refused is not, and the record is in order.
//
// The room has its own processes and networks, so that nothing of it outlives the test.
func TestHighAvailability(t *testing.T) {
	long := os.Getenv(haLong) == "long"
	if dir := os.Getenv(haRoom); dir != "" {
		r := newRoom(t, dir)
		if long {
			r.longRun()
		} else {
			r.shortRun()
		}
		r.verify()
		return
	}
	for _, name := range needsOfHA {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("no members to fail: %v (Debian: patroni, etcd-server, postgresql-15, iproute2)", err)
		}
	}
	walls := []string{"--fork", "--kill-child", "--pid", "--net", "--mount-proc"}
	if out, err := exec.Command("unshare", append(walls, "true")...).CombinedOutput(); err != nil {
		t.Skipf("no room of its own on this machine, it needs root: %s", out)
	}
	dir, err := os.MkdirTemp("", "giaouoc-ha-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL runs as somebody else
		t.Fatal(err)
	}
	limit := 4 * time.Minute
	if long {
		limit = 25 * time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The shell is the first process of the room: it takes up what others leave behind.
	inside := []string{"sh", "-c", `"$@"; exit $?`, "sh", exe, "-test.run=^TestHighAvailability$", "-test.v", "-test.timeout=" + limit.String()}
	c := exec.CommandContext(ctx, "unshare", append(walls, inside...)...)
	c.Env = append(os.Environ(), haRoom+"="+dir)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	c.WaitDelay = 5 * time.Second
	out, err := c.CombinedOutput()
	t.Logf("in the room:\n%s", out)
	if err != nil {
		t.Error(err)
	}
}

// shortRun is what every change of the program is tried with.
func (r *room) shortRun() {
	r.planned()
	r.killed("kill -9 of patroni and postgres", "patroni", "postgres")
}

// longRun is for «make ha».
func (r *room) longRun() {
	for range 3 {
		r.planned()
		r.killed("kill -9 of patroni and postgres", "patroni", "postgres")
		r.settle()
	}
	r.killed("kill -9 of postgres alone", "postgres")
	r.settle()
	for range 4 {
		r.cutOff()
	}
	r.standbyCutOff()
	r.killed("kill -9 of the whole machine, etcd too", "patroni", "postgres", "etcd")
	r.settle()
	r.coordinatorsAway()
	r.killed("kill -9 of postgres and patroni, the other way round", "postgres", "patroni")
	r.settle()
}

// planned changes who leads on purpose.
func (r *room) planned() {
	r.t.Helper()
	r.settle()
	from, to := r.leader(), r.confirming()
	since := time.Now()
	out, err := r.patronictl("switchover", "giaouoc", "--leader", from, "--candidate", to, "--force")
	if err != nil {
		r.t.Fatalf("switchover from %s to %s: %v\n%s", from, to, err, out)
	}
	r.resumed(func(leader string) bool { return leader == to })
	r.note("planned", since, 10*time.Second)
}

// killed kills programs of the machine that leads.
func (r *room) killed(how string, programs ...string) {
	r.t.Helper()
	r.settle()
	leader := r.machine(r.leader())
	unready := r.unready.Load()
	since := time.Now()
	leader.kill(programs...)
	if len(programs) > 1 {
		r.resumed(func(l string) bool { return l != "" && l != leader.name })
		if r.unready.Load() == unready {
			r.t.Error("no server said that it was not ready")
		}
	} else {
		time.Sleep(2 * time.Second)
		r.resumed(func(l string) bool { return l != "" })
	}
	r.note(how, since, 45*time.Second)
	leader.start()
}

// cutOff pulls the network cable of the machine that leads, etcd too: it still runs,
// and must stop leading by itself.
func (r *room) cutOff() {
	r.t.Helper()
	r.settle()
	leader := r.machine(r.leader())
	since := time.Now()
	leader.cable("down")
	r.resumed(func(l string) bool { return l != "" && l != leader.name })
	r.note("the leader's network cut", since, 45*time.Second)
	if out := leader.sql("SELECT pg_is_in_recovery()"); strings.TrimSpace(out) == "f" {
		r.t.Errorf("%s is cut off and still leads: %s", leader.name, out)
	}
	leader.cable("up")
	r.settle()
}

// standbyCutOff pulls the cable of the member that confirms every commit.
func (r *room) standbyCutOff() {
	r.t.Helper()
	r.settle()
	second := r.machine(r.confirming())
	since := time.Now()
	second.cable("down")
	time.Sleep(15 * time.Second)
	r.resumed(func(l string) bool { return l != "" })
	r.note("the confirming member's network cut", since, 45*time.Second)
	second.cable("up")
	r.settle()
}

// coordinatorsAway kills etcd everywhere for longer than who leads may be silent: the
// members see each other, and who leads goes on.
func (r *room) coordinatorsAway() {
	r.t.Helper()
	r.settle()
	since := time.Now()
	for _, m := range r.machines {
		m.kill("etcd")
	}
	time.Sleep(40 * time.Second)
	for _, m := range r.machines {
		m.start()
	}
	r.settle()
	r.resumed(func(l string) bool { return l != "" })
	r.note("etcd killed on all three for 40 s", since, 45*time.Second)
}

// note logs what a fault did to who writes and reads.
func (r *room) note(what string, since time.Time, most time.Duration) {
	r.t.Helper()
	gap, counts := r.load.since(since)
	r.t.Logf("%s: %.1f s without an acknowledged write; meanwhile %s", what, gap.Seconds(), counts)
	if gap > most {
		r.t.Errorf("%s: %s without an acknowledged write", what, gap)
	}
}

// verify looks whether everything is as it was told to who wrote.
func (r *room) verify() {
	r.t.Helper()
	sizes := []string{checkpointOf(r.t, r.nodes[0].address), checkpointOf(r.t, r.nodes[1].address)}
	for i, n := range r.nodes {
		until(r.t, func() bool { time.Sleep(100 * time.Millisecond); return checkpointOf(r.t, n.address) != sizes[i] })
	}
	r.load.stop()
	there := r.clusters()
	lost, invented, unsureThere := 0, 0, 0
	for _, id := range r.load.acknowledged {
		if !there[id] {
			lost++
		}
	}
	for _, id := range r.load.refused {
		if there[id] {
			invented++
		}
	}
	for _, id := range r.load.unsure {
		if there[id] {
			unsureThere++
		}
	}
	r.t.Logf("%d writes acknowledged, %d of them lost; %d told that nothing was written, of which %d were; %d told that nobody knows, of which %d were; %d without any answer",
		len(r.load.acknowledged), lost, len(r.load.refused), invented, len(r.load.unsure), unsureThere, len(r.load.broken))
	if lost > 0 || invented > 0 || len(r.load.acknowledged) < 100 {
		r.t.Error("what was said is not what is there")
	}
	if len(r.load.broken) > 0 {
		r.t.Errorf("%d requests got no answer: %v", len(r.load.broken), r.load.broken[0])
	}
	for _, n := range r.nodes {
		if status, _, err := ask(r.web, n.address+"/san-sang"); err != nil || status != 200 {
			r.t.Errorf("%s is not ready at the end: %d, %v", n.address, status, err)
		}
		if text, ok := said("check", "--data", n.data, "--db", r.dsn); !ok || !strings.Contains(text, "Nhật ký nguyên vẹn") {
			r.t.Errorf("check of %s: %s", n.data, text)
		}
	}
}

// newRoom starts everything: networks, members, the database, two servers, writers.
func newRoom(t *testing.T, dir string) *room {
	t.Helper()
	r := &room{t: t, dir: dir}
	r.ip("link", "set", "lo", "up")
	r.ip("link", "add", "name", "phong", "type", "bridge")
	r.ip("addr", "add", roomNetwork+"254/24", "dev", "phong")
	r.ip("link", "set", "phong", "up")
	for i := range 3 {
		r.machines = append(r.machines, r.newMachine(i+1))
	}
	t.Cleanup(r.tails)
	began := time.Now()
	for _, m := range r.machines {
		m.start()
	}
	r.settle()
	t.Logf("three members after %.1f s", time.Since(began).Seconds())
	leader := r.machine(r.leader())
	leader.sql("CREATE ROLE giaouoc LOGIN PASSWORD 'mat-khau-thu'")
	leader.sql("CREATE DATABASE giaouoc OWNER giaouoc")
	var hosts []string
	for _, m := range r.machines {
		until(t, func() bool { // it has come to the members that follow
			time.Sleep(50 * time.Millisecond)
			return m.sql("SELECT datname FROM pg_database WHERE datname = 'giaouoc'") == "giaouoc\n"
		})
		hosts = append(hosts, m.address+":5432")
	}
	r.dsn = "postgres://giaouoc:mat-khau-thu@" + strings.Join(hosts, ",") + "/giaouoc?sslmode=disable&target_session_attrs=read-write"
	for i := range 2 {
		n := &node{room: r, data: filepath.Join(dir, "may-"+strconv.Itoa(i+1))}
		if i > 0 {
			copyOwn(t, filepath.Join(r.nodes[0].data, "khoa"), filepath.Join(n.data, "khoa"))
		}
		n.start()
		r.nodes = append(r.nodes, n)
	}
	t.Logf("two servers after %.1f s", time.Since(began).Seconds())
	r.begin()
	return r
}
