package record

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/logtest"
)

// withBundles is a log of which the leaf 7 commits to a public content.
func withBundles(size int) (*logtest.Log, logtest.Extra) {
	l := logOf(size)
	leaf, extra := logtest.Open(7, `{"title":"Quyết định số 12/QĐ-TTg"}`)
	l.Change(7, leaf)
	return l, extra
}

func TestABundleAlone(t *testing.T) {
	l, extra := withBundles(700)
	w := logtest.NewWitness("w.example")
	for _, size := range []int{8, 9, 255, 256, 257, 700} {
		c, err := CheckBundle(l.Bundle(7, size, extra, w), Terms{Key: l.Key(), Witnesses: []string{w.Key()}, Need: 1})
		if err != nil {
			t.Fatalf("at %d leaves: %v", size, err)
		}
		if c.Origin != origin || c.Index != 7 || c.Size != int64(size) || c.Leaf != extra.Leaf || c.What != *extra.What || !c.HasWhat || len(c.Witnesses) != 1 {
			t.Errorf("%+v", c)
		}
	}
	hidden := logtest.Extra{Leaf: string(logtest.Leaf(300))}
	c, err := CheckBundle(l.Bundle(300, 700, hidden), Terms{Key: l.Key()})
	if err != nil || c.HasWhat {
		t.Errorf("a bundle without content: %+v, %v", c, err)
	}
	c, err = CheckBundle(l.Bundle(7, 700, extra), Terms{Key: l.Key()})
	if err != nil {
		t.Fatal(err)
	}
	if want := "ĐÚNG: lá số 7 có trong nhật ký «giaouoc.example/nhat-ky» ở điểm niêm phong 700 lá, chữ ký đúng; nội dung công khai kèm theo đúng là nội dung lá cam kết."; c.String() != want {
		t.Errorf("%s\nwant %s", c, want)
	}
	if want := "Nội dung: {\"title\":\"Quyết định số 12/QĐ-TTg\"}\n"; !strings.HasSuffix(c.Proved(), want) {
		t.Errorf("%s\nwant %s", c.Proved(), want)
	}
}

// What is printed of a bundle steers no terminal and adds no line.
func TestWhatABundleSaysIsHarmless(t *testing.T) {
	l := logOf(3)
	leaf, extra := logtest.Open(3, "\x1b[2J\nĐÚNG: tất cả")
	l.Append(leaf)
	c, err := CheckBundle(l.Bundle(3, 4, extra), Terms{Key: l.Key()})
	if err != nil {
		t.Fatal(err)
	}
	if text := c.Proved(); strings.Count(text, "\n") != 2 || strings.Contains(text, "\x1b") {
		t.Errorf("%q", text)
	}
}

