package account

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

func (w *world) ring() *key.Ring {
	w.t.Helper()
	ring, err := key.Open(w.t.TempDir())
	if err != nil {
		w.t.Fatal(err)
	}
	return ring
}

// enrolled turns the second factor of an account on.
func (w *world) enrolled(a Account, ring *key.Ring) (secret string, codes []string) {
	w.t.Helper()
	s := w.begin(a, "192.0.2.1")
	actor := db.Actor{ID: a.ID, Name: a.Name}
	b := w.from("192.0.2.1")
	dbtest.Update(w.t, w.db, actor, func(tx *db.Tx) error {
		o, err := Offer(tx, ring)
		if err != nil {
			return err
		}
		if !bytes.HasPrefix(o.QR, []byte("\x89PNG")) {
			w.t.Error("no picture of the secret")
		}
		secret = o.Secret
		attempt, err := TryOwnCode(tx, b)
		if err != nil {
			return err
		}
		var list error
		code, _ := totp.GenerateCode(secret, w.at)
		got, refused, err := Enrol(tx, ring, attempt, code, s.ID, b)
		if len(refused) > 0 {
			list = refused
		}
		codes = got
		return errors.Join(err, list)
	})
	return secret, codes
}

// show shows a code after the right password, each time from another address.
func (w *world) show(a Account, ring *key.Ring, code string) bool {
	w.t.Helper()
	b := w.from(fmt.Sprintf("198.51.100.%d", w.shown.Add(1)))
	var attempt Attempt
	if err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) { attempt, err = TryCode(tx, a.ID, b); return err }); err != nil {
		w.t.Error(err)
		return false
	}
	var e Entered
	if err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) {
		e, _, err = SignInCode(tx, ring, attempt, ByPassword, code, b)
		return err
	}); err != nil {
		w.t.Error(err)
		return false
	}
	return e.Session.ID != ""
}

func TestACodeIsTakenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a, ring := w.person("an"), w.ring()
		if e, err := w.signIn("an", secretWords, w.from("192.0.2.1")); err != nil || e.Half != "" {
			t.Fatalf("before the factor is on: %+v, %v", e, err)
		}
		secret, codes := w.enrolled(a, ring)
		if e, err := w.signIn("an", secretWords, w.from("192.0.2.1")); err != nil || e.Half != a.ID || e.Session.ID != "" {
			t.Fatalf("the password alone: %+v, %v", e, err)
		}
		at := func(offset time.Duration) string {
			code, err := totp.GenerateCode(secret, w.at.Add(offset))
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		if w.show(a, ring, at(0)) {
			t.Error("the code that turned the factor on is taken again")
		}
		w.later(10 * time.Minute)
		if w.show(a, ring, at(-time.Minute)) || w.show(a, ring, at(time.Minute)) {
			t.Error("a code of another minute is taken")
		}
		if !w.show(a, ring, at(-30*time.Second)) || !w.show(a, ring, at(30*time.Second)) {
			t.Error("a code of the step beside is not taken")
		}
		if w.show(a, ring, at(0)) {
			t.Error("a code before one that was taken is taken")
		}
		w.later(10 * time.Minute)
		code := at(0)
		var group sync.WaitGroup
		var lock sync.Mutex
		taken := 0
		race := func(code string) {
			for range 4 {
				group.Go(func() {
					if w.show(a, ring, code) {
						lock.Lock()
						taken++
						lock.Unlock()
					}
				})
			}
			group.Wait()
		}
		if race(code); taken != 1 {
			t.Errorf("a code was taken %d times", taken)
		}
		taken = 0
		w.later(10 * time.Minute)
		if race(strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))); taken != 1 {
			t.Errorf("a recovery code was taken %d times", taken)
		}
	})
}

func TestSecretsAreNotInTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a, ring := w.person("an"), w.ring()
		secret, codes := w.enrolled(a, ring)
		if len(codes) != 10 || len(secret) != 32 {
			t.Fatalf("secret %q, codes %q", secret, codes)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			f, err := findTOTP(tx, a.ID)
			if err != nil || bytes.Contains(f.Secret, []byte(secret)) {
				t.Errorf("the secret stands in the database: %v", err)
			}
			moved := f
			moved.AccountID = "another"
			if _, err := moved.offered(ring, "an"); err == nil {
				t.Error("a secret moved to another account opens")
			}
			stored, err := db.All[secretHash](tx, `SELECT code AS hash FROM account_recovery_code`)
			if len(stored) != 10 {
				t.Errorf("%d codes stored", len(stored))
			}
			for _, s := range stored {
				for _, c := range codes {
					if strings.Contains(s.Hash, bare(c)) {
						t.Error("a recovery code stands in the database")
					}
				}
			}
			n, err2 := db.One[count](tx, `SELECT COUNT(*) AS n FROM record_entry WHERE what LIKE $1 OR what LIKE $2`, "%"+secret+"%", "%"+codes[0]+"%")
			if n.N != 0 {
				t.Error("the record holds a secret")
			}
			return errors.Join(err, err2)
		})
	})
}

// A digest of a fast hash keeps a secret from who has the database only when the
// secret has 112 bits of chance or more.
func TestARecoveryCodeCannotBeSearchedFor(t *testing.T) {
	seen := map[string]bool{}
	for range 20 {
		codes, err := newCodes()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range codes {
			raw, err := base32Code.DecodeString(strings.ToUpper(bare(c)))
			if err != nil || len(raw)*8 < 112 {
				t.Errorf("%q has %d bits: %v", c, len(raw)*8, err)
			}
			if seen[string(raw[:4])] || seen[string(raw[len(raw)-4:])] {
				t.Errorf("%q is like another", c)
			}
			seen[string(raw[:4])], seen[string(raw[len(raw)-4:])] = true, true
		}
	}
	if codeDigest("an", "abcd") == codeDigest("binh", "abcd") {
		t.Error("one code of two accounts has one digest")
	}
}
