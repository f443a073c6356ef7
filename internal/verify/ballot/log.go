package ballot

import (
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
	if strings.Contains(leaf, `"kind":"ballot"`) {
		l.leaves = append(l.leaves, leaf)
	}
}

const (
	openAct  = "ballot.open"
	closeAct = "ballot.close"
)

// logged checks the proofs of opening and closing, and with the whole record that it
// holds no other of them.
func (w *work) logged(log Log) error {
	opened, at, err := w.file.Motion.At(log.Terms, "bo-phieu-noi-dung/1", published.Leaf{Act: openAct, Kind: "ballot", Object: w.motion.ID})
	if err != nil {
		return published.Within("việc mở bỏ phiếu", err)
	}
	closed, after, err := w.file.Closing.At(log.Terms, "bo-phieu-dong/1", published.Leaf{Act: closeAct, Kind: "ballot", Object: w.motion.ID})
	if err != nil {
		return published.Within("việc đóng bỏ phiếu", err)
	}
	if after <= at {
		return published.Wrong("việc đóng bỏ phiếu nằm trước việc mở trong nhật ký")
	}
	come := len(w.last)
	if w.motion.Form == "outcome" {
		come = w.closing.Papers // at least as many as tokens
	}
	if last, err := published.LeafOf(closed); err != nil || last.Before(w.motion.Until) && come < len(w.motion.Roll)-w.onPaper() {
		return published.Wrong("bỏ phiếu bị đóng sớm, trước %s, khi còn phiếu chưa về", w.motion.Until)
	}
	for _, text := range log.leaves {
		l, err := published.LeafOf(text)
		if err == nil && l.Object == w.motion.ID && (l.Act == openAct || l.Act == closeAct) && text != opened && text != closed {
			return published.Wrong("nhật ký có một lần mở hoặc đóng khác của cùng nội dung bỏ phiếu này")
		}
	}
	return nil
}
