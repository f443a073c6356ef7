package account

import (
	"strings"
	"sync"
	"testing"

	"giaouoc/internal/problem"
)

func TestAPasswordOpensItsHashAlone(t *testing.T) {
	const password = "con mèo trèo cây cau"
	h, err := HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := HashPassword(password); again == h {
		t.Fatal("two hashes of a password are alike")
	}
	decomposed := strings.NewReplacer("è", "e\u0300", "â", "a\u0302").Replace(password)
	if decomposed == password || !h.Matches(password) || !h.Matches(decomposed) {
		t.Fatal("the password does not match, composed or decomposed")
	}
	for name, other := range map[string]string{"another": "con mèo trèo cây cao", "case": "Con mèo trèo cây cau", "none": "", "a blank more": password + " "} {
		if h.Matches(other) {
			t.Errorf("%s matches", name)
		}
	}
	if !strings.HasPrefix(string(h), "$argon2id$v=19$m=19456,t=2,p=1$") || h.Outdated() {
		t.Errorf("parameters: %s", h)
	}
	if old := (cost{memory: 64, time: 1, threads: 1}); !old.write(make([]byte, 16), old.key(password, make([]byte, 16))).Outdated() {
		t.Error("a hash of another cost counts as today's")
	}
	for _, bad := range []Hash{"", "x", "$argon2id$v=19$m=0,t=0,p=0$AAAA$AAAA", h[:len(h)-4], "$argon2i$" + h[10:]} {
		if bad.Matches(password) || bad.Matches("") {
			t.Errorf("%q matches", bad)
		}
	}
}

// A login without a password costs the same work.
func TestNobodysPasswordIsHashedToo(t *testing.T) {
	h, err := HashPassword("con mèo trèo cây cau")
	if err != nil {
		t.Fatal(err)
	}
	for name, hash := range map[string]Hash{"of a person": h, "of nobody": ""} {
		before := hashed.Load()
		hash.Matches("con mèo trèo cây cao")
		if n := hashed.Load() - before; n != 1 {
			t.Errorf("%s: %d hashes", name, n)
		}
	}
	if c, _, key, err := nobody().read(); err != nil || c != today || len(key) != hashBytes {
		t.Errorf("nobody's hash is made at another cost: %v, %v", c, err)
	}
}

func TestHashingsAreBounded(t *testing.T) {
	var group sync.WaitGroup
	for range 4 * cap(hashings) {
		group.Go(func() {
			cost{memory: 64, time: 1, threads: 1}.key("x", make([]byte, 16))
			if n := len(hashings); n > cap(hashings) {
				t.Errorf("%d hashings at once", n)
			}
		})
	}
	group.Wait()
	if len(hashings) != 0 {
		t.Errorf("%d hashings never end", len(hashings))
	}
}

func TestWeakPasswordsAreRefused(t *testing.T) {
	about := []string{"nguyen.van.an", "Nguyễn Văn An", "an@cantho.gov.vn"}
	for password, ok := range map[string]bool{
		"con mèo trèo cây cau":       true,
		"Đường về quê 1987":          true,
		"x7#kQ2!mZp9w":               true,
		"nguyên tắc của cơ quan 5":   true,
		"mười một ký":                false, // 11
		"sonyericsson":               false, // in the list
		"dragonbaseball":             false, // two of it
		"dragon con rồng bay":        true,
		"password1234":               false,
		"password!@#$%":              false,
		"PASSWORD1234":               false,
		"matkhau123456":              false,
		"mậtkhẩu123456":              false,
		"aaaaaaaaaaaa":               false,
		"abababababab":               false,
		"thang1thang1":               false,
		"123456789012":               false,
		"qwertyuiop123":              false,
		"zxcvbnm09876":               false,
		"nguyenvanan12":              false,
		"Nguyễn Văn An 1":            false,
		"giaouoc-2026!":              false,
		"an@cantho.gov.vn":           false,
		strings.Repeat("xyzt1 ", 30): false,
	} {
		err := Strong("new_password", password, about...)
		if ok != (err == nil) || err != nil && !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v", password, err)
		}
		if err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("%q stands in its own problem", password)
		}
	}
	if len(common()) < 49000 {
		t.Errorf("only %d passwords are known as common", len(common()))
	}
}
