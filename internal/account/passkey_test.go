package account

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// chromium is what Chromium 140 and its virtual authenticator said to an
// installation at http://localhost:8642: a passkey made, two proofs, and the private
// key, with which the test signs what it alters.
//
//go:embed testdata/passkey.json
var chromium []byte

type captured struct {
	Site, Account, Key string
	Made               message
	Proofs             []message
}

type message struct {
	Challenge string
	Answer    struct {
		ID, RawID, Type string
		Response        map[string]any
	}
}

func (m message) text(t *testing.T) string {
	t.Helper()
	r := map[string]any{"id": m.Answer.ID, "rawId": m.Answer.RawID, "type": m.Answer.Type, "response": m.Answer.Response, "clientExtensionResults": map[string]any{}}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// keyWorld is a world with a person whose passkey Chromium keeps.
type keyWorld struct {
	*world
	said  captured
	keys  Passkeys
	owner Account
	count uint32 // of the authenticator
}

const holder = "trình duyệt của An"

func newKeyWorld(t *testing.T, d *db.DB) *keyWorld {
	t.Helper()
	w := &keyWorld{world: newWorld(t, d), count: 10}
	if err := json.Unmarshal(chromium, &w.said); err != nil {
		t.Fatal(err)
	}
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	site, err := url.Parse(w.said.Site)
	if err != nil {
		t.Fatal(err)
	}
	w.keys = NewPasskeys(site, ring)
	w.owner = Account{ID: w.said.Account, Login: "an", Name: "Nguyễn Thị An", CreatedAt: db.At(w.at)}
	dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return insert(tx, w.owner) })
	return w
}

func (w *keyWorld) actor() db.Actor { return db.Actor{ID: w.owner.ID, Name: w.owner.Name} }

// add answers the question for a new passkey as Chromium did.
func (w *keyWorld) add(name string) (Passkey, error) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, w.actor(), func(tx *db.Tx) error {
		_, session, err := w.keys.site.BeginRegistration(owner{account: w.owner})
		if err != nil {
			return err
		}
		session.Challenge = w.said.Made.Challenge
		return ask(tx, newPasskey, session.Challenge, holder, w.owner.ID, session, w.at)
	})
	var made Passkey
	err := dbtest.Try(w.db, w.actor(), func(tx *db.Tx) (err error) {
		made, err = w.keys.AddPasskey(tx, name, w.said.Made.text(w.t), holder, Browser{At: w.at})
		return err
	})
	return made, err
}

// asks puts a question with a challenge that is known to the test.
func (w *keyWorld) asks(challenge, whom string) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) error {
		_, session, err := w.keys.site.BeginDiscoverableLogin(webauthn.WithUserVerification("required"))
		if err != nil {
			return err
		}
		session.Challenge = challenge
		return ask(tx, passkeyProof, challenge, holder, whom, session, w.at)
	})
}

func (w *keyWorld) signIn(answer, from string) (Entered, error) {
	w.t.Helper()
	var e Entered
	err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) {
		e, err = w.keys.SignIn(tx, answer, from, w.from("192.0.2.1"))
		return err
	})
	return e, err
}

// proof is Chromium's second answer to another challenge, altered and signed anew.
type proof struct {
	message
	client map[string]any
	data   []byte
	handle any
	spoil  bool // the signature
}

func (w *keyWorld) proof(challenge string, alter func(*proof)) string {
	w.t.Helper()
	p := &proof{message: w.said.Proofs[1], client: map[string]any{}}
	p.data = bytesOf(w.t, p.Answer.Response["authenticatorData"])
	if err := json.Unmarshal(bytesOf(w.t, p.Answer.Response["clientDataJSON"]), &p.client); err != nil {
		w.t.Fatal(err)
	}
	p.client["challenge"], p.handle = challenge, p.Answer.Response["userHandle"]
	w.count++
	binary.BigEndian.PutUint32(p.data[33:], w.count)
	if alter != nil {
		alter(p)
	}
	client, err := json.Marshal(p.client)
	if err != nil {
		w.t.Fatal(err)
	}
	secret, err := base64.StdEncoding.DecodeString(w.said.Key)
	if err != nil {
		w.t.Fatal(err)
	}
	private, err := x509.ParsePKCS8PrivateKey(secret)
	if err != nil {
		w.t.Fatal(err)
	}
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(p.data[:len(p.data):len(p.data)], hash[:]...))
	signature, err := private.(*ecdsa.PrivateKey).Sign(rand.Reader, signed[:], crypto.SHA256)
	if err != nil {
		w.t.Fatal(err)
	}
	if p.spoil {
		signature[len(signature)-1] ^= 1
	}
	b64 := base64.RawURLEncoding.EncodeToString
	p.Answer.Response = map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(p.data), "signature": b64(signature)}
	if p.handle != nil {
		p.Answer.Response["userHandle"] = p.handle
	}
	return p.text(w.t)
}

