package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/problem"
)

// rivals are two browsers that ask for one voter, of which one may be signed for.
type rivals struct {
	asks      [2]ballot.Ask
	signature [2][]byte
}

// persist asks until the holder decides: it may be killed in between.
func persist(t *testing.T, by *atomic.Pointer[farHolder], ask ballot.Ask) []byte {
	for late := time.Now().Add(time.Minute); time.Now().Before(late); time.Sleep(20 * time.Millisecond) {
		switch signature, err := by.Load().Sign(t.Context(), ask); {
		case err == nil:
			return signature
		case problem.Is(err, problem.Conflict):
			return nil
		case !problem.Is(err, problem.Unreachable):
			t.Error(err)
			return nil
		}
	}
	t.Error("no decision within a minute")
	return nil
}

// A holder that is killed again and again while all ask, each voter from two browsers
// at once, signs one check-off of each, answers it alike ever after, and its folder
// reads.
func TestAKilledHolderSignsOnce(t *testing.T) {
	dir, near := t.TempDir(), nearHolder(t)
	process := startHold(t, dir)
	var by atomic.Pointer[farHolder]
	by.Store(process.signer(t))
	o, voters := heldMotion(t, oneVote, 60, by.Load(), near)
	pairs := make([]rivals, len(voters))
	var all sync.WaitGroup
	for i, b := range voters {
		p := &pairs[i]
		rival := &voter.Browser{Voter: b.Voter, Key: b.Key}
		p.asks = [2]ballot.Ask{b.Ask(o), rival.Ask(o)}
		for j := range p.asks {
			all.Go(func() {
				time.Sleep(rand.N(1500 * time.Millisecond))
				p.signature[j] = persist(t, &by, p.asks[j])
			})
		}
	}
	ended := make(chan struct{})
	go func() { all.Wait(); close(ended) }()
	kills := 0
	for running := true; running; {
		select {
		case <-ended:
			running = false
		case <-time.After(rand.N(150 * time.Millisecond)):
			if kills == 25 {
				<-ended
				continue
			}
			process.kill()
			process = startHold(t, dir)
			by.Store(process.signer(t))
			kills++
		}
	}
	if kills < 5 {
		t.Errorf("killed %d times only", kills)
	}
	t.Logf("killed %d times", kills)
	process.kill()
	process = startHold(t, dir)
	by.Store(process.signer(t))
	for i := range pairs {
		signedOnce(t, by.Load(), o, voters[i], &pairs[i], near.Sign)
	}
	readsAfterKills(t, dir, len(voters), func() error { return by.Load().End(t.Context(), oneVote) })
}

// signedOnce checks that one of a voter's two check-offs was signed, that its signature
// makes a token, and that both questions are answered as before.
func signedOnce(t *testing.T, far *farHolder, o *ballot.Opened, b *voter.Browser, p *rivals, near func(context.Context, ballot.Ask) ([]byte, error)) {
	t.Helper()
	if (p.signature[0] == nil) == (p.signature[1] == nil) {
		t.Errorf("%s: signed for the first %v, the second %v", b.Voter.ID, p.signature[0] != nil, p.signature[1] != nil)
		return
	}
	for j, ask := range p.asks {
		again, err := far.Sign(t.Context(), ask)
		if !bytes.Equal(again, p.signature[j]) || (again == nil) != problem.Is(err, problem.Conflict) {
			t.Errorf("%s asked again: %v", b.Voter.ID, err)
		}
	}
	if p.signature[0] == nil {
		return // the rival's browser is not kept
	}
	other, err := near(t.Context(), p.asks[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Receive([][]byte{p.signature[0], other}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Valid(b.Paper(o, ballot.Yes)); err != nil {
		t.Errorf("paper of %s: %v", b.Voter.ID, err)
	}
}

// readsAfterKills lists a folder before and after the end.
func readsAfterKills(t *testing.T, dir string, voters int, end func() error) {
	t.Helper()
	for _, state := range []string{"khóa còn", "khóa đã hủy"} {
		code, out, mistakes := command("hold", "--data", dir)
		if code != 0 || !strings.Contains(out, state+", đã ký cho 60 trên 60 cử tri") || strings.Count(out, "\n  - ") != voters {
			t.Errorf("%s: exit %d, %s%s", state, code, out, mistakes)
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	if key, err := os.ReadFile(filepath.Join(dir, oneVote, "khoa")); err != nil || len(key) != 0 {
		t.Errorf("the key after the end: %d bytes, %v", len(key), err)
	}
}
