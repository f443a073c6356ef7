package account

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Passkey is one passkey of a person (khóa truy cập): a key pair that a telephone,
// a computer or a security key keeps, and uses only for this site and only after
// it has recognised its owner. It stands for two factors.
type Passkey struct {
	ID        string
	AccountID string
	Name      string // as its owner calls it
	CreatedAt db.Time
	UsedAt    db.Time
	DoubtedAt db.Time // when an answer looked like that of a copy
}

// Passkeys asks for passkeys of this site and checks the answers. The zero value
// is that of a site whose address allows none.
type Passkeys struct {
	site *webauthn.WebAuthn
	ring *key.Ring
}

// NewPasskeys is for the site at an address such as https://thidua.example.vn. A
// browser makes passkeys only for a name, not for a bare number, and only over
// https or on the own machine: Available says whether the address is such.
func NewPasskeys(site *url.URL, ring *key.Ring) Passkeys {
	if site.Scheme != "https" && site.Hostname() != "localhost" || protocol.ValidateRPID(site.Hostname()) != nil {
		return Passkeys{}
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: site.Hostname(), RPDisplayName: "Giao Ước", RPOrigins: []string{site.Scheme + "://" + site.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return Passkeys{}
	}
	return Passkeys{w, ring}
}

// Available reports whether browsers can make passkeys for this site.
func (p Passkeys) Available() bool { return p.site != nil }

// owner is a person as authenticators know one: by the account's id, which says
// nothing of the person.
type owner struct {
	account Account
	keys    []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return []byte(o.account.ID) }
func (o owner) WebAuthnName() string                       { return o.account.Login }
func (o owner) WebAuthnDisplayName() string                { return o.account.Name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// ownerOf reads a person with the passkeys of the account.
func (p Passkeys) ownerOf(tx *db.Tx, a Account) (owner, error) {
	rows, err := passkeysOf(tx, a.ID)
	if err != nil {
		return owner{}, fmt.Errorf("find passkeys of account %s: %w", a.ID, err)
	}
	o := owner{account: a}
	for _, row := range rows {
		c, err := p.open(row)
		if err != nil {
			return owner{}, err
		}
		o.keys = append(o.keys, c)
	}
	return o, nil
}

// open reads what checks a passkey's answers. It was bound to its account, so that
// a row written by hand into the database opens nothing.
func (p Passkeys) open(row passkeyRow) (webauthn.Credential, error) {
	var c webauthn.Credential
	plain, err := p.ring.Decrypt(row.Credential, row.about())
	if err == nil {
		err = json.Unmarshal(plain, &c)
	}
	if err != nil {
		return c, fmt.Errorf("read passkey %s: %w", row.ID, err)
	}
	return c, nil
}

func (p Passkeys) seal(row *passkeyRow, c webauthn.Credential) error {
	c.Attestation = webauthn.CredentialAttestation{} // none was asked for
	plain, err := json.Marshal(c)
	if err == nil {
		row.Credential, err = p.ring.Encrypt(plain, row.about())
	}
	if err != nil {
		return fmt.Errorf("keep passkey %s: %w", row.ID, err)
	}
	return nil
}

func (row passkeyRow) about() string {
	return "account/" + row.AccountID + "/passkey/" + row.CredentialID
}

func credentialName(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }
