package key

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"giaouoc/internal/problem"
)

func TestWhatIsEncryptedOpensOnlyWhereItBelongs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "khoa")
	ring := open(t, dir)
	hidden, err := ring.Encrypt([]byte("001099012345"), "account/a/identity")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(hidden, []byte("0010990")) {
		t.Fatal("the value can be read")
	}
	if plain, err := open(t, dir).Decrypt(hidden, "account/a/identity"); err != nil || string(plain) != "001099012345" {
		t.Fatalf("after a restart: %q, %v", plain, err)
	}
	changed := bytes.Clone(hidden)
	changed[len(changed)-1] ^= 1
	for name, c := range map[string]struct {
		ring   *Ring
		hidden []byte
		about  string
	}{
		"another row":          {ring, hidden, "account/b/identity"},
		"a changed byte":       {ring, changed, "account/a/identity"},
		"a cut value":          {ring, hidden[:10], "account/a/identity"},
		"another installation": {open(t, t.TempDir()), hidden, "account/a/identity"},
	} {
		if plain, err := c.ring.Decrypt(c.hidden, c.about); err == nil {
			t.Errorf("%s opened: %q", name, plain)
		}
	}
}

func TestADerivedKeyIsOfOneUseAndOneInstallation(t *testing.T) {
	dir := t.TempDir()
	derived := func(r *Ring, purpose string) []byte {
		k, err := r.Derive(purpose)
		if err != nil || len(k) != 32 {
			t.Fatalf("%d bytes, %v", len(k), err)
		}
		return k
	}
	one := derived(open(t, dir), "challenge")
	if !bytes.Equal(one, derived(open(t, dir), "challenge")) {
		t.Error("another key after a restart")
	}
	if bytes.Equal(one, derived(open(t, dir), "comment")) || bytes.Equal(one, derived(open(t, t.TempDir()), "challenge")) {
		t.Error("the same key for another use or another installation")
	}
}

func TestALostKeyIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	path := filepath.Join(dir, dataFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Fatalf("others may read the key: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !problem.Is(err, problem.Invalid) {
		t.Fatalf("a damaged key: %v", err)
	}
	if err := os.Rename(path, path+".khac"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !problem.Is(err, problem.Invalid) {
		t.Fatalf("a missing key: %v", err)
	}
}

func open(t *testing.T, dir string) *Ring {
	t.Helper()
	ring, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}
