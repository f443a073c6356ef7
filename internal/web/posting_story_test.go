package web_test

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/rogpeppe/go-internal/testscript"
)

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
