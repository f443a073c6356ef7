package search

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Put makes something findable, in place of what was put of it before.
//
// Within: the use case that publishes it, which has asked for the right and writes
// the record.
func Put(tx *db.Tx, e Entry) error {
	if err := Remove(tx, e.Kind, e.ObjectID); err != nil {
		return err
	}
	return PutNew(tx, []Entry{e})
}

// PutNew makes many things findable of which nothing was put before.
//
// Within: the use case that publishes them, which has asked for the right and writes
// the record.
func PutNew(tx *db.Tx, list []Entry) error {
	var posts []post
	said := map[string]bool{}
	rows := make([]row, len(list))
	for i, e := range list {
		e.Title, e.Detail = vn.Line(e.Title), vn.Line(e.Detail)
		rows[i] = row{Place: e.place(), Kind: string(e.Kind), ObjectID: e.ObjectID, Title: e.Title, Detail: e.Detail, Address: e.Address, Day: e.Day}
		for {
			taken, err := isTaken(tx, rows[i].Place)
			if err != nil {
				return fmt.Errorf("find place of %s %s: %w", e.Kind, e.ObjectID, err)
			}
			if !taken {
				break
			}
			rows[i].Place += 1 << kindBits
		}
		if err := insertRow(tx, rows[i]); err != nil {
			return fmt.Errorf("put %s %s: %w", e.Kind, e.ObjectID, err)
		}
		tokens, own := e.tokens()
		for _, t := range tokens {
			posts = append(posts, post{t, rows[i].Place})
		}
		for _, w := range own {
			said[w] = true
		}
	}
	if err := insertPosts(tx, posts); err != nil {
		return fmt.Errorf("put words: %w", err)
	}
	if err := insertWords(tx, said); err != nil {
		return fmt.Errorf("put words: %w", err)
	}
	return nil
}

// Remove makes something unfindable; nothing happens where it was not put.
//
// Within: the use case that annuls or withdraws it, which has asked for the right
// and writes the record.
func Remove(tx *db.Tx, k Kind, objectID string) error {
	r, err := rowOf(tx, k, objectID)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find %s %s: %w", k, objectID, err)
	}
	tokens, _ := r.entry().tokens()
	if err := deletePosts(tx, tokens, r.Place); err != nil {
		return fmt.Errorf("remove %s %s: %w", k, objectID, err)
	}
	if err := deleteRow(tx, r.Place); err != nil {
		return fmt.Errorf("remove %s %s: %w", k, objectID, err)
	}
	return nil
}
