package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	audit "giaouoc/internal/verify/ballot"
	"giaouoc/internal/web"
)

// votes is a secret ballot that runs on a site, with its voters.
type votes struct {
	t      *testing.T
	d      *db.DB
	ring   *key.Ring
	scope  access.Scope
	o      *ballot.Opened
	voters []*voter.Browser
	path   string
}

// openVotes opens a vote of a year, whose holders are given.
func openVotes(t *testing.T, d *db.DB, ring *key.Ring, slug string, year int, holders []holder.Signer, m ballot.Motion) *votes {
	t.Helper()
	v := &votes{t: t, d: d, ring: ring}
	v.voters, _ = ballottest.Fill(&m, 3)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.BySlug(tx, slug)
		if err != nil {
			return err
		}
		y, err := cycle.Find(tx, c.ID, year)
		if err != nil {
			return err
		}
		v.scope, v.path = y.Scope(), fmt.Sprintf("/cum/%s/%d/bo-phieu", slug, year)
		m.Cluster, m.Year, m.Until = c.ID, year, tx.Now.Add(time.Hour).UTC().Truncate(time.Second).Format(time.RFC3339)
		for i, h := range holders {
			k, err := h.Key(context.Background(), m.ID)
			if err != nil {
				return err
			}
			m.Holders = append(m.Holders, ballot.Holder{Name: h.Name(), Key: k})
			if i == 0 && !h.Here() {
				t.Error("a folder of this machine is said to be elsewhere")
			}
		}
		tx.Actor = v.lead()
		v.o, err = ballot.Begin(tx, ring, v.scope, m)
		return err
	})
	return v
}

func (v *votes) lead() db.Actor {
	return db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: v.scope.Year}}}
}

func (v *votes) end() {
	v.t.Helper()
	dbtest.Update(v.t, v.d, v.lead(), func(tx *db.Tx) error {
		_, err := ballot.End(tx, v.o.ID, 1, nil)
		return err
	})
}

// near are two holders with folders on this machine.
func near(t *testing.T) (list []holder.Signer, dirs []string) {
	t.Helper()
	for _, name := range []string{"Cơ quan thường trực", "Cụm trưởng"} {
		dir := t.TempDir()
		h, err := holder.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		list, dirs = append(list, holder.Near{Called: name, Folder: h}), append(dirs, dir)
	}
	return list, dirs
}

var twoNames = ballot.Motion{
	Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}, {ID: "u2", Name: "Đơn vị 2"}}, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board,
}

// voting is a site on which a vote runs, noting every request.
func voting(t *testing.T, change func(*web.Config)) (*site, *votes, []string) {
	t.Helper()
	holders, dirs := near(t)
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *web.Config) {
		verbose(c)
		c.Keys, c.Holders = ring, holders
		if change != nil {
			change(c)
		}
	}).start()
	return s, openVotes(t, s.db, ring, "nam-thanh-pho", 2026, holders, twoNames), dirs
}

// post sends what a voter's browser sends.
func (v *votes) post(p *person, page string, sent any, header ...string) (*http.Response, string) {
	v.t.Helper()
	content, err := json.Marshal(sent)
	if err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, p.site.URL+v.path+"/"+v.o.ID+page, bytes.NewReader(content))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := p.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(res.Body); err != nil {
		v.t.Fatal(err)
	}
	return res, answer.String()
}

type tokenAsked struct {
	ballot.ProvedCheckOff
	Blinded [2][]byte `json:"blinded"`
}

// take asks for a token and gives the signatures to the voter's browser.
func (v *votes) take(p *person, ask ballot.Ask) (status int, said string, signatures [][]byte) {
	v.t.Helper()
	res, answer := v.post(p, "/the", tokenAsked{ask.CheckOff, ask.Blinded})
	var got struct {
		Signatures [][]byte
		Error      string
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		v.t.Fatalf("%d: %s", res.StatusCode, answer)
	}
	return res.StatusCode, got.Error, got.Signatures
}

