package account

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Identity is who the provider of the single sign-on (đăng nhập một lần) says a
// person is. Issuer and Subject together name the person for good; the label is
// for reading only, an e-mail address in it matches nobody.
type Identity struct {
	Issuer, Subject string
	Label           string
	TwoFactors      bool // it asked for two factors, and the installation trusts it in this
}

// SSOLink is an identity that belongs to an account, by an act of its owner.
type SSOLink struct {
	ID        string
	AccountID string
	Issuer    string
	Subject   string
	Label     string
	CreatedAt db.Time
	UsedAt    db.Time
}

// Purpose is why a person goes to the provider.
type Purpose string

// The purposes.
const (
	ToSignIn Purpose = "sign_in"
	ToLink   Purpose = "link"   // the signed-in person's own account
	ToProve  Purpose = "prove"  // that it is still the signed-in person
	ToAccept Purpose = "accept" // an invitation
)

// Journey is a person's way to the provider and back, as it began.
type Journey struct {
	Purpose  Purpose
	Nonce    string
	Verifier string // of PKCE
	Fresh    bool   // the provider must ask the person anew
	Link     string // id of the invitation to accept
	Next     string // address of this site to go on to
}

// AskSSO begins a journey that the browser holding holder ends with state.
//
// Public: it is how a visitor signs in.
func AskSSO(tx *db.Tx, j Journey, state, holder string, now time.Time) error {
	if err := ask(tx, ssoJourney, state, holder, tx.Actor.ID, j, now); err != nil {
		return fmt.Errorf("begin single sign-on: %w", err)
	}
	return nil
}

// AnswerSSO ends a journey, whatever the provider's answer then says, and counts
// an attempt to sign in until SignInSSO takes it back. Not known is an answer that
// comes twice, too late, to another browser or to another person; it is recorded.
//
// Public: it is how a visitor signs in.
func AnswerSSO(tx *db.Tx, state, holder string, b Browser) (j Journey, known bool, err error) {
	if err := ssoKeys(tx, b).count(tx, b.At); err != nil {
		return j, false, err
	}
	q, err := answered(tx, ssoJourney, state, holder, &j, b.At)
	if errors.Is(err, errNoQuestion) || err == nil && q.AccountID != tx.Actor.ID {
		return Journey{}, false, RefuseSSO(tx, "nobody asked", b)
	}
	if err != nil {
		return j, false, fmt.Errorf("end single sign-on: %w", err)
	}
	return j, true, nil
}

// OwnSSO lists the identities linked to the actor's account.
//
// Public: a person's own account.
func OwnSSO(tx *db.Tx) ([]SSOLink, error) {
	list, err := ssoOf(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("find linked identities: %w", err)
	}
	return list, nil
}

// LinkSSO links an identity to the actor's own account.
//
// Public: a person's own account.
func LinkSSO(tx *db.Tx, i Identity, b Browser) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	if err := ssoKeys(tx, b).clear(tx); err != nil {
		return fmt.Errorf("clear failures of linking: %w", err)
	}
	switch other, err := findSSO(tx, i.Issuer, i.Subject); {
	case err == nil && other.AccountID == a.ID:
		return nil
	case err == nil:
		return problem.New(problem.Conflict, "Tài khoản ở nơi xác thực đã gắn với một tài khoản khác ở đây. Nếu bạn có hai tài khoản, hãy báo quản trị viên.")
	case !errors.Is(err, db.ErrNoRow):
		return fmt.Errorf("find linked identity: %w", err)
	}
	link := SSOLink{
		ID: db.NewID(), AccountID: a.ID, Issuer: i.Issuer, Subject: i.Subject, Label: label(i), CreatedAt: db.At(tx.Now),
	}
	if err := insertSSO(tx, link); err != nil {
		return fmt.Errorf("link identity: %w", err)
	}
	err = record.Add(tx, record.Act{
		Act: access.SSOLinked, Object: record.Object{Kind: "account", ID: link.AccountID}, After: link.said(),
	})
	if err != nil {
		return err
	}
	return tellSafety(tx, a.ID, "Tài khoản của bạn đã liên kết với đăng nhập một lần", b.from())
}

// UnlinkSSO takes an identity off the actor's account, and every other session
// ends. The last way to sign in stays; issuer is that of the single sign-on, or
// empty.
//
// Public: a person's own account.
func UnlinkSSO(tx *db.Tx, id, issuer, sessionID string, b Browser) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	links, err := ssoOf(tx, a.ID)
	if err != nil {
		return fmt.Errorf("find linked identities: %w", err)
	}
	i := slices.IndexFunc(links, func(l SSOLink) bool { return l.ID == id })
	if i < 0 {
		return problem.New(problem.NotFound, "Tài khoản của bạn không có liên kết này.")
	}
	if err := keepAWay(tx, a.ID, issuer, id); err != nil {
		return err
	}
	if err := deleteSSO(tx, id); err != nil {
		return fmt.Errorf("unlink identity: %w", err)
	}
	err = record.Add(tx, record.Act{
		Act: access.SSOUnlinked, Object: record.Object{Kind: "account", ID: a.ID}, Before: links[i].said(),
	})
	if err != nil {
		return err
	}
	if _, err := endAll(tx, a.ID, sessionID, Changed, b); err != nil {
		return err
	}
	return tellSafety(tx, a.ID, "Tài khoản của bạn đã bỏ liên kết đăng nhập một lần", b.from())
}

// said is what the record tells of a linked identity.
func (l SSOLink) said() any {
	return struct{ Link, Issuer, Subject, Label string }{l.ID, l.Issuer, l.Subject, l.Label}
}
