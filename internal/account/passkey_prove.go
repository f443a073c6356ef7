package account

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// AskPasskey puts a question that any passkey of the site can answer, or only one
// of the account with a login. The question is the same for a login that does
// not exist: it never names the passkeys that an account has.
//
// Public: it is how a visitor signs in.
func (p Passkeys) AskPasskey(tx *db.Tx, login, browser string, now time.Time) (*protocol.CredentialAssertion, error) {
	whom := ""
	if login != "" {
		a, err := findByLogin(tx, login)
		switch {
		case errors.Is(err, db.ErrNoRow):
			whom = nobodysID
		case err != nil:
			return nil, fmt.Errorf("find account: %w", err)
		default:
			whom = a.ID
		}
	}
	return p.askProof(tx, whom, browser, now)
}

// nobodysID is the account of an answer to a login that does not exist.
const nobodysID = "-"

// AskOwnPasskey puts a question that only a passkey of the actor answers.
//
// Public: a person's own account.
func (p Passkeys) AskOwnPasskey(tx *db.Tx, browser string, now time.Time) (*protocol.CredentialAssertion, error) {
	a, err := own(tx)
	if err != nil {
		return nil, err
	}
	return p.askProof(tx, a.ID, browser, now)
}

func (p Passkeys) askProof(tx *db.Tx, whom, browser string, now time.Time) (*protocol.CredentialAssertion, error) {
	options, session, err := p.site.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return options, ask(tx, passkeyProof, session.Challenge, browser, whom, session, now)
}

// wrongPasskey is what a person reads of every answer that proves nothing.
func wrongPasskey() error {
	return problem.New(problem.Invalid, "Khóa truy cập không mở được tài khoản nào ở đây. Hãy thử lại; nếu vẫn không được, đăng nhập bằng cách khác rồi xem lại khóa ở trang tài khoản của bạn.")
}

// Proof is what the answer of a passkey shows.
type Proof struct {
	Account Account // who answered; of a refused answer, whose account it names
	Refused error   // the sentence for the person; nil when the answer is good
	Why     string  // of a refusal, for the record; never what was sent
}

// provePasskey checks an answer and takes its question out, whatever comes of it.
// A refusal is no error: what it changes must stay.
func (p Passkeys) provePasskey(tx *db.Tx, answer, browser string, now time.Time) (Proof, error) {
	refuse := func(a Account, why string) (Proof, error) {
		return Proof{Account: a, Refused: wrongPasskey(), Why: why}, nil
	}
	if len(answer) > longestKeyAnswer {
		return refuse(Account{}, "too long")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return refuse(Account{}, "unreadable")
	}
	named, err := find(tx, string(parsed.Response.UserHandle))
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Proof{}, fmt.Errorf("find account of a passkey: %w", err)
	}
	var session webauthn.SessionData
	q, err := answered(tx, passkeyProof, parsed.Response.CollectedClientData.Challenge, browser, &session, now)
	if errors.Is(err, errNoQuestion) {
		return refuse(named, "nobody asked")
	}
	if err != nil {
		return Proof{}, err
	}
	row, err := findPasskey(tx, credentialName(parsed.RawID))
	switch {
	case errors.Is(err, db.ErrNoRow):
		return refuse(named, "no such passkey")
	case err != nil:
		return Proof{}, fmt.Errorf("find passkey: %w", err)
	case row.AccountID != named.ID:
		holder, err := find(tx, row.AccountID)
		if err != nil {
			return Proof{}, fmt.Errorf("find account of passkey %s: %w", row.ID, err)
		}
		return refuse(holder, "another account's user handle")
	case q.AccountID != "" && q.AccountID != row.AccountID:
		return refuse(named, "asked of another account")
	}
	credential, err := p.check(tx, named, session, parsed)
	if err != nil {
		return refuse(named, libraryWord(err))
	}
	if credential.Authenticator.CloneWarning {
		return p.doubt(tx, named, row)
	}
	row.UsedAt = db.At(tx.Now)
	if err := p.seal(&row, *credential); err != nil {
		return Proof{}, err
	}
	if err := updatePasskey(tx, row); err != nil {
		return Proof{}, fmt.Errorf("update passkey %s: %w", row.ID, err)
	}
	return Proof{Account: named}, nil
}

// check lets the library compare the answer with the question, the site and the
// stored key.
func (p Passkeys) check(tx *db.Tx, a Account, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (*webauthn.Credential, error) {
	o, err := p.ownerOf(tx, a)
	if err != nil {
		return nil, err
	}
	_, credential, err := p.site.ValidatePasskeyLogin(func([]byte, []byte) (webauthn.User, error) { return o, nil }, session, parsed)
	return credential, err
}

// doubt refuses an answer whose counter did not go on: somebody may hold a copy of
// the key. The counter stays, so that the one of the two that is ahead still
// signs in; the owner reads of it on the own page.
func (p Passkeys) doubt(tx *db.Tx, a Account, row passkeyRow) (Proof, error) {
	row.DoubtedAt = db.At(tx.Now)
	if err := updatePasskey(tx, row); err != nil {
		return Proof{}, fmt.Errorf("update passkey %s: %w", row.ID, err)
	}
	err := record.Add(tx, record.Act{Act: access.PasskeyDoubted, Object: record.Object{Kind: "account", ID: a.ID}, After: row.said()})
	if err != nil {
		return Proof{}, err
	}
	return Proof{Account: a, Refused: wrongPasskey(), Why: "the counter did not go on"},
		tellSafety(tx, a.ID, "Một khóa truy cập của bạn có thể đã bị sao chép", "Lần dùng ấy đã bị từ chối")
}

// libraryWord is the reason of the library's refusal in its own fixed words.
func libraryWord(err error) string {
	var refusal *protocol.Error
	if errors.As(err, &refusal) {
		return refusal.Details
	}
	return "not checked"
}
