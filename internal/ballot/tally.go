package ballot

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Tally is how a candidate stands.
type Tally struct {
	ID      string `json:"id"`
	Votes   int    `json:"votes"`
	Against int    `json:"against"`
	Points  int    `json:"points"`
	Passed  bool   `json:"passed"`
}

// Result is what the papers say.
type Result struct {
	Valid      int      `json:"valid"`
	Candidates []Tally  `json:"candidates"`
	Needed     int      `json:"needed"`
	Chosen     []string `json:"chosen"`
	Tied       []string `json:"tied"`
}

// Counted is what tellers counted of the papers of paper voters.
type Counted struct {
	Given      int           `json:"given"`
	Returned   int           `json:"returned"`
	Valid      int           `json:"valid"`
	Candidates []CountedName `json:"candidates"`
}

// CountedName is what tellers counted for one candidate.
type CountedName struct {
	ID      string `json:"id"`
	Votes   int    `json:"votes"`
	Against int    `json:"against"`
	Points  int    `json:"points"`
}

// Closing is the text that ends a vote.
type Closing struct {
	Format    string   `json:"format"`
	Motion    string   `json:"motion"`
	CheckOffs int      `json:"check_offs"`
	RollRoot  string   `json:"roll_root"`
	Papers    int      `json:"papers"`
	BoxRoot   string   `json:"box_root"`
	Counted   *Counted `json:"counted"`
	Moved     []string `json:"moved"`
	Result    Result   `json:"result"`
}

// Count counts valid papers: of each token the one with the highest number.
func (m *Motion) Count(papers []Paper, counted *Counted) Result {
	last := map[string]Paper{}
	for _, p := range papers {
		if p.Number > last[string(p.Token)].Number {
			last[string(p.Token)] = p
		}
	}
	r := Result{Valid: len(last), Candidates: make([]Tally, len(m.Candidates)), Needed: m.Needed()}
	at := map[string]*Tally{}
	for i, c := range m.Candidates {
		r.Candidates[i].ID = c.ID
		at[c.ID] = &r.Candidates[i]
	}
	for _, p := range last {
		for place, choice := range p.Choice {
			switch {
			case m.Kind != YesNo:
				at[choice].Votes++
				if m.Kind == Rank {
					at[choice].Points += len(m.Candidates) - place
				}
			case choice == Yes:
				r.Candidates[place].Votes++
			case choice == No:
				r.Candidates[place].Against++
			}
		}
	}
	if counted != nil {
		r.Valid += counted.Valid
		for _, c := range counted.Candidates {
			at[c.ID].Votes += c.Votes
			at[c.ID].Against += c.Against
			at[c.ID].Points += c.Points
		}
	}
	r.Chosen, r.Tied = Decide(m.Kind, m.Seats, r.Needed, r.Candidates)
	return r
}

// Decide says who passed, in place, who is chosen, and who is equal across the last
// seat; seats 0 for all who passed. Both lists are in the order of the candidates.
func Decide(kind Kind, seats, needed int, candidates []Tally) (chosen, tied []string) {
	var passed []Tally
	for i := range candidates {
		if candidates[i].Passed = candidates[i].Votes >= needed; candidates[i].Passed {
			passed = append(passed, candidates[i])
		}
	}
	worth := func(t Tally) int {
		if kind == Rank {
			return t.Points
		}
		return t.Votes
	}
	slices.SortStableFunc(passed, func(a, b Tally) int { return cmp.Compare(worth(b), worth(a)) })
	taken := map[string]bool{}
	if seats == 0 || seats > len(passed) {
		seats = len(passed)
	}
	for i, t := range passed {
		across := seats < len(passed) && worth(t) == worth(passed[seats-1]) && worth(t) == worth(passed[seats])
		if across || i < seats {
			taken[t.ID] = !across
		}
	}
	chosen, tied = []string{}, []string{}
	for _, c := range candidates {
		switch isChosen, there := taken[c.ID]; {
		case isChosen:
			chosen = append(chosen, c.ID)
		case there:
			tied = append(tied, c.ID)
		}
	}
	return chosen, tied
}

