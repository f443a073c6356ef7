package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

var puzzleParts = regexp.MustCompile(`data-salt="([0-9a-f]+)" data-target="([0-9a-f]+)" data-most="(\d+)"[\s\S]*?name="puzzle_token" value="([^"]+)"`)

// cmdSolve solves the puzzle of the last page as its script does: $TOKEN and $NUMBER.
func cmdSolve(ts *testscript.TestScript, neg bool, args []string) {
	m := puzzleParts.FindStringSubmatch(of(ts).body)
	if m == nil {
		ts.Fatalf("the page has no puzzle")
	}
	most, err := strconv.Atoi(m[3])
	ts.Check(err)
	for n := range most + 1 {
		sum := sha256.Sum256([]byte(m[1] + strconv.Itoa(n)))
		if hex.EncodeToString(sum[:]) == m[2] {
			ts.Setenv("TOKEN", m[4])
			ts.Setenv("NUMBER", strconv.Itoa(n))
			return
		}
	}
	ts.Fatalf("no number up to %d solves the puzzle", most)
}

// cmdSha256 holds a saved file against its SHA-256 in hex.
func cmdSha256(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sha256 FILE HEX")
	}
	sum := sha256.Sum256([]byte(ts.ReadFile(args[0])))
	if got := hex.EncodeToString(sum[:]); got != args[1] {
		ts.Fatalf("%s has SHA-256 %s, want %s", args[0], got, args[1])
	}
}
