package layout

import "strings"

// even breaks a text that stands in the middle into lines of about one length, a
// paragraph each, and returns how wide the longest is. A text that needs one line
// stays whole. Where the text itself has a break it is kept.
func even(s *Style, text string, width float64) (lines []Paragraph, longest float64) {
	for part := range strings.SplitSeq(text, "\n") {
		more, long := evenPart(s, part, width)
		lines, longest = append(lines, more...), max(longest, long)
	}
	return lines, longest
}

func evenPart(s *Style, text string, width float64) (lines []Paragraph, longest float64) {
	words := strings.Fields(clean(text))
	need := len(greedy(s, words, width))
	if need <= 1 {
		return []Paragraph{paragraph(s, text)}, widthOf(s, text)
	}
	// The narrowest frame that still takes no more lines: every width between two
	// breaks gives the same lines, so that a few halvings find it.
	low, high := width/float64(need)/2, width
	for range 20 {
		if half := (low + high) / 2; len(greedy(s, words, half)) <= need {
			high = half
		} else {
			low = half
		}
	}
	for _, l := range greedy(s, words, high) {
		lines = append(lines, paragraph(s, l))
		longest = max(longest, min(width, widthOf(s, l)))
	}
	return lines, longest
}

// greedy fills lines of a width one after the other.
func greedy(s *Style, words []string, width float64) []string {
	var lines []string
	for _, w := range words {
		if n := len(lines) - 1; n >= 0 && widthOf(s, lines[n]+" "+w) <= width {
			lines[n] += " " + w
		} else {
			lines = append(lines, w)
		}
	}
	return lines
}
