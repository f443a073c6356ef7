package archive

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"giaouoc/internal/verify/logtest"
	"giaouoc/internal/verify/record"
)

const dossierID = "019a0000-0000-7000-8000-00000000000d"

func hexOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

var salt = []byte("0123456789abcdef")

var salted = base64.StdEncoding.EncodeToString(salt)

// leafOf is a leaf of the record about an object.
func leafOf(n int, kind, object, what string) []byte {
	return fmt.Appendf(nil, `{"v":2,"id":"019a0000-0000-7000-8000-%012d","at":"2026-11-0%dT03:00:00Z","act":"dossier.handle","kind":"%s","object":"%s","role":"officer","who":"%s","what":"%s"}`,
		n, n+1, kind, object, hexOf([]byte("who")), hexOf(append(append([]byte{}, salt...), what...)))
}

// folder is a right folder with the log that sealed it.
func folder() (fstest.MapFS, *logtest.Log) {
	f := fstest.MapFS{}
	put := func(name, content string) { f[name] = &fstest.MapFile{Data: []byte(content)} }
	sums := ""
	for _, p := range [][2]string{{"muc-luc.txt", "1. Tờ trình\n"}, {"thanh-phan/01-to-trinh.pdf", "%PDF-1.4 tờ trình"}} {
		put(p[0], p[1])
		sums += hexOf([]byte(p[1])) + "  " + p[0] + "\n"
	}
	put(sumsFile, sums)
	l := logtest.New("giaouoc.example/nhat-ky")
	l.Append(leafOf(0, "dossier", dossierID, "a"), leafOf(1, "dossier", dossierID, "b"), leafOf(2, "dossier", "another", "c"))
	what := fmt.Sprintf(`{"after":{"dossier":%q,"entries":2,"files":2,"sha256":%q}}`, dossierID, hexOf([]byte(sums)))
	l.Append(leafOf(3, "dossier_seal", "s", what))
	put(keyFile, l.Key()+"\n")
	put("chung-minh/viec-001.tlog-proof", string(l.Bundle(0, 4, logtest.Extra{Leaf: string(leafOf(0, "dossier", dossierID, "a"))})))
	put("chung-minh/viec-002.tlog-proof", string(l.Bundle(1, 4, logtest.Extra{Leaf: string(leafOf(1, "dossier", dossierID, "b"))})))
	put(sealProof, string(l.Bundle(3, 4, logtest.Extra{Leaf: string(leafOf(3, "dossier_seal", "s", what)), What: &what, Salt: &salted})))
	return f, l
}

