package published

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"giaouoc/internal/verify/record"
)

// Proved is a text with the proof that the record published it.
type Proved struct {
	Text  string `json:"text"`
	Entry string `json:"entry"`
	Proof string `json:"proof"`
}

// Leaf is what a leaf of the record says that matters here.
type Leaf struct {
	Act    string `json:"act"`
	Kind   string `json:"kind"`
	Object string `json:"object"`
	Unit   string `json:"unit"`
	At     string `json:"at"` // not compared: when a proof's act was done is read from its leaf
}

// Before reports whether an act was done before a moment in UTC; one whose time
// cannot be read was.
func (l Leaf) Before(moment string) bool {
	at, err := time.Parse(time.RFC3339, l.At)
	limit, errLimit := time.Parse(time.RFC3339, moment)
	return err != nil || errLimit != nil || at.Before(limit)
}

// LeafOf reads a leaf.
func LeafOf(text string) (Leaf, error) {
	var l Leaf
	err := json.Unmarshal([]byte(text), &l)
	return l, err
}

// At checks the proof that a text of a format was published by the wanted act, and
// returns its leaf and the place of it in the record. A wanted act without a unit may
// be any unit's.
func (p Proved) At(terms record.Terms, format string, want Leaf) (text string, index int64, err error) {
	c, err := record.CheckBundle([]byte(p.Proof), terms)
	if err != nil {
		return "", 0, err
	}
	got, err := LeafOf(c.Leaf)
	if err != nil {
		return "", 0, Wrong("lá không đọc được")
	}
	got.At = ""
	if want.Unit == "" {
		got.Unit = ""
	}
	if got != want {
		return "", 0, Wrong("chứng minh là của việc khác")
	}
	sum := sha256.Sum256([]byte(p.Text))
	if said := fmt.Sprintf(`{"after":{"published":"%s","sha256":"%s","bytes":%d}}`, format, hex.EncodeToString(sum[:]), len(p.Text)); !c.HasWhat || c.What != said {
		return "", 0, Wrong("nhật ký không công bố văn bản này")
	}
	return c.Leaf, c.Index, nil
}
