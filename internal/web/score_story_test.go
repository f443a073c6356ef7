package web_test

import (
	"bytes"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web"
)

// cmdScore writes what giaouoc score --json answers to a file: score FILE OUT. It
// takes the same way as the command.
func cmdScore(ts *testscript.TestScript, _ bool, args []string) {
	content := ts.ReadFile(args[0])
	b, err := sheet.ReadScoreFile(bytes.NewReader([]byte(content)), int64(len(content)))
	ts.Check(err)
	a, err := b.Answer()
	ts.Check(err)
	var out bytes.Buffer
	ts.Check(a.WriteJSON(&out))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}

// cmdAgain starts the server anew on the same database: again. Nothing that it kept
// in memory is there any more.
func cmdAgain(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	w.server.Config.Handler = web.New(w.config)
}

// cmdDump writes every row of the database to a file: dump FILE. Two that are equal
// say that nothing was written between them.
func cmdDump(ts *testscript.TestScript, _ bool, args []string) {
	rows, err := dbtest.Dump(of(ts).db)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(rows), 0o600))
}
