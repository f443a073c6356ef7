package cross

import (
	"fmt"
	"math"
	"strings"

	"giaouoc/internal/verify/published"
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

// logged checks the proofs of seals and opening, and with the whole record that
// none of them is left out.
func (w *work) logged(log Log) error {
	opened, at, err := w.file.Opening.At(log.Terms, "mo-cham-cheo/1", published.Leaf{Act: "scoring.unseal", Kind: "cross_opening", Object: w.open.Sheet})
	if err != nil {
		return published.Within("việc mở niêm phong", err)
	}
	known := map[string]bool{opened: true}
	places := map[string]map[int64]int64{}
	for i, s := range w.seals {
		text, index, err := w.file.Seals[i].At(log.Terms, "niem-phong-cheo/1", published.Leaf{Act: "scoring.seal", Kind: "cross_form", Object: w.open.Sheet, Unit: s.From})
		if err != nil {
			return published.Within(fmt.Sprintf("niêm phong lần %d của %s", s.Number, w.named(s.From)), err)
		}
		if index >= at {
			return published.Wrong("lần niêm phong %d của %s nằm sau việc mở niêm phong trong nhật ký", s.Number, w.named(s.From))
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
				return published.Wrong("các lần niêm phong của %s trong nhật ký không theo thứ tự lần", w.named(unit))
			}
			before = at[n+1]
		}
	}
	for _, text := range log.leaves {
		l, err := published.LeafOf(text)
		if err == nil && l.Object == w.open.Sheet && (l.Kind == "cross_form" || l.Kind == "cross_opening") && !known[text] {
			return published.Wrong("nhật ký có một lần niêm phong hoặc mở niêm phong của bảng này (đơn vị %q) mà tệp bỏ sót", l.Unit)
		}
	}
	return nil
}
