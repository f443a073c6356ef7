package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
)

// Names in a folder.
const (
	sumsFile  = "SHA256SUMS"
	proofs    = "chung-minh"
	sealProof = proofs + "/niem-phong.tlog-proof"
	keyFile   = proofs + "/khoa.txt"
	ending    = ".tlog-proof"
)

const (
	mostSums  = 8 << 20
	mostProof = 1 << 20
)

// Result is what was proved of a folder.
type Result struct {
	Dossier string // id
	Files   int
	Acts    int
	Origin  string // of the record
	At      string // when it was sealed, ISO
	OwnKey  bool   // the key came from the folder itself
	Key     string
}

// seal is what the record says of a folder.
type seal struct {
	Dossier string `json:"dossier"`
	SHA256  string `json:"sha256"`
	Files   int    `json:"files"`
	Entries int    `json:"entries"`
}

// leaf is what a proof's leaf says of its act.
type leaf struct {
	At     string `json:"at"`
	Kind   string `json:"kind"`
	Object string `json:"object"`
}

// Check checks a folder under the terms' key, or under the folder's own where the
// terms have none. Its error is a problem that says what is wrong.
func Check(files fs.FS, t record.Terms) (Result, error) {
	files, err := root(files)
	if err != nil {
		return Result{}, err
	}
	r := Result{Key: t.Key}
	sums, names, err := papers(files)
	if err != nil {
		return r, err
	}
	r.Files = len(names)
	if t.Key == "" {
		key, err := read(files, keyFile, mostProof)
		if err != nil {
			return r, err
		}
		t.Key, r.OwnKey = strings.TrimSpace(string(key)), true
		r.Key = t.Key
	}
	raw, err := read(files, sealProof, mostProof)
	if err != nil {
		return r, err
	}
	content, err := record.CheckBundle(raw, t)
	if err != nil {
		return r, of(sealProof, err)
	}
	s, at, err := sealOf(content)
	if err != nil {
		return r, err
	}
	r.Dossier, r.At, r.Origin = s.Dossier, at, content.Origin
	if sum := sha256.Sum256(sums); hex.EncodeToString(sum[:]) != s.SHA256 {
		return r, wrong("%s không phải danh mục đã niêm phong: SHA-256 của tệp này khác mã trong niêm phong, hoặc niêm phong là của hồ sơ khác", sumsFile)
	}
	if s.Files != len(names) {
		return r, wrong("niêm phong nói %d tệp, %s có %d", s.Files, sumsFile, len(names))
	}
	r.Acts, err = acts(files, t, s)
	return r, err
}

// root is the folder itself: of an archive with one folder in it, that folder.
func root(files fs.FS) (fs.FS, error) {
	list, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, problem.New(problem.NotFound, "Không đọc được thư mục hồ sơ.")
	}
	if len(list) == 1 && list[0].IsDir() {
		return fs.Sub(files, list[0].Name())
	}
	return files, nil
}

