package ballot_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/record"
	audit "giaouoc/internal/verify/ballot"
)

func canonical(t *testing.T, value any) string {
	t.Helper()
	text, err := record.Canonical(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func names(n int) []ballot.Candidate {
	list := make([]ballot.Candidate, n)
	for i := range list {
		list[i] = ballot.Candidate{fmt.Sprintf("u%d", i+1), fmt.Sprintf("Đơn vị %d", i+1)}
	}
	return list
}

func right(t testing.TB, file string) audit.Result {
	t.Helper()
	r, err := audit.Check([]byte(file), audit.Terms{})
	if err != nil {
		t.Fatalf("the untampered file: %v", err)
	}
	return r
}

// Eight of nine members are there, 80 % of all nine are needed: eight. One takes a
// token and casts nothing, one votes again.
func TestAWholeVoteIsCountedAlikeFromOutside(t *testing.T) {
	h := ballottest.Open(t, ballot.Motion{Kind: ballot.YesNo, Candidates: names(3), Seats: 2, Base: ballot.BaseAll, Members: 9, Present: 8, Percent: 80, Again: ballot.AgainLast, Form: ballot.Board}, 8)
	var first ballot.Cast
	for i, b := range h.Voters {
		h.Take(b)
		if i == 7 {
			continue
		}
		choice := []string{ballot.Yes, ballot.Yes, ballot.Blank}
		if i == 0 {
			first = h.Cast(b, ballot.No, ballot.No, ballot.No)
			choice[2] = ballot.No
		}
		h.Cast(b, choice...)
	}
	closing, file := h.Close(nil)
	var c ballot.Closing
	if err := json.Unmarshal([]byte(closing), &c); err != nil {
		t.Fatal(err)
	}
	if c.Result.Needed != 8 || c.Result.Valid != 7 || len(c.Result.Chosen) != 0 || c.Result.Candidates[0] != (ballot.Tally{"u1", 7, 0, 0, false}) || c.Result.Candidates[2].Against != 1 {
		t.Errorf("result: %+v", c.Result)
	}
	r := right(t, file)
	if r.Tokens != 7 || r.CheckOffs != 8 || r.Replaced != 1 || !strings.Contains(r.String(), "phát ra, không thu về: 1") {
		t.Errorf("from outside: %+v: %s", r, r)
	}
	for want, paper := range map[string]ballot.Cast{"đã được phiếu bỏ lại sau thay": first, "và được tính": h.Box[1]} {
		receipt, err := h.Opened.ReceiptOf(h.Receipt, paper)
		if err != nil {
			t.Fatal(err)
		}
		r, err := audit.Check([]byte(file), audit.Terms{Receipt: []byte(receipt)})
		if err != nil || !strings.Contains(r.Receipt, want) {
			t.Errorf("receipt: %q, %v; want %q", r.Receipt, err, want)
		}
	}
}

// attack is one way to cheat; it returns the file that the cheat would publish.
type attack struct {
	name  string
	fault string // that the checker names
	file  func(t *testing.T, h *ballottest.Hall) string
}

// edited publishes a file with a change, closed anew so that roots and result fit.
func edited(t *testing.T, h *ballottest.Hall, change func(f *ballot.File)) string {
	t.Helper()
	_, text := h.Close(nil)
	var f ballot.File
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	change(&f)
	var c ballot.Closing
	if err := json.Unmarshal([]byte(f.Closing.Text), &c); err != nil {
		t.Fatal(err)
	}
	var rolls, digests [][32]byte
	var papers []ballot.Paper
	for _, o := range f.CheckOffs {
		rolls = append(rolls, ballot.Digest("check-off", []byte(o.Text)))
	}
	for _, b := range f.Box {
		var p ballot.Paper
		if err := json.Unmarshal([]byte(b.Paper), &p); err != nil {
			t.Fatal(err)
		}
		papers, digests = append(papers, p), append(digests, b.Digest())
	}
	c.CheckOffs, c.RollRoot, c.Papers, c.BoxRoot, c.Result = len(f.CheckOffs), ballot.RootOf(rolls), len(f.Box), ballot.RootOf(digests), h.Opened.Count(papers, nil)
	f.Closing.Text = canonical(t, c)
	return canonical(t, f)
}

// attacks are the ways to cheat; foreign is a paper of another vote.
func attacks(foreign ballot.Cast) []attack {
	return []attack{
		{"a check-off twice", "hai lần", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) { f.CheckOffs = append(f.CheckOffs, f.CheckOffs[len(f.CheckOffs)-1]) })
		}},
		{"a check-off without the voter", "không tự nhận phiếu", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) {
				f.CheckOffs[0].Text = strings.Replace(f.CheckOffs[0].Text, `"v000"`, `"v004"`, 1)
			})
		}},
		{"a paper of another vote", "thuộc nội dung khác", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) { f.Box = append(f.Box, foreign) })
		}},
		{"a paper that was altered", "phiếu đã bị sửa", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) {
				i := slices.IndexFunc(f.Box, func(c ballot.Cast) bool { return strings.Contains(c.Paper, `"yes"`) })
				f.Box[i].Paper = strings.Replace(f.Box[i].Paper, `"yes"`, `"blank"`, 1)
			})
		}},
		{"a paper counted twice", "cùng số lần", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) { f.Box = append(f.Box, f.Box[0]) })
		}},
		{"a paper under a token that one holder alone signed", "thẻ phiếu giả", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) {
				forged := &voter.Browser{Token: voter.NewKey(), Signed: h.Voters[0].Signed}
				f.Box = append(f.Box, forged.Paper(h.Opened, ballot.No, ballot.Yes))
			})
		}},
		{"papers added by both holders beyond the check-offs", "có phiếu thêm vào", func(t *testing.T, h *ballottest.Hall) string {
			extra := *h.Voters[0]
			taken := slices.Clone(h.Taken)
			h.Take(&extra)
			h.Taken = taken
			extra.Number = 0
			return edited(t, h, func(f *ballot.File) { f.Box = append(f.Box, extra.Paper(h.Opened, ballot.No, ballot.Yes)) })
		}},
		{"the earlier paper of one who voted again is taken out", "đã bị lấy đi", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) {
				f.Box = slices.DeleteFunc(f.Box, func(c ballot.Cast) bool { return c.Paper == h.Box[0].Paper })
			})
		}},
		{"the question is changed after the opening", "đã bị sửa sau khi mở", func(t *testing.T, h *ballottest.Hall) string {
			return edited(t, h, func(f *ballot.File) {
				f.Motion.Text = strings.Replace(f.Motion.Text, `"percent":50`, `"percent":40`, 1)
			})
		}},
		{"another result is announced", "tính lại", func(t *testing.T, h *ballottest.Hall) string {
			_, text := h.Close(nil)
			return strings.Replace(text, `\"votes\":5`, `\"votes\":4`, 1)
		}},
		{"one who voted is said to have been given a paper", "vừa được phát phiếu giấy", func(t *testing.T, h *ballottest.Hall) string {
			h.Moved = []string{"v001"}
			return edited(t, h, func(*ballot.File) {})
		}},
		{"papers are counted of which none was given", "số phiếu giấy không khớp", func(t *testing.T, h *ballottest.Hall) string {
			_, file := h.Close(&ballot.Counted{Given: 1, Returned: 1, Valid: 1, Candidates: []ballot.CountedName{{ID: "u1", Votes: 1}, {ID: "u2"}}})
			return file
		}},
		{"a paper is taken out after the closing", "không phải các phiếu lúc đóng", func(t *testing.T, h *ballottest.Hall) string {
			_, text := h.Close(nil)
			var f ballot.File
			if err := json.Unmarshal([]byte(text), &f); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(f.Box, func(c ballot.Cast) bool { return strings.Contains(c.Paper, `"number":1,"choice":["yes"`) })
			f.Box = slices.Delete(f.Box, i, i+1)
			return canonical(t, f)
		}},
	}
}

