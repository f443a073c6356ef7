package web_test

import (
	"encoding/base64"
	"html"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdExtra shows what a proof bundle carries beside the proof.
func cmdExtra(ts *testscript.TestScript, neg bool, args []string) {
	for _, line := range strings.Split(ts.ReadFile(one(ts, args)), "\n") {
		if text, ok := strings.CutPrefix(line, "extra "); ok {
			content, err := base64.StdEncoding.DecodeString(text)
			ts.Check(err)
			of(ts).body = "<p>" + html.EscapeString(string(content)) + "</p>"
			return
		}
	}
	ts.Fatalf("extra: there is none")
}