func TestForgedBundles(t *testing.T) {
	l, extra := withBundles(700)
	w := logtest.NewWitness("w.example")
	good := string(l.Bundle(7, 700, extra))
	terms := Terms{Key: l.Key()}
	if _, err := CheckBundle([]byte(good), terms); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(good, "\n")
	without := func(i int) string {
		return strings.Join(append(append([]string(nil), lines[:i]...), lines[i+1:]...), "\n")
	}
	swapped := append([]string(nil), lines...)
	swapped[3], swapped[4] = swapped[4], swapped[3]
	carry := func(e logtest.Extra) string { return string(l.Bundle(7, 700, e)) }
	raw := func(json string) string {
		return strings.Replace(good, lines[1], "extra "+base64.StdEncoding.EncodeToString([]byte(json)), 1)
	}
	text := func(s string) *string { return &s }
	_, other := logtest.Open(8, *extra.What)
	for name, bad := range map[string]string{
		"of another form":       strings.Replace(good, "@v1", "@v2", 1),
		"without an extra":      without(1),
		"without an index":      without(2),
		"of another index":      strings.Replace(good, "\nindex 7\n", "\nindex 8\n", 1),
		"of an index below":     strings.Replace(good, "\nindex 7\n", "\nindex -7\n", 1),
		"of an index like this": strings.Replace(good, "\nindex 7\n", "\nindex 07\n", 1),
		"of an index too far":   strings.Replace(good, "\nindex 7\n", "\nindex 700\n", 1),
		"with a hash less":      without(5),
		"with a hash more":      strings.Replace(good, lines[3], lines[3]+"\n"+lines[3], 1),
		"with hashes exchanged": strings.Join(swapped, "\n"),
		"with no hash":          strings.Replace(good, lines[3], lines[3][:20], 1),
		"without a checkpoint":  good[:strings.Index(good, "\n\n")+2],
		"cut":                   good[:len(good)/2],
		"empty":                 "",
		"of another root":       strings.Replace(good, "\n700\n", "\n701\n", 1),
		"of another leaf":       carry(logtest.Extra{Leaf: string(logtest.Leaf(9))}),
		"of no leaf":            carry(logtest.Extra{Leaf: "x"}),
		"of another content":    carry(logtest.Extra{Leaf: extra.Leaf, What: text(*extra.What + " "), Salt: extra.Salt}),
		"of another salt":       carry(logtest.Extra{Leaf: extra.Leaf, What: extra.What, Salt: other.Salt}),
		"of a loose salt":       carry(logtest.Extra{Leaf: extra.Leaf, What: extra.What, Salt: text("*")}),
		"with content unsalted": carry(logtest.Extra{Leaf: extra.Leaf, What: extra.What}),
		"with a salt alone":     carry(logtest.Extra{Leaf: extra.Leaf, Salt: extra.Salt}),
		"with an extra name":    raw(fmt.Sprintf(`{"leaf":%q,"name":"A"}`, extra.Leaf)),
		"with more behind":      raw(fmt.Sprintf(`{"leaf":%q} {}`, extra.Leaf)),
		"with no JSON":          raw("lá"),
	} {
		if bad == good {
			t.Fatalf("%s: the case changes nothing", name)
		}
		if _, err := CheckBundle([]byte(bad), terms); problem.All(err) == nil {
			t.Errorf("a bundle %s: %v", name, err)
		}
	}
	for name, terms := range map[string]Terms{
		"another key":       {Key: logtest.New(origin).Key()},
		"no key":            {},
		"a key of no form":  {Key: "x+1+y"},
		"a witness's key":   {Key: w.Key()},
		"a missing witness": {Key: l.Key(), Witnesses: []string{w.Key()}, Need: 1},
	} {
		if _, err := CheckBundle([]byte(good), terms); problem.All(err) == nil {
			t.Errorf("with %s: %v", name, err)
		}
	}
	// Version 1 of a leaf commits to no public content.
	v1 := logtest.Leaf(1)
	if _, err := CheckBundle(l.Bundle(1, 700, logtest.Extra{Leaf: string(v1), What: extra.What, Salt: extra.Salt}), terms); problem.All(err) == nil {
		t.Errorf("content behind a leaf of version 1: %v", err)
	}
}

func TestABundleWithItsLog(t *testing.T) {
	l, extra := withBundles(700)
	early := l.Bundle(7, 300, extra)
	l.Rotate(now)
	for i := range 100 {
		l.Append(logtest.Leaf(700 + i))
	}
	files := published(l.Files(800))
	r := mustCheck(t, files, Terms{Bundle: early})
	if r.Bundle == nil || r.Bundle.Leaf != extra.Leaf || !strings.Contains(r.String(), "gói chứng minh: lá số 7 có trong nhật ký này") {
		t.Errorf("%+v\n%s", r.Bundle, r)
	}
	mustCheck(t, files, Terms{Bundle: l.Bundle(7, 800, extra)})

	late := l.Copy()
	late.Append(logtest.Leaf(1))
	mustFail(t, files, Terms{Bundle: late.Bundle(7, 801, extra)}, "mới hơn nhật ký được kiểm")
	fork := l.Copy()
	fork.Change(20, logtest.Leaf(5000))
	mustFail(t, files, Terms{Bundle: fork.Bundle(7, 300, extra)}, "của một nhật ký khác")
	mustFail(t, files, Terms{Bundle: logOf(8).Bundle(7, 8, logtest.Extra{Leaf: string(logtest.Leaf(7))})}, "không có chữ ký của khóa đã biết")
	mustFail(t, files, Terms{Bundle: []byte("x")}, "không đúng dạng")

	// The old key has no say after the hand-over.
	usurper := logtest.New(origin)
	for i := range 20 {
		usurper.Append(logtest.Leaf(i))
	}
	before := usurper.Copy()
	usurper.Rotate(now)
	usurper.Append(logtest.Leaf(20))
	before.Append(logtest.Leaf(20))
	if usurper.Root(21) != before.Root(21) {
		t.Fatal("the two are not the same tree")
	}
	whole := published(usurper.Files(21))
	mustCheck(t, whole, Terms{Bundle: usurper.Bundle(3, 21, logtest.Extra{Leaf: string(logtest.Leaf(3))})})
	mustFail(t, whole, Terms{Bundle: before.Bundle(3, 21, logtest.Extra{Leaf: string(logtest.Leaf(3))})}, "sau khi bàn giao")
}