func bytesOf(t *testing.T, text any) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text.(string))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mustEnter shows that an answer without a fault signs in.
func (w *keyWorld) mustEnter(what string) {
	w.t.Helper()
	challenge := base64.RawURLEncoding.EncodeToString([]byte(what + strings.Repeat(".", 32)))
	w.asks(challenge, "")
	if e, err := w.signIn(w.proof(challenge, nil), holder); err != nil || e.Refused != nil || e.Session.AccountID != w.owner.ID || e.Session.How != ByPasskey {
		w.t.Fatalf("%s: an answer without a fault: %+v, %v", what, e, err)
	}
}

// mustRefuse shows that an answer is refused with the one sentence, and why that
// stands in the record.
func (w *keyWorld) mustRefuse(what, why string, e Entered, err error) {
	w.t.Helper()
	if err != nil || e.Refused.Error() != wrongPasskey().Error() || e.Session.ID != "" {
		w.t.Errorf("%s: %+v, %v", what, e, err)
	}
	type row struct{ What string }
	var last row
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) (err error) {
		last, err = db.One[row](tx, `SELECT what FROM record_entry WHERE act = $1 ORDER BY id DESC LIMIT 1`, string(access.SignInRefused))
		return err
	})
	if !strings.Contains(last.What, why) {
		w.t.Errorf("%s: the record says %s, not %q", what, last.What, why)
	}
}

func TestWhatChromiumSaidSignsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		made, err := w.add("  Máy tính   ở cơ quan ")
		if err != nil || made.Name != "Máy tính ở cơ quan" {
			t.Fatalf("add: %+v, %v", made, err)
		}
		for i, p := range w.said.Proofs {
			w.asks(p.Challenge, "")
			e, err := w.signIn(p.text(t), holder)
			if err != nil || e.Refused != nil || e.Session.AccountID != w.owner.ID || e.Session.How != ByPasskey || e.Device == "" {
				t.Fatalf("proof %d: %+v, %v", i, e, err)
			}
		}
		object := record.Object{Kind: "account", ID: w.owner.ID}
		if n := w.entries(access.PasskeyAdded, object); n != 1 {
			t.Errorf("%d entries of a passkey added", n)
		}
		if n := w.entries(access.SignIn, object); n != 2 {
			t.Errorf("%d entries of signing in", n)
		}
		// The first answer to its own question again: the counter tells.
		w.asks(w.said.Proofs[0].Challenge, "")
		e, err := w.signIn(w.said.Proofs[0].text(t), holder)
		w.mustRefuse("a counter that went back", "the counter did not go on", e, err)
		if n := w.entries(access.PasskeyDoubted, object); n != 1 {
			t.Errorf("%d entries of a doubted passkey", n)
		}
		if _, err := w.add("Lần nữa"); !problem.Is(err, problem.Conflict) {
			t.Errorf("the same passkey again: %v", err)
		}
	})
}

func TestAnAnswerWithOneFaultIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		if _, err := w.add("Máy tính"); err != nil {
			t.Fatal(err)
		}
		other := w.person("binh")
		const authenticator = "Error validating the authenticator response" // the library says no more without what was sent
		elsewhere := sha256.Sum256([]byte("giao-uoc.example"))
		for what, c := range map[string]struct {
			why   string
			alter func(*proof)
		}{
			"another origin":            {"Error validating origin", func(p *proof) { p.client["origin"] = "http://localhost:8643" }},
			"a passkey of another site": {authenticator, func(p *proof) { copy(p.data, elsewhere[:]) }},
			"inside another page":       {"Error validating cross origin flag", func(p *proof) { p.client["crossOrigin"] = true }},
			"another ceremony":          {"Error validating ceremony type", func(p *proof) { p.client["type"] = "webauthn.create" }},
			"an owner not recognised":   {authenticator, func(p *proof) { p.data[32] &^= 0x04 }},
			"an owner not there":        {authenticator, func(p *proof) { p.data[32] &^= 0x01 }},
			"a wrong signature":         {"Error validating the assertion signature", func(p *proof) { p.spoil = true }},
			"a passkey nobody added":    {"no such passkey", func(p *proof) { p.Answer.ID, p.Answer.RawID = "AAAA", "AAAA" }},
			"another person's handle":   {"another account's user handle", func(p *proof) { p.handle = base64.RawURLEncoding.EncodeToString([]byte(other.ID)) }},
			"no handle":                 {"another account's user handle", func(p *proof) { p.handle = nil }},
		} {
			w.mustEnter(what)
			w.asks("Y2hhbGxlbmdlLWNoYWxsZW5nZS0wMQ", "")
			e, err := w.signIn(w.proof("Y2hhbGxlbmdlLWNoYWxsZW5nZS0wMQ", c.alter), holder)
			w.mustRefuse(what, "passkey: ", e, err)
			w.mustRefuse(what, c.why, e, err)
		}
		w.mustEnter("before what is no answer")
		for _, text := range []string{"", "{}", `{"id":1}`, strings.Repeat("x", longestKeyAnswer+1)} {
			e, err := w.signIn(text, holder)
			w.mustRefuse("no answer", "passkey: ", e, err)
			w.mustEnter("after what is no answer")
		}
	})
}

func TestAQuestionIsAnsweredOnceInTimeByWhomItWasPutTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		if _, err := w.add("Máy tính"); err != nil {
			t.Fatal(err)
		}
		other := w.person("binh")
		challenge := "Y2hhbGxlbmdlLWNoYWxsZW5nZS0wMg"

		w.asks(challenge, w.owner.ID)
		if e, err := w.signIn(w.proof(challenge, nil), holder); err != nil || e.Session.ID == "" {
			t.Fatalf("the named person: %+v, %v", e, err)
		}
		e, err := w.signIn(w.proof(challenge, nil), holder)
		w.mustRefuse("a question answered already", "nobody asked", e, err)

		w.mustEnter("before a question answered wrongly")
		w.asks(challenge, "")
		e, err = w.signIn(w.proof(challenge, func(p *proof) { p.spoil = true }), holder)
		w.mustRefuse("a wrong signature", "signature", e, err)
		e, err = w.signIn(w.proof(challenge, nil), holder)
		w.mustRefuse("a question answered wrongly", "nobody asked", e, err)

		for _, whom := range []string{other.ID, nobodysID} {
			w.mustEnter("before a question put to " + whom)
			w.asks(challenge, whom)
			e, err = w.signIn(w.proof(challenge, nil), holder)
			w.mustRefuse("a question put to "+whom, "asked of another account", e, err)
		}

		w.mustEnter("before another browser")
		w.asks(challenge, "")
		e, err = w.signIn(w.proof(challenge, nil), "trình duyệt khác")
		w.mustRefuse("another browser", "nobody asked", e, err)
		if e, err := w.signIn(w.proof(challenge, nil), holder); err != nil || e.Session.ID == "" {
			t.Fatalf("the browser that was asked, after another: %+v, %v", e, err)
		}

		w.asks(challenge, "")
		w.later(questionLife)
		e, err = w.signIn(w.proof(challenge, nil), holder)
		w.mustRefuse("after five minutes", "nobody asked", e, err)
		w.mustEnter("before the last moment")
		w.asks(challenge, "")
		w.later(questionLife - time.Second)
		if e, err := w.signIn(w.proof(challenge, nil), holder); err != nil || e.Session.ID == "" {
			t.Fatalf("a second before: %+v, %v", e, err)
		}
	})
}

func TestOfManyAnswersAtOnceOneSignsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		if _, err := w.add("Máy tính"); err != nil {
			t.Fatal(err)
		}
		w.asks(w.said.Proofs[0].Challenge, "")
		text := w.said.Proofs[0].text(t)
		var lock sync.Mutex
		var group sync.WaitGroup
		in := 0
		for range 6 {
			group.Go(func() {
				var e Entered
				err := dbtest.Try(d, db.Actor{}, func(tx *db.Tx) (err error) {
					e, err = w.keys.SignIn(tx, text, holder, w.from("192.0.2.1"))
					return err
				})
				lock.Lock()
				defer lock.Unlock()
				switch {
				case err != nil && !problem.Is(err, problem.TooSoon):
					t.Error(err)
				case e.Session.ID != "":
					in++
				}
			})
		}
		group.Wait()
		if in != 1 {
			t.Errorf("%d signed in", in)
		}
	})
}

func TestAPasskeyOpensItsOwnAccountAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		made, err := w.add("Máy tính")
		if err != nil {
			t.Fatal(err)
		}
		other := w.person("binh")
		challenge := "Y2hhbGxlbmdlLWNoYWxsZW5nZS0wMw"
		w.mustEnter("before the row is moved")
		move := func(to string) {
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE account_passkey SET account_id = $1 WHERE id = $2`, to, made.ID)
				return err
			})
		}
		move(other.ID)
		w.asks(challenge, "")
		e, err := w.signIn(w.proof(challenge, func(p *proof) { p.handle = base64.RawURLEncoding.EncodeToString([]byte(other.ID)) }), holder)
		w.mustRefuse("a row moved to another account by hand", "not checked", e, err)
		move(w.owner.ID)
		w.mustEnter("the row is back")

		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), w.owner.ID)
			return err
		})
		w.asks(challenge, "")
		if e, err := w.signIn(w.proof(challenge, nil), holder); err != nil || !problem.Is(e.Refused, problem.Closed) || e.Session.ID != "" {
			t.Errorf("a resting account: %+v, %v", e, err)
		}
	})
}

func TestTheLastWayInStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		made, err := w.add("Máy tính")
		if err != nil {
			t.Fatal(err)
		}
		const issuer = "https://dangnhap.example"
		remove := func() error {
			return dbtest.Try(d, w.actor(), func(tx *db.Tx) error { return RemovePasskey(tx, made.ID, issuer, "", w.from("192.0.2.1")) })
		}
		if err := remove(); !problem.Is(err, problem.Conflict) {
			t.Fatalf("the only way: %v", err)
		}
		link := func(issuer string) error {
			return dbtest.Try(d, w.actor(), func(tx *db.Tx) error {
				return LinkSSO(tx, Identity{Issuer: issuer, Subject: "an"}, w.from("192.0.2.1"))
			})
		}
		if err := link("https://khac.example"); err != nil {
			t.Fatal(err)
		}
		if err := remove(); !problem.Is(err, problem.Conflict) {
			t.Fatalf("beside a provider that is not used any more: %v", err)
		}
		if err := link(issuer); err != nil {
			t.Fatal(err)
		}
		if err := dbtest.Try(d, db.Actor{ID: w.person("khac").ID}, func(tx *db.Tx) error { return RemovePasskey(tx, made.ID, issuer, "", w.from("192.0.2.1")) }); !problem.Is(err, problem.NotFound) {
			t.Errorf("another person removes it: %v", err)
		}
		if err := dbtest.Try(d, w.actor(), func(tx *db.Tx) error { return RenamePasskey(tx, made.ID, "Máy cũ") }); err != nil {
			t.Error(err)
		}
		if err := remove(); err != nil {
			t.Fatalf("beside another way: %v", err)
		}
		object := record.Object{Kind: "account", ID: w.owner.ID}
		if w.entries(access.PasskeyRemoved, object) != 1 || w.entries(access.PasskeyRenamed, object) != 1 {
			t.Error("the record does not say it once")
		}
		w.asks(w.said.Proofs[0].Challenge, "")
		e, err := w.signIn(w.said.Proofs[0].text(t), holder)
		w.mustRefuse("a removed passkey", "no such passkey", e, err)
		var own Ways
		dbtest.Update(t, d, w.actor(), func(tx *db.Tx) (err error) { own, err = OwnWays(tx, issuer); return err })
		var last string
		for _, l := range own.SSO {
			if l.Issuer == issuer {
				last = l.ID
			}
		}
		if err := dbtest.Try(d, w.actor(), func(tx *db.Tx) error { return UnlinkSSO(tx, last, issuer, "", w.from("192.0.2.1")) }); !problem.Is(err, problem.Conflict) {
			t.Errorf("the last link: %v", err)
		}
	})
}

func TestANewPasskeyAnswersItsOwnQuestion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		add := func(actor db.Actor, from string, at time.Time) error {
			return dbtest.Try(d, actor, func(tx *db.Tx) error {
				_, err := w.keys.AddPasskey(tx, "Máy tính", w.said.Made.text(t), from, Browser{At: at})
				return err
			})
		}
		other := w.person("binh")
		question := func(whom Account) {
			dbtest.Update(t, d, db.Actor{ID: whom.ID}, func(tx *db.Tx) error {
				_, session, err := w.keys.site.BeginRegistration(owner{account: whom})
				if err != nil {
					return err
				}
				session.Challenge = w.said.Made.Challenge
				return ask(tx, newPasskey, session.Challenge, holder, whom.ID, session, w.at)
			})
		}
		if err := add(w.actor(), holder, w.at); !problem.Is(err, problem.Invalid) {
			t.Errorf("nobody asked: %v", err)
		}
		question(other)
		if err := add(w.actor(), holder, w.at); !problem.Is(err, problem.Invalid) {
			t.Errorf("another was asked: %v", err)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error { return dropQuestions(tx, w.at.Add(time.Hour)) })
		question(w.owner)
		if err := add(w.actor(), "trình duyệt khác", w.at); !problem.Is(err, problem.Invalid) {
			t.Errorf("another browser: %v", err)
		}
		if err := add(w.actor(), holder, w.at.Add(questionLife)); !problem.Is(err, problem.Invalid) {
			t.Errorf("too late: %v", err)
		}
		if err := add(w.actor(), holder, w.at); err != nil {
			t.Errorf("in time: %v", err)
		}
	})
}

func TestWherePasskeysCanBe(t *testing.T) {
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"https://thidua.cantho.gov.vn": true, "http://localhost:8080": true, "https://localhost": true,
		"http://thidua.cantho.gov.vn": false, "http://127.0.0.1:8080": false, "https://203.0.113.7": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := NewPasskeys(u, ring).Available(); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestARecoveredAccountKeepsNoKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		if _, err := w.add("Máy tính"); err != nil {
			t.Fatal(err)
		}
		w.mustEnter("before the recovery")
		dbtest.Update(t, d, w.actor(), func(tx *db.Tx) error {
			return LinkSSO(tx, Identity{Issuer: "https://dangnhap.example", Subject: "an"}, w.from("192.0.2.1"))
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, _, err := RecoverAtMachine(tx, "an", "mất điện thoại", false)
			return err
		})
		w.asks("Y2hhbGxlbmdlLWNoYWxsZW5nZS0wNA", "")
		e, err := w.signIn(w.proof("Y2hhbGxlbmdlLWNoYWxsZW5nZS0wNA", nil), holder)
		w.mustRefuse("a passkey from before", "no such passkey", e, err)
		var own Ways
		dbtest.Update(t, d, w.actor(), func(tx *db.Tx) (err error) { own, err = OwnWays(tx, "https://dangnhap.example"); return err })
		if len(own.Passkeys) != 0 || len(own.SSO) != 0 {
			t.Errorf("what is left: %+v", own)
		}
		object := record.Object{Kind: "account", ID: w.owner.ID}
		if w.entries(access.PasskeyRemoved, object) != 1 || w.entries(access.SSOUnlinked, object) != 1 {
			t.Error("the record does not say it")
		}
	})
}
