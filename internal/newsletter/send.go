package newsletter

import (
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/article"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/outbox"
	"giaouoc/internal/vn"
)

// Bounds of one letter and of one round.
const (
	mostInLetter = 20
	earliestHour = 7 // in Viet Nam
	latestHour   = 20
	newsPage     = "/tin" // where all news stand

	// MostInRound is how many readers one round looks at.
	MostInRound = 500
)

// Send writes the letters that are due: to confirmed readers whose rhythm says so, with
// what was published since the last one. It returns how many readers it looked at; a full
// round means that more wait.
//
// Public: the program itself; readers asked for the letter.
func Send(tx *db.Tx, ring *key.Ring) (int, error) {
	if hour := tx.Now.In(vn.Zone).Hour(); hour < earliestHour || hour > latestHour {
		return 0, nil
	}
	looked := 0
	for _, every := range Rhythms {
		due, err := dueReaders(tx, every, db.At(tx.Now.AddDate(0, 0, -every.days()).Add(time.Hour)), MostInRound-looked)
		if err != nil {
			return looked, fmt.Errorf("list readers of newsletter: %w", err)
		}
		for _, r := range due {
			if err := tell(tx, ring, r); err != nil {
				return looked, err
			}
		}
		looked += len(due)
	}
	return looked, nil
}

// tell writes one letter, or none when nothing is new.
func tell(tx *db.Tx, ring *key.Ring, r Reader) error {
	list, err := article.Since(tx, *r.SeenAt, mostInLetter+1)
	if err != nil {
		return err
	}
	now := db.At(tx.Now)
	r.SentAt = &now
	if len(list) > 0 {
		r.SeenAt = list[0].PublishedAt
		if err := letter(tx, ring, r, list); err != nil {
			return err
		}
	}
	if err := updateReader(tx, r); err != nil {
		return fmt.Errorf("note letter to reader %s: %w", r.ID, err)
	}
	return nil
}

func letter(tx *db.Tx, ring *key.Ring, r Reader, list []article.Article) error {
	address, err := ring.Decrypt(r.Email, Topic+r.ID)
	if err != nil {
		return fmt.Errorf("read address of reader %s: %w", r.ID, err)
	}
	leave, err := token(ring, "leave", r.ID)
	if err != nil {
		return err
	}
	m := outbox.Mail{To: string(address), Subject: fmt.Sprintf("Bản tin thi đua, khen thưởng: %s", list[0].Title), Leave: Page + "/thoi/" + leave}
	for _, a := range list[:min(len(list), mostInLetter)] {
		m.Lines = append(m.Lines, outbox.Line{Text: a.Title, Href: article.Path(a.Slug)}, outbox.Line{Text: a.Summary})
	}
	if len(list) > mostInLetter {
		m.Lines = append(m.Lines, outbox.Line{Text: "Còn bài mới khác trên trang tin", Href: newsPage})
	}
	return outbox.Add(tx, outbox.Effect{Key: Topic + r.ID + "|" + r.SentAt.UTC().Format(time.RFC3339Nano), Topic: Topic + r.ID, ExpiresAt: db.At(tx.Now.AddDate(0, 0, 2)), Mail: m})
}

// StillReads reports whether a letter to a reader is still wanted.
//
// Public: the program itself, just before it sends.
func StillReads(tx *db.Tx, id string) (bool, error) {
	_, err := readerByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// Clean throws addresses away that nobody confirmed in a week.
//
// Public: the program itself.
func Clean(tx *db.Tx) error {
	if err := deleteUnconfirmed(tx, db.At(tx.Now.Add(-kept))); err != nil {
		return fmt.Errorf("throw unconfirmed readers away: %w", err)
	}
	return nil
}
