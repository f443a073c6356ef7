package ballot_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	audit "giaouoc/internal/verify/ballot"
)

var lead = db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "y"}}}

// house is a vote on a database.
type house struct {
	t    *testing.T
	d    *db.DB
	ring *key.Ring
	o    *ballot.Opened
	all  []*ballottest.Browser
	now  time.Time
}

func begin(t *testing.T, d *db.DB, m ballot.Motion, n int) *house {
	t.Helper()
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, d: d, ring: ring, now: time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC)}
	d.SetClock(func() time.Time { return h.now })
	h.all, _ = ballottest.Fill(&m, n)
	for i, k := range ballottest.Keys() {
		public, err := k.Public()
		if err != nil {
			t.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: []string{"Một", "Hai"}[i], Key: public})
	}
	err = d.Update(t.Context(), func(tx *db.Tx) (err error) {
		if _, err := ballot.Begin(tx, ring, access.Scope{Cluster: "c", Year: "y"}, m); !problem.Is(err, problem.Denied) {
			t.Errorf("opened by nobody: %v", err)
		}
		tx.Actor = lead
		h.o, err = ballot.Begin(tx, ring, access.Scope{Cluster: "c", Year: "y"}, m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) take(b *ballottest.Browser) error {
	ask := b.Ask(h.o)
	err := h.d.Update(context.Background(), func(tx *db.Tx) error {
		_, err := ballot.TakeToken(tx, h.o.ID, ask.CheckOff, ask.Blinded)
		return err
	})
	if err != nil {
		return err
	}
	var signatures [][]byte
	for i, k := range ballottest.Keys() {
		s, err := k.Sign(ask.Blinded[i])
		if err != nil {
			return err
		}
		signatures = append(signatures, s)
	}
	b.Receive(signatures)
	return nil
}

func (h *house) put(c ballot.Cast) (receipt string, err error) {
	err = h.d.Update(context.Background(), func(tx *db.Tx) error {
		receipt, err = ballot.Put(tx, h.ring, h.o.ID, c)
		return err
	})
	return receipt, err
}

func (h *house) end(version int64) (r ballot.Result, err error) {
	err = h.d.Update(h.t.Context(), func(tx *db.Tx) error {
		tx.Actor = lead
		r, err = ballot.End(tx, h.o.ID, version, nil)
		return err
	})
	return r, err
}

func (h *house) file() string {
	h.t.Helper()
	var text string
	err := h.d.View(h.t.Context(), func(tx *db.Tx) (err error) {
		text, err = ballot.PublicFile(tx, h.o.ID, func(_ *db.Tx, text string) (ballot.Published, error) { return ballot.Published{Text: text}, nil })
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}

var yesNo = ballot.Motion{
	Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}, {ID: "u2", Name: "Đơn vị 2"}}, Seats: 1,
	Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board,
}

// Twelve voters vote at once, each sending everything twice as a bad network does; a
// second token, an early closing and a late paper are refused; whoever has only the
// file reaches the same result.
func TestAVoteOnADatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begin(t, d, yesNo, 12)
		receipts := make([]string, len(h.all))
		var wait sync.WaitGroup
		for i, b := range h.all[:11] {
			wait.Go(func() {
				if err := h.take(b); err != nil {
					t.Errorf("take: %v", err)
					return
				}
				c := b.Paper(h.o, ballot.Yes, ballot.No)
				for range 2 {
					var err error
					if receipts[i], err = h.put(c); err != nil {
						t.Errorf("cast: %v", err)
					}
				}
			})
		}
		wait.Wait()
		if err := h.take(h.all[0]); !problem.Is(err, problem.Conflict) {
			t.Errorf("a second token: %v", err)
		}
		if _, err := h.end(1); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "không đóng sớm được") {
			t.Errorf("closed early: %v", err)
		}
		h.now = h.now.Add(2 * time.Hour)
		if _, err := h.end(7); !problem.Is(err, problem.Conflict) {
			t.Errorf("closed at another version: %v", err)
		}
		r, err := h.end(1)
		if err != nil || r.Valid != 11 || len(r.Chosen) != 1 || r.Chosen[0] != "u1" {
			t.Fatalf("closing: %+v, %v", r, err)
		}
		if _, err := h.put(h.all[1].Paper(h.o, ballot.No, ballot.No)); !problem.Is(err, problem.Closed) {
			t.Errorf("a paper after the closing: %v", err)
		}
		if err := h.take(h.all[11]); !problem.Is(err, problem.Closed) {
			t.Errorf("a token after the closing: %v", err)
		}
		file := h.file()
		for _, receipt := range receipts[:11] {
			found, err := audit.Check([]byte(file), audit.Terms{Receipt: []byte(receipt)})
			if err != nil || found.Tokens != 11 || !strings.Contains(found.Receipt, "được tính") {
				t.Errorf("from outside: %v, %v", found, err)
			}
		}
	})
}

// What is kept of papers names no voter, and what is kept of the roll no token: every
// value of one table is looked for in the other.
func TestRollAndBoxShareNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begin(t, d, yesNo, 3)
		for _, b := range h.all {
			if err := h.take(b); err != nil {
				t.Fatal(err)
			}
			if _, err := h.put(b.Paper(h.o, ballot.Yes, ballot.Blank)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.end(1); err != nil {
			t.Fatalf("all papers are in, so the vote can be closed: %v", err)
		}
		var f ballot.File
		if err := json.Unmarshal([]byte(h.file()), &f); err != nil {
			t.Fatal(err)
		}
		for _, b := range h.all {
			for _, c := range f.Box {
				if strings.Contains(c.Paper, b.Voter.ID) {
					t.Error("a paper names its voter")
				}
			}
		}
		err := d.View(t.Context(), func(tx *db.Tx) error {
			columns, err := db.Columns(tx)
			for _, roll := range columns["ballot_check_off"] {
				for _, table := range []string{"ballot_box", "ballot_board"} {
					for _, box := range columns[table] {
						if roll == box {
							t.Errorf("%s and the roll share the column %s", table, box)
						}
					}
				}
			}
			for _, table := range []string{"ballot_check_off", "ballot_box", "ballot_board"} {
				for _, c := range columns[table] {
					if strings.HasSuffix(c, "_at") || strings.HasSuffix(c, "account_id") {
						t.Errorf("%s keeps %s", table, c)
					}
				}
			}
			entries, err2 := db.All[struct{ N int }](tx, `SELECT count(*) AS n FROM record_entry`)
			if err2 != nil || entries[0].N != 2 {
				t.Errorf("the record has %v entries of the vote, want its opening and its closing: %v", entries, err2)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
