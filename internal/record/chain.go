package record

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// continued is the published chain of keys where it goes on from the given one by
// hand-overs that both keys signed; otherwise the given one.
func continued(dir string, chain []keyRow) []keyRow {
	content, err := os.ReadFile(filepath.Join(dir, keysFile))
	if err != nil {
		return chain
	}
	text, rest, _ := strings.Cut(string(content), "---\n")
	if text != keysHeader {
		return chain
	}
	var public []keyRow
	for _, block := range strings.Split(rest, "\n---\n") {
		verifier, signed, _ := strings.Cut(block, "\n")
		if signed != "" && !strings.HasSuffix(signed, "\n") {
			signed += "\n"
		}
		k := keyRow{verifier, signed}
		if n := len(public); n > 0 {
			if _, err := handedOver(public[n-1], k); err != nil {
				return chain
			}
		}
		public = append(public, k)
	}
	if n := len(chain); len(public) <= n || !slices.Equal(public[:n], chain) {
		return chain
	}
	return public
}

// handedOver verifies the hand-over from one key to the next and returns the size
// of the log then.
func handedOver(from, to keyRow) (size int64, err error) {
	known, err := verifiers([]keyRow{from, to})
	if err != nil {
		return 0, err
	}
	n, err := note.Open([]byte(to.HandOver), known)
	if err != nil {
		return 0, fmt.Errorf("hand-over to %s: %w", to.Verifier, err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(n.Sigs) != 2 || len(lines) != 6 || lines[0]+"\n" != handOverHeader || lines[1] != from.Verifier || lines[2] != to.Verifier {
		return 0, fmt.Errorf("hand-over to %s: not one between these keys, signed by both", to.Verifier)
	}
	return strconv.ParseInt(lines[3], 10, 64)
}
