package rules

import "slices"

// Certainty says how a statement of the data is known.
type Certainty string

// The certainties, the surest first; the empty one of a condition means AtSource.
const (
	AtSource  Certainty = "S"  // read in the text of the law
	Secondary Certainty = "S-" // read in a copy or report of it
	Likely    Certainty = "M+" // general knowledge, high confidence
	Probable  Certainty = "M"  // general knowledge, medium confidence
	Doubtful  Certainty = "M-" // general knowledge, low confidence
	Inferred  Certainty = "I"  // concluded from the pieces above
)

var certainties = []Certainty{AtSource, Secondary, Likely, Probable, Inferred, Doubtful}

// Sure reports whether it was read in the text of the law.
func (c Certainty) Sure() bool { return c == "" || c == AtSource }

// Name says it to a reader.
func (c Certainty) Name() string {
	switch c {
	case AtSource, "":
		return "đã đối chiếu nguyên văn"
	case Secondary:
		return "theo bản chép lại, chưa đối chiếu nguyên văn"
	case Likely:
		return "theo hiểu biết chung, độ tin cao; chưa đối chiếu nguyên văn"
	case Probable:
		return "theo hiểu biết chung, độ tin vừa; chưa đối chiếu nguyên văn"
	case Inferred:
		return "suy ra, chưa có văn bản nói thẳng"
	default:
		return "theo hiểu biết chung, độ tin thấp; chưa đối chiếu nguyên văn"
	}
}

func (c Certainty) rank() int {
	if c == "" {
		return 0
	}
	return slices.Index(certainties, c)
}

// weaker is the less sure of two.
func weaker(a, b Certainty) Certainty {
	if b.rank() > a.rank() {
		return b
	}
	if a == "" {
		return AtSource
	}
	return a
}
