package account

import (
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// LinkKind is what a one-time link lets its holder do.
type LinkKind string

// The kinds of one-time link.
const (
	FirstLink      LinkKind = "first"      // make the account of the first administrator
	InvitationLink LinkKind = "invitation" // choose the first way to sign in (lời mời)
	RecoveryLink   LinkKind = "recovery"   // choose a new password (khôi phục)
)

// How long a link can be used.
const (
	FirstLasts      = 24 * time.Hour
	InvitationLasts = 7 * 24 * time.Hour
	RecoveryLasts   = 24 * time.Hour
)

// Link is a one-time link. Its token stands in the link alone.
type Link struct {
	ID          string
	Kind        LinkKind
	AccountID   string // empty for FirstLink
	Token       string // digest
	MadeBy      string // account id, or empty for the program itself
	MadeAt      db.Time
	ExpiresAt   db.Time
	UsedAt      db.Time
	WithdrawnAt db.Time
	MailedTo    string // empty: it was shown to who made it
	Once        string // of the form that made it
}

// Open reports whether a link can still be used.
func (l Link) Open(at time.Time) bool {
	return l.UsedAt.IsZero() && l.WithdrawnAt.IsZero() && l.ExpiresAt.After(at)
}

// makeLink makes a link that lasts and withdraws every other of its account, or
// every other of the first administrator. Its token is empty when it was mailed.
func makeLink(tx *db.Tx, kind LinkKind, a Account, lasts time.Duration, h Handing) (token string, err error) {
	if token, err = newToken(); err != nil {
		return "", err
	}
	now := db.At(tx.Now)
	if err := closeLinks(tx, a.ID, ""); err != nil {
		return "", err
	}
	l := Link{
		ID: db.NewID(), Kind: kind, AccountID: a.ID, Token: digest("link", token), MadeBy: tx.Actor.ID,
		MadeAt: now, ExpiresAt: db.At(tx.Now.Add(lasts)), MailedTo: h.To, Once: h.Once,
	}
	if err := insertLink(tx, l); err != nil {
		return "", fmt.Errorf("make link for account %s: %w", a.ID, err)
	}
	err = record.Add(tx, record.Act{
		Act: access.LinkMade, Object: l.object(), After: l.said(),
	})
	if err != nil || h.To == "" {
		return token, err
	}
	return "", l.post(tx, a, token)
}

func (l Link) object() record.Object {
	if l.AccountID == "" {
		return record.Object{Kind: "link", ID: l.ID}
	}
	return record.Object{Kind: "account", ID: l.AccountID}
}

func (l Link) said() any {
	return struct {
		Link, Kind string
		Expires    db.Time
		Mailed     bool
	}{l.ID, string(l.Kind), l.ExpiresAt, l.MailedTo != ""}
}

// Door is what stands behind a link.
type Door struct {
	Link    Link
	Account Account      // zero for FirstLink
	Refused problem.List // why it does not open; it is in the record
	why     string
}

// Knock looks what a link is for. A link that does not open is recorded, and an
// address that tries many links has to wait.
//
// Public: whoever has a link may follow it.
func Knock(tx *db.Tx, token string, b Browser) (Door, error) {
	k := keysOf(tryLink, "", b, false)
	until, err := k.until(tx)
	if err != nil {
		return Door{}, fmt.Errorf("read delays of links: %w", err)
	}
	if until.After(b.At) {
		return Door{}, later(until, b.At)
	}
	d, err := behind(tx, token)
	if err != nil || len(d.Refused) == 0 {
		return d, err
	}
	if d.Link.ID == "" {
		if err := addFailure(tx, k.address, db.At(b.At), db.At(b.At.Add(-throttleKept))); err != nil {
			return d, fmt.Errorf("count a wrong link: %w", err)
		}
	}
	object := d.Link.object()
	if d.Link.ID == "" {
		object.ID = db.NewID()
	}
	return d, record.Add(tx, record.Act{
		Act: access.LinkRefused, Object: object,
		After: struct{ Link, Why, Address, Browser string }{d.Link.ID, d.why, b.Address, b.Name},
	})
}

// behind finds what a link is for, as its use case needs it too.
func behind(tx *db.Tx, token string) (Door, error) {
	l, err := findLink(tx, digest("link", token))
	if errors.Is(err, db.ErrNoRow) {
		return Door{why: "unknown", Refused: problem.List{problem.New(problem.NotFound, "Liên kết không đúng hoặc không còn dùng được. Hãy kiểm tra đã chép đủ cả đường dẫn; nếu vẫn vậy, xin quản trị viên gửi liên kết mới.")}}, nil
	}
	if err != nil {
		return Door{}, fmt.Errorf("find link: %w", err)
	}
	return behindLink(tx, l)
}

// behindLink is behind for a link that was found.
func behindLink(tx *db.Tx, l Link) (d Door, err error) {
	d.Link = l
	switch {
	case !l.UsedAt.IsZero():
		return d.refuse("used", "Liên kết này đã được dùng rồi; mỗi liên kết chỉ dùng một lần. Nếu bạn đã đặt mật khẩu, hãy đăng nhập; nếu không phải bạn dùng, báo ngay quản trị viên."), nil
	case !l.WithdrawnAt.IsZero():
		return d.refuse("withdrawn", "Liên kết này đã được rút hoặc đã thay bằng liên kết mới. Hãy dùng liên kết nhận được sau cùng, hoặc xin quản trị viên gửi lại."), nil
	case !l.ExpiresAt.After(tx.Now):
		return d.refuse("expired", "Liên kết này đã hết hạn. Hãy xin quản trị viên gửi liên kết mới."), nil
	case tx.Actor.ID != "" && tx.Actor.ID != l.AccountID:
		return d.refuse("foreign", "Liên kết này dành cho người khác, còn trình duyệt này đang đăng nhập với tên "+tx.Actor.Name+". Nếu liên kết là của bạn, hãy đăng xuất rồi mở lại; liên kết vẫn còn nguyên."), nil
	}
	if l.AccountID == "" {
		return d, nil
	}
	if d.Account, err = find(tx, l.AccountID); err != nil {
		return Door{}, fmt.Errorf("find account of link %s: %w", l.ID, err)
	}
	if !d.Account.DisabledAt.IsZero() {
		return d.refuse("disabled", Disabled.Say()), nil
	}
	return d, nil
}

func (d Door) refuse(why, sentence string) Door {
	d.why, d.Refused = why, problem.List{problem.New(problem.Closed, "%s", sentence)}
	return d
}

// use spends a link; of two who come at once one gets it.
func (d Door) use(tx *db.Tx) error {
	if len(d.Refused) > 0 {
		return d.Refused
	}
	n, err := spendLink(tx, d.Link.ID, db.At(tx.Now))
	if err != nil {
		return fmt.Errorf("use link %s: %w", d.Link.ID, err)
	}
	if n == 0 {
		return d.refuse("used", "Liên kết này vừa được dùng ở một cửa sổ khác. Hãy đăng nhập bằng mật khẩu đã đặt ở đó.").Refused
	}
	return outbox.Withdraw(tx, LinkTopic+d.Link.ID)
}

// arrived notes what a used link proves: that its letter has reached the account's
// address; and tells who made it.
func (d Door) arrived(tx *db.Tx) error {
	before, err := emailOf(tx, d.Account)
	if err != nil {
		return err
	}
	if before.Mail != "" && before.Mail == d.Link.MailedTo && before.ConfirmedAt.IsZero() {
		after := before
		after.ConfirmedAt = db.At(tx.Now)
		if err := putEmail(tx, before, after); err != nil {
			return err
		}
	}
	return tellInviter(tx, d.Link, d.Account)
}
