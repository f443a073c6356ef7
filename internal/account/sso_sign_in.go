package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// ssoKeys count what comes back from the provider: for each person who is signed
// in, or for all visitors of an address.
func ssoKeys(tx *db.Tx, b Browser) keys { return keysOf("sso", tx.Actor.ID, b, false) }

// SignInSSO ends an attempt to sign in with an identity that the provider has
// stated. An account with a second factor still asks for it, unless the statement
// stands for two.
//
// Public: a visitor signs in.
func SignInSSO(tx *db.Tx, i Identity, b Browser) (Entered, error) {
	link, err := findSSO(tx, i.Issuer, i.Subject)
	if errors.Is(err, db.ErrNoRow) {
		return Entered{Refused: problem.List{unknownIdentity}}, recordRefused(tx, "", "sso: not linked", b)
	}
	if err != nil {
		return Entered{}, fmt.Errorf("find linked identity: %w", err)
	}
	a, err := find(tx, link.AccountID)
	if err != nil {
		return Entered{}, fmt.Errorf("find account %s: %w", link.AccountID, err)
	}
	second, err := HasSecondFactor(tx, a.ID)
	if err != nil {
		return Entered{}, err
	}
	if a.DisabledAt.IsZero() {
		if err := useSSO(tx, link.ID, label(i), db.At(tx.Now)); err != nil {
			return Entered{}, fmt.Errorf("note use of a linked identity: %w", err)
		}
	}
	if second && !i.TwoFactors && a.DisabledAt.IsZero() {
		return Entered{Half: a.ID, First: BySSO}, ssoKeys(tx, b).clear(tx)
	}
	how := BySSO
	if i.TwoFactors {
		how = BySSOFactors
	}
	return enterWhole(tx, a, ssoKeys(tx, b), how, b)
}

var unknownIdentity = problem.New(problem.NotFound, "Bạn đã đăng nhập được ở nơi xác thực, nhưng chưa có tài khoản nào ở đây gắn với tài khoản ấy. Hãy nhờ quản trị viên gửi lời mời; nếu đã có tài khoản, hãy đăng nhập bằng cách khác rồi liên kết ở trang tài khoản của bạn.")

// AcceptSSO uses an invitation, by the id of its link: the identity that the invited
// person has shown becomes the way to sign in of the account.
//
// Public: whoever has the link.
func AcceptSSO(tx *db.Tx, linkID string, i Identity, b Browser) (Entered, error) {
	l, err := linkByID(tx, linkID)
	if err != nil {
		return Entered{}, fmt.Errorf("find link %s: %w", linkID, err)
	}
	d, err := behindLink(tx, l)
	if err != nil {
		return Entered{}, err
	}
	if l.Kind != InvitationLink {
		return Entered{}, problem.New(problem.NotFound, "Liên kết này không phải là lời mời.")
	}
	if err := d.use(tx); err != nil {
		return Entered{}, err
	}
	if err := ssoKeys(tx, b).clear(tx); err != nil {
		return Entered{}, fmt.Errorf("clear failures of an invitation: %w", err)
	}
	if tx.Actor, err = Actor(tx, d.Account.ID); err != nil {
		return Entered{}, err
	}
	if err := record.Add(tx, record.Act{Act: access.LinkUsed, Object: d.Link.object(), After: d.Link.said()}); err != nil {
		return Entered{}, err
	}
	if err := d.arrived(tx); err != nil {
		return Entered{}, err
	}
	if err := LinkSSO(tx, i, b); err != nil {
		return Entered{}, err
	}
	return SignInSSO(tx, i, b)
}

// ProveSSO ends an attempt of the actor to show the own identity at the provider
// again: for a while the session may do what asks for a fresh proof.
//
// Public: whoever is signed in, for the own session.
func ProveSSO(tx *db.Tx, i Identity, sessionID string, b Browser) (problem.List, error) {
	link, err := findSSO(tx, i.Issuer, i.Subject)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return nil, fmt.Errorf("find linked identity: %w", err)
	}
	if err != nil || link.AccountID != tx.Actor.ID {
		return problem.List{problem.New(problem.Invalid, "Bạn vừa đăng nhập ở nơi xác thực bằng một tài khoản khác, không phải tài khoản đã liên kết. Hãy thử lại bằng đúng tài khoản ấy.")}, recordUnproved(tx, b)
	}
	return nil, proved(tx, ssoKeys(tx, b), sessionID, b)
}

// RefuseSSO records an attempt whose answer proved nothing; why is one of the
// program's own words.
//
// Public: a visitor was refused.
func RefuseSSO(tx *db.Tx, why string, b Browser) error {
	return recordRefused(tx, tx.Actor.ID, "sso: "+why, b)
}

// SpareSSO takes back the count of an attempt that came to no answer through no
// fault of who made it.
//
// Public: a visitor could not sign in.
func SpareSSO(tx *db.Tx, b Browser) error { return ssoKeys(tx, b).clear(tx) }

const longestLabel = 120

// label is the name at the provider as this program keeps it.
func label(i Identity) string {
	l := []rune(vn.NFC(i.Label))
	return string(l[:min(len(l), longestLabel)])
}
