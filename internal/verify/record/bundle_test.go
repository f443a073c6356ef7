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
	mustFail(t, files, Terms{Bundle: logOf(8).Bundle(7, 8, logtest.Extra{Leaf: string(logtest.Leaf(7))})}, "không có chữ ký của khoá đã biết")
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
	for range 2 {
		vkey, err := CurrentKey(published(l.Files(3)), terms)
		if err != nil || vkey != l.Key() {
			t.Fatalf("%s, %v", vkey, err)
		}
		l.Rotate(now)
	}
	if _, err := CurrentKey(published(logOf(3).Files(3)), terms); problem.All(err) == nil {
		t.Errorf("another log of the same name: %v", err)
	}
	if r := mustCheck(t, published(l.Files(3)), Terms{Memory: m, Now: now.Add(time.Hour)}); r.Seen != 0 {
		t.Errorf("a checkpoint of %d leaves is remembered and was never checked", r.Seen)
	}
}
