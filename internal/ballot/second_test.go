package ballot_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	audit "giaouoc/internal/verify/ballot"
)

// second is the checker in JavaScript, in a process of node.
type second struct {
	t   testing.TB
	in  io.Writer
	out *bufio.Reader
}

// secondAnswer is what it says of one file.
type secondAnswer struct {
	Right     bool
	Sentences []string
	Found     struct {
		Voters, CheckOffs, Tokens, Replaced, Counted int
		Board                                        bool
		Chosen, Tied                                 []string
	}
}

// driver reads a line of JSON for each file, its bytes in base64, and answers by one.
const driver = `
require(process.argv[1])
require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const [file, receipt] = JSON.parse(line).map((b) => new TextDecoder().decode(Buffer.from(b || '', 'base64')))
  let answer
  try { answer = await checkBallot(file, receipt) } catch (e) { answer = { sentences: ['broke: ' + e.stack] } }
  console.log(JSON.stringify(answer))
})`

// startSecond starts it.
func startSecond(t testing.TB) *second {
	t.Helper()
	in, out := nodeOf(t, driver, "check-ballot.js")
	return &second{t, in, out}
}

func (s *second) check(file, receipt []byte) (a secondAnswer) {
	s.t.Helper()
	line, err := json.Marshal([][]byte{file, receipt})
	if err == nil {
		_, err = s.in.Write(append(line, '\n'))
	}
	var answer []byte
	if err == nil {
		answer, err = s.out.ReadBytes('\n')
	}
	if err == nil {
		err = json.Unmarshal(answer, &a)
	}
	if err != nil || strings.HasPrefix(strings.Join(a.Sentences, ""), "broke") {
		s.t.Fatalf("the second checker: %v %q", err, a.Sentences)
	}
	return a
}

// alike demands that both checkers say the same of a file and a receipt.
func (s *second) alike(file, receipt []byte) (audit.Result, secondAnswer, error) {
	s.t.Helper()
	r, err := audit.Check(file, audit.Terms{Receipt: receipt})
	a := s.check(file, receipt)
	if a.Right != (err == nil) {
		s.t.Fatalf("the first checker says %v %v, the second %q of %s", r, err, a.Sentences, file)
	}
	if f := a.Found; err == nil {
		first := fmt.Sprint(r.Voters, r.CheckOffs, r.Tokens, r.Replaced, r.Counted, r.Board, len(r.Chosen), len(r.Tied))
		if got := fmt.Sprint(f.Voters, f.CheckOffs, f.Tokens, f.Replaced, f.Counted, f.Board, len(f.Chosen), len(f.Tied)); got != first {
			s.t.Fatalf("the first checker found %s, the second %s", first, got)
		}
	}
	return r, a, err
}

// Every kind of motion, votes on paper, voters moved to paper, a sealed board: both
// checkers find the same and say what they could not check.
func TestBothCheckersFindTheSame(t *testing.T) {
	s := startSecond(t)
	for _, m := range []ballot.Motion{
		{Kind: ballot.YesNo, Candidates: names(3), Seats: 2, Base: ballot.BaseAll, Members: 9, Present: 8, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board},
		{Kind: ballot.Choose, Candidates: names(4), Most: 2, Seats: 1, Base: ballot.BasePresent, Percent: 30, Again: ballot.AgainNever, Form: ballot.Board},
		{Kind: ballot.Rank, Candidates: names(3), Seats: 1, Base: ballot.BaseAll, Percent: 10, Again: ballot.AgainNever, Form: ballot.Board, Title: "Bầu \"cụm trưởng\" <1> & phó\u2028"},
		{Kind: ballot.YesNo, Candidates: names(2), Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainNever, Form: ballot.Outcome},
	} {
		h := ballottest.Open(t, m, 6)
		said := []string{ballot.Yes, ballot.No, ballot.Blank}
		counted := ballot.Counted{Given: 1, Returned: 1, Valid: 1}
		for i, c := range m.Candidates {
			counted.Candidates = append(counted.Candidates, ballot.CountedName{ID: c.ID, Votes: min(1, i)})
		}
		for i, b := range h.Voters[:5] {
			h.Take(b)
			if i == 4 {
				continue
			}
			choice := map[ballot.Kind][]string{ballot.YesNo: said[:min(3, len(m.Candidates))], ballot.Choose: {"u1", "u4"}, ballot.Rank: {"u2", "u1"}}[m.Kind]
			h.Cast(b, choice...)
		}
		h.Moved = []string{h.Voters[5].Voter.ID}
		_, file := h.Close(&counted)
		receipt, err := h.Opened.ReceiptOf(h.Receipt, h.Box[1])
		if err != nil {
			t.Fatal(err)
		}
		r, a, err := s.alike([]byte(file), []byte(receipt))
		if err != nil {
			t.Fatalf("%s: %v", m.Kind, err)
		}
		for _, want := range []string{"ĐÚNG: «" + h.Opened.Title + "»", "CHƯA đối chiếu nhật ký", "phiếu giấy: chúng theo biên bản", "iên nhận"} {
			if said := strings.Join(a.Sentences, " "); !strings.Contains(said, want) {
				t.Errorf("%s: %q is missing in %s", m.Kind, want, said)
			}
		}
		if said := strings.Join(a.Sentences, " "); r.Board == strings.Contains(said, "CHƯA kiểm được từng phiếu") {
			t.Errorf("a sealed board: %s", said)
		}
	}
}

