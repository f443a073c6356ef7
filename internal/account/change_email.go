package account

import (
	"crypto/rand"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// ChangeEmail asks for another address of the actor's own: it takes the place of
// the present one once the link in the letter sent there was followed. Where no
// letters leave it is the account's at once, and stays unconfirmed. Empty takes
// the address away.
//
// Public: whoever is signed in, for the own account.
func ChangeEmail(tx *db.Tx, typed string, letters bool) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	before, err := emailOf(tx, a)
	if err != nil {
		return err
	}
	mail, err := checkEmail(typed)
	if err != nil {
		return err
	}
	switch {
	case mail == "" && before.Mail == "" && before.AskedMail == "", !letters && mail == before.Mail:
		return nil
	case mail != "" && letters:
		return askEmail(tx, a, before, mail)
	}
	after := Email{AccountID: a.ID, Mail: mail, AskedOn: before.AskedOn, AskedCount: before.AskedCount}
	return putEmail(tx, before, after)
}

// putEmail writes a changed address and the record, ends what was sent for the
// former, and tells the person.
func putEmail(tx *db.Tx, before, after Email) error {
	if err := saveEmail(tx, after); err != nil {
		return fmt.Errorf("save address of account %s: %w", after.AccountID, err)
	}
	err := record.Add(tx, record.Act{
		Act: access.EmailChanged, Object: record.Object{Kind: "account", ID: after.AccountID}, Before: before.said(), After: after.said(),
	})
	if err != nil {
		return err
	}
	if before.AskedToken != "" && before.AskedToken != after.AskedToken {
		if err := outbox.Withdraw(tx, EmailTopic+before.AskedToken); err != nil {
			return err
		}
	}
	if before.Mail == after.Mail {
		return nil
	}
	if err := closeLinks(tx, after.AccountID, after.Mail); err != nil {
		return err
	}
	return tellEmail(tx, before, after)
}

// askEmail sends the link by which an address is confirmed.
func askEmail(tx *db.Tx, a Account, before Email, mail string) error {
	if mail == before.Mail && !before.ConfirmedAt.IsZero() {
		return problem.Field("email", "Địa chỉ này đã được xác nhận và đang dùng.")
	}
	after := before
	if after.AskedOn != tx.Today() {
		after.AskedOn, after.AskedCount = tx.Today(), 0
	}
	if after.AskedCount >= mostAsked {
		return problem.Field("email", "Hôm nay đã gửi %d thư xác nhận; hãy xem cả mục thư rác, hoặc thử lại vào ngày mai.", mostAsked)
	}
	token := rand.Text()
	after.AskedMail, after.AskedToken, after.AskedUntil, after.AskedCount = mail, digest(token), db.At(tx.Now.Add(emailLasts)), after.AskedCount+1
	after.FailedMail, after.FailedAt, after.FailedWhy = "", db.Time{}, ""
	if err := putEmail(tx, before, after); err != nil {
		return err
	}
	if before.Mail != "" && before.Mail != mail {
		err := tellSafety(tx, a.ID, "Có yêu cầu đổi địa chỉ thư điện tử của tài khoản", "Địa chỉ đang dùng giữ nguyên cho đến khi địa chỉ mới được xác nhận")
		if err != nil {
			return err
		}
	}
	return outbox.Add(tx, outbox.Effect{
		Key: EmailTopic + after.AskedToken, Topic: EmailTopic + after.AskedToken, AccountID: a.ID, ExpiresAt: after.AskedUntil,
		Mail: outbox.Mail{
			To: mail, Name: a.Name, Subject: "Xác nhận địa chỉ thư điện tử", Fixed: true,
			Lines: []outbox.Line{
				{Text: "Có người muốn dùng địa chỉ này cho tài khoản Giao Ước của mình. Nếu là bạn, hãy mở đường dẫn dưới đây trong 24 giờ và bấm xác nhận."},
				{Text: "Xác nhận địa chỉ", Href: EmailPath + token},
				{Text: "Nếu không phải bạn, xin bỏ qua thư này; sẽ không có thư nào khác."},
			},
		},
	})
}
