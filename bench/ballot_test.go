package bench

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	audit "giaouoc/internal/verify/ballot"
	"giaouoc/internal/web"
)

// polls is a server that holds votes; both holders have folders on its machine.
type polls struct {
	b       *testing.B
	d       *db.DB
	ring    *key.Ring
	server  *web.Server
	holders []holder.Signer
}

var pollLead = db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "y"}}}

func newPolls(b *testing.B) *polls {
	b.Helper()
	ring, err := key.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	p := &polls{b: b, d: dbtest.OpenSQLite(b), ring: ring}
	dbtest.SetDay(p.d, 2026, time.March, 20)
	for _, name := range []string{"Một", "Hai"} {
		folder, err := holder.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		p.holders = append(p.holders, holder.Near{Called: name, Folder: folder})
	}
	site, err := url.Parse("https://vidu.example.vn")
	if err != nil {
		b.Fatal(err)
	}
	p.server = web.New(web.Config{DB: p.d, Keys: ring, Site: site, Holders: p.holders, Log: slog.New(slog.DiscardHandler), Paces: web.UsualPaces})
	return p
}

// open opens a vote of yes and no on so many candidates.
func (p *polls) open(voters, candidates int) (*ballot.Opened, []*voter.Browser) {
	p.b.Helper()
	id := make([]byte, 16)
	rand.Read(id)
	m := ballot.Motion{
		ID: fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]), Kind: ballot.YesNo, Seats: 1,
		Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainNever, Form: ballot.Board,
	}
	for i := range candidates {
		m.Candidates = append(m.Candidates, ballot.Candidate{ID: fmt.Sprintf("u%02d", i), Name: fmt.Sprintf("Đơn vị %d", i)})
	}
	all, _ := ballottest.Fill(&m, voters)
	m.Until = "2026-03-20T23:00:00Z"
	for _, h := range p.holders {
		public, err := h.Key(p.b.Context(), m.ID)
		if err != nil {
			p.b.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: h.Name(), Key: public})
	}
	var o *ballot.Opened
	dbtest.Update(p.b, p.d, pollLead, func(tx *db.Tx) (err error) {
		o, err = ballot.Begin(tx, p.ring, access.Scope{Cluster: "c", Year: "y"}, m)
		return err
	})
	return o, all
}

func (p *polls) send(o *ballot.Opened, where string, body any) ([]byte, error) {
	content, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	status, answer := posted(p.server, "/cum/c/2026/bo-phieu/"+o.ID+where, content)
	if status != 200 {
		return nil, fmt.Errorf("%s: %d %s", where, status, answer)
	}
	return answer, nil
}

type tokenAsk struct {
	ballot.ProvedCheckOff
	Blinded [2][]byte `json:"blinded"`
}

// vote takes a voter's token and casts the paper; spent is the server's part alone.
func (p *polls) vote(o *ballot.Opened, v *voter.Browser, ask ballot.Ask) (spent time.Duration, err error) {
	begun := time.Now()
	answer, err := p.send(o, "/the", tokenAsk{ask.CheckOff, ask.Blinded})
	spent = time.Since(begun)
	if err != nil {
		return spent, err
	}
	var signed struct{ Signatures [][]byte }
	if err := json.Unmarshal(answer, &signed); err != nil {
		return spent, err
	}
	if err := v.Receive(signed.Signatures); err != nil {
		return spent, err
	}
	choice := make([]string, len(o.Candidates))
	for i := range choice {
		choice[i] = ballot.Yes
	}
	paper := v.Paper(o, choice...)
	begun = time.Now()
	_, err = p.send(o, "/phieu", paper)
	return spent + time.Since(begun), err
}

func (p *polls) close(o *ballot.Opened) (file string, spent time.Duration) {
	p.b.Helper()
	begun := time.Now()
	dbtest.Update(p.b, p.d, pollLead, func(tx *db.Tx) error {
		_, err := ballot.End(tx, o.ID, 1, nil)
		return err
	})
	spent = time.Since(begun)
	dbtest.Update(p.b, p.d, db.Actor{}, func(tx *db.Tx) (err error) {
		file, err = ballot.PublicFile(tx, o.ID, func(_ *db.Tx, text string) (ballot.Published, error) { return ballot.Published{Text: text}, nil })
		return err
	})
	return file, spent
}

// A cluster of 30 votes on 20 candidates: the server's time for the token and the paper
// of one voter, under 100 ms; then the count and the whole check of the file, together
// under 1 s. In "apart" each candidate is a secret ballot of its own, so that a voter
// has twenty tokens and papers.
func BenchmarkBallot(b *testing.B) {
	for _, apart := range []bool{false, true} {
		name, votes, candidates := "one paper", 1, 20
		if apart {
			name, votes, candidates = "apart", 20, 1
		}
		b.Run(name, func(b *testing.B) {
			p := newPolls(b)
			var times, counts, checks []time.Duration
			for b.Loop() {
				spent := make([]time.Duration, 30)
				var count, check time.Duration
				for range votes {
					o, voters := p.open(30, candidates)
					for i, v := range voters {
						took, err := p.vote(o, v, v.Ask(o))
						if err != nil {
							b.Fatal(err)
						}
						spent[i] += took
					}
					file, took := p.close(o)
					count += took
					begun := time.Now()
					if _, err := audit.Check([]byte(file), audit.Terms{}); err != nil {
						b.Fatal(err)
					}
					check += time.Since(begun)
				}
				times, counts, checks = append(times, spent...), append(counts, count), append(checks, check)
			}
			b.ReportMetric(median(times)/1000, "ms/voter")
			b.ReportMetric(median(counts)/1000, "ms/count")
			b.ReportMetric(median(checks)/1000, "ms/check")
		})
	}
}

// 500 voters vote at once: under one minute until the last receipt.
func BenchmarkBallotAtOnce(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p := newPolls(b)
		o, voters := p.open(500, 20)
		asks := make([]ballot.Ask, len(voters))
		for i, v := range voters {
			asks[i] = v.Ask(o)
		}
		b.StartTimer()
		var wait sync.WaitGroup
		for i, v := range voters {
			wait.Go(func() {
				if _, err := p.vote(o, v, asks[i]); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
		b.StopTimer()
		file, count := p.close(o)
		begun := time.Now()
		if r, err := audit.Check([]byte(file), audit.Terms{}); err != nil || r.Tokens != len(voters) {
			b.Fatal(r, err)
		}
		b.ReportMetric(count.Seconds()*1000, "ms/count")
		b.ReportMetric(time.Since(begun).Seconds()*1000, "ms/check")
		b.StartTimer()
	}
}

// The reference: the two blind signatures of one token, and nothing else.
func BenchmarkBallotReference(b *testing.B) {
	blinded := make([]byte, 256)
	rand.Read(blinded[1:])
	keys := ballottest.Keys()
	for b.Loop() {
		for _, k := range keys {
			if _, err := k.Sign(blinded); err != nil {
				b.Fatal(err)
			}
		}
	}
}
