package newsletter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// askAgain is how soon a second letter may ask the same address to confirm.
const askAgain = 24 * time.Hour

// Ask takes an address and has a letter ask to confirm it (đăng ký nhận bản tin). An
// address that is confirmed already, or was asked within a day, is asked nothing; the
// answer is the same.
//
// Public: anybody may ask; the record says that somebody did, without the address.
func Ask(tx *db.Tx, ring *key.Ring, email string, every Every) error {
	address, err := outbox.Address(email)
	if err != nil {
		return problem.Field("email", "%s", problem.All(err)[0].Text)
	}
	if !slices.Contains(Rhythms, every) {
		return problem.Field("every", "Chọn nhận mỗi ngày hay mỗi tuần.")
	}
	mark, err := keyed(ring, purposeMark, strings.ToLower(address))
	if err != nil {
		return err
	}
	r, err := readerOfMark(tx, mark)
	switch {
	case errors.Is(err, db.ErrNoRow):
		r = Reader{ID: db.NewID(), Mark: mark, State: Asked, Every: every, AskedAt: db.At(tx.Now)}
		if r.Email, err = ring.Encrypt([]byte(address), Topic+r.ID); err != nil {
			return fmt.Errorf("encrypt address of newsletter: %w", err)
		}
		if err := insertReader(tx, r); err != nil {
			return fmt.Errorf("take reader of newsletter: %w", err)
		}
	case err != nil:
		return fmt.Errorf("find reader of newsletter: %w", err)
	case r.State == Confirmed || tx.Now.Sub(r.AskedAt.Time) < askAgain:
		return nil
	default:
		r.Every, r.AskedAt = every, db.At(tx.Now)
		if err := updateReader(tx, r); err != nil {
			return fmt.Errorf("ask reader %s again: %w", r.ID, err)
		}
	}
	confirm, err := token(ring, "confirm", r.ID)
	if err != nil {
		return err
	}
	if err := outbox.Add(tx, outbox.Effect{
		Key: Topic + "confirm|" + r.ID + "|" + r.AskedAt.UTC().Format(time.RFC3339Nano), Topic: Topic + r.ID, ExpiresAt: db.At(tx.Now.Add(kept)),
		Mail: outbox.Mail{To: address, Subject: "Xác nhận nhận bản tin thi đua, khen thưởng", Fixed: true, Lines: []outbox.Line{
			{Text: "Có người, mong là bạn, xin nhận bản tin của cổng này " + every.Name() + " ở địa chỉ này."},
			{Text: "Bấm để xác nhận", Href: Page + "/xac-nhan/" + confirm},
			{Text: "Không phải bạn thì bỏ qua thư này: sẽ không có thư nào nữa, và địa chỉ bị xóa sau 7 ngày."},
		}},
	}); err != nil {
		return err
	}
	return record.Add(tx, record.Act{Act: access.NewsletterAsk, Object: record.Object{Kind: "newsletter_reader", ID: r.ID}, After: r})
}

// Look is whom a link of a letter is for, before the button is pressed.
//
// Public: who holds the link has read the letter.
func Look(tx *db.Tx, ring *key.Ring, what, given string) (Reader, error) {
	id, err := opened(ring, what, given)
	if err != nil {
		return Reader{}, err
	}
	r, err := readerByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, problem.New(problem.NotFound, "Địa chỉ này không còn trong danh sách nhận bản tin.")
	}
	if err != nil {
		return r, fmt.Errorf("find reader %s: %w", id, err)
	}
	return r, nil
}

// Confirm begins the letters (xác nhận). A second time changes nothing.
//
// Public: who holds the link has read the letter.
func Confirm(tx *db.Tx, ring *key.Ring, given string) (Reader, error) {
	before, err := Look(tx, ring, "confirm", given)
	if err != nil || before.State == Confirmed {
		return before, err
	}
	r, now := before, db.At(tx.Now)
	r.State, r.ConfirmedAt, r.SeenAt = Confirmed, &now, &now
	if err := updateReader(tx, r); err != nil {
		return r, fmt.Errorf("confirm reader %s: %w", r.ID, err)
	}
	return r, record.Add(tx, record.Act{Act: access.NewsletterConfirm, Object: record.Object{Kind: "newsletter_reader", ID: r.ID}, Before: before, After: r})
}

// Leave ends the letters and removes the address (thôi nhận). A second time changes
// nothing.
//
// Public: who holds the link has read the letter.
func Leave(tx *db.Tx, ring *key.Ring, given string) error {
	before, err := Look(tx, ring, "leave", given)
	if problem.Is(err, problem.NotFound) && strings.Contains(given, ".") {
		if _, bad := opened(ring, "leave", given); bad == nil {
			return nil // left already
		}
	}
	if err != nil {
		return err
	}
	if err := deleteReader(tx, before.ID); err != nil {
		return fmt.Errorf("remove reader %s: %w", before.ID, err)
	}
	if err := outbox.Withdraw(tx, Topic+before.ID); err != nil {
		return err
	}
	return record.Add(tx, record.Act{Act: access.NewsletterLeave, Object: record.Object{Kind: "newsletter_reader", ID: before.ID}, Before: before})
}
