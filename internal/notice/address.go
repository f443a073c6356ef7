package notice

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Address is where a person's mails go.
type Address struct {
	AccountID   string
	Mail        string // confirmed; empty for none
	ConfirmedAt db.Time
	FailedAt    db.Time // the receiving server refused it
	FailedWhy   string
	AskedMail   string // to be confirmed
	AskedToken  string // hex SHA-256
	AskedUntil  db.Time
	AskedOn     vn.Date
	AskedCount  int
	Name        string `db:"-"` // of the person, for the letter
	Proposed    string `db:"-"` // the account's e-mail address, which nobody has confirmed for notices
}

// Pending reports whether a link was sent that still holds.
func (a Address) Pending(now time.Time) bool {
	return a.AskedMail != "" && now.Before(a.AskedUntil.Time)
}

const (
	confirmTime = 24 * time.Hour
	mostAsked   = 5 // links a day and person, so that nobody floods a foreign mailbox
)

// ConfirmPath is where the link of a confirmation leads; the token follows it.
const ConfirmPath = "/xac-nhan-thu/"

// AskAddress sends a link to an address; once followed, the person's mails go
// there. An empty address ends them.
//
// Public: it is the person's own.
func AskAddress(tx *db.Tx, typed string) error {
	if err := mustBeSomebody(tx); err != nil {
		return err
	}
	a, err := addressOf(tx, tx.Actor.ID)
	if err != nil {
		return err
	}
	before := a
	if typed == "" {
		a.Mail, a.AskedMail, a.AskedToken, a.AskedUntil = "", "", "", db.Time{}
		a.ConfirmedAt, a.FailedAt, a.FailedWhy = db.Time{}, db.Time{}, ""
		if before.Mail == "" && before.AskedMail == "" {
			return nil
		}
		return keepAddress(tx, before, a)
	}
	mail, err := outbox.Address(typed)
	if err != nil {
		return problem.Field("mail", "%s", problem.All(err)[0].Text)
	}
	if mail == a.Mail && a.FailedAt.IsZero() {
		return problem.Field("mail", "Địa chỉ này đã được xác nhận và đang dùng.")
	}
	if a.AskedOn != tx.Today() {
		a.AskedOn, a.AskedCount = tx.Today(), 0
	}
	if a.AskedCount >= mostAsked {
		return problem.Field("mail", "Hôm nay đã gửi %d thư xác nhận; hãy xem cả mục thư rác, hoặc thử lại vào ngày mai.", mostAsked)
	}
	token := rand.Text()
	a.AskedMail, a.AskedToken, a.AskedUntil, a.AskedCount = mail, hashed(token), db.At(tx.Now.Add(confirmTime)), a.AskedCount+1
	if err := keepAddress(tx, before, a); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Effect{
		Key: "confirm|" + a.AskedToken, Topic: ConfirmTopic + a.AskedToken, AccountID: tx.Actor.ID,
		Mail: outbox.Mail{
			To: mail, Name: tx.Actor.Name, Subject: "Xác nhận địa chỉ nhận thông báo", Fixed: true,
			Lines: []outbox.Line{
				{Text: "Có người muốn nhận thông báo của Giao Ước ở địa chỉ này. Nếu là bạn, hãy mở đường dẫn dưới đây trong 24 giờ và bấm xác nhận."},
				{Text: "Xác nhận địa chỉ", Href: ConfirmPath + token},
				{Text: "Nếu không phải bạn, xin bỏ qua thư này; sẽ không có thư nào khác."},
			},
		},
	})
}

// ConfirmTopic is the topic of a letter with a link; the token's hash follows it.
const ConfirmTopic = "confirm|"

// StillAsked reports whether a link that waits to be sent would still hold.
//
// Read: the sender of mails asks before each try.
func StillAsked(tx *db.Tx, tokenHash string) (bool, error) {
	a, err := asked(tx, tokenHash)
	if isNone(err) {
		return false, nil
	}
	return err == nil && a.Pending(tx.Now), err
}

// Asked finds the address that a link would confirm. Its error is a problem for
// a link that never was, was used, or is too old, always the same.
//
// Public: who holds the link has read the letter.
func Asked(tx *db.Tx, token string) (Address, error) {
	a, err := asked(tx, hashed(token))
	if err != nil && !isNone(err) {
		return Address{}, fmt.Errorf("find confirmation: %w", err)
	}
	if err != nil || token == "" || !a.Pending(tx.Now) {
		return Address{}, problem.New(problem.NotFound, "Đường dẫn xác nhận này không còn dùng được: mỗi đường dẫn dùng một lần, trong 24 giờ. Hãy mở trang Thông báo, phần Địa chỉ nhận thư, để nhận đường dẫn mới.")
	}
	return a, nil
}

// ConfirmAddress makes the address that a link was sent to the person's own.
//
// Public: who holds the link has read the letter.
func ConfirmAddress(tx *db.Tx, token string) error {
	before, err := Asked(tx, token)
	if err != nil {
		return err
	}
	a := before
	a.Mail, a.ConfirmedAt, a.FailedAt, a.FailedWhy = a.AskedMail, db.At(tx.Now), db.Time{}, ""
	a.AskedMail, a.AskedToken, a.AskedUntil = "", "", db.Time{}
	return keepAddress(tx, before, a)
}

// AddressFailed notes that the receiving server refuses a person's address;
// nothing more is sent there until the person has confirmed it again.
//
// Within: the sender of mails; the server has said so.
func AddressFailed(tx *db.Tx, accountID, to, why string) error {
	a, err := addressOf(tx, accountID)
	if err != nil || accountID == "" {
		return err
	}
	switch to {
	case a.Mail:
		a.Mail, a.ConfirmedAt = "", db.Time{}
	case a.AskedMail:
		a.AskedToken, a.AskedUntil = "", db.Time{}
	default:
		return nil // the person has changed it meanwhile
	}
	a.AskedMail, a.FailedAt, a.FailedWhy = to, db.At(tx.Now), why
	return putAddress(tx, a)
}

func keepAddress(tx *db.Tx, before, after Address) error {
	if err := putAddress(tx, after); err != nil {
		return fmt.Errorf("keep address of account %s: %w", after.AccountID, err)
	}
	return record.Add(tx, record.Act{
		Act: access.NoticeSet, Object: record.Object{Kind: "account", ID: after.AccountID},
		Before: map[string]string{"mail": before.Mail, "asked": before.AskedMail}, After: map[string]string{"mail": after.Mail, "asked": after.AskedMail},
	})
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// mustBeSomebody refuses the public.
func mustBeSomebody(tx *db.Tx) error {
	if tx.Actor.ID == "" {
		return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
	}
	return nil
}