func TestEachAttackIsNamed(t *testing.T) {
	motion := ballot.Motion{Kind: ballot.YesNo, Candidates: names(2), Seats: 1, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board}
	other := ballottest.Open(t, motion, 3)
	other.Take(other.Voters[0])
	foreign := other.Cast(other.Voters[0], ballot.Yes, ballot.No)
	for _, a := range attacks(foreign) {
		t.Run(a.name, func(t *testing.T) {
			h := ballottest.Open(t, motion, 5)
			for i, b := range h.Voters {
				h.Take(b)
				if i == 0 {
					h.Cast(b, ballot.No, ballot.No)
				}
				h.Cast(b, ballot.Yes, ballot.Blank)
			}
			right(t, edited(t, h, func(*ballot.File) {}))
			r, err := audit.Check([]byte(a.file(t, h)), audit.Terms{})
			if err == nil || !strings.Contains(err.Error(), a.fault) {
				t.Errorf("got %v, %v; want a fault with %q", r, err, a.fault)
			}
		})
	}
}

// A paper taken out before the closing leaves numbers that agree; the voter's receipt
// shows it.
func TestAReceiptShowsAPaperTakenOut(t *testing.T) {
	h := ballottest.Open(t, ballot.Motion{Kind: ballot.Choose, Candidates: names(4), Most: 2, Seats: 2, Base: ballot.BasePresent, Percent: 51, Again: ballot.AgainNever, Form: ballot.Board}, 4)
	for _, b := range h.Voters {
		h.Take(b)
		h.Cast(b, "u1", "u3")
	}
	receipt, err := h.Opened.ReceiptOf(h.Receipt, h.Box[2])
	if err != nil {
		t.Fatal(err)
	}
	_, whole := h.Close(nil)
	if r, err := audit.Check([]byte(whole), audit.Terms{Receipt: []byte(receipt)}); err != nil || !strings.Contains(r.Receipt, "được tính") {
		t.Fatalf("the untampered file: %v, %v", r, err)
	}
	h.Box = slices.Delete(h.Box, 2, 3)
	_, file := h.Close(nil)
	right(t, file)
	if _, err := audit.Check([]byte(file), audit.Terms{Receipt: []byte(receipt)}); err == nil || !strings.Contains(err.Error(), "không có trong hòm") {
		t.Errorf("receipt of the paper taken out: %v", err)
	}
	forged := strings.Replace(receipt, `"signature":"`, `"signature":"AAAA`, 1)
	if _, err := audit.Check([]byte(whole), audit.Terms{Receipt: []byte(forged)}); err == nil {
		t.Error("a forged receipt is believed")
	}
}

// A sealed board shows who passed and no number of votes, and the checker says what it
// could not check.
func TestASealedBoardSaysWhatIsNotChecked(t *testing.T) {
	h := ballottest.Open(t, ballot.Motion{Kind: ballot.YesNo, Candidates: names(2), Seats: 0, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainNever, Form: ballot.Outcome}, 3)
	for _, b := range h.Voters {
		h.Take(b)
		h.Cast(b, ballot.Yes, ballot.No)
	}
	closing, file := h.Close(nil)
	if strings.Contains(closing, `"votes":3`) || strings.Contains(file, "bo-phieu-phieu") {
		t.Error("the sealed board tells how votes fell")
	}
	if r := right(t, file); r.Board || len(r.Chosen) != 1 || !strings.Contains(r.String(), "CHƯA kiểm được từng phiếu") {
		t.Errorf("from outside: %s", r)
	}
}

// Random votes: whoever sees only the public file reaches the same count; with any
// byte of its texts changed, a fault is named or nothing of the result changes.
func TestRandomVotesAndRandomTampering(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(r, "candidates")
		m := ballot.Motion{
			Kind: rapid.SampledFrom([]ballot.Kind{ballot.YesNo, ballot.Choose, ballot.Rank}).Draw(r, "kind"), Candidates: names(n), Seats: rapid.IntRange(1, n).Draw(r, "seats"),
			Base: rapid.SampledFrom([]string{ballot.BaseAll, ballot.BasePresent}).Draw(r, "base"), Percent: rapid.IntRange(1, 100).Draw(r, "percent"), Again: ballot.AgainLast, Form: ballot.Board,
		}
		if m.Kind == ballot.Choose {
			m.Most = rapid.IntRange(1, n).Draw(r, "most")
		}
		voters := rapid.IntRange(1, 5).Draw(r, "voters")
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
		closing, file := h.Close(nil)
		var c ballot.Closing
		if err := json.Unmarshal([]byte(closing), &c); err != nil {
			t.Fatal(err)
		}
		found := right(t, file)
		if len(found.Chosen) != len(c.Result.Chosen) || found.Tokens != c.Result.Valid {
			r.Fatalf("counted %+v, from outside %+v", c.Result, found)
		}
		at := rand.IntN(len(file))
		changed := []byte(file)
		changed[at] ^= byte(1 << rapid.IntRange(0, 6).Draw(r, "bit"))
		if again, err := audit.Check(changed, audit.Terms{}); err == nil && again.String() != found.String() {
			r.Fatalf("byte %d of %d changed unseen: %s", at, len(file), again)
		}
	})
}

