package account

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/notice"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
)

// told are the subjects of the letters to an account that came since the count, in
// their order.
func (w *world) told(a Account, since int) (subjects []string) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, dbtest.Operator(), func(tx *db.Tx) error {
		list, err := outbox.Recent(tx, a.ID, 1000)
		slices.Reverse(list)
		for _, e := range list {
			subjects = append(subjects, e.Subject)
			if e.Topic != "" {
				w.t.Errorf("«%s» would be asked about again before it is sent", e.Subject)
			}
		}
		return err
	})
	return subjects[since:]
}

// confirmed gives an account a confirmed address and turns off what can be.
func (w *world) confirmed(a Account) {
	w.t.Helper()
	dbtest.Update(w.t, w.db, db.Actor{ID: a.ID}, func(tx *db.Tx) error {
		if err := saveEmail(tx, Email{AccountID: a.ID, Mail: a.Login + "@tinh.example.vn", ConfirmedAt: db.At(tx.Now)}); err != nil {
			return err
		}
		none := map[notice.Kind]notice.Mode{}
		for _, k := range notice.Kinds {
			none[k] = notice.None
		}
		return notice.Set(tx, notice.Settings{Modes: none})
	})
}

// Whatever touches the safety of an account is told to its person, and nothing
// else is.
func TestEveryEventOfSafetyIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newKeyWorld(t, d)
		one, two := w.person("mot", administrator), w.person("hai", administrator)
		a := w.owner
		w.confirmed(a)
		b := w.from("192.0.2.1")
		own := func(fn func(tx *db.Tx) error) error { return dbtest.Try(d, w.actor(), fn) }
		since, reason := 0, "lý do không ai khác đọc"
		expect := func(what string, err error, want ...string) {
			t.Helper()
			got := w.told(a, since)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: told %q, want %q, %v", what, got, want, err)
			}
			since += len(got)
		}
		var r Recovery
		ask := func(tx *db.Tx) (err error) { r, err = AskRecovery(tx, a.ID, reason, false); return err }
		i := Identity{Issuer: "https://dangnhap.example", Subject: "s", Label: "http://lua.example"}

		made, err := w.add("http://lua.example")
		expect("a passkey is added", err, "Một khóa truy cập đã được thêm vào tài khoản của bạn")
		expect("it is renamed", own(func(tx *db.Tx) error { return RenamePasskey(tx, made.ID, "Khác") }))
		expect("an identity is linked", own(func(tx *db.Tx) error { return LinkSSO(tx, i, b) }), "Tài khoản của bạn đã liên kết với đăng nhập một lần")
		expect("it is linked again", own(func(tx *db.Tx) error { return LinkSSO(tx, i, b) }))
		_, err = w.arrive(i)
		expect("it signs in from a browser not known", err, "Có đăng nhập từ một trình duyệt mới")
		expect("the passkey is removed", own(func(tx *db.Tx) error { return RemovePasskey(tx, made.ID, i.Issuer, "", b) }), "Một khóa truy cập của tài khoản đã được bỏ")
		var ways Ways
		expect("ways are read", own(func(tx *db.Tx) (err error) { ways, err = OwnWays(tx, i.Issuer); return err }))
		if err := own(func(tx *db.Tx) error { return UnlinkSSO(tx, ways.SSO[0].ID, i.Issuer, "", b) }); problem.All(err) == nil {
			t.Errorf("the last way: %v", err)
		}
		expect("the last way stays", nil)
		chosen, err := Choose(secretWords, secretWords)
		if err != nil {
			t.Fatal(err)
		}
		expect("the password is changed", own(func(tx *db.Tx) error { return ChangePassword(tx, chosen, "", b) }), "Mật khẩu của bạn đã được đổi")
		expect("the identity is unlinked", own(func(tx *db.Tx) error { return UnlinkSSO(tx, ways.SSO[0].ID, i.Issuer, "", b) }), "Tài khoản của bạn đã bỏ liên kết đăng nhập một lần")
		ring := w.ring()
		w.enrolled(a, ring)
		expect("a second factor is on", nil, "Mã xác thực đã được bật, kèm mã dự phòng mới")
		expect("codes are made", own(func(tx *db.Tx) error { _, err := RenewCodes(tx, b); return err }), "Mã dự phòng mới đã được tạo, mã cũ hết hiệu lực")
		expect("it is off", own(func(tx *db.Tx) error { return RemoveTOTP(tx, "", b) }), "Mã xác thực và mã dự phòng đã được bỏ")
		expect("recovery is asked", w.as(one, ask), "Có yêu cầu khôi phục tài khoản của bạn")
		expect("it is dropped", w.as(two, func(tx *db.Tx) error { return DropRecovery(tx, r.ID, reason) }), "Yêu cầu khôi phục tài khoản của bạn đã bị bỏ")
		expect("recovery is asked again", w.as(one, ask), "Có yêu cầu khôi phục tài khoản của bạn")
		expect("it is confirmed", w.as(two, func(tx *db.Tx) error { _, _, err := ConfirmRecovery(tx, r.ID, false, b); return err }), "Khôi phục tài khoản của bạn đã được xác nhận")

		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			list, err := outbox.Recent(tx, a.ID, 1000)
			for _, e := range list {
				if !e.Mail.Fixed || e.Mail.To != "an@tinh.example.vn" || !strings.Contains(e.Payload, "ngày") || !strings.Contains(e.Payload, notice.IfNotYou) {
					t.Errorf("letter %+v", e.Mail)
				}
				if strings.Contains(e.Payload, "lua.example") || strings.Contains(e.Payload, reason) {
					t.Errorf("the letter says what somebody typed: %s", e.Payload)
				}
			}
			return err
		})
	})
}