func TestTheSecondCheckerNamesEachAttack(t *testing.T) {
	s := startSecond(t)
	motion := ballot.Motion{Kind: ballot.YesNo, Candidates: names(2), Seats: 1, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board}
	other := ballottest.Open(t, motion, 3)
	other.Take(other.Voters[0])
	foreign := other.Cast(other.Voters[0], ballot.Yes, ballot.No)
	for _, a := range attacks(foreign) {
		h := ballottest.Open(t, motion, 5)
		for i, b := range h.Voters {
			h.Take(b)
			if i == 0 {
				h.Cast(b, ballot.No, ballot.No)
			}
			h.Cast(b, ballot.Yes, ballot.Blank)
		}
		if _, said, err := s.alike([]byte(edited(t, h, func(*ballot.File) {})), nil); err != nil {
			t.Fatalf("%s: the untampered file: %q", a.name, said.Sentences)
		}
		_, said, err := s.alike([]byte(a.file(t, h)), nil)
		if err == nil || !strings.Contains(said.Sentences[0], a.fault) {
			t.Errorf("%s: %q; want a fault with %q", a.name, said.Sentences, a.fault)
		}
	}
}

// A receipt of a paper that was taken out, a replaced one, a forged one, one of
// another vote: both say the same.
func TestBothCheckersReadReceipts(t *testing.T) {
	s := startSecond(t)
	motion := ballot.Motion{Kind: ballot.Choose, Candidates: names(4), Most: 2, Seats: 2, Base: ballot.BasePresent, Percent: 51, Again: ballot.AgainLast, Form: ballot.Board}
	h := ballottest.Open(t, motion, 4)
	var receipts []string
	for i, b := range append(h.Voters, h.Voters[0]) {
		if i < 4 {
			h.Take(b)
		}
		receipt, err := h.Opened.ReceiptOf(h.Receipt, h.Cast(b, "u1", "u3"))
		if err != nil {
			t.Fatal(err)
		}
		receipts = append(receipts, receipt)
	}
	_, file := h.Close(nil)
	other := ballottest.Open(t, ballot.Motion{Kind: motion.Kind, Candidates: motion.Candidates, Most: 2, Seats: 2, Base: motion.Base, Percent: 51, Again: motion.Again, Form: motion.Form, ID: "01900000-0000-7000-8000-000000000002"}, 4)
	other.Take(other.Voters[0])
	foreign, err := other.Opened.ReceiptOf(other.Receipt, other.Cast(other.Voters[0], "u1"))
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ receipt, want string }{
		"one that counts": {receipts[1], "được tính"},
		"a replaced one":  {receipts[0], "đã được phiếu bỏ lại sau thay"},
		"a forged one":    {strings.Replace(receipts[1], `"signature":"`, `"signature":"AAAA`, 1), "chữ ký"},
		"of another vote": {foreign, "thuộc nội dung khác"},
	} {
		if _, a, err := s.alike([]byte(file), []byte(c.receipt)); !strings.Contains(strings.Join(a.Sentences, " "), c.want) {
			t.Errorf("%s: %q, %v; want %q", what, a.Sentences, err, c.want)
		}
	}
	many := s.check([]byte(file), []byte(foreign+"\n"+receipts[1]+"\r\n"+receipts[0]+"\n"))
	if said := strings.Join(many.Sentences, " "); !strings.Contains(said, "được tính") || !strings.Contains(said, "sau thay") {
		t.Errorf("several receipts, one a line: %s", said)
	}
	h.Box = h.Box[:len(h.Box)-2]
	_, short := h.Close(nil)
	if _, a, err := s.alike([]byte(short), []byte(receipts[3])); err == nil || !strings.Contains(a.Sentences[0], "không có trong hòm") {
		t.Errorf("a paper taken out: %q", a.Sentences)
	}
}

// Random votes with a random bit changed in the file or in one of its texts closed
// anew: both checkers call it right, with the same numbers, or both wrong.
func TestBothCheckersUnderRandomTampering(t *testing.T) {
	s := startSecond(t)
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(r, "candidates")
		m := ballot.Motion{
			Kind: rapid.SampledFrom([]ballot.Kind{ballot.YesNo, ballot.Choose, ballot.Rank}).Draw(r, "kind"), Candidates: names(n), Seats: rapid.IntRange(1, n).Draw(r, "seats"),
			Base: rapid.SampledFrom([]string{ballot.BaseAll, ballot.BasePresent}).Draw(r, "base"), Percent: rapid.IntRange(1, 100).Draw(r, "percent"), Again: ballot.AgainLast, Form: ballot.Board,
		}
		if m.Kind == ballot.Choose {
			m.Most = rapid.IntRange(1, n).Draw(r, "most")
		}
		voters := rapid.IntRange(1, 4).Draw(r, "voters")
		m.Members, m.Present = voters+rapid.IntRange(0, 3).Draw(r, "absent"), voters
		h := ballottest.Open(t, m, voters)
		for _, b := range h.Voters {
			if rapid.IntRange(0, 5).Draw(r, "comes") == 0 {
				continue
			}
			h.Take(b)
			for range rapid.IntRange(0, 2).Draw(r, "casts") {
				h.Cast(b, choiceOf(r, &m)...)
			}
		}
		_, file := h.Close(nil)
		if _, _, err := s.alike([]byte(file), nil); err != nil {
			r.Fatalf("the untampered file: %v", err)
		}
		for range 4 {
			changed := []byte(file)
			changed[rand.IntN(len(file))] ^= byte(1 << rapid.IntRange(0, 6).Draw(r, "bit"))
			_, _, _ = s.alike(changed, nil)
		}
	})
}
