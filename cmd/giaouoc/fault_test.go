package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// The tests of files fault_*_test.go keep officers writing while something breaks.
// GIAOUOC_TEST_FAULTS says how many times as much as in the short form is broken:
// make faults.
func rounds(short int) int {
	n, err := strconv.Atoi(os.Getenv("GIAOUOC_TEST_FAULTS"))
	if err != nil || n < 1 {
		n = 1
	}
	return n * short
}

// answer is what an officer was told.
type answer struct {
	status int
	body   string
}

// officers are signed in and make clusters, one after the other, whatever happens to
// the server: who is not answered, or refused, goes on with the next.
type officers struct {
	t       *testing.T
	address atomic.Pointer[string]
	stop    atomic.Bool
	all     sync.WaitGroup

	mutex   sync.Mutex
	tried   map[string]bool // names
	done    []string        // names that were answered as done
	refused []answer        // what was answered otherwise, newest last
	cut     int             // without an answer
}

// begin has n officers write at an address.
func begin(t *testing.T, address string, n int) *officers {
	o := &officers{t: t, tried: map[string]bool{}}
	o.move(address)
	for i := range n {
		o.all.Go(func() { o.work(i) })
	}
	t.Cleanup(o.end)
	return o
}

// move tells the officers where the server is now.
func (o *officers) move(address string) { o.address.Store(&address) }

// end lets them finish what they are at.
func (o *officers) end() {
	o.stop.Store(true)
	o.all.Wait()
}

func (o *officers) work(number int) {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	in := ""
	for i := 0; !o.stop.Load(); i++ {
		at := *o.address.Load()
		if in != at {
			if got, err := send(client, at+"/vai/thuong-truc", nil); err != nil || got.status != http.StatusOK {
				o.note("", got, err)
				time.Sleep(50 * time.Millisecond)
				continue
			}
			in = at
		}
		name := fmt.Sprintf("Khối thử %d lần %d", number, i)
		o.mutex.Lock()
		o.tried[name] = true
		o.mutex.Unlock()
		got, err := send(client, at+"/sap-xep", url.Values{"id": {db.NewID()}, "name": {name}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}})
		if o.note(name, got, err); err != nil || got.status != http.StatusOK {
			if got.status == http.StatusForbidden || got.status == http.StatusNotFound {
				in = "" // the session is over
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// note keeps what was answered to an act, or to signing in when name is empty.
func (o *officers) note(name string, got answer, err error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	switch {
	case err != nil:
		o.cut++
	case got.status != http.StatusOK:
		o.refused = append(o.refused, got)
	case name != "":
		o.done = append(o.done, name)
	}
}

// send sends a form and follows where it leads.
func send(client *http.Client, address string, form url.Values) (answer, error) {
	res, err := client.PostForm(address, form)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, string(body)}, err
}

// counts are how many acts were answered as done, refused, and not answered.
func (o *officers) counts() (done, refused, cut int) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return len(o.done), len(o.refused), o.cut
}

// write waits until n more acts are answered as done.
func (o *officers) write(n int) {
	o.t.Helper()
	before, _, _ := o.counts()
	end := time.Now().Add(time.Minute)
	for {
		done, refused, cut := o.counts()
		if done >= before+n {
			return
		}
		if time.Now().After(end) {
			o.t.Fatalf("nothing is written any more: %d done, %d refused, %d without an answer; last %s", done, refused, cut, o.last())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// last is the newest refusal.
func (o *officers) last() (page string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if len(o.refused) == 0 {
		return ""
	}
	a := o.refused[len(o.refused)-1]
	return fmt.Sprint(a.status, " ", a.body)
}

// refusal waits for a refusal that is newer than the first so many.
func (o *officers) refusal(after int) answer {
	o.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		o.mutex.Lock()
		if len(o.refused) > after {
			defer o.mutex.Unlock()
			return o.refused[len(o.refused)-1]
		}
		o.mutex.Unlock()
	}
	o.t.Fatal("nothing was refused")
	return answer{}
}

// kept checks a stopped installation: what was answered as done is there once, what is
// there was asked for, each with its entry in the record, and the record is whole.
func (o *officers) kept(w where) {
	o.t.Helper()
	o.end()
	d, err := db.Open(o.t.Context(), w.dsn())
	if err != nil {
		o.t.Fatal(err)
	}
	defer d.Close()
	there, torn := map[string]int{}, 0
	err = d.View(o.t.Context(), func(tx *db.Tx) error {
		list, err := cluster.List(tx)
		for _, c := range list {
			there[c.Name]++
			if !strings.HasPrefix(c.Name, "Khối thử ") {
				continue
			}
			if entries, err := record.PublicHistory(tx, record.Object{Kind: "cluster", ID: c.ID}, 10); err != nil || len(entries) != 1 || !o.tried[c.Name] {
				torn++
			}
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	lost, twice := 0, 0
	for _, name := range o.done {
		if there[name] == 0 {
			lost++
		}
	}
	for _, n := range there {
		if n > 1 {
			twice++
		}
	}
	if lost+twice+torn > 0 || len(o.done) == 0 {
		o.t.Errorf("of %d acknowledged acts %d are lost, %d stand twice, %d are torn", len(o.done), lost, twice, torn)
	}
	if text, ok := said(w.args("check")...); !ok || !strings.Contains(text, "Nhật ký nguyên vẹn") {
		o.t.Errorf("check: %s", text)
	}
	o.t.Logf("%d acknowledged, %d refused, %d without an answer, %d tried: none lost", len(o.done), len(o.refused), o.cut, len(o.tried))
}

// The server is killed at any moment, again and again, while officers write.
func TestKilledAgainAndAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		w := empty()
		address, kill := start(t, w, "demo")
		o := begin(t, address, 4)
		for range rounds(4) {
			o.write(1)
			time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
			kill()
			address, kill = start(t, w, "demo")
			o.move(address)
		}
		o.write(10)
		kill()
		o.kept(w)
	})
}

// Two programs do not serve one SQLite file; the second says so and changes nothing,
// and after the first is killed another may.
func TestTwoProgramsOnOneFile(t *testing.T) {
	w := where{data: t.TempDir()}
	address, kill := start(t, w, "serve")
	if text, ok := said(w.args("serve", "--addr", "127.0.0.1:0")...); ok || !strings.Contains(text, "Đang có một chương trình phục vụ cơ sở dữ liệu") {
		t.Errorf("a second program: %s", text)
	}
	if status, word, err := ask(http.DefaultClient, address+"/san-sang"); err != nil || status != http.StatusOK {
		t.Errorf("the first one afterwards: %d %s, %v", status, word, err)
	}
	if text, ok := said(w.args("check")...); !ok {
		t.Errorf("a command beside the server: %s", text)
	}
	kill()
	_, kill = start(t, w, "serve")
	kill()
}