func TestAFolderIsRight(t *testing.T) {
	f, l := folder()
	r, err := Check(f, record.Terms{Key: l.Key()})
	if err != nil || r.Files != 2 || r.Acts != 2 || r.OwnKey || r.Dossier != dossierID {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err = Check(f, record.Terms{}); err != nil || !strings.Contains(r.String(), "Khóa lấy từ chính thư mục") {
		t.Errorf("%s, %v", r, err)
	}
	in := fstest.MapFS{}
	for name, file := range f {
		in["ho-so-2026-x/"+name] = file
	}
	if _, err := Check(in, record.Terms{Key: l.Key()}); err != nil {
		t.Errorf("in a folder of its own: %v", err)
	}
}

// Each attack begins with a folder that passes.
func TestAttacks(t *testing.T) {
	other := logtest.New("giaouoc.example/nhat-ky")
	other.Append(leafOf(0, "dossier", dossierID, "a"))
	for name, attack := range map[string]struct {
		do   func(f fstest.MapFS, l *logtest.Log)
		says string
	}{
		"one byte":       {func(f fstest.MapFS, _ *logtest.Log) { f["thanh-phan/01-to-trinh.pdf"].Data[3] ^= 1 }, "tệp thanh-phan/01-to-trinh.pdf đã bị đổi"},
		"a missing file": {func(f fstest.MapFS, _ *logtest.Log) { delete(f, "thanh-phan/01-to-trinh.pdf") }, "thiếu tệp thanh-phan/01-to-trinh.pdf"},
		"a file more":    {func(f fstest.MapFS, _ *logtest.Log) { f["thanh-phan/02.pdf"] = &fstest.MapFile{Data: []byte("x")} }, "có thêm tệp thanh-phan/02.pdf"},
		"another key":    {func(f fstest.MapFS, _ *logtest.Log) { f[keyFile].Data = []byte(other.Key()) }, ""},
		"no checksums":   {func(f fstest.MapFS, _ *logtest.Log) { delete(f, sumsFile) }, "thiếu tệp SHA256SUMS"},
		"a bad line":     {func(f fstest.MapFS, _ *logtest.Log) { f[sumsFile].Data = []byte("x\n") }, "dòng 1"},
		"a way out":      {func(f fstest.MapFS, _ *logtest.Log) { f[sumsFile].Data = []byte(hexOf(nil) + "  ../x\n") }, "dòng 1"},
		"a proof gone":   {func(f fstest.MapFS, _ *logtest.Log) { delete(f, "chung-minh/viec-002.tlog-proof") }, "thiếu chứng minh: niêm phong nói 2 việc đã ghi, thư mục có 1"},
		"no seal":        {func(f fstest.MapFS, _ *logtest.Log) { delete(f, sealProof) }, "thiếu tệp chung-minh/niem-phong.tlog-proof"},
		"a proof twice": {func(f fstest.MapFS, _ *logtest.Log) {
			f["chung-minh/viec-002.tlog-proof"] = f["chung-minh/viec-001.tlog-proof"]
		}, "là một chứng minh"},
		"an act as seal":    {func(f fstest.MapFS, _ *logtest.Log) { f[sealProof] = f["chung-minh/viec-001.tlog-proof"] }, "không phải chứng minh niêm phong"},
		"a byte of a proof": {func(f fstest.MapFS, _ *logtest.Log) { d := f["chung-minh/viec-001.tlog-proof"].Data; d[len(d)-20] ^= 4 }, "SAI: "},
		"a foreign proof": {func(f fstest.MapFS, l *logtest.Log) {
			f["chung-minh/viec-002.tlog-proof"] = &fstest.MapFile{Data: l.Bundle(2, 4, logtest.Extra{Leaf: string(leafOf(2, "dossier", "another", "c"))})}
		}, "là chứng minh của việc khác"},
		"a proof of another log": {func(f fstest.MapFS, _ *logtest.Log) {
			f["chung-minh/viec-002.tlog-proof"] = &fstest.MapFile{Data: other.Bundle(0, 1, logtest.Extra{Leaf: string(leafOf(0, "dossier", dossierID, "a"))})}
		}, "SAI: chung-minh/viec-002.tlog-proof"},
		"changed with its checksum": {func(f fstest.MapFS, _ *logtest.Log) {
			old := hexOf(f["muc-luc.txt"].Data)
			f["muc-luc.txt"].Data = []byte("1. Tờ khác\n")
			f[sumsFile].Data = []byte(strings.Replace(string(f[sumsFile].Data), old, hexOf(f["muc-luc.txt"].Data), 1))
		}, "không phải danh mục đã niêm phong"},
	} {
		t.Run(name, func(t *testing.T) {
			f, l := folder()
			if _, err := Check(f, record.Terms{Key: l.Key()}); err != nil {
				t.Fatalf("untampered: %v", err)
			}
			attack.do(f, l)
			key := l.Key()
			if name == "another key" {
				key = ""
			}
			_, err := Check(f, record.Terms{Key: key})
			if err == nil || !strings.HasPrefix(err.Error(), "SAI: ") || !strings.Contains(err.Error(), attack.says) {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := Check(fstest.MapFS{}, record.Terms{}); err == nil {
		t.Error("an empty folder passes")
	}
}
