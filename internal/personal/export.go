package personal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/indicator"
	"giaouoc/internal/key"
	"giaouoc/internal/midreview"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
)

// Held is everything that is kept of a person.
type Held struct {
	Account   account.Everything
	Identity  string         // the number; empty where none is kept
	Kept      []Holding      // in the tables of the database
	Acts      []record.Entry // by the person, newest first
	About     []record.Entry // by others on the account, newest first
	Mentioned []record.Entry // by others on something else, and telling of the person, oldest first
}

// everyEntry is more than any record holds.
const everyEntry = 1 << 40

// ExportOwn gathers everything that is kept of the actor, and records that the
// actor took it along.
//
// Public: whoever is signed in, for the own account.
func ExportOwn(tx *db.Tx, ring *key.Ring) (Held, error) {
	if tx.Actor.ID == "" {
		return Held{}, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	h, err := gather(tx, ring, tx.Actor.ID)
	if err != nil {
		return h, err
	}
	return h, record.Add(tx, record.Act{Act: access.PersonalTaken, Object: record.Object{Kind: "account", ID: tx.Actor.ID}})
}

// ExportFor gathers the same for another person, who cannot do it alone, with a
// reason.
func ExportFor(tx *db.Tx, ring *key.Ring, accountID, reason string) (Held, error) {
	if err := access.Require(tx, access.PersonalExport, access.Scope{}); err != nil {
		return Held{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Held{}, problem.Field("reason", "Ghi lý do xuất dữ liệu thay người này; người ấy đọc được lý do.")
	}
	h, err := gather(tx, ring, accountID)
	if err != nil {
		return h, err
	}
	return h, record.Add(tx, record.Act{Act: access.PersonalExport, Object: record.Object{Kind: "account", ID: accountID}, Reason: reason})
}

func gather(tx *db.Tx, ring *key.Ring, accountID string) (Held, error) {
	var h Held
	var err error
	if h.Account, err = account.All(tx, accountID); err != nil {
		return h, err
	}
	if h.Identity, err = identityOf(tx, ring, accountID); err != nil {
		return h, err
	}
	k, err := knownOf(tx, ring, accountID)
	if err != nil {
		return h, err
	}
	if h.Kept, err = holdings(tx, k); err != nil {
		return h, err
	}
	if h.Mentioned, err = record.Mentioning(tx, accountID, k.words); err != nil {
		return h, err
	}
	if err := record.EachBy(tx, accountID, func(e record.Entry) { h.Acts = append(h.Acts, e) }); err != nil {
		return h, err
	}
	h.About, err = record.About(tx, accountID, everyEntry)
	return h, err
}

// traces is what a person wrote and signed, oldest first.
func traces(tx *db.Tx, accountID string) ([]account.Trace, error) {
	p, err := account.PersonOf(tx, accountID)
	if err != nil {
		return nil, err
	}
	var list []account.Trace
	var errs []error
	for _, read := range []func(*db.Tx, account.Person) ([]account.Trace, error){
		cycle.OfPerson, indicator.OfPerson, covenant.OfPerson, midreview.OfPerson, scoring.OfPerson, conference.OfPerson, handover.OfPerson,
	} {
		some, err := read(tx, p)
		list, errs = append(list, some...), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("gather data of account %s: %w", accountID, err)
	}
	slices.SortStableFunc(list, func(a, b account.Trace) int { return a.At.Compare(b.At.Time) })
	return list, nil
}
