package cross

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
)

// Log is the record that the proofs of a file lead to.
type Log struct {
	Terms record.Terms // with the key
	Whole bool         // every leaf of the record was taken, and the record found right

	leaves []string
}

// Take notes a leaf of the record where it may matter.
func (l *Log) Take(leaf string) {
	if strings.Contains(leaf, `"kind":"cross_`) {
		l.leaves = append(l.leaves, leaf)
	}
}

// leaf is what a leaf of the record says that matters here.
type leaf struct {
	Act    string `json:"act"`
	Kind   string `json:"kind"`
	Object string `json:"object"`
	Unit   string `json:"unit"`
}

func leafOf(text string) (leaf, error) {
	var l leaf
	err := json.Unmarshal([]byte(text), &l)
	return l, err
}

// logged checks the proofs of seals and opening, and with the whole record that
// none of them is left out.
func (w *work) logged(log Log) error {
	opened, at, err := w.proved(log, w.file.Opening, "mo-cham-cheo/1", leaf{"scoring.unseal", "cross_opening", w.open.Sheet, ""})
	if err != nil {
		return within("việc mở niêm phong", err)
	}
	known := map[string]bool{opened: true}
	places := map[string]map[int64]int64{}
	for i, s := range w.seals {
		text, index, err := w.proved(log, w.file.Seals[i], "niem-phong-cheo/1", leaf{"scoring.seal", "cross_form", w.open.Sheet, s.From})
		if err != nil {
			return within(fmt.Sprintf("niêm phong lần %d của %s", s.Number, w.named(s.From)), err)
		}
		if index >= at {
			return wrong("lần niêm phong %d của %s nằm sau việc mở niêm phong trong nhật ký", s.Number, w.named(s.From))
		}
		if places[s.From] == nil {
			places[s.From] = map[int64]int64{}
		}
		places[s.From][s.Number], known[text] = index, true
	}
	for unit, at := range places {
		before := int64(math.MinInt64)
		for n := range int64(len(at)) {
			if at[n+1] <= before {
				return wrong("các lần niêm phong của %s trong nhật ký không theo thứ tự lần", w.named(unit))
			}
			before = at[n+1]
		}
	}
	for _, text := range log.leaves {
		l, err := leafOf(text)
		if err == nil && l.Object == w.open.Sheet && (l.Kind == "cross_form" || l.Kind == "cross_opening") && !known[text] {
			return wrong("nhật ký có một lần niêm phong hoặc mở niêm phong của bảng này (đơn vị %q) mà tệp bỏ sót", l.Unit)
		}
	}
	return nil
}

// proved checks one proof and returns its leaf and the place of it.
func (w *work) proved(log Log, p proved, format string, want leaf) (text string, index int64, err error) {
	c, err := record.CheckBundle([]byte(p.Proof), log.Terms)
	if err != nil {
		return "", 0, err
	}
	got, err := leafOf(c.Leaf)
	if err != nil {
		return "", 0, wrong("lá không đọc được")
	}
	if want.Unit == "" {
		got.Unit = ""
	}
	if got != want {
		return "", 0, wrong("chứng minh là của việc khác")
	}
	sum := sha256.Sum256([]byte(p.Text))
	if said := fmt.Sprintf(`{"after":{"published":"%s","sha256":"%s","bytes":%d}}`, format, hex.EncodeToString(sum[:]), len(p.Text)); !c.HasWhat || c.What != said {
		return "", 0, wrong("nhật ký không công bố văn bản này")
	}
	return c.Leaf, c.Index, nil
}

// within says of what a mistake is.
func within(what string, err error) error {
	list := problem.All(err)
	if len(list) == 0 {
		return err
	}
	return wrong("%s: %s", what, strings.TrimSuffix(strings.TrimPrefix(list[0].Text, "SAI: "), "."))
}