// A whole vote over HTTP. Nothing of what a voter's browser sends is in the log, even
// where every request is noted; it neither uses nor gets a session, although the
// browser has one.
func TestVotersRequestsLeaveNoTrace(t *testing.T) {
	var later atomic.Int64
	s, v, _ := voting(t, func(c *web.Config) { c.Clock = func() time.Time { return time.Now().Add(time.Duration(later.Load())) } })
	p := s.as("thuong-truc")
	sessions := func() (all []string) {
		text, err := dbtest.Dump(s.db)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "session ") || strings.HasPrefix(line, "account_session ") || strings.HasPrefix(line, "record_entry ") {
				all = append(all, line)
			}
		}
		return all
	}
	before, seen := s.log.String(), fmt.Sprint(sessions())
	if !strings.Contains(before, "path=/vai/thuong-truc") {
		t.Fatal("the site does not note requests")
	}
	later.Store(int64(10 * time.Minute)) // a use of the session would be noted
	for i, b := range v.voters {
		ask := b.Ask(v.o)
		status, said, signatures := v.take(p, ask)
		if status != http.StatusOK {
			t.Fatalf("token: %d %s", status, said)
		}
		if _, _, again := v.take(p, ask); !bytes.Equal(again[0], signatures[0]) || !bytes.Equal(again[1], signatures[1]) {
			t.Error("asked again, the answer is another")
		}
		if err := b.Receive(signatures); err != nil {
			t.Fatal(err)
		}
		cast := b.Paper(v.o, ballot.Yes, []string{ballot.No, ballot.Yes, ballot.Blank}[i])
		for range 2 {
			res, receipt := v.post(p, "/phieu", cast)
			if res.StatusCode != http.StatusOK || !strings.HasPrefix(receipt, `{"format":"bo-phieu-bien-nhan/1"`) {
				t.Fatalf("cast: %d %s", res.StatusCode, receipt)
			}
			if len(res.Cookies()) > 0 || res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("headers: %v", res.Header)
			}
		}
	}
	for what, c := range map[string]struct {
		page   string
		sent   any
		header []string
		status int
	}{
		"a second token":         {"/the", tokenAsked{v.voters[0].Ask(v.o).CheckOff, v.voters[0].Ask(v.o).Blinded}, nil, http.StatusUnprocessableEntity},
		"no JSON of ours":        {"/the", "?", nil, http.StatusUnprocessableEntity},
		"a paper of nobody":      {"/phieu", (&voter.Browser{Token: voter.NewKey()}).Paper(v.o, ballot.Yes, ballot.Yes), nil, http.StatusForbidden},
		"sent by another site":   {"/phieu", "?", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"more than a paper is":   {"/phieu", strings.Repeat("x", 300<<10), nil, http.StatusRequestEntityTooLarge},
		"a form instead of JSON": {"/phieu", map[string]int{"paper": 1}, nil, http.StatusUnprocessableEntity},
	} {
		res, answer := v.post(p, c.page, c.sent, c.header...)
		var said struct{ Error string }
		if err := json.Unmarshal([]byte(answer), &said); err != nil || said.Error == "" || res.StatusCode != c.status {
			t.Errorf("%s: %d %s, want %d and a sentence", what, res.StatusCode, answer, c.status)
		}
	}
	if after := s.log.String(); after != before {
		t.Errorf("the log says of voters: %s", strings.TrimPrefix(after, before))
	}
	if now := fmt.Sprint(sessions()); now != seen {
		t.Errorf("sessions before %s, after %s", seen, now)
	}
	if p.get(v.path); s.log.String() == before || fmt.Sprint(sessions()) == seen {
		t.Error("a page leaves no trace either: this test sees nothing")
	}
}

// A holder that is away costs nobody a vote: the voter asks again once it is back,
// and gets the token of the same check-off.
func TestAHolderThatIsAwayLosesNoVote(t *testing.T) {
	s, v, dirs := voting(t, nil)
	p, ask := s.person(), v.voters[0].Ask(v.o)
	if err := os.Rename(dirs[1], dirs[1]+"-xa"); err != nil {
		t.Fatal(err)
	}
	if status, said, _ := v.take(p, ask); status != http.StatusServiceUnavailable || !strings.Contains(said, "người giữ khóa «Cụm trưởng»") {
		t.Errorf("a holder is away: %d %q", status, said)
	}
	if err := os.RemoveAll(dirs[1]); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dirs[1]+"-xa", dirs[1]); err != nil {
		t.Fatal(err)
	}
	status, said, signatures := v.take(p, ask)
	if status != http.StatusOK {
		t.Fatalf("the holder is back: %d %q", status, said)
	}
	if err := v.voters[0].Receive(signatures); err != nil {
		t.Fatal(err)
	}
	if res, answer := v.post(p, "/phieu", v.voters[0].Paper(v.o, ballot.Yes, ballot.No)); res.StatusCode != http.StatusOK {
		t.Errorf("cast: %d %s", res.StatusCode, answer)
	}
}

