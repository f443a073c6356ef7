package incoming

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Register lists what arrived at an office in a year, the newest number first; with a
// query, what holds its words, marks and case aside.
//
// Read: requires the right to see the register of the office.
func Register(tx *db.Tx, unitID string, year int, query string) ([]Document, error) {
	if err := access.Require(tx, access.IncomingRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := ofYear(tx, unitID, year, Folded(query))
	if err != nil {
		return nil, fmt.Errorf("read register of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Find is one document.
//
// Read: requires the right to see the register of its office.
func Find(tx *db.Tx, id string) (Document, error) {
	d, err := find(tx, id)
	if err != nil {
		return d, err
	}
	return d, access.Require(tx, access.IncomingRead, access.Scope{Unit: d.UnitID})
}

func find(tx *db.Tx, id string) (Document, error) {
	d, err := byID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return d, problem.New(problem.NotFound, "Không có văn bản đến này.")
	}
	if err != nil {
		return d, fmt.Errorf("find document %s: %w", id, err)
	}
	return d, nil
}

// About lists the documents about a thing that the actor may see, in the order of
// their arrival.
//
// Read: lists what the actor has the right to see.
func About(tx *db.Tx, kind, id string) ([]Document, error) {
	all, err := about(tx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("find documents about %s %s: %w", kind, id, err)
	}
	var list []Document
	for _, d := range all {
		if access.May(tx, access.IncomingRead, access.Scope{Unit: d.UnitID}) {
			list = append(list, d)
		}
	}
	return list, nil
}

// Waits are the documents that wait for the actor, who was given them.
//
// Read: only what was given to the actor.
func Waits(tx *db.Tx) ([]Document, error) {
	if tx.Actor.ID == "" {
		return nil, nil
	}
	all, err := waitingFor(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("find documents of account %s: %w", tx.Actor.ID, err)
	}
	var list []Document
	for _, d := range all {
		if access.May(tx, access.IncomingRead, access.Scope{Unit: d.UnitID}) {
			list = append(list, d)
		}
	}
	return list, nil
}

// Handlers are those of an office to whom a document can be given.
//
// Read: requires the right to keep the register of the office.
func Handlers(tx *db.Tx, unitID string) ([]account.Account, error) {
	if err := access.Require(tx, access.IncomingKeep, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	return account.OfUnit(tx, unitID)
}

// Texts are the legal texts that offices recorded, the newest first. Of the document
// the public sees the text alone: number, name, validity, and which office recorded it
// on which day.
//
// Public: a legal text is public, and that an office knows of it.
func Texts(tx *db.Tx) ([]Document, error) {
	all, err := texts(tx)
	if err != nil {
		return nil, fmt.Errorf("read recorded texts: %w", err)
	}
	list := make([]Document, len(all))
	for i, d := range all {
		list[i] = Document{
			ID: d.ID, UnitID: d.UnitID, ReceivedOn: d.ReceivedOn, Sender: d.Sender,
			TextNumber: d.TextNumber, TextName: d.TextName, TextFrom: d.TextFrom, TextUntil: d.TextUntil, TextChanges: d.TextChanges,
		}
		if access.May(tx, access.IncomingRead, access.Scope{Unit: d.UnitID}) {
			list[i].EnteredBy = d.EnteredBy
		}
	}
	return list, nil
}

// FilesAbout are the documents about a thing that have a file, in the order of their
// arrival.
//
// Within: the folder of a finished dossier, which has asked for the right to the dossier
// and is the same for everybody.
func FilesAbout(tx *db.Tx, kind, id string) ([]Document, error) {
	all, err := about(tx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("find documents about %s %s: %w", kind, id, err)
	}
	return slices.DeleteFunc(all, func(d Document) bool { return d.FileHash == "" }), nil
}
