package ballot

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"

	"giaouoc/internal/record"
)

// hall is a vote with all who take part in it.
type hall struct {
	t       testing.TB
	opened  *Opened
	holders [2]HolderKey
	receipt *ecdsa.PrivateKey
	voters  []*browser
	taken   []ProvedCheckOff
	box     []Cast
}

// browser is what a voter's browser holds.
type browser struct {
	id     string
	slip   *ecdsa.PrivateKey
	key    *ecdsa.PrivateKey // of a passkey; nil for a slip
	token  *ecdsa.PrivateKey
	signed [][]byte // by the holders, unblinded
	number int
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func public(t testing.TB, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// holderKeys are made once: the search for primes is slow.
var holderKeys = func() (keys [2]HolderKey) {
	for i := range keys {
		var err error
		if keys[i], err = NewHolderKey(); err != nil {
			panic(err)
		}
	}
	return keys
}()

// open opens a motion with n voters, every third with a slip.
func open(t testing.TB, m Motion, n int) *hall {
	t.Helper()
	h := &hall{t: t, holders: holderKeys, receipt: newKey(t)}
	m.ID, m.Cluster, m.Year, m.Site, m.ReceiptKey = "0190", "c", 2026, "vidu.example.vn", public(t, h.receipt)
	if m.Title == "" {
		m.Title = "Đề nghị tặng cờ"
	}
	if m.Members == 0 {
		m.Members, m.Present = n, n
	}
	for i, k := range h.holders {
		der, err := k.Public()
		if err != nil {
			t.Fatal(err)
		}
		m.Holders = append(m.Holders, Holder{fmt.Sprintf("Người giữ khóa %d", i+1), der})
	}
	for i := range n {
		b := &browser{id: fmt.Sprintf("v%03d", i)}
		c := Credential{Kind: Passkey}
		if i%3 == 2 {
			var err error
			if b.slip, err = SlipKey(m.ID, b.id, NewSlipCode()); err != nil {
				t.Fatal(err)
			}
			c = Credential{Slip, public(t, b.slip)}
		} else {
			b.key = newKey(t)
			c.Key = public(t, b.key)
		}
		h.voters = append(h.voters, b)
		m.Roll = append(m.Roll, Voter{b.id, "Cử tri " + b.id, c})
	}
	var err error
	if h.opened, err = Open(m); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *hall) text(value any) string {
	h.t.Helper()
	text, err := record.Canonical(value)
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}

// prove makes the proof of a check-off by the voter's credential.
func (h *hall) prove(b *browser, text string) Proof {
	h.t.Helper()
	if b.slip != nil {
		signature, err := sign(b.slip, []byte(text))
		if err != nil {
			h.t.Fatal(err)
		}
		return Proof{Signature: signature}
	}
	challenge, site := digest("check-off", []byte(text)), sha256.Sum256([]byte(h.opened.Site))
	client := fmt.Sprintf(`{"type":"webauthn.get","challenge":"%s","origin":"https://vidu.example.vn"}`, base64.RawURLEncoding.EncodeToString(challenge[:]))
	authenticator := append(site[:], 1, 0, 0, 0, 7)
	about := sha256.Sum256([]byte(client))
	sum := sha256.Sum256(slices.Concat(authenticator, about[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, b.key, sum[:])
	if err != nil {
		h.t.Fatal(err)
	}
	return Proof{authenticator, []byte(client), signature}
}

// take checks a voter off and gets the token signed.
func (h *hall) take(b *browser) {
	h.t.Helper()
	b.token = newKey(h.t)
	message := h.opened.tokenMessage(public(h.t, b.token))
	var blinded [2][]byte
	var states [2]blindrsa.State
	var clients [2]blindrsa.Client
	c := CheckOff{Format: checkOffFormat, Motion: h.opened.hex(), Voter: b.id}
	for i, key := range h.opened.holders {
		client, err := blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, key)
		if err != nil {
			h.t.Fatal(err)
		}
		if blinded[i], states[i], err = client.Blind(rand.Reader, message); err != nil {
			h.t.Fatal(err)
		}
		clients[i] = client
		sum := digest("blinded", blinded[i])
		c.Blinded = append(c.Blinded, hex.EncodeToString(sum[:]))
	}
	text := h.text(c)
	proved := ProvedCheckOff{text, h.prove(b, text)}
	if _, err := h.opened.Checked(proved, blinded); err != nil {
		h.t.Fatal(err)
	}
	b.signed = nil
	for i := range blinded {
		signature, err := h.holders[i].Sign(blinded[i])
		if err != nil {
			h.t.Fatal(err)
		}
		if signature, err = clients[i].Finalize(states[i], signature); err != nil {
			h.t.Fatal(err)
		}
		b.signed = append(b.signed, signature)
	}
	h.taken = append(h.taken, proved)
}

// paper fills in and signs a voter's next paper.
func (h *hall) paper(b *browser, choice []string) Cast {
	h.t.Helper()
	text := h.text(Paper{paperFormat, h.opened.hex(), public(h.t, b.token), b.number + 1, choice})
	signature, err := sign(b.token, []byte(text))
	if err != nil {
		h.t.Fatal(err)
	}
	return Cast{text, signature, b.signed}
}

func (h *hall) cast(b *browser, choice []string) Cast {
	h.t.Helper()
	c := h.paper(b, choice)
	if _, err := h.opened.Valid(c); err != nil {
		h.t.Fatal(err)
	}
	b.number++
	h.box = append(h.box, c)
	return c
}

// close ends the vote and returns its closing and its public file.
func (h *hall) close(counted *Counted) (closing, file string) {
	h.t.Helper()
	closing, err := h.opened.Close(h.taken, h.box, counted)
	if err != nil {
		h.t.Fatal(err)
	}
	if file, err = h.opened.FileOf(Published{Text: h.opened.Text}, Published{Text: closing}, h.taken, h.box); err != nil {
		h.t.Fatal(err)
	}
	return closing, file
}
