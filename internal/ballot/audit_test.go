package ballot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	audit "giaouoc/internal/verify/ballot"
)

func names(n int) []Candidate {
	list := make([]Candidate, n)
	for i := range list {
		list[i] = Candidate{fmt.Sprintf("u%d", i+1), fmt.Sprintf("Đơn vị %d", i+1)}
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
	h := open(t, Motion{Kind: YesNo, Candidates: names(3), Seats: 2, Base: BaseAll, Members: 9, Present: 8, Percent: 80, Again: AgainLast, Form: Board}, 8)
	var first Cast
	for i, b := range h.voters {
		h.take(b)
		if i == 7 {
			continue
		}
		choice := []string{Yes, Yes, Blank}
		if i == 0 {
			first = h.cast(b, []string{No, No, No})
			choice[2] = No
		}
		h.cast(b, choice)
	}
	closing, file := h.close(nil)
	var c Closing
	if err := json.Unmarshal([]byte(closing), &c); err != nil {
		t.Fatal(err)
	}
	if c.Result.Needed != 8 || c.Result.Valid != 7 || len(c.Result.Chosen) != 0 || c.Result.Candidates[0] != (Tally{"u1", 7, 0, 0, false}) || c.Result.Candidates[2].Against != 1 {
		t.Errorf("result: %+v", c.Result)
	}
	r := right(t, file)
	if r.Tokens != 7 || r.CheckOffs != 8 || r.Replaced != 1 || !strings.Contains(r.String(), "phát ra, không thu về: 1") {
		t.Errorf("from outside: %+v: %s", r, r)
	}
	for want, paper := range map[string]Cast{"đã được phiếu bỏ lại sau thay": first, "và được tính": h.box[1]} {
		receipt, err := h.opened.ReceiptOf(h.receipt, paper)
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
	file  func(t *testing.T, h *hall) string
}

// edited publishes a file with a change, closed anew so that roots and result fit.
func edited(t *testing.T, h *hall, change func(f *File)) string {
	t.Helper()
	_, text := h.close(nil)
	var f File
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	change(&f)
	var c Closing
	if err := json.Unmarshal([]byte(f.Closing.Text), &c); err != nil {
		t.Fatal(err)
	}
	var rolls, digests [][32]byte
	var papers []Paper
	for _, o := range f.CheckOffs {
		rolls = append(rolls, digest("check-off", []byte(o.Text)))
	}
	for _, b := range f.Box {
		var p Paper
		if err := json.Unmarshal([]byte(b.Paper), &p); err != nil {
			t.Fatal(err)
		}
		papers, digests = append(papers, p), append(digests, b.Digest())
	}
	c.CheckOffs, c.RollRoot, c.Papers, c.BoxRoot, c.Result = len(f.CheckOffs), rootOf(rolls), len(f.Box), rootOf(digests), h.opened.Count(papers, nil)
	f.Closing.Text = h.text(c)
	return h.text(f)
}

func TestEachAttackIsNamed(t *testing.T) {
	motion := Motion{Kind: YesNo, Candidates: names(2), Seats: 1, Base: BaseAll, Percent: 50, Again: AgainLast, Form: Board}
	other := open(t, motion, 3)
	other.take(other.voters[0])
	foreign := other.cast(other.voters[0], []string{Yes, No})
	for _, a := range []attack{
		{"a check-off twice", "hai lần", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.CheckOffs = append(f.CheckOffs, f.CheckOffs[len(f.CheckOffs)-1]) })
		}},
		{"a check-off without the voter", "không tự nhận phiếu", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.CheckOffs[0].Text = strings.Replace(f.CheckOffs[0].Text, `"v000"`, `"v004"`, 1) })
		}},
		{"a paper of another vote", "thuộc nội dung khác", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.Box = append(f.Box, foreign) })
		}},
		{"a paper that was altered", "phiếu đã bị sửa", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.Box[0].Paper = strings.Replace(f.Box[0].Paper, `"yes"`, `"blank"`, 1) })
		}},
		{"a paper counted twice", "cùng số lần", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.Box = append(f.Box, f.Box[0]) })
		}},
		{"a paper under a token that one holder alone signed", "thẻ phiếu giả", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) {
				forged := &browser{id: "v000", token: newKey(t), signed: slices.Clone(h.voters[0].signed)}
				f.Box = append(f.Box, h.paper(forged, []string{No, Yes}))
			})
		}},
		{"papers added by both holders beyond the check-offs", "có phiếu thêm vào", func(t *testing.T, h *hall) string {
			extra := *h.voters[0]
			taken := slices.Clone(h.taken)
			h.take(&extra)
			h.taken = taken
			extra.number = 0
			return edited(t, h, func(f *File) { f.Box = append(f.Box, h.paper(&extra, []string{No, Yes})) })
		}},
		{"the earlier paper of one who voted again is taken out", "đã bị lấy đi", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) {
				f.Box = slices.DeleteFunc(f.Box, func(c Cast) bool { return c.Paper == h.box[0].Paper })
			})
		}},
		{"the question is changed after the opening", "đã bị sửa sau khi mở", func(t *testing.T, h *hall) string {
			return edited(t, h, func(f *File) { f.Motion.Text = strings.Replace(f.Motion.Text, `"percent":50`, `"percent":40`, 1) })
		}},
		{"another result is announced", "tính lại", func(t *testing.T, h *hall) string {
			_, text := h.close(nil)
			return strings.Replace(text, `\"votes\":5`, `\"votes\":4`, 1)
		}},
		{"a paper is taken out after the closing", "không phải các phiếu lúc đóng", func(t *testing.T, h *hall) string {
			_, text := h.close(nil)
			var f File
			if err := json.Unmarshal([]byte(text), &f); err != nil {
				t.Fatal(err)
			}
			f.Box = f.Box[:len(f.Box)-1]
			return h.text(f)
		}},
	} {
		t.Run(a.name, func(t *testing.T) {
			h := open(t, motion, 5)
			for i, b := range h.voters {
				h.take(b)
				if i == 0 {
					h.cast(b, []string{No, No})
				}
				h.cast(b, []string{Yes, Blank})
			}
			right(t, edited(t, h, func(*File) {}))
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
	h := open(t, Motion{Kind: Choose, Candidates: names(4), Most: 2, Seats: 2, Base: BasePresent, Percent: 51, Again: AgainNever, Form: Board}, 4)
	for _, b := range h.voters {
		h.take(b)
		h.cast(b, []string{"u1", "u3"})
	}
	receipt, err := h.opened.ReceiptOf(h.receipt, h.box[2])
	if err != nil {
		t.Fatal(err)
	}
	_, whole := h.close(nil)
	if r, err := audit.Check([]byte(whole), audit.Terms{Receipt: []byte(receipt)}); err != nil || !strings.Contains(r.Receipt, "được tính") {
		t.Fatalf("the untampered file: %v, %v", r, err)
	}
	h.box = slices.Delete(h.box, 2, 3)
	_, file := h.close(nil)
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
	h := open(t, Motion{Kind: YesNo, Candidates: names(2), Seats: 0, Base: BaseAll, Percent: 50, Again: AgainNever, Form: Outcome}, 3)
	for _, b := range h.voters {
		h.take(b)
		h.cast(b, []string{Yes, No})
	}
	closing, file := h.close(nil)
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
		m := Motion{
			Kind: rapid.SampledFrom([]Kind{YesNo, Choose, Rank}).Draw(r, "kind"), Candidates: names(n), Seats: rapid.IntRange(1, n).Draw(r, "seats"),
			Base: rapid.SampledFrom([]string{BaseAll, BasePresent}).Draw(r, "base"), Percent: rapid.IntRange(1, 100).Draw(r, "percent"), Again: AgainLast, Form: Board,
		}
		if m.Kind == Choose {
			m.Most = rapid.IntRange(1, n).Draw(r, "most")
		}
		voters := rapid.IntRange(1, 5).Draw(r, "voters")
		m.Members, m.Present = voters+rapid.IntRange(0, 3).Draw(r, "absent"), voters
		h := open(t, m, voters)
		for _, b := range h.voters {
			if rapid.IntRange(0, 5).Draw(r, "comes") == 0 {
				continue
			}
			h.take(b)
			for range rapid.IntRange(0, 2).Draw(r, "casts") {
				h.cast(b, choiceOf(r, &m))
			}
		}
		closing, file := h.close(nil)
		var c Closing
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

func choiceOf(r *rapid.T, m *Motion) []string {
	if m.Kind == YesNo {
		return rapid.SliceOfN(rapid.SampledFrom([]string{Yes, No, Blank}), len(m.Candidates), len(m.Candidates)).Draw(r, "choice")
	}
	most := len(m.Candidates)
	if m.Kind == Choose {
		most = m.Most
	}
	ids := make([]string, len(m.Candidates))
	for i, c := range m.Candidates {
		ids[i] = c.ID
	}
	ids = rapid.Permutation(ids).Draw(r, "order")[:rapid.IntRange(0, most).Draw(r, "length")]
	if m.Kind == Choose {
		slices.Sort(ids)
	}
	return ids
}

// Ties across the last seat choose none of the equal; those above are chosen.
func TestTiesAcrossTheLastSeat(t *testing.T) {
	m := Motion{Kind: Choose, Candidates: names(4), Most: 4, Seats: 2, Members: 4, Present: 4, Base: BaseAll, Percent: 25}
	paper := func(token string, ids ...string) Paper { return Paper{Token: []byte(token), Number: 1, Choice: ids} }
	r := m.Count([]Paper{paper("a", "u1", "u2"), paper("b", "u1", "u3"), paper("c", "u1"), paper("d")}, nil)
	if !slices.Equal(r.Chosen, []string{"u1"}) || !slices.Equal(r.Tied, []string{"u2", "u3"}) || r.Candidates[3].Passed {
		t.Errorf("%+v", r)
	}
}

func TestNeededRoundsUp(t *testing.T) {
	for _, c := range []struct{ members, percent, want int }{{9, 80, 8}, {9, 90, 9}, {11, 80, 9}, {11, 90, 10}, {13, 80, 11}, {15, 80, 12}, {15, 90, 14}, {10, 50, 5}} {
		m := Motion{Base: BaseAll, Members: c.members, Percent: c.percent}
		if got := m.Needed(); got != c.want {
			t.Errorf("%d %% of %d: %d, want %d", c.percent, c.members, got, c.want)
		}
	}
}