// CurrentKey follows the keys of a log and remembers them, and not the log.
func TestTheCurrentKey(t *testing.T) {
	l, m := logOf(3), memory(t)
	terms := Terms{Memory: m, Now: now}
	for i := range 2 {
		vkey, followed, err := CurrentKey(published(l.Files(3)), terms)
		if err != nil || vkey != l.Key() || followed != i {
			t.Fatalf("%s after %d hand-overs, %v", vkey, followed, err)
		}
		l.Rotate(now)
	}
	if _, _, err := CurrentKey(published(logOf(3).Files(3)), terms); problem.All(err) == nil {
		t.Errorf("another log of the same name: %v", err)
	}
	if r := mustCheck(t, published(l.Files(3)), Terms{Memory: m, Now: now.Add(time.Hour)}); r.Seen != 0 {
		t.Errorf("a checkpoint of %d leaves is remembered and was never checked", r.Seen)
	}
}

// withKeys makes a bundle carry the chain of keys of a log.
func withKeys(extra logtest.Extra, of *logtest.Log) logtest.Extra {
	keys := string(of.Khoa())
	extra.Keys = &keys
	return extra
}

// Who knows an early key follows the signed hand-overs that a bundle carries to the
// key that signed it, and is told so; no other key gets a say by them.
func TestABundleFollowsHandOvers(t *testing.T) {
	l, extra := withBundles(300)
	first := l.Key()
	early := l.Bundle(7, 300, extra)
	for i := range 2 {
		l.Rotate(now)
		l.Append(logtest.Leaf(300 + i))
	}
	good := l.Bundle(7, 302, withKeys(extra, l))
	c, err := CheckBundle(good, Terms{Key: first})
	if err != nil {
		t.Fatal(err)
	}
	if want := "theo được 2 lần bàn giao có chữ ký của cả hai bên từ khóa đã cho đến khóa đã ký"; !strings.Contains(c.String(), want) {
		t.Errorf("%s\nwant %s", c, want)
	}
	for name, raw := range map[string][]byte{"a bundle by the known key": early, "the same with keys": l.Copy().Bundle(7, 302, withKeys(extra, l))} {
		key := first
		if name != "a bundle by the known key" {
			key = l.Key()
		}
		if c, err := CheckBundle(raw, Terms{Key: key}); err != nil || strings.Contains(c.String(), "bàn giao") {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}

	// A thief has the first key after it was retired, and hands the log to his own.
	thief := l.Copy()
	thief.Forget(2)
	if thief.Key() != first {
		t.Fatal("the thief has not the first key")
	}
	retired := thief.Copy()
	thief.Rotate(now)
	thief.Change(7, logtest.Leaf(900))
	theirs := logtest.Extra{Leaf: string(logtest.Leaf(900))}
	for name, c := range map[string]struct {
		raw  []byte
		key  string
		want string
	}{
		"without the hand-overs":                {l.Bundle(7, 302, extra), first, "không có chữ ký của khóa đã biết"},
		"with the keys of another log":          {l.Bundle(7, 302, withKeys(extra, logOf(3))), first, "không có khóa cho ở --key"},
		"with a chain that was cut":             {l.Bundle(7, 302, logtest.Extra{Leaf: extra.Leaf, Keys: part(l, 100)}), first, "chuỗi khóa kèm theo không đúng"},
		"with a chain without its last key":     {l.Bundle(7, 302, withKeys(extra, before(l))), first, "không có chữ ký của khóa đã biết"},
		"with a hand-over of another size":      {l.Bundle(7, 302, logtest.Extra{Leaf: extra.Leaf, Keys: changed(l, "\n301\n", "\n302\n")}), first, "chuỗi khóa kèm theo không đúng"},
		"by a retired key beyond its hand-over": {retired.Bundle(7, 302, withKeys(extra, l)), first, "sau khi bàn giao"},
		"by a retired key, for who knows later": {early, l.Key(), "không có chữ ký của khóa đã biết"},
		"the same with the keys":                {retired.Bundle(7, 300, withKeys(extra, l)), l.Key(), "do một khóa cũ ký"},
		"by a thief, for who knows a later key": {thief.Bundle(7, 302, withKeys(theirs, thief)), l.Key(), "không có khóa cho ở --key"},
	} {
		if _, err := CheckBundle(c.raw, Terms{Key: c.key}); problem.All(err) == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}

	// Who has checked the log remembers its keys: the thief's branch is seen, and a
	// bundle that carries no keys is followed.
	m := memory(t)
	forged := thief.Bundle(7, 302, withKeys(theirs, thief))
	if _, err := CheckBundle(forged, Terms{Key: first, Memory: m}); err != nil {
		t.Fatalf("who remembers nothing cannot tell: %v", err)
	}
	mustCheck(t, published(l.Files(302)), Terms{Memory: m, Now: now})
	if _, err := CheckBundle(forged, Terms{Key: first, Memory: m}); problem.All(err) == nil || !strings.Contains(err.Error(), "không nối tiếp chuỗi khóa của nhật ký đã thấy") {
		t.Errorf("a branch of the keys: %v", err)
	}
	if c, err := CheckBundle(l.Bundle(7, 302, extra), Terms{Key: first, Memory: m}); err != nil || c.Followed != 2 {
		t.Errorf("by memory: %+v, %v", c, err)
	}
	mustFail(t, published(l.Files(302)), Terms{Bundle: forged}, "không phải chuỗi khóa của nhật ký này")
	mustCheck(t, published(l.Files(302)), Terms{Bundle: good})
}

// part is the beginning of a chain of keys.
func part(l *logtest.Log, n int) *string {
	text := string(l.Khoa()[:n])
	return &text
}

// before is a log without its last hand-over.
func before(l *logtest.Log) *logtest.Log {
	earlier := l.Copy()
	earlier.Forget(1)
	return earlier
}

func changed(l *logtest.Log, from, to string) *string {
	text := strings.Replace(string(l.Khoa()), from, to, 1)
	return &text
}

// The line of a checked log says that a hand-over was followed, from the key given
// or from the last one remembered.
func TestALogThatHandedOverSaysSo(t *testing.T) {
	l, m := logOf(300), memory(t)
	first := l.Key()
	quiet := mustCheck(t, published(l.Files(300)), Terms{Memory: m, Now: now})
	l.Rotate(now)
	l.Append(logtest.Leaf(300))
	files := published(l.Files(301))
	for _, c := range []struct {
		terms Terms
		want  string
	}{
		{Terms{Key: first}, "theo được 1 lần bàn giao có chữ ký của cả hai bên từ khóa đã cho"},
		{Terms{Memory: m, Now: now}, "theo được 1 lần bàn giao có chữ ký của cả hai bên từ khóa thấy lần trước"},
	} {
		if r := mustCheck(t, files, c.terms); !strings.Contains(r.String(), c.want) {
			t.Errorf("%s\nwant %s", r, c.want)
		}
	}
	for _, r := range []Result{quiet, mustCheck(t, files, Terms{Memory: m, Now: now}), mustCheck(t, files, Terms{Key: l.Key()}), mustCheck(t, files, Terms{})} {
		if strings.Contains(r.String(), "bàn giao") {
			t.Errorf("nothing was followed: %s", r)
		}
	}
}
