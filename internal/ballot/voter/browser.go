// Package voter is the browser of a voter of a secret ballot, written in Go from
// docs/ballot.md: it makes its token, has it signed, and fills in papers. The voters of
// the demonstration and of tests vote with it; people vote with the script of the page.
//
// A browser asks for a token (thẻ phiếu), receives what the holders signed, and fills
// in papers. It keeps its keys to itself.
//
// What never happens: a step of a voter that the house takes itself.
package voter

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cloudflare/circl/blindsign/blindrsa"

	"giaouoc/internal/ballot"
)

// Browser is what a voter's browser holds.
type Browser struct {
	Voter  ballot.Voter
	Key    *ecdsa.PrivateKey // of the passkey or of the slip
	Token  *ecdsa.PrivateKey
	Signed [][]byte // by the holders, unblinded
	Number int      // of papers filled in

	clients []blindrsa.Client
	states  []blindrsa.State
}

// must is for what fails only for want of randomness, or when a motion that was opened
// is none.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// NewKey makes a key on P-256.
func NewKey() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

// Public is the public half of a key, as texts have it.
func Public(key *ecdsa.PrivateKey) []byte { return must(x509.MarshalPKIXPublicKey(&key.PublicKey)) }

// NewBrowser is a voter's with a passkey.
func NewBrowser(id string) *Browser {
	key := NewKey()
	return &Browser{Key: key, Voter: ballot.Voter{ID: id, Name: "Cử tri " + id, Credential: ballot.Credential{Kind: ballot.Passkey, Key: Public(key)}}}
}

// NewSlipBrowser is a voter's with a slip for a motion.
func NewSlipBrowser(id, motionID string) *Browser {
	key := must(ballot.SlipKey(motionID, id, ballot.NewSlipCode()))
	return &Browser{Key: key, Voter: ballot.Voter{ID: id, Name: "Cử tri " + id, Credential: ballot.Credential{Kind: ballot.Slip, Key: Public(key)}}}
}

func digest(label string, parts ...[]byte) []byte {
	sum := sha256.Sum256(append([]byte("giaouoc/ballot/"+label+"\n"), slices.Concat(parts...)...))
	return sum[:]
}

// Ask makes a token, blinds it for both holders, and signs the check-off.
func (b *Browser) Ask(o *ballot.Opened) ballot.Ask {
	b.Token = NewKey()
	message := slices.Concat([]byte("giaouoc/ballot/token\n"), o.Digest[:], Public(b.Token))
	ask := ballot.Ask{Motion: o.Text}
	c := ballot.CheckOff{Format: "bo-phieu-diem-danh/1", Motion: hex.EncodeToString(o.Digest[:]), Voter: b.Voter.ID}
	b.clients, b.states = nil, nil
	for i, h := range o.Holders {
		client := must(blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, must(x509.ParsePKIXPublicKey(h.Key)).(*rsa.PublicKey)))
		blinded, state, err := client.Blind(rand.Reader, message)
		ask.Blinded[i] = must(blinded, err)
		b.clients, b.states = append(b.clients, client), append(b.states, state)
		c.Blinded = append(c.Blinded, hex.EncodeToString(digest("blinded", blinded)))
	}
	ask.CheckOff.Text = string(must(json.Marshal(c)))
	ask.CheckOff.Proof = b.prove(o.Site, ask.CheckOff.Text)
	return ask
}

func (b *Browser) prove(site, text string) ballot.Proof {
	if b.Voter.Credential.Kind == ballot.Slip {
		return ballot.Proof{Signature: sign(b.Key, text)}
	}
	client := fmt.Sprintf(`{"type":"webauthn.get","challenge":"%s","origin":"https://%s"}`, base64.RawURLEncoding.EncodeToString(digest("check-off", []byte(text))), site)
	of, about := sha256.Sum256([]byte(site)), sha256.Sum256([]byte(client))
	authenticator := append(of[:], 1, 0, 0, 0, 7)
	sum := sha256.Sum256(slices.Concat(authenticator, about[:]))
	return ballot.Proof{Authenticator: authenticator, Client: []byte(client), Signature: must(ecdsa.SignASN1(rand.Reader, b.Key, sum[:]))}
}

// sign makes a signature of r and s, 32 bytes each.
func sign(key *ecdsa.PrivateKey, text string) []byte {
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	must(r, err)
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out
}

// Receive unblinds what the holders signed, and refuses what they did not.
func (b *Browser) Receive(signatures [][]byte) error {
	b.Signed = nil
	for i, s := range signatures {
		token, err := b.clients[i].Finalize(b.states[i], s)
		if err != nil {
			return fmt.Errorf("unblind token: %w", err)
		}
		b.Signed = append(b.Signed, token)
	}
	return nil
}

// Paper fills in and signs the voter's next paper.
func (b *Browser) Paper(o *ballot.Opened, choice ...string) ballot.Cast {
	if choice == nil {
		choice = []string{}
	}
	b.Number++
	text := string(must(json.Marshal(ballot.Paper{
		Format: "bo-phieu-phieu/1", Motion: hex.EncodeToString(o.Digest[:]), Token: Public(b.Token), Number: b.Number, Choice: choice,
	})))
	return ballot.Cast{Paper: text, Signature: sign(b.Token, text), Tokens: b.Signed}
}
