package notice

import (
	"crypto/rand"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// CalendarPath is where the calendars of persons stand; the token and ".ics"
// follow it.
const CalendarPath = "/lich/"

// NewCalendar makes a new secret address of the person's calendar; the one
// before, if any, stops at once. The token is shown once and not kept.
//
// Public: it is the person's own.
func NewCalendar(tx *db.Tx) (token string, err error) {
	if err := mustBeSomebody(tx); err != nil {
		return "", err
	}
	token = rand.Text()
	if err := putCalendar(tx, tx.Actor.ID, hashed(token)); err != nil {
		return "", fmt.Errorf("keep calendar of account %s: %w", tx.Actor.ID, err)
	}
	return token, record.Add(tx, record.Act{
		Act: access.NoticeSet, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, After: map[string]string{"calendar": "new address"},
	})
}

// DropCalendar ends the address of the person's calendar.
//
// Public: it is the person's own.
func DropCalendar(tx *db.Tx) error {
	if err := mustBeSomebody(tx); err != nil {
		return err
	}
	if err := deleteCalendar(tx, tx.Actor.ID); err != nil {
		return fmt.Errorf("end calendar of account %s: %w", tx.Actor.ID, err)
	}
	return record.Add(tx, record.Act{
		Act: access.NoticeSet, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, After: map[string]string{"calendar": "none"},
	})
}

// CalendarSince says since when the person's calendar has its address; zero for
// none.
//
// Public: it is the person's own.
func CalendarSince(tx *db.Tx) (db.Time, error) {
	at, err := calendarSince(tx, tx.Actor.ID)
	if isNone(err) {
		return db.Time{}, nil
	}
	return at, err
}

// CalendarOwner is the account whose calendar a token opens.
//
// Public: the token is what a calendar program knows.
func CalendarOwner(tx *db.Tx, token string) (string, error) {
	owner, err := calendarOwner(tx, hashed(token))
	if isNone(err) {
		return "", problem.New(problem.NotFound, "Không có lịch ở địa chỉ này; địa chỉ có thể đã được thay.")
	}
	return owner, err
}
