package witness

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// chain is the keys of a log, oldest first, as the log publishes them (khoa): each
// but the first was handed the log by the one before it.
type chain struct {
	keys  []string
	until []int64 // for each key but the last, the size of the tree when it handed over
}

var errChain = errors.New("malformed chain of keys")

// parseChain reads the file khoa and verifies every hand-over in it.
func parseChain(content []byte) (chain, error) {
	text, ended := strings.CutSuffix(string(content), "\n")
	blocks := strings.Split(text, "\n---\n")
	if !ended || blocks[0] != "giaouoc/khoa@v1" || len(blocks) < 2 {
		return chain{}, errChain
	}
	var c chain
	for i, block := range blocks[1:] {
		vkey, signed, handed := strings.Cut(block, "\n")
		if handed != (i > 0) || slices.Contains(c.keys, vkey) {
			return chain{}, errChain
		}
		if handed {
			size, err := handOver(c.keys[i-1], vkey, signed+"\n")
			if err != nil || len(c.until) > 0 && size < c.until[len(c.until)-1] {
				return chain{}, errChain
			}
			c.until = append(c.until, size)
		}
		c.keys = append(c.keys, vkey)
	}
	return c, nil
}

// handOver verifies the hand-over from one key to another of the same name, which
// both have signed, and returns the size of the tree then.
func handOver(from, to, signed string) (size int64, err error) {
	old, errOld := note.NewVerifier(from)
	next, errNext := note.NewVerifier(to)
	if err := errors.Join(errOld, errNext); err != nil || old.Name() != next.Name() {
		return 0, errChain
	}
	n, err := note.Open([]byte(signed), note.VerifierList(old, next))
	if err != nil || len(n.Sigs) != 2 {
		return 0, errChain
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 6 || lines[0] != "giaouoc/khoa-ban-giao@v1" || lines[1] != from || lines[2] != to {
		return 0, errChain
	}
	size, ok := parseSize(lines[3])
	if !ok {
		return 0, errChain
	}
	return size, nil
}

// continues reports whether a chain is another one, or goes on from it.
func (c chain) continues(other chain) bool {
	n := len(other.keys)
	return n <= len(c.keys) && slices.Equal(other.keys, c.keys[:n]) && slices.Equal(other.until, c.until[:len(other.until)])
}

// maySign reports whether a key of the chain had the right to sign a tree of a size.
func (c chain) maySign(i int, size int64) bool { return i == len(c.until) || size <= c.until[i] }
