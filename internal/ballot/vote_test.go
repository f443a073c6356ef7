package ballot_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
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
	all  []*voter.Browser
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

func (h *house) take(b *voter.Browser) error {
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
	return b.Receive(signatures)
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

// Who cannot vote electronically is given a paper, and then no token; who has taken a
// token is given none. The tellers' count closes the vote.
func TestAVoterIsGivenAPaperInstead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begin(t, d, yesNo, 3)
		give := func(voter string) error {
			return h.d.Update(t.Context(), func(tx *db.Tx) error {
				tx.Actor = lead
				return ballot.GivePaper(tx, h.o.ID, voter)
			})
		}
		for _, b := range h.all[:2] {
			if err := h.take(b); err != nil {
				t.Fatal(err)
			}
			if _, err := h.put(b.Paper(h.o, ballot.Yes, ballot.No)); err != nil {
				t.Fatal(err)
			}
		}
		if err := give(h.all[0].Voter.ID); !problem.Is(err, problem.Conflict) {
			t.Errorf("a paper beside a token: %v", err)
		}
		if err := give("nobody"); !problem.Is(err, problem.Invalid) {
			t.Errorf("a paper for who is not on the roll: %v", err)
		}
		for range 2 {
			if err := give(h.all[2].Voter.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.take(h.all[2]); !problem.Is(err, problem.Closed) {
			t.Errorf("a token beside a paper: %v", err)
		}
		if _, err := h.end(1); !problem.Is(err, problem.Invalid) {
			t.Errorf("closed without the tellers' count: %v", err)
		}
		var r ballot.Result
		err := h.d.Update(t.Context(), func(tx *db.Tx) (err error) {
			tx.Actor = lead
			r, err = ballot.End(tx, h.o.ID, 1, &ballot.Counted{Given: 1, Returned: 1, Valid: 1, Candidates: []ballot.CountedName{{ID: "u1", Votes: 1}, {ID: "u2", Against: 1}}})
			return err
		})
		if err != nil || r.Valid != 3 || r.Candidates[0].Votes != 3 || r.Candidates[1].Against != 3 {
			t.Errorf("result %+v, %v", r, err)
		}
		if found, err := audit.Check([]byte(h.file()), audit.Terms{}); err != nil || found.Counted != 1 || found.Tokens != 2 {
			t.Errorf("from outside: %+v, %v", found, err)
		}
	})
}

// The papers of a board that is not published are nowhere in the clear; both holders
// together open them, neither alone, and from them a checker finds what was announced.
func TestASealedBoardIsOpenedByBothHolders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, holders := sealedVote(t, d)
		rows, err := dbtest.Dump(d)
		if err != nil || strings.Contains(rows, `"choice"`) || strings.Contains(rows, `\"choice\"`) {
			t.Errorf("papers lie in the clear in the database: %v", err)
		}
		var sealed []byte
		err = h.d.Update(t.Context(), func(tx *db.Tx) (err error) {
			if _, err := ballot.SealedBoard(tx, h.o.ID); !problem.Is(err, problem.Denied) {
				t.Errorf("taken by nobody: %v", err)
			}
			tx.Actor = lead
			sealed, err = ballot.SealedBoard(tx, h.o.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ballot.Unseal(sealed, holders[1]); !problem.Is(err, problem.Denied) {
			t.Errorf("the second holder alone: %v", err)
		}
		inner, err := ballot.Unseal(sealed, holders[0])
		if err != nil || strings.Contains(string(inner), "choice") {
			t.Fatalf("the first holder alone: %v", err)
		}
		board, err := ballot.Unseal(inner, holders[1])
		if err != nil {
			t.Fatal(err)
		}
		checkOpened(t, []byte(h.file()), board)
	})
}

// sealedVote is a vote of three papers, closed and sealed to two holders.
func sealedVote(t *testing.T, d *db.DB) (h *house, holders [2]*age.X25519Identity) {
	m := yesNo
	m.Form = ballot.Outcome
	h = begin(t, d, m, 3)
	for _, b := range h.all {
		if err := h.take(b); err != nil {
			t.Fatal(err)
		}
		if _, err := h.put(b.Paper(h.o, ballot.Yes, ballot.No)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.end(1); !problem.Is(err, problem.Closed) {
		t.Errorf("closed without anybody to seal to: %v", err)
	}
	var recipients []string
	for i := range holders {
		var err error
		if holders[i], err = age.GenerateX25519Identity(); err != nil {
			t.Fatal(err)
		}
		recipients = append(recipients, holders[i].Recipient().String())
	}
	seal := func(to ...string) error {
		return h.d.Update(t.Context(), func(tx *db.Tx) error { return ballot.SealTo(tx, h.o.ID, to) })
	}
	for _, wrong := range [][]string{nil, recipients[:1], {recipients[0], recipients[0]}, {recipients[0], "age1x"}} {
		if err := seal(wrong...); !problem.Is(err, problem.Invalid) {
			t.Errorf("sealed to %q: %v", wrong, err)
		}
	}
	if err := seal(recipients...); err != nil {
		t.Fatal(err)
	}
	if _, err := h.end(1); err != nil {
		t.Fatal(err)
	}
	return h, holders
}

// checkOpened checks the file of a sealed vote with its opened board, without it, and
// with a paper short.
func checkOpened(t *testing.T, file, board []byte) {
	found, err := audit.Check(file, audit.Terms{Board: board})
	if err != nil || !strings.Contains(found.String(), "phiếu điện tử: Đơn vị 1 3, Đơn vị 2 0") {
		t.Errorf("from outside: %v, %v", found, err)
	}
	if found, err := audit.Check(file, audit.Terms{}); err != nil || !strings.Contains(found.String(), "CHƯA kiểm được từng phiếu") {
		t.Errorf("without the board: %v, %v", found, err)
	}
	var papers []ballot.Cast
	if err := json.Unmarshal(board, &papers); err != nil {
		t.Fatal(err)
	}
	fewer, err := json.Marshal(papers[1:])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Check(file, audit.Terms{Board: fewer}); err == nil || !strings.Contains(err.Error(), "không phải các phiếu lúc đóng") {
		t.Errorf("a paper short: %v", err)
	}
}
