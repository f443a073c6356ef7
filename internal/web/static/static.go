// Package static holds the files that pages are dressed in: two style
// sheets (app.css of every page, work.css of what only the signed-in see), small
// scripts, the fonts and the icon. vote.js is made of internal/web/script.
//
// A file is asked for by an address that carries the hash of its content
// (/tinh/app.1a2b3c4d5e.css), so a browser may keep it for a year and still
// sees a change at once. Addresses inside the style sheets are hashed too. An
// address with an old hash, from a page that was opened before an upgrade,
// still finds the file, but may not be kept. The style sheets are sent without their
// comments and spare space: the voter's screen has to be light.
//
// What never happens: a request to another host for a file of ours.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed agent.js app.css work.css app.js certificate.js check-ballot.js desk.js find.js help.js marking.js passkey.js puzzle.js sheet.js sitting.js slides.js typed.js vote.js vote-licences.txt writing.js icon.svg fonts
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/tinh/"

// File is one file, ready to be sent.
type File struct {
	Name  string // "fonts/be-vietnam-pro-latin-400.woff2"
	Type  string // media type, with charset where it is text
	Body  []byte
	Gzip  []byte // the same compressed; nil where that saves nothing
	Hash  string // ten hex digits of SHA-256 of Body
	Fresh bool   // the address asked for carries this hash: the answer may be kept for a year
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
}

var all = sync.OnceValue(load)

// load reads the embedded files; the style sheet last, because it names the
// hashed addresses of the fonts.
func load() map[string]File {
	out := map[string]File{}
	var sheets []string
	_ = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".css" {
			sheets = append(sheets, name)
		}
		out[name] = seal(name, body)
		return nil
	})
	for _, name := range sheets {
		body := inAddress.ReplaceAllFunc(out[name].Body, func(m []byte) []byte {
			return []byte(address(out, strings.TrimPrefix(string(m), Prefix)))
		})
		out[name] = seal(name, lean(body))
	}
	return out
}

var inAddress = regexp.MustCompile(`/tinh/[a-z0-9/.-]+`)

var loose = regexp.MustCompile(`"[^"]*"|/\*(?s:.*?)\*/|\s*([{};,])\s*|\s+`)

// lean is a style sheet without comments and the space that only people need; what
// stands in quotation marks stays as it is.
func lean(sheet []byte) []byte {
	return loose.ReplaceAllFunc(sheet, func(m []byte) []byte {
		switch {
		case m[0] == '"':
			return m
		case bytes.HasPrefix(m, []byte("/*")):
			return nil
		}
		if m = bytes.TrimSpace(m); len(m) == 0 {
			return []byte(" ")
		}
		return m
	})
}

func seal(name string, body []byte) File {
	sum := sha256.Sum256(body)
	f := File{Name: name, Type: types[path.Ext(name)], Body: body, Hash: hex.EncodeToString(sum[:5])}
	if ext := path.Ext(name); ext == ".css" || ext == ".js" || ext == ".svg" {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = w.Write(body)
		_ = w.Close()
		f.Gzip = b.Bytes()
	}
	return f
}

func address(set map[string]File, name string) string {
	f, ok := set[name]
	if !ok {
		return Prefix + name
	}
	ext := path.Ext(name)
	return Prefix + strings.TrimSuffix(name, ext) + "." + f.Hash + ext
}

// URL is the address of a file by its plain name ("app.css"), with its hash.
func URL(name string) string { return address(all(), name) }

var hashed = regexp.MustCompile(`^(.+)\.([0-9a-f]{10})(\.[a-z0-9]+)$`)

// Find answers for the path of a request ("/tinh/app.1a2b3c4d5e.css"). A path
// without a hash, or with an old one, finds the file with Fresh false.
func Find(request string) (File, bool) {
	name, ok := strings.CutPrefix(request, Prefix)
	if !ok {
		return File{}, false
	}
	hash := ""
	if m := hashed.FindStringSubmatch(name); m != nil {
		name, hash = m[1]+m[3], m[2]
	}
	f, ok := all()[name]
	f.Fresh = ok && hash == f.Hash
	return f, ok
}

// Names lists every file.
func Names() []string {
	var out []string
	for name := range all() {
		out = append(out, name)
	}
	return out
}
