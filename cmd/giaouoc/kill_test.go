package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	audit "giaouoc/internal/verify/ballot"
)

// killedHouse is an installation that holds a vote and is killed again and again.
type killedHouse struct {
	t       *testing.T
	where   where
	holders [2]string // their folders
	vote    *ballot.Opened
	voters  []*voter.Browser

	mutex   sync.Mutex
	address string
	kill    func()
}

var returning = db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "y"}}}

// within does something in the installation's database while no process serves it.
func (k *killedHouse) within(do func(tx *db.Tx, ring *key.Ring) error) {
	k.t.Helper()
	p := place{Data: k.where.data, DB: k.where.db}
	d, err := p.open(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	defer d.Close()
	ring, err := key.Open(p.keysDir())
	if err != nil {
		k.t.Fatal(err)
	}
	err = d.Update(k.t.Context(), func(tx *db.Tx) error {
		tx.Actor = returning
		return do(tx, ring)
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// begin opens a vote with n voters under the keys of two folders.
func (k *killedHouse) begin(n int) {
	k.t.Helper()
	m := ballot.Motion{
		ID: oneVote, Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}, {ID: "u2", Name: "Đơn vị 2"}}, Seats: 1,
		Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board,
	}
	k.voters, _ = ballottest.Fill(&m, n)
	m.Until = time.Now().Add(time.Hour).UTC().Truncate(time.Second).Format(time.RFC3339)
	for i, name := range []string{"Ban kiểm phiếu", "Cơ quan thường trực"} {
		h, err := holder.Open(k.holders[i])
		if err != nil {
			k.t.Fatal(err)
		}
		key, err := h.Key(m.ID)
		if err != nil {
			k.t.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: name, Key: key})
	}
	k.within(func(tx *db.Tx, ring *key.Ring) (err error) {
		k.vote, err = ballot.Begin(tx, ring, access.Scope{Cluster: "c", Year: "y"}, m)
		return err
	})
}

// start serves the installation in a process of its own.
func (k *killedHouse) start() {
	k.t.Helper()
	address, kill := start(k.t, k.where, "serve", "--holder", "Ban kiểm phiếu="+k.holders[0], "--holder", "Cơ quan thường trực="+k.holders[1])
	k.mutex.Lock()
	k.address, k.kill = address, kill
	k.mutex.Unlock()
}

// send asks until there is an answer: who is killed in the middle is asked again.
func (k *killedHouse) send(where string, body, answer any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	for range 200 {
		k.mutex.Lock()
		address := k.address
		k.mutex.Unlock()
		reply, err := http.Post(address+"/cum/c/2026/bo-phieu/"+oneVote+where, "application/json", bytes.NewReader(content))
		if err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		text, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		switch {
		case err != nil || reply.StatusCode >= http.StatusInternalServerError:
			time.Sleep(50 * time.Millisecond)
		case reply.StatusCode != http.StatusOK:
			return fmt.Errorf("%s: %d %s", where, reply.StatusCode, text)
		default:
			if into, ok := answer.(*string); ok {
				*into = string(text)
				return nil
			}
			return json.Unmarshal(text, answer)
		}
	}
	return fmt.Errorf("%s: no answer", where)
}

// votes takes a voter through token, paper and, for some, a second paper; the answer
// are the receipts of the papers, the last one's last.
func (k *killedHouse) votes(b *voter.Browser, again bool) (receipts []string, err error) {
	ask := b.Ask(k.vote)
	var signed struct {
		Signatures [][]byte `json:"signatures"`
	}
	if err := k.send("/the", struct {
		ballot.ProvedCheckOff
		Blinded [2][]byte `json:"blinded"`
	}{ask.CheckOff, ask.Blinded}, &signed); err != nil {
		return nil, err
	}
	if err := b.Receive(signed.Signatures); err != nil {
		return nil, err
	}
	papers := []string{ballot.No}
	if again {
		papers = append(papers, ballot.Yes)
	}
	for _, choice := range papers {
		var receipt string
		if err := k.send("/phieu", b.Paper(k.vote, choice, ballot.Blank), &receipt); err != nil {
			return receipts, err
		}
		receipts = append(receipts, receipt)
	}
	return receipts, nil
}

// The server is killed at any moment of an election, many times, while its voters
// vote and send again what was not answered. Every paper whose receipt came is in the
// box once, there is no other, and a checker from outside agrees.
func TestAServerKilledInTheMiddleOfAVote(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		k := &killedHouse{t: t, where: empty(), holders: [2]string{t.TempDir(), t.TempDir()}}
		const voters = 24
		k.begin(voters)
		k.start()
		receipts := make([][]string, voters)
		var wait sync.WaitGroup
		var left atomic.Int64
		left.Store(voters)
		for i, b := range k.voters {
			wait.Go(func() {
				defer left.Add(-1)
				time.Sleep(time.Duration(rand.IntN(2500)) * time.Millisecond)
				var err error
				if receipts[i], err = k.votes(b, i%3 == 0); err != nil {
					t.Errorf("voter %d: %v", i, err)
				}
			})
		}
		kills := 0
		for ; kills < 8 && left.Load() > 0; kills++ {
			time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
			k.kill()
			k.start()
		}
		wait.Wait()
		k.kill()
		if kills < 3 {
			t.Errorf("killed %d times only", kills)
		}
		var file string
		k.within(func(tx *db.Tx, _ *key.Ring) error {
			if _, err := ballot.End(tx, oneVote, 1, nil); err != nil {
				return err
			}
			var err error
			file, err = ballot.PublicFile(tx, oneVote, func(_ *db.Tx, text string) (ballot.Published, error) { return ballot.Published{Text: text}, nil })
			return err
		})
		acknowledged := 0
		for i, list := range receipts {
			acknowledged += len(list)
			for j, receipt := range list {
				found, err := audit.Check([]byte(file), audit.Terms{Receipt: []byte(receipt)})
				want := "được tính"
				if j < len(list)-1 {
					want = "bỏ lại sau thay"
				}
				if err != nil || found.Tokens != voters || !strings.Contains(found.Receipt, want) {
					t.Errorf("voter %d, paper %d: %v, %v", i, j+1, found, err)
				}
			}
		}
		var f ballot.File
		if err := json.Unmarshal([]byte(file), &f); err != nil || len(f.Box) != acknowledged || len(f.CheckOffs) != voters {
			t.Errorf("%d papers in the box and %d receipts, %d check-offs of %d voters, %v", len(f.Box), acknowledged, len(f.CheckOffs), voters, err)
		}
		t.Logf("killed %d times; %d papers", kills, acknowledged)
	})
}
