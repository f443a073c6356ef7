package web_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"strings"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/verify/archive"
	"giaouoc/internal/verify/record"
)

// cmdFolder checks the folder of a dossier as giaouoc verify archive does.
func cmdFolder(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	z, err := zip.NewReader(bytes.NewReader([]byte(w.body)), int64(len(w.body)))
	ts.Check(err)
	files, changed := fstest.MapFS{}, false
	for _, f := range z.File {
		r, err := f.Open()
		ts.Check(err)
		content, err := io.ReadAll(r)
		ts.Check(err)
		if len(args) > 0 && strings.Contains(f.Name, args[0]) {
			content[len(content)/2] ^= 1
			changed = true
		}
		files[f.Name] = &fstest.MapFile{Data: content}
	}
	if len(args) > 0 && !changed {
		ts.Fatalf("no file %s in the folder", args[0])
	}
	result, err := archive.Check(files, record.Terms{})
	said := result.String()
	if err != nil {
		said = err.Error()
	}
	w.body = "<p>" + html.EscapeString(said) + "</p>"
}
