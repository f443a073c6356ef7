package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/logtest"
)

const origin = "giaouoc.example/nhat-ky"

var now = time.Date(2026, 11, 27, 7, 0, 0, 0, time.UTC)

// published is a log in memory.
type published map[string][]byte

func (p published) ReadFile(name string, limit int64) ([]byte, error) {
	content, ok := p[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	if int64(len(content)) > limit {
		return nil, ErrTooLong
	}
	return content, nil
}

func (p published) Widths(name string) ([]int, error) {
	var widths []int
	for other := range p {
		if w, ok := strings.CutPrefix(other, name+".p/"); ok {
			n, err := strconv.Atoi(w)
			if err != nil {
				return nil, err
			}
			widths = append(widths, n)
		}
	}
	return widths, nil
}

func logOf(size int) *logtest.Log {
	l := logtest.New(origin)
	for i := range size {
		l.Append(logtest.Leaf(i))
	}
	return l
}

func memory(t testing.TB) *Memory {
	t.Helper()
	m, err := OpenMemory(filepath.Join(t.TempDir(), "memory"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mustCheck(t testing.TB, files Files, terms Terms) Result {
	t.Helper()
	r, err := Check(context.Background(), files, terms)
	if err != nil {
		t.Fatalf("a log with nothing wrong: %v", err)
	}
	return r
}

// mustFail checks that a log is found wrong, by a problem that says so.
func mustFail(t testing.TB, files Files, terms Terms, want string) {
	t.Helper()
	_, err := Check(context.Background(), files, terms)
	if problem.All(err) == nil || !strings.Contains(err.Error(), "SAI: ") || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want a problem with %q", err, want)
	}
}

func TestALogOfAnySizeIsRight(t *testing.T) {
	l := logOf(70000)
	for _, size := range []int{0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1000, 65535, 65536, 65537, 70000} {
		files := published(l.Files(size))
		r := mustCheck(t, files, Terms{})
		if r.Origin != origin || r.Size != int64(size) || r.Root != l.Root(size) || r.Key != l.Key() {
			t.Errorf("%d leaves: %+v", size, r)
		}
		if want := time.Date(2026, 1, 1, 0, 0, size-1, 0, time.UTC); size > 0 && !r.LastAt.Equal(want) {
			t.Errorf("%d leaves: the last of %v, want %v", size, r.LastAt, want)
		}
	}
}

func TestAFolderIsFoundAndRead(t *testing.T) {
	l, dir := logOf(300), t.TempDir()
	l.Write(t, filepath.Join(dir, "nhat-ky"), 10)
	l.Write(t, filepath.Join(dir, "nhat-ky"), 300)
	for _, d := range []string{dir, filepath.Join(dir, "nhat-ky")} {
		files, err := OpenDir(d)
		if err != nil {
			t.Fatal(err)
		}
		if r := mustCheck(t, files, Terms{}); r.Size != 300 {
			t.Errorf("%s: %d leaves", d, r.Size)
		}
	}
	if _, err := OpenDir(t.TempDir()); !problem.Is(err, problem.NotFound) {
		t.Errorf("an empty folder: %v", err)
	}
	left := filepath.Join(dir, "nhat-ky", "tile", "entries", "000.p", "10")
	content, err := os.ReadFile(left)
	if err != nil {
		t.Fatal(err)
	}
	content[20] ^= 1
	if err := os.WriteFile(left, content, 0o600); err != nil {
		t.Fatal(err)
	}
	mustFail(t, Dir(filepath.Join(dir, "nhat-ky")), Terms{}, "tile/entries/000.p/10 không phải phần đầu")
}

func TestAPartialTileMayHaveMadeWay(t *testing.T) {
	l := logOf(1100)
	small, large := l.Files(1000), published(l.Files(1100))
	large["checkpoint"] = small["checkpoint"]
	delete(large, "tile/entries/003.p/232")
	large["tile/1/000.p/3"] = small["tile/1/000.p/3"]
	if r := mustCheck(t, large, Terms{}); r.Size != 1000 {
		t.Errorf("%d leaves", r.Size)
	}
	large["tile/0/003"] = append([]byte(nil), large["tile/0/003"]...)
	large["tile/0/003"][231*32] ^= 1
	mustFail(t, large, Terms{}, "tile/0/003, ô 231: không phải băm của lá số 999")
}

func TestWhatIsSaid(t *testing.T) {
	l, m, w := logOf(1234), memory(t), logtest.NewWitness("nhan-chung.example")
	terms := Terms{Memory: m, Now: now, Witnesses: []string{w.Key(), logtest.NewWitness("khac.example").Key()}, Need: 1}
	first := mustCheck(t, published(l.Files(1000, w)), terms)
	if want := "ĐÚNG: nhật ký «giaouoc.example/nhat-ky» có 1.000 lá, lá cuối ghi việc lúc 07:16:39 ngày 01/01/2026; chữ ký đúng, mọi lá và mọi mảnh băm khớp với gốc đã ký; " +
		"lần đầu thấy nhật ký này; 1/2 nhân chứng cùng ký (nhan-chung.example lúc 13:30:00 ngày 27/11/2026)."; first.String() != want {
		t.Errorf("%s\nwant %s", first, want)
	}
	then := mustCheck(t, published(l.Files(1234, logtest.NewWitness("la.example"))), Terms{Memory: m, Now: now})
	if want := "; nối tiếp đúng điểm niêm phong 1.000 lá đã thấy ngày 27/11/2026; 1 chữ ký của khóa không rõ không được xét."; !strings.HasSuffix(then.String(), want) {
		t.Errorf("%s\nwant %s", then, want)
	}
	empty := mustCheck(t, published(logOf(0).Files(0)), Terms{})
	if strings.Contains(empty.String(), "lá cuối") || strings.Contains(empty.String(), "\n") {
		t.Errorf("an empty log: %s", empty)
	}
}

func TestALogMayNotGoBackOrFork(t *testing.T) {
	l := logOf(600)
	for _, first := range []int{1, 255, 256, 400, 512, 600} {
		m := memory(t)
		terms := Terms{Memory: m, Now: now}
		mustCheck(t, published(l.Files(first)), terms)
		if first > 1 {
			mustFail(t, published(l.Files(first-1)), terms, "LÙI LẠI")
		}
		fork := l.Copy()
		fork.Change(first/2, logtest.Leaf(5000))
		mustFail(t, published(fork.Files(first)), terms, "RẼ NHÁNH")
		fork.Append(logtest.Leaf(600))
		mustFail(t, published(fork.Files(601)), terms, "RẼ NHÁNH")
		mustCheck(t, published(fork.Files(601)), Terms{}) // nothing else is wrong with it
		evidence, err := filepath.Glob(filepath.Join(m.dir, "evidence-*.txt"))
		if err != nil || len(evidence) < 2 {
			t.Errorf("evidence %v, %v", evidence, err)
		}
		for _, path := range evidence {
			content, err := os.ReadFile(path)
			if err != nil || strings.Count(string(content), "\n— "+origin+" ") != 2 {
				t.Errorf("evidence %s, %v", content, err)
			}
		}
		mustCheck(t, published(l.Files(600)), terms) // the memory is what it was
	}
}

func TestTheChainOfKeys(t *testing.T) {
	l, m := logOf(10), memory(t)
	first := l.Key()
	terms := Terms{Memory: m, Now: now}
	mustCheck(t, published(l.Files(10)), terms)
	other := l.Copy() // with the same first key, and another second
	l.Rotate(now)
	second := l.Key()
	l.Append(logtest.Leaf(10))
	mustCheck(t, published(l.Files(11)), terms)
	l.Rotate(now.Add(time.Hour))
	l.Append(logtest.Leaf(11))
	r := mustCheck(t, published(l.Files(12)), terms)
	if r.Key != l.Key() {
		t.Errorf("signed by %s", r.Key)
	}
	for _, key := range []string{first, second, l.Key()} {
		mustCheck(t, published(l.Files(12)), Terms{Key: key})
	}
	mustFail(t, published(l.Files(12)), Terms{Key: logtest.New(origin).Key()}, "tệp khoa không có khóa")
	mustFail(t, published(l.Files(9)), Terms{}, "ít hơn 11 lá")

	stranger := logOf(12)
	mustCheck(t, published(stranger.Files(12)), Terms{})
	mustFail(t, published(stranger.Files(12)), terms, "không nối tiếp chuỗi đã thấy")
	other.Rotate(now)
	other.Append(logtest.Leaf(10), logtest.Leaf(11))
	mustCheck(t, published(other.Files(12)), Terms{Key: first})
	mustFail(t, published(other.Files(12)), terms, "không nối tiếp chuỗi đã thấy")

	files := published(l.Files(12))
	files["khoa"] = stranger.Khoa()
	mustFail(t, files, Terms{}, "không có chữ ký của khóa đã biết")
}

// At a hand-over both keys sign, so that the checkpoint is right before and after
// the file of keys follows. Later the old one has no say.
func TestBothKeysSignAtAHandover(t *testing.T) {
	l := logOf(10)
	before := l.Khoa()
	l.Rotate(now)
	files := published(l.Files(10, l.Signer(0)))
	if r := mustCheck(t, files, Terms{}); r.Unknown != 0 || r.Key != l.Key() {
		t.Errorf("%+v", r)
	}
	files["khoa"] = before
	if r := mustCheck(t, files, Terms{}); r.Unknown != 1 || r.Key == l.Key() {
		t.Errorf("%+v", r)
	}
	l.Append(logtest.Leaf(10))
	mustCheck(t, published(l.Files(11)), Terms{})
	mustFail(t, published(l.Files(11, l.Signer(0))), Terms{}, "một khóa đã bàn giao ở cỡ nhỏ hơn")
	files = l.Files(10)
	old, err := note.Sign(&note.Note{Text: l.Text(10)}, l.Signer(0))
	if err != nil {
		t.Fatal(err)
	}
	files["checkpoint"] = old
	mustFail(t, files, Terms{}, "không có chữ ký của khóa hiện hành")
}

// A chain is refused when any part of any hand-over is not as it must be.
func TestForgedHandovers(t *testing.T) {
	l := logOf(10)
	l.Rotate(now)
	names := strings.Split(string(l.Khoa()), "\n---\n")
	from := names[1]
	to, signed, _ := strings.Cut(names[2], "\n")
	text := strings.TrimSuffix(strings.Split(signed, "\n\n")[0], "\n") + "\n"
	chainOf := func(parts ...string) string { return strings.Join(parts, "\n---\n") }
	sign := func(text string, by ...note.Signer) string {
		n, err := note.Sign(&note.Note{Text: text}, by...)
		if err != nil {
			t.Fatal(err)
		}
		return string(n)
	}
	with := func(text string, by ...note.Signer) string {
		return chainOf(names[0], from, to+"\n"+sign(text, by...))
	}
	old, next := l.Signer(0), l.Signer(1)
	if _, err := parseChain([]byte(with(text, old, next))); err != nil {
		t.Fatalf("a right chain: %v", err)
	}
	third := logtest.New(origin).Signer(0)
	for name, khoa := range map[string]string{
		"signed by the old alone":  with(text, old),
		"signed by the new alone":  with(text, next),
		"signed twice by the old":  with(text, old) + strings.SplitAfter(with(text, old), "\n\n")[1],
		"signed by nobody known":   with(text, third),
		"with a third signature":   with(text, old, next, third),
		"of other keys":            with(strings.Replace(text, from, logtest.New(origin).Key(), 1), old, next),
		"turned round":             with(strings.Join([]string{"giaouoc/khoa-ban-giao@v1", to, from, "10", "2026-11-27T07:00:00Z", ""}, "\n"), old, next),
		"of another kind":          with(strings.Replace(text, "@v1", "@v2", 1), old, next),
		"with a size like a sum":   with(strings.Replace(text, "\n10\n", "\n010\n", 1), old, next),
		"with a size below zero":   with(strings.Replace(text, "\n10\n", "\n-1\n", 1), old, next),
		"without a day":            with(strings.Replace(text, "2026-11-27T07:00:00Z", "hôm nay", 1), old, next),
		"at a local time":          with(strings.Replace(text, "07:00:00Z", "14:00:00+07:00", 1), old, next),
		"with another line":        with(text+"thêm\n", old, next),
		"altered after":            strings.Replace(with(text, old, next), "\n10\n", "\n11\n", 1),
		"missing":                  chainOf(names[0], from, to) + "\n",
		"to itself":                chainOf(names[0], from, from+"\n"+sign(text, old, next)),
		"before the first":         chainOf(names[0], to+"\n"+sign(text, old, next)),
		"of a chain without keys":  names[0] + "\n",
		"of a chain of no form":    chainOf("giaouoc/khoa@v2", from) + "\n",
		"of a chain without end":   chainOf(names[0], from),
		"with a key spelt loosely": chainOf(names[0], strings.ToUpper(from[:len(origin)])+from[len(origin):]) + "\n",
	} {
		if _, err := parseChain([]byte(khoa)); problem.All(err) == nil {
			t.Errorf("a hand-over %s: %v", name, err)
		}
	}
}

func TestLaterHandoversGoForward(t *testing.T) {
	l := logOf(10)
	l.Rotate(now)
	l.Rotate(now.Add(-time.Hour))
	mustFail(t, published(l.Files(10)), Terms{}, "bàn giao sang khóa thứ 3")
}

func TestKeysBearTheNameOfTheLog(t *testing.T) {
	l := logOf(3)
	files := published(l.Files(3))
	l.Origin = "another.example"
	files["checkpoint"] = l.Checkpoint(3)
	mustFail(t, files, Terms{}, "không mang tên nhật ký «another.example»")
}

func TestAnAddressKeepsItsLog(t *testing.T) {
	terms := Terms{Memory: memory(t), Address: "https://a.example/nhat-ky/", Now: now}
	mustCheck(t, published(logOf(3).Files(3)), terms)
	other := logtest.New("other.example")
	mustFail(t, published(other.Files(0)), terms, "địa chỉ này trước đây có nhật ký «giaouoc.example/nhat-ky», nay là «other.example»")
	terms.Address = "https://b.example/nhat-ky/"
	mustCheck(t, published(other.Files(0)), terms)
}

func TestWitnesses(t *testing.T) {
	l, a, b := logOf(3), logtest.NewWitness("a.example"), logtest.NewWitness("b.example")
	both, onlyA := published(l.Files(3, a, b)), published(l.Files(3, a))
	keys := []string{a.Key(), b.Key()}
	if r := mustCheck(t, both, Terms{Witnesses: keys, Need: 2}); len(r.Witnesses) != 2 || !r.Witnesses[0].At.Equal(a.At) {
		t.Errorf("%+v", r.Witnesses)
	}
	mustCheck(t, onlyA, Terms{Witnesses: keys, Need: 1})
	mustFail(t, onlyA, Terms{Witnesses: keys, Need: 2}, "chữ ký của 1 nhân chứng đã cho, cần 2")
	mustFail(t, onlyA, Terms{Witnesses: []string{a.Key(), a.Key()}, Need: 2}, "cần 2")
	mustFail(t, published(l.Files(3)), Terms{Witnesses: keys, Need: 1}, "cần 1")
	mustFail(t, both, Terms{Witnesses: []string{l.Key()}}, "không phải khóa của một nhân chứng")
	mustFail(t, both, Terms{Witnesses: []string{"a.example+00000000+AAAA"}}, "không đúng dạng")

	// A cosignature of another checkpoint is worth nothing here.
	foreign, err := note.Sign(&note.Note{Text: l.Text(2)}, a)
	if err != nil {
		t.Fatal(err)
	}
	moved := maps.Clone(published(l.Files(3)))
	_, line, _ := strings.Cut(string(foreign), "\n\n")
	moved["checkpoint"] = append(moved["checkpoint"], line...)
	mustFail(t, moved, Terms{Witnesses: keys}, "chữ ký của a.example không khớp")
}

// A leaf that is signed and hashed well may still be no leaf.
func TestLeavesOfNoForm(t *testing.T) {
	good := string(logtest.Leaf(4))
	for name, bad := range map[string]string{
		"no JSON":               `{"v":2`,
		"a list":                `[]`,
		"nothing":               ``,
		"of another version":    strings.Replace(good, `{"v":2`, `{"v":3`, 1),
		"a version in words":    strings.Replace(good, `{"v":2`, `{"v":"2"`, 1),
		"with a space":          strings.Replace(good, `,"act"`, `, "act"`, 1),
		"with a name":           strings.Replace(good, `,"who"`, `,"name":"Nguyễn Văn A","who"`, 1),
		"with more at the end":  strings.Replace(good, `"}`, `","why":"x"}`, 1),
		"with a field twice":    strings.Replace(good, `,"act"`, `,"at":"2026-01-01T00:00:00Z","act"`, 1),
		"with fields reordered": strings.Replace(strings.Replace(good, `"kind":"covenant",`, ``, 1), `"role":`, `"kind":"covenant","role":`, 1),
		"without an act":        strings.Replace(good, `"act":"covenant.sign",`, ``, 1),
		"of an empty act":       strings.Replace(good, `covenant.sign`, ``, 1),
		"of a version 1 digest": strings.Replace(good, `"who":`, `"digest":`, 1),
		"with a short hash":     strings.Replace(good, `"who":"`, `"who":"00`, 1),
		"with a hash in words":  strings.Replace(good, `"who":"`, `"who":"K`, 1),
		"at a local time":       strings.Replace(good, `04Z`, `04+07:00`, 1),
		"at no time":            strings.Replace(good, `2026-01-01`, `2026-13-01`, 1),
		"not UTF-8":             strings.Replace(good, `covenant.sign`, "covenant\xff", 1),
		"with a line at end":    good + "\n",
		"a number for a text":   strings.Replace(good, `"kind":"covenant"`, `"kind":1`, 1),
	} {
		if bad == good {
			t.Fatalf("%s: the case changes nothing", name)
		}
		l := logOf(4)
		l.Append([]byte(bad))
		mustFail(t, published(l.Files(5)), Terms{}, "lá số 4 (gói tile/entries/000.p/5)")
	}
	l := logOf(4)
	l.Append([]byte(good), []byte(strings.Replace(good, "unit_leader", `a \"quoted\" \u00e9`, 1)))
	mustCheck(t, published(l.Files(6)), Terms{})
}

func TestARunCanBeStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Check(ctx, published(logOf(300).Files(300)), Terms{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a check that was stopped: %v", err)
	}
}

// What only a whole rewriting or a second spelling would hide.
func TestTamperingsThatLeaveTheRestInOrder(t *testing.T) {
	l := logOf(300)
	w := logtest.NewWitness("w.example")
	good := published(l.Files(300, w))
	terms := Terms{Witnesses: []string{w.Key()}, Need: 1}
	mustCheck(t, good, terms)
	tampered := func(name string, content []byte) published {
		files := maps.Clone(good)
		files[name] = content
		return files
	}

	for _, i := range []int{0, 255, 256, 299} {
		fork := l.Copy()
		fork.Change(i, logtest.Leaf(9999))
		files := published(fork.Files(300))
		files["checkpoint"] = good["checkpoint"]
		mustFail(t, files, terms, "các lá cho gốc")
	}
	for _, name := range []string{"tile/entries/000", "tile/entries/001.p/44"} {
		mustFail(t, tampered(name, append(good[name][:len(good[name]):len(good[name])], 0, 0)), terms, "2 byte thừa sau lá cuối")
		mustFail(t, tampered(name, good[name][:len(good[name])-1]), terms, "bị cụt ở lá")
	}
	for _, name := range []string{"tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"} {
		mustFail(t, tampered(name, append(good[name][:len(good[name]):len(good[name])], make([]byte, 32)...)), terms, name)
		mustFail(t, tampered(name, good[name][:len(good[name])-32]), terms, "mảnh băm "+name)
	}

	// The last letter before the padding carries bits that no byte needs.
	lines := strings.Split(string(good["checkpoint"]), "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "— ") {
			continue
		}
		at := len(strings.TrimRight(line, "=")) - 1
		for _, letter := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
			if byte(letter) == line[at] {
				continue
			}
			loose := append([]string(nil), lines...)
			loose[i] = line[:at] + string(letter) + line[at+1:]
			mustFail(t, tampered("checkpoint", []byte(strings.Join(loose, "\n"))), terms, "SAI")
		}
	}
}

// A memory that cannot be read is no empty memory.
func TestADamagedMemory(t *testing.T) {
	l, m := logOf(3), memory(t)
	terms := Terms{Memory: m, Now: now, Address: "https://a.example/nhat-ky/"}
	mustCheck(t, published(l.Files(3)), terms)
	kept, err := filepath.Glob(filepath.Join(m.dir, "*.json"))
	if err != nil || len(kept) != 2 {
		t.Fatalf("%v, %v", kept, err)
	}
	for _, path := range kept {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content[:len(content)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Check(context.Background(), published(l.Files(3)), terms); problem.All(err) == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s cut: %v", path, err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustCheck(t, published(l.Files(3)), terms)
}
