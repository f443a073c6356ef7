// Package ballottest holds a secret ballot without a server, for tests: its voters are
// package voter's, its two holders' keys are made once.
//
// A hall is a vote with all who take part in it.
//
// What never happens: a step of a voter that the side under test takes itself.
package ballottest

import (
	"crypto/ecdsa"
	"fmt"
	"sync"
	"testing"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
)

// must is for what cannot fail in a test but for want of randomness.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Hall is a vote with all who take part in it, without a server.
type Hall struct {
	Opened  *ballot.Opened
	Receipt *ecdsa.PrivateKey
	Voters  []*voter.Browser
	Taken   []ballot.ProvedCheckOff
	Box     []ballot.Cast
	Moved   []string // voters who were given a paper instead

	t testing.TB
}

// Keys are those of the two holders of every hall, made once: the search for primes
// is slow.
var Keys = sync.OnceValue(func() (keys [2]ballot.HolderKey) {
	for i := range keys {
		keys[i] = must(ballot.NewHolderKey())
	}
	return keys
})

// Fill completes a motion for n voters, every third of them with a slip.
func Fill(m *ballot.Motion, n int) (voters []*voter.Browser, receipt *ecdsa.PrivateKey) {
	receipt = voter.NewKey()
	m.Cluster, m.Year, m.Site, m.ReceiptKey, m.Until = "c", 2026, "vidu.example.vn", voter.Public(receipt), "2026-03-20T09:30:00Z"
	if m.ID == "" {
		m.ID = "01900000-0000-7000-8000-000000000001"
	}
	if m.Title == "" {
		m.Title = "Đề nghị tặng cờ"
	}
	if m.Members == 0 {
		m.Members, m.Present = n, n
	}
	for i := range n {
		b := voter.NewBrowser(fmt.Sprintf("v%03d", i))
		if i%3 == 2 {
			b = voter.NewSlipBrowser(fmt.Sprintf("v%03d", i), m.ID)
		}
		voters = append(voters, b)
		m.Roll = append(m.Roll, b.Voter)
	}
	return voters, receipt
}

// Open opens a motion with n voters.
func Open(t testing.TB, m ballot.Motion, n int) *Hall { return OpenWith(t, m, n, nil) }

// OpenWith is Open where some voters have slips with known codes.
func OpenWith(t testing.TB, m ballot.Motion, n int, codes map[string]string) *Hall {
	t.Helper()
	h := &Hall{t: t}
	h.Voters, h.Receipt = Fill(&m, n)
	for i, b := range h.Voters {
		if code := codes[b.Voter.ID]; code != "" {
			b.Key = must(ballot.SlipKey(m.ID, b.Voter.ID, code))
			b.Voter.Credential = ballot.Credential{Kind: ballot.Slip, Key: voter.Public(b.Key)}
			m.Roll[i] = b.Voter
		}
	}
	for i, k := range Keys() {
		m.Holders = append(m.Holders, ballot.Holder{Name: fmt.Sprintf("Người giữ khóa %d", i+1), Key: must(k.Public())})
	}
	var err error
	if h.Opened, err = ballot.Open(m); err != nil {
		t.Fatal(err)
	}
	return h
}

// Take checks a voter off and gets the token signed.
func (h *Hall) Take(b *voter.Browser) {
	h.t.Helper()
	ask := b.Ask(h.Opened)
	if _, err := h.Opened.Checked(ask.CheckOff, ask.Blinded); err != nil {
		h.t.Fatal(err)
	}
	var signatures [][]byte
	for i, k := range Keys() {
		signatures = append(signatures, must(k.Sign(ask.Blinded[i])))
	}
	if err := b.Receive(signatures); err != nil {
		h.t.Fatal(err)
	}
	h.Taken = append(h.Taken, ask.CheckOff)
}

// Cast puts a voter's next paper into the box.
func (h *Hall) Cast(b *voter.Browser, choice ...string) ballot.Cast {
	h.t.Helper()
	c := b.Paper(h.Opened, choice...)
	if _, err := h.Opened.Valid(c); err != nil {
		h.t.Fatal(err)
	}
	h.Box = append(h.Box, c)
	return c
}

// Close ends the vote and returns its closing and its public file.
func (h *Hall) Close(counted *ballot.Counted) (closing, file string) {
	h.t.Helper()
	closing, err := h.Opened.Close(h.Taken, h.Box, h.Moved, counted)
	if err != nil {
		h.t.Fatal(err)
	}
	if file, err = h.Opened.FileOf(ballot.Published{Text: h.Opened.Text}, ballot.Published{Text: closing}, h.Taken, h.Box); err != nil {
		h.t.Fatal(err)
	}
	return closing, file
}
