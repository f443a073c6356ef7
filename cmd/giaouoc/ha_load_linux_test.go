package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// haLoad is officers who write through both servers without a pause, and what they were told.
type haLoad struct {
	mu           sync.Mutex
	acknowledged []string // ids of what was said to be done
	refused      []string // … not to be written
	unsure       []string // … not to be known
	broken       []string // what was said instead of an answer
	at           []time.Time
	read, unread atomic.Int64 // public pages
	away         atomic.Bool
	all          sync.WaitGroup
}

const haWriters = 4

// begin has officers sign in on one server and write through both.
func (r *room) begin() {
	r.t.Helper()
	r.web = &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{MaxIdleConnsPerHost: 20},
	}
	r.load = &haLoad{}
	tokens := make([]string, haWriters)
	r.within(func(d *db.DB) error {
		return dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			for i := range tokens {
				_, tokens[i], err = account.Invite(tx, account.New{Login: officer(i), Name: "Cán bộ thử " + strconv.Itoa(i+1)},
					[]account.Grant{{Role: access.StandingOffice, ScopeKind: access.ScopeAll, FromDay: vn.DateOf(tx.Now)}}, account.Handing{})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	for i := range haWriters {
		client := r.signIn(i, tokens[i])
		r.load.all.Go(func() { r.writes(client, i) })
	}
	for _, n := range r.nodes {
		r.load.all.Go(func() { r.reads(n) })
		r.load.all.Go(func() { r.asksReadiness(n) })
	}
	r.t.Cleanup(r.load.stop)
	until(r.t, func() bool { time.Sleep(20 * time.Millisecond); return r.load.count() > 40 })
}

func officer(i int) string { return "can.bo." + strconv.Itoa(i+1) }

// within does something in the database, through the servers that lead.
func (r *room) within(do func(d *db.DB) error) {
	r.t.Helper()
	d, err := db.Open(r.t.Context(), r.dsn)
	if err != nil {
		r.t.Fatal(err)
	}
	defer d.Close()
	if err := do(d); err != nil {
		r.t.Fatal(err)
	}
}

// signIn takes an invitation up on the first server; the session holds on both.
func (r *room) signIn(i int, token string) *http.Client {
	r.t.Helper()
	client := *r.web
	client.Jar, _ = cookiejar.New(nil)
	const password = "con mèo trèo cây cau"
	first := r.nodes[0].address
	for _, f := range []struct {
		path   string
		values url.Values
	}{
		{"/loi-moi/" + token, url.Values{"new_password": {password}, "again": {password}}},
		{"/dang-nhap", url.Values{"login": {officer(i)}, "password": {password}}},
	} {
		res, err := client.PostForm(first+f.path, f.values)
		if err != nil {
			r.t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusSeeOther {
			r.t.Fatalf("%s: %d", f.path, res.StatusCode)
		}
	}
	from, _ := url.Parse(first)
	to, _ := url.Parse(r.nodes[1].address)
	client.Jar.SetCookies(to, client.Jar.Cookies(from))
	for _, n := range r.nodes {
		if status, _, err := ask(&client, n.address+"/sap-xep"); status != http.StatusOK || err != nil {
			r.t.Fatalf("signed in, on %s: %d, %v", n.address, status, err)
		}
	}
	return &client
}

// writes makes clusters until the end, each told apart by its id. What was not done
// is not sent again: at the end it is looked for.
func (r *room) writes(client *http.Client, number int) {
	l := r.load
	for n := 0; !l.away.Load(); n++ {
		id := db.NewID()
		form := url.Values{"id": {id}, "name": {fmt.Sprintf("Khối thử %d lần %d", number, n)}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}}
		res, err := client.PostForm(r.nodes[(number+n)%len(r.nodes)].address+"/sap-xep", form)
		status := 0
		if err == nil {
			status = res.StatusCode
			res.Body.Close()
		}
		l.mu.Lock()
		switch status {
		case http.StatusSeeOther:
			l.acknowledged, l.at = append(l.acknowledged, id), append(l.at, time.Now())
		case http.StatusServiceUnavailable:
			l.refused = append(l.refused, id)
			if res.Header.Get("Retry-After") == "" {
				l.broken = append(l.broken, "503 without Retry-After")
			}
		case http.StatusGatewayTimeout:
			l.unsure = append(l.unsure, id)
		default:
			l.broken = append(l.broken, fmt.Sprint(status, " ", err))
		}
		l.mu.Unlock()
		time.Sleep(130 * time.Millisecond)
	}
}

// reads opens a public page again and again.
func (r *room) reads(n *node) {
	for !r.load.away.Load() {
		if status, _, err := ask(r.web, n.address+"/"); err == nil && status == http.StatusOK {
			r.load.read.Add(1)
		} else {
			r.load.unread.Add(1)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (r *room) asksReadiness(n *node) {
	for !r.load.away.Load() {
		if status, _, err := ask(r.web, n.address+readyAddress); err == nil && status == http.StatusServiceUnavailable {
			r.unready.Add(1)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

const readyAddress = "/san-sang"

func (l *haLoad) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.at)
}

// since is the longest time without an acknowledged write since a moment, and what
// else was answered in all.
func (l *haLoad) since(moment time.Time) (gap time.Duration, counts string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.SortedFunc(slices.Values(l.at), time.Time.Compare)
	for i := 1; i < len(at); i++ {
		if at[i].After(moment) {
			gap = max(gap, at[i].Sub(at[i-1]))
		}
	}
	return gap, fmt.Sprintf("in all %d acknowledged, %d told that nothing was written, %d unsure, %d broken; %d pages read, %d not",
		len(l.acknowledged), len(l.refused), len(l.unsure), len(l.broken), l.read.Load(), l.unread.Load())
}

func (l *haLoad) stop() {
	l.away.Store(true)
	l.all.Wait()
}

// clusters are the ids of what there is.
func (r *room) clusters() map[string]bool {
	r.t.Helper()
	there := map[string]bool{}
	r.within(func(d *db.DB) error {
		return d.View(r.t.Context(), func(tx *db.Tx) error {
			list, err := cluster.List(tx)
			for _, c := range list {
				there[c.ID] = true
			}
			return err
		})
	})
	return there
}