// papers checks every file that the list of checksums names, and that there is no
// other.
func papers(files fs.FS) (sums []byte, names []string, err error) {
	if sums, err = read(files, sumsFile, mostSums); err != nil {
		return nil, nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(sums))
	lines.Buffer(nil, mostSums)
	for n := 1; lines.Scan(); n++ {
		want, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || len(want) != 2*sha256.Size || !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`) {
			return nil, nil, wrong("%s, dòng %d: không đúng dạng «mã băm, hai khoảng trắng, tên tệp»", sumsFile, n)
		}
		if slices.Contains(names, name) {
			return nil, nil, wrong("%s nêu tệp %s hai lần", sumsFile, name)
		}
		names = append(names, name)
		got, err := hashOf(files, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, wrong("thiếu tệp %s", name)
		case err != nil:
			return nil, nil, problem.New(problem.Invalid, "KHÔNG KIỂM ĐƯỢC: không đọc được tệp %s.", name)
		case got != want:
			return nil, nil, wrong("tệp %s đã bị đổi: SHA-256 không khớp %s", name, sumsFile)
		}
	}
	if len(names) == 0 {
		return nil, nil, wrong("%s không nêu tệp nào", sumsFile)
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch {
		case name == sumsFile, name == keyFile, slices.Contains(names, name):
		case strings.HasPrefix(name, proofs+"/") && strings.HasSuffix(name, ending):
		default:
			return wrong("có thêm tệp %s không nêu trong %s", name, sumsFile)
		}
		return nil
	})
	return sums, names, err
}

func hashOf(files fs.FS, name string) (string, error) {
	f, err := files.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sealOf reads what a proved entry of the record seals.
func sealOf(c *record.Content) (seal, string, error) {
	var l leaf
	var what struct {
		After seal `json:"after"`
	}
	if err := json.Unmarshal([]byte(c.Leaf), &l); err != nil || l.Kind != "dossier_seal" || !c.HasWhat {
		return seal{}, "", wrong("%s không phải chứng minh niêm phong một hồ sơ lưu", sealProof)
	}
	if err := json.Unmarshal([]byte(c.What), &what); err != nil || what.After.Dossier == "" {
		return seal{}, "", wrong("%s không kèm nội dung niêm phong", sealProof)
	}
	return what.After, l.At, nil
}

// acts checks the proofs of what was done with the dossier, each of another entry.
func acts(files fs.FS, t record.Terms, s seal) (int, error) {
	list, err := fs.ReadDir(files, proofs)
	if err != nil {
		return 0, wrong("thiếu thư mục %s", proofs)
	}
	seen := map[int64]string{}
	for _, d := range list {
		name := proofs + "/" + d.Name()
		if name == sealProof || name == keyFile {
			continue
		}
		raw, err := read(files, name, mostProof)
		if err != nil {
			return 0, err
		}
		c, err := record.CheckBundle(raw, t)
		if err != nil {
			return 0, of(name, err)
		}
		var l leaf
		if err := json.Unmarshal([]byte(c.Leaf), &l); err != nil || l.Kind != "dossier" || l.Object != s.Dossier {
			return 0, wrong("%s là chứng minh của việc khác, không phải của hồ sơ này", name)
		}
		if other := seen[c.Index]; other != "" {
			return 0, wrong("%s và %s là một chứng minh", other, name)
		}
		seen[c.Index] = name
	}
	if len(seen) < s.Entries {
		return 0, wrong("thiếu chứng minh: niêm phong nói %d việc đã ghi, thư mục có %d", s.Entries, len(seen))
	}
	return len(seen), nil
}

func read(files fs.FS, name string, most int64) ([]byte, error) {
	f, err := files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, wrong("thiếu tệp %s", name)
	}
	if err != nil {
		return nil, problem.New(problem.Invalid, "KHÔNG KIỂM ĐƯỢC: không mở được tệp %s.", name)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, problem.New(problem.Invalid, "KHÔNG KIỂM ĐƯỢC: không đọc được tệp %s.", name)
	}
	if int64(len(content)) > most {
		return nil, wrong("tệp %s lớn bất thường", name)
	}
	return content, nil
}

func wrong(format string, args ...any) error {
	return problem.New(problem.Invalid, "SAI: %s.", fmt.Sprintf(format, args...))
}

// of says in which proof something is wrong.
func of(name string, err error) error {
	for _, p := range problem.All(err) {
		if said, ok := strings.CutPrefix(p.Text, "SAI: "); ok {
			return problem.New(problem.Invalid, "SAI: %s: %s", name, said)
		}
	}
	return err
}

// String says in one line what was proved, and no more than that.
func (r Result) String() string {
	text := fmt.Sprintf("ĐÚNG: hồ sơ %s có %d tệp, từng tệp khớp %s; danh mục ấy đã niêm phong trong nhật ký «%s» lúc %s; %d việc với hồ sơ có chứng minh",
		r.Dossier, r.Files, sumsFile, r.Origin, r.At, r.Acts)
	if r.OwnKey {
		text += ". Khóa lấy từ chính thư mục, hãy so với khóa công bố của nhật ký: " + r.Key
	}
	return text + "."
}
