package web_test

import (
	"html"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdPrinted has Poppler read the PDF that the last page was.
func cmdPrinted(ts *testscript.TestScript, neg bool, args []string) {
	read := exec.Command("pdftotext", "-layout", "-", "-")
	read.Stdin = strings.NewReader(of(ts).body)
	text, err := read.Output()
	ts.Check(err)
	of(ts).body = "<p>" + html.EscapeString(string(text)) + "</p>"
}
