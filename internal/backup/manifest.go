package backup

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// form is the form of archives that this program writes and reads.
const form = 1

// Names within an archive. The folders of files, log and keys are those of the
// data folder.
const (
	manifestName = "muc-luc.json"
	databaseDir  = "co-so-du-lieu"
	filesDir     = "tep"
	logDir       = "nhat-ky"
	keysDir      = "khoa"
)

// maxManifest bounds what is read of a manifest: some millions of parts.
const maxManifest = 1 << 30

// Manifest says what an archive holds.
type Manifest struct {
	Form     int       `json:"form"`
	TakenAt  time.Time `json:"taken_at"`
	Database db.Image  `json:"database"`
	Record   Record    `json:"record"`
	Keys     bool      `json:"keys"`              // the keys are in the archive
	Missing  []string  `json:"missing,omitempty"` // files that the database refers to and the store no longer had whole, by hash
	Parts    []Part    `json:"parts"`
}

// Part is one file of an archive.
type Part struct {
	Name   string `json:"name"` // within the archive, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

var (
	filePart     = regexp.MustCompile(`^tep/[0-9a-f]{2}/[0-9a-f]{62}$`)
	databasePart = regexp.MustCompile(`^co-so-du-lieu/[a-z0-9_]+\.(db|copy)$`)
	plainPath    = regexp.MustCompile(`^(nhat-ky|khoa)(/[A-Za-z0-9_][A-Za-z0-9._-]*)+$`)
)

// isPart reports whether a name is that of a part: a plain path within one of
// the folders of an archive.
func isPart(name string) bool {
	return filePart.MatchString(name) || databasePart.MatchString(name) || plainPath.MatchString(name)
}

// hashOf is the hash by which the database refers to a stored file.
func hashOf(part string) string {
	return strings.ReplaceAll(strings.TrimPrefix(part, filesDir+"/"), "/", "")
}

// read returns a manifest of an archive in which the given parts were found; a
// manifest that says otherwise is refused.
func readManifest(raw []byte, found []Part) (Manifest, error) {
	var m Manifest
	var begin struct {
		Form int `json:"form"`
	}
	if err := json.Unmarshal(raw, &begin); err != nil {
		return m, damaged(fmt.Errorf("read manifest: %w", err))
	}
	if begin.Form > form {
		return m, problem.New(problem.Closed, "Tệp sao lưu do một bản mới hơn của phần mềm ghi; hãy khôi phục bằng bản phần mềm mới hơn.")
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, damaged(fmt.Errorf("read manifest: %w", err))
	}
	if begin.Form < 1 {
		return m, damaged(fmt.Errorf("the manifest has form %d", begin.Form))
	}
	if !slices.Equal(m.Parts, found) {
		return m, damaged(fmt.Errorf("the manifest lists other parts than the archive has"))
	}
	return m, m.consistent()
}

// consistent refuses a manifest whose parts are not those of its database.
func (m Manifest) consistent() error {
	var want []string
	switch m.Database.Engine {
	case db.SQLite:
		want = []string{databaseDir + "/" + db.SQLiteFile}
	case db.PostgreSQL:
		for _, t := range m.Database.Tables {
			want = append(want, databaseDir+"/"+t.File())
		}
	}
	var have []string
	seen := map[string]bool{}
	for _, p := range m.Parts {
		if seen[p.Name] {
			return damaged(fmt.Errorf("%s stands in the archive twice", p.Name))
		}
		seen[p.Name] = true
		switch {
		case databasePart.MatchString(p.Name):
			have = append(have, p.Name)
		case filePart.MatchString(p.Name) && hashOf(p.Name) != p.SHA256:
			return damaged(fmt.Errorf("%s does not have the content of its name", p.Name))
		case !m.Keys && strings.HasPrefix(p.Name, keysDir+"/"):
			return damaged(fmt.Errorf("the archive has keys and its manifest says that it has none"))
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(have))) {
		return damaged(fmt.Errorf("the archive has the database %q, not %q", have, want))
	}
	return nil
}

func sum(b []byte) string { return hex.EncodeToString(b) }

// Damage is what is wrong with an archive that was changed, cut off or badly
// made.
type Damage struct{ Cause error }

// Error says it to the operator, with what a developer needs in brackets.
func (d *Damage) Error() string {
	return "tệp sao lưu không nguyên vẹn (bị hỏng, bị cắt hoặc bị sửa) nên không khôi phục từ tệp này; hãy dùng một bản sao lưu khác (" + d.Cause.Error() + ")"
}

func (d *Damage) Unwrap() error { return d.Cause }

func damaged(cause error) error { return &Damage{cause} }
