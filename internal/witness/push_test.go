package witness

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/verify/logtest"
)

// The example of tlog-witness.
func TestTheFormOfARequest(t *testing.T) {
	h, err := parseHash("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=")
	if err != nil {
		t.Fatal(err)
	}
	got := string(Request(20852014, []tlog.Hash{h}, []byte("example.com/behind-the-sofa\n…")))
	if want := "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\nexample.com/behind-the-sofa\n…"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := string(Request(0, nil, []byte("x"))), "old 0\n\nx"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTheSizeInAnAnswer(t *testing.T) {
	if n, err := ParseSize([]byte("20852163\n")); err != nil || n != 20852163 {
		t.Errorf("%d, %v", n, err)
	}
	for _, bad := range []string{"", "\n", "1", "01\n", "-1\n", "x\n", "1\n\n"} {
		if _, err := ParseSize([]byte(bad)); err == nil {
			t.Errorf("%q is a size", bad)
		}
	}
}

func TestCosignaturesAreAdded(t *testing.T) {
	l := logOf(10)
	a, b, c := open(t, t.TempDir(), l.Key()), open(t, t.TempDir(), l.Key()), open(t, t.TempDir(), l.Key())
	answer := func(w *Witness, old int) []byte {
		lines, err := w.AddCheckpoint(request(l, old, 10))
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	verifier := func(w *Witness) *Verifier {
		v, err := NewVerifier(w.Key())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	plain := l.Checkpoint(10)
	one, err := AddSignatures(plain, answer(a, 0), verifier(a))
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, a.Key(), one, l.Text(10))
	if !bytes.HasPrefix(one, plain) {
		t.Errorf("the log's signature does not stand first:\n%s", one)
	}
	fromB, fromC := answer(b, 0), answer(c, 0)
	both, err := AddSignatures(one, append(bytes.Clone(fromC), fromB...), verifier(a), verifier(b))
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, a.Key(), both, l.Text(10))
	mustVerify(t, b.Key(), both, l.Text(10))
	if n := bytes.Count(both, []byte("\n— ")); n != 3 {
		t.Errorf("%d signatures, want the log's, a's and b's:\n%s", n, both)
	}
	again, err := AddSignatures(both, answer(a, 10), verifier(a))
	if err != nil || bytes.Count(again, []byte("\n— ")) != 3 {
		t.Errorf("cosigned again: %v\n%s", err, again)
	}
	mustVerify(t, a.Key(), again, l.Text(10))
	mustVerify(t, b.Key(), again, l.Text(10))

	of9, err := open(t, t.TempDir(), l.Key()).AddCheckpoint(request(l, 0, 9))
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Replace(fromB, []byte("— "), []byte("— x"), 1)
	for name, lines := range map[string][]byte{
		"nothing": nil, "no line": []byte("x\n"), "a line cut": fromB[:len(fromB)-1], "of nobody known": fromC, "under another name": wrong, "of another checkpoint": of9,
		"a line and rubbish": append(bytes.Clone(fromB), "<html>\n"...),
	} {
		if got, err := AddSignatures(plain, lines, verifier(b)); err == nil {
			t.Errorf("%s is added:\n%s", name, got)
		}
	}
	if _, err := AddSignatures([]byte("x\n"), fromB, verifier(b)); err == nil {
		t.Error("cosignatures are added to what is no checkpoint")
	}
}

func TestVerifierKeys(t *testing.T) {
	w := logtest.NewWitness("w.example")
	v, err := NewVerifier(w.Key())
	if err != nil || v.String() != w.Key() || v.KeyHash() != w.KeyHash() {
		t.Fatalf("%v, %v", v, err)
	}
	sig, err := w.Sign([]byte("text\n"))
	if err != nil || !v.Verify([]byte("text\n"), sig) || v.Verify([]byte("text"), sig) || v.Verify([]byte("text\n"), sig[1:]) {
		t.Error("a cosignature is not told from what is none")
	}
	early := bytes.Clone(sig)
	early[7]--
	if v.Verify([]byte("text\n"), early) {
		t.Error("the time of a cosignature can be changed")
	}
	for _, bad := range []string{
		"", "w", w.Key() + "=", strings.ToUpper(w.Key()), logOf(0).Key(), strings.Replace(w.Key(), "w.example", "v.example", 1),
	} {
		if _, err := NewVerifier(bad); err == nil {
			t.Errorf("%q is the key of a witness", bad)
		}
	}
}
