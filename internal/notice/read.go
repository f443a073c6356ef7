package notice

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// mostListed bounds the page; older ones are of no use to a reader.
const mostListed = 100

// Mine lists the person's notices, newest first.
//
// Public: they are the person's own; a visitor is refused.
func Mine(tx *db.Tx) ([]Notice, error) {
	if err := mustBeSomebody(tx); err != nil {
		return nil, err
	}
	list, err := listOf(tx, tx.Actor.ID, mostListed)
	if err != nil {
		return nil, fmt.Errorf("list notices of account %s: %w", tx.Actor.ID, err)
	}
	return list, nil
}

// Find returns one notice of the person.
//
// Public: it is the person's own; another's is not found, a visitor is refused.
func Find(tx *db.Tx, id string) (Notice, error) {
	if err := mustBeSomebody(tx); err != nil {
		return Notice{}, err
	}
	n, err := find(tx, id)
	if isNone(err) || err == nil && n.AccountID != tx.Actor.ID {
		return Notice{}, notFound()
	}
	if err != nil {
		return Notice{}, fmt.Errorf("find notice %s: %w", id, err)
	}
	return n, nil
}

// Unread counts the person's open notices; none for a visitor.
//
// Public: they are the person's own.
func Unread(tx *db.Tx) (int, error) {
	if tx.Actor.ID == "" {
		return 0, nil
	}
	n, err := countOpen(tx, tx.Actor.ID)
	if err != nil {
		return 0, fmt.Errorf("count notices of account %s: %w", tx.Actor.ID, err)
	}
	return n, nil
}

// Chosen returns how the person is told.
//
// Public: it is the person's own; a visitor is refused.
func Chosen(tx *db.Tx) (Settings, error) {
	if err := mustBeSomebody(tx); err != nil {
		return Settings{}, err
	}
	return settingsOf(tx, tx.Actor.ID)
}

// Of returns how a person is told and where mails go.
//
// Read: the reminders, the digest and the calendar are made for the person.
func Of(tx *db.Tx, accountID string) (Settings, Address, error) {
	s, err := settingsOf(tx, accountID)
	if err != nil {
		return s, Address{}, err
	}
	a, err := addressOf(tx, accountID)
	return s, a, err
}

// Digestable lists the open notices that belong into a person's digest of a day:
// of a kind that the person has so chosen, and in no digest before.
//
// Read: the digest is made for the person.
func Digestable(tx *db.Tx, accountID string, s Settings, day vn.Date) ([]Notice, error) {
	all, err := listOf(tx, accountID, mostListed)
	if err != nil {
		return nil, fmt.Errorf("list notices of account %s: %w", accountID, err)
	}
	var list []Notice
	for _, n := range all {
		if n.Open() && s.Mode(n.Kind) == Digest && (n.DigestedOn.IsZero() || n.DigestedOn == day) {
			list = append(list, n)
		}
	}
	return list, nil
}

// Digested notes that the digest of a day carries these notices; false when the
// person's digest of the day has been made already.
//
// Within: the digest.
func Digested(tx *db.Tx, accountID string, day vn.Date, list []Notice) (bool, error) {
	first, err := beginDigest(tx, accountID, day)
	if err != nil || !first {
		return false, err
	}
	for _, n := range list {
		if err := setDigested(tx, n.ID, day); err != nil {
			return false, fmt.Errorf("note digest of account %s: %w", accountID, err)
		}
	}
	return true, nil
}

// LastDigest is the day of a person's last digest.
//
// Read: the digest is made for the person.
func LastDigest(tx *db.Tx, accountID string) (vn.Date, error) {
	day, err := lastDigest(tx, accountID)
	if isNone(err) {
		return vn.Date{}, nil
	}
	return day, err
}