func choiceOf(r *rapid.T, m *ballot.Motion) []string {
	if m.Kind == ballot.YesNo {
		return rapid.SliceOfN(rapid.SampledFrom([]string{ballot.Yes, ballot.No, ballot.Blank}), len(m.Candidates), len(m.Candidates)).Draw(r, "choice")
	}
	most := len(m.Candidates)
	if m.Kind == ballot.Choose {
		most = m.Most
	}
	ids := make([]string, len(m.Candidates))
	for i, c := range m.Candidates {
		ids[i] = c.ID
	}
	ids = rapid.Permutation(ids).Draw(r, "order")[:rapid.IntRange(0, most).Draw(r, "length")]
	if m.Kind == ballot.Choose {
		slices.Sort(ids)
	}
	return ids
}

// Ties across the last seat choose none of the equal; those above are chosen.
func TestTiesAcrossTheLastSeat(t *testing.T) {
	m := ballot.Motion{Kind: ballot.Choose, Candidates: names(4), Most: 4, Seats: 2, Members: 4, Present: 4, Base: ballot.BaseAll, Percent: 25}
	paper := func(token string, ids ...string) ballot.Paper {
		return ballot.Paper{Token: []byte(token), Number: 1, Choice: ids}
	}
	r := m.Count([]ballot.Paper{paper("a", "u1", "u2"), paper("b", "u1", "u3"), paper("c", "u1"), paper("d")}, nil)
	if !slices.Equal(r.Chosen, []string{"u1"}) || !slices.Equal(r.Tied, []string{"u2", "u3"}) || r.Candidates[3].Passed {
		t.Errorf("%+v", r)
	}
}

func TestNeededRoundsUp(t *testing.T) {
	for _, c := range []struct{ members, percent, want int }{{9, 80, 8}, {9, 90, 9}, {11, 80, 9}, {11, 90, 10}, {13, 80, 11}, {15, 80, 12}, {15, 90, 14}, {10, 50, 5}} {
		m := ballot.Motion{Base: ballot.BaseAll, Members: c.members, Percent: c.percent}
		if got := m.Needed(); got != c.want {
			t.Errorf("%d %% of %d: %d, want %d", c.percent, c.members, got, c.want)
		}
	}
}