// The file is refused before the close and right after it; the page shows who took a
// paper at once, and what the papers say only then.
func TestThePublicPageOfAVote(t *testing.T) {
	s, v, _ := voting(t, nil)
	p := s.person()
	for _, b := range v.voters {
		_, _, signatures := v.take(p, b.Ask(v.o))
		if err := b.Receive(signatures); err != nil {
			t.Fatal(err)
		}
		if res, answer := v.post(p, "/phieu", b.Paper(v.o, ballot.Yes, ballot.No)); res.StatusCode != http.StatusOK {
			t.Fatalf("cast: %d %s", res.StatusCode, answer)
		}
	}
	page := v.path + "/" + v.o.ID
	res, body := p.get(page)
	if said := words(body); res.StatusCode != http.StatusOK || !strings.Contains(said, "đã nhận phiếu điện tử: 3") || strings.Contains(said, "Các lá phiếu") || !strings.Contains(said, "khóa nằm trên máy chủ này") {
		t.Errorf("while it runs: %d %s", res.StatusCode, said)
	}
	if res, body := p.get(page + ".json"); res.StatusCode != http.StatusNotFound || !strings.Contains(words(body), "chưa đóng") {
		t.Errorf("the file while it runs: %d", res.StatusCode)
	}
	if res, text := p.get(page + "/noi-dung.json"); res.StatusCode != http.StatusOK || text != v.o.Text {
		t.Errorf("the motion: %d %s", res.StatusCode, text)
	}
	v.end()
	if _, body := p.get(page); !strings.Contains(words(body), "Được chọn: Đơn vị 1.") || !strings.Contains(words(body), "Đơn vị 1: tán thành; Đơn vị 2: không tán thành") {
		t.Errorf("after the close: %s", words(body))
	}
	res, file := p.get(page + ".json")
	if r, err := audit.Check([]byte(file), audit.Terms{}); err != nil || r.Tokens != 3 || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %v %v %v", r, err, res.Header)
	}
	for path, want := range map[string]string{"/cum/nam-thanh-pho/2026": "1 nội dung đã bỏ phiếu", v.path: "Đã đóng"} {
		if _, body := p.get(path); !strings.Contains(words(body), want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	if res, _ := p.get("/cum/nam-thanh-pho/2024/bo-phieu/" + v.o.ID); res.StatusCode != http.StatusNotFound {
		t.Errorf("the vote of another year: %d", res.StatusCode)
	}
}

// A hall behind one address may vote at once; a flood is held back with a sentence.
func TestAHallBehindOneAddressVotes(t *testing.T) {
	holders, _ := near(t)
	ring, err := key.Open(filepath.Join(t.TempDir(), "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *web.Config) {
		c.Keys, c.Holders, c.Paces = ring, holders, web.Paces{Address: web.Pace{Burst: 10, Second: 0.001}}
	})
	v := openVotes(t, s.db, ring, "nam-thanh-pho", 2026, holders, twoNames)
	ask := func(method, path string) int {
		r := httptest.NewRequest(method, path, strings.NewReader(url.Values{}.Encode()))
		r.RemoteAddr = "203.0.113.9:4711"
		w := httptest.NewRecorder()
		s.Config.Handler.ServeHTTP(w, r)
		return w.Code
	}
	for i := range 50 {
		if got := ask(http.MethodPost, v.path+"/"+v.o.ID+"/phieu"); got != http.StatusUnprocessableEntity {
			t.Fatalf("request %d of the hall: %d", i+1, got)
		}
	}
	if got := ask(http.MethodPost, v.path+"/"+v.o.ID+"/phieu"); got != http.StatusTooManyRequests {
		t.Errorf("a flood: %d", got)
	}
	if got := ask(http.MethodGet, v.path); got != http.StatusOK {
		t.Errorf("a page, after the flood: %d", got)
	}
}