// Close writes the text that ends a vote.
func (o *Opened) Close(checkOffs []ProvedCheckOff, box []Cast, moved []string, counted *Counted) (string, error) {
	papers := make([]Paper, len(box))
	var rolls, digests [][sha256.Size]byte
	for i, c := range box {
		var err error
		if papers[i], err = o.Valid(c); err != nil {
			return "", err
		}
		digests = append(digests, c.Digest())
	}
	for _, c := range checkOffs {
		rolls = append(rolls, digest("check-off", []byte(c.Text)))
	}
	closing := Closing{
		Format: "bo-phieu-dong/1", Motion: o.hex(), CheckOffs: len(checkOffs), RollRoot: rootOf(rolls), Papers: len(box), BoxRoot: rootOf(digests),
		Counted: counted, Moved: append([]string{}, moved...), Result: o.Count(papers, counted),
	}
	if tokens := closing.Result.Valid; counted == nil && tokens > len(checkOffs) {
		return "", problem.New(problem.Conflict, "Trong hòm có %d thẻ phiếu mà chỉ %d lần nhận phiếu; không đóng được.", tokens, len(checkOffs))
	}
	if o.Form == Outcome {
		closing.seal()
	}
	return record.Canonical(closing)
}

// seal leaves out the numbers of each candidate.
func (c *Closing) seal() {
	for i := range c.Result.Candidates {
		t := &c.Result.Candidates[i]
		t.Votes, t.Against, t.Points = 0, 0, 0
	}
	if c.Counted == nil {
		return
	}
	sealed := *c.Counted
	sealed.Candidates = slices.Clone(sealed.Candidates)
	for i := range sealed.Candidates {
		sealed.Candidates[i] = CountedName{ID: sealed.Candidates[i].ID}
	}
	c.Counted = &sealed
}

// rootOf is the Merkle tree hash of RFC 6962 over digests, sorted.
func rootOf(digests [][sha256.Size]byte) string {
	level := make([][]byte, len(digests))
	slices.SortFunc(digests, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	for i, d := range digests {
		sum := sha256.Sum256(append([]byte{0}, d[:]...))
		level[i] = sum[:]
	}
	if len(level) == 0 {
		sum := sha256.Sum256(nil)
		return hex.EncodeToString(sum[:])
	}
	// Pairing neighbours and carrying an odd last one up makes the trees of RFC 6962.
	for len(level) > 1 {
		var next [][]byte
		for i := 0; i+1 < len(level); i += 2 {
			sum := sha256.Sum256(slices.Concat([]byte{1}, level[i], level[i+1]))
			next = append(next, sum[:])
		}
		if len(level)%2 == 1 {
			next = append(next, level[len(level)-1])
		}
		level = next
	}
	return hex.EncodeToString(level[0])
}

// Published is a text with its place in the record, as the public file has it.
type Published struct {
	Text  string `json:"text"`
	Entry string `json:"entry"`
	Proof string `json:"proof"`
}

// File is what the public gets of a vote.
type File struct {
	Format    string           `json:"format"`
	Motion    Published        `json:"motion"`
	CheckOffs []ProvedCheckOff `json:"check_offs"`
	Box       []Cast           `json:"box"`
	Closing   Published        `json:"closing"`
}

// FileOf writes the public file: check-offs by voter, papers by digest, or none of a
// sealed board.
func (o *Opened) FileOf(motion, closing Published, checkOffs []ProvedCheckOff, box []Cast) (string, error) {
	f := File{Format: "bo-phieu/1", Motion: motion, CheckOffs: slices.Clone(checkOffs), Closing: closing}
	if f.CheckOffs == nil {
		f.CheckOffs = []ProvedCheckOff{}
	}
	voters := map[string]string{}
	for _, c := range checkOffs {
		var read CheckOff
		if err := exactly(c.Text, &read); err != nil {
			return "", err
		}
		voters[c.Text] = read.Voter
	}
	slices.SortFunc(f.CheckOffs, func(a, b ProvedCheckOff) int { return strings.Compare(voters[a.Text], voters[b.Text]) })
	if o.Form == Board {
		f.Box = slices.Clone(box)
		if f.Box == nil {
			f.Box = []Cast{}
		}
		slices.SortFunc(f.Box, func(a, b Cast) int {
			x, y := a.Digest(), b.Digest()
			return bytes.Compare(x[:], y[:])
		})
	}
	return record.Canonical(f)
}
