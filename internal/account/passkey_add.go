package account

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

const (
	mostPasskeys     = 20
	longestKeyName   = 60
	longestKeyAnswer = 64 << 10
)

// AskNewPasskey begins a new passkey of the actor: its answer goes to the browser,
// which makes the key.
//
// Public: a person's own account; the question says nothing that the person does
// not know.
func (p Passkeys) AskNewPasskey(tx *db.Tx, browser string, now time.Time) (*protocol.CredentialCreation, error) {
	a, err := own(tx)
	if err != nil {
		return nil, err
	}
	o, err := p.ownerOf(tx, a)
	if err != nil {
		return nil, err
	}
	if len(o.keys) >= mostPasskeys {
		return nil, problem.New(problem.Conflict, "Một tài khoản giữ nhiều nhất %d khóa truy cập. Hãy bỏ khóa không còn dùng trước.", mostPasskeys)
	}
	options, session, err := p.site.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return options, ask(tx, newPasskey, session.Challenge, browser, a.ID, session, now)
}

// AddPasskey keeps the passkey that the browser made for the actor, under the
// name its owner gives it.
//
// Public: a person's own account.
func (p Passkeys) AddPasskey(tx *db.Tx, name, answer, holder string, b Browser) (Passkey, error) {
	a, err := own(tx)
	if err != nil {
		return Passkey{}, err
	}
	if name, err = passkeyName(name); err != nil {
		return Passkey{}, err
	}
	made, err := p.made(tx, a, answer, holder, b.At)
	if err != nil {
		return Passkey{}, problem.New(problem.Invalid, "Không nhận được khóa truy cập này. Hãy bấm «Thêm khóa truy cập» và làm lại từ đầu trong vòng 5 phút.")
	}
	row := passkeyRow{
		Passkey:      Passkey{ID: db.NewID(), AccountID: a.ID, Name: name, CreatedAt: db.At(tx.Now)},
		CredentialID: credentialName(made.ID),
	}
	if _, err := findPasskey(tx, row.CredentialID); !errors.Is(err, db.ErrNoRow) {
		if err != nil {
			return Passkey{}, fmt.Errorf("find passkey: %w", err)
		}
		return Passkey{}, problem.New(problem.Conflict, "Khóa truy cập này đã được thêm rồi.")
	}
	if err := p.seal(&row, *made); err != nil {
		return Passkey{}, err
	}
	if err := insertPasskey(tx, row); err != nil {
		return Passkey{}, fmt.Errorf("insert passkey: %w", err)
	}
	err = record.Add(tx, record.Act{
		Act: access.PasskeyAdded, Object: record.Object{Kind: "account", ID: a.ID}, After: row.said(),
	})
	if err != nil {
		return Passkey{}, err
	}
	return row.Passkey, tellSafety(tx, a.ID, "Một khóa truy cập đã được thêm vào tài khoản của bạn", b.from())
}

// made checks what the browser answered to the question that was put to it.
func (p Passkeys) made(tx *db.Tx, a Account, answer, browser string, now time.Time) (*webauthn.Credential, error) {
	if len(answer) > longestKeyAnswer {
		return nil, errors.New("the answer is too long")
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, err
	}
	var session webauthn.SessionData
	q, err := answered(tx, newPasskey, parsed.Response.CollectedClientData.Challenge, browser, &session, now)
	if err != nil {
		return nil, err
	}
	if q.AccountID != a.ID {
		return nil, errNoQuestion
	}
	o, err := p.ownerOf(tx, a)
	if err != nil {
		return nil, err
	}
	return p.site.CreateCredential(o, session, parsed)
}

// passkeyName checks what a person calls a passkey.
func passkeyName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return "", problem.Field("name", "Hãy đặt tên cho khóa, ví dụ «Điện thoại của tôi», để sau này nhận ra.")
	case utf8.RuneCountInString(name) > longestKeyName:
		return "", problem.Field("name", "Tên khóa dài nhất %d chữ.", longestKeyName)
	}
	return name, nil
}

// said is what the record tells of a passkey.
func (p Passkey) said() any { return struct{ Passkey, Name string }{p.ID, p.Name} }

// SuggestKeyName is a name for a passkey made in a browser.
func SuggestKeyName(b Browser) string { return b.Name }
