package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

// election is a secret ballot that is open.
type election struct {
	vote   *ballot.Opened
	voters []*voter.Browser
}

// elect opens a secret ballot for n voters.
func elect(t *testing.T, p place, d *db.DB, ring *key.Ring, n int) election {
	t.Helper()
	m := ballot.Motion{
		Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}, {ID: "u2", Name: "Đơn vị 2"}}, Seats: 1,
		Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board,
	}
	var e election
	e.voters, _ = ballottest.Fill(&m, n)
	m.Until = time.Now().Add(2 * time.Hour).UTC().Truncate(time.Second).Format(time.RFC3339)
	for _, h := range p.holders(t) {
		public, err := h.Key(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: h.Name(), Key: public})
	}
	lead := db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "y"}}}
	dbtest.Update(t, d, lead, func(tx *db.Tx) (err error) {
		e.vote, err = ballot.Begin(tx, ring, access.Scope{Cluster: "c", Year: "y"}, m)
		return err
	})
	return e
}

// hold has the voters take their tokens and send their papers, spread over the time.
func (e election) hold(ctx context.Context, site string, d *diary, within time.Duration) {
	var all sync.WaitGroup
	for i, b := range e.voters {
		all.Go(func() {
			due := time.Now().Add(within * time.Duration(i) / time.Duration(len(e.voters)))
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Until(due)):
			}
			ask := b.Ask(e.vote)
			var signed struct {
				Signatures [][]byte `json:"signatures"`
			}
			err := e.send(ctx, site, "/the", struct {
				ballot.ProvedCheckOff
				Blinded [2][]byte `json:"blinded"`
			}{ask.CheckOff, ask.Blinded}, &signed)
			if err == nil {
				err = b.Receive(signed.Signatures)
			}
			d.note("take a token of the ballot", due, err)
			if err != nil {
				return
			}
			due = time.Now()
			d.note("send a paper of the ballot", due, e.send(ctx, site, "/phieu", b.Paper(e.vote, ballot.Yes, ballot.No), nil))
		})
	}
	all.Wait()
}

func (e election) send(ctx context.Context, site, where string, body, answer any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, site+"/cum/c/2026/bo-phieu/"+e.vote.Motion.ID+where, bytes.NewReader(content))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := connections.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d %s", where, res.StatusCode, text)
	}
	if err != nil || answer == nil {
		return err
	}
	return json.Unmarshal(text, answer)
}
