package components

import "strings"

// span is a run of words, changed or not.
type span struct {
	text    string
	changed bool
}

// diffLine is one paragraph beside its other version; a nil side has none.
type diffLine struct {
	before, after []span
	same          bool
}

// step is one move through two sequences: a pair (same or not), or one side.
type step struct{ i, j int } // index in each sequence; -1 for none

// align finds the longest common subsequence of two sequences and returns the
// moves that lead through both.
func align(a, b []string) []step {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var out []step
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, step{i, j})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && best[i+1][j] >= best[i][j+1]:
			out = append(out, step{i, -1})
			i++
		default:
			out = append(out, step{-1, j})
			j++
		}
	}
	return out
}

// diffText compares two texts paragraph by paragraph, and changed paragraphs
// word by word. Removed paragraphs are paired in order with the added ones
// that follow them, so that a rewritten paragraph stands beside its old self.
func diffText(before, after string) []diffLine {
	a, b := paragraphs(before), paragraphs(after)
	var out []diffLine
	var gone, come []string
	flush := func() {
		for i := range max(len(gone), len(come)) {
			switch {
			case i >= len(gone):
				out = append(out, diffLine{after: []span{{come[i], true}}})
			case i >= len(come):
				out = append(out, diffLine{before: []span{{gone[i], true}}})
			default:
				x, y := diffWords(gone[i], come[i])
				out = append(out, diffLine{before: x, after: y})
			}
		}
		gone, come = nil, nil
	}
	for _, s := range align(a, b) {
		switch {
		case s.j < 0:
			gone = append(gone, a[s.i])
		case s.i < 0:
			come = append(come, b[s.j])
		default:
			flush()
			out = append(out, diffLine{before: []span{{a[s.i], false}}, after: []span{{b[s.j], false}}, same: true})
		}
	}
	flush()
	return out
}

func diffWords(before, after string) (x, y []span) {
	a, b := strings.Fields(before), strings.Fields(after)
	for _, s := range align(a, b) {
		switch {
		case s.j < 0:
			x = grow(x, a[s.i], true)
		case s.i < 0:
			y = grow(y, b[s.j], true)
		default:
			x, y = grow(x, a[s.i], false), grow(y, b[s.j], false)
		}
	}
	return x, y
}

// grow adds a word to the last run, or begins a new one.
func grow(list []span, word string, changed bool) []span {
	if n := len(list); n > 0 && list[n-1].changed == changed {
		list[n-1].text += " " + word
		return list
	}
	return append(list, span{word, changed})
}

func paragraphs(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
