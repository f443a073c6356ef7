package backup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"giaouoc/internal/db"
)

// Stock is how the files of an installation stand.
type Stock struct {
	Referred int      // files that the database refers to
	Looked   int      // of those, looked at before time was over
	Lost     []string // that are not there, by hash
	Changed  []string // that have not the content of their name any more
}

// StockOf looks at every file that the database refers to: whether it is there, and
// where whole is asked for, whether it has the content of its name, which reads each.
// Where ctx ends before that, it says how far it came.
func StockOf(ctx context.Context, d *db.DB, data string, whole bool) (Stock, error) {
	var wanted []string
	err := d.View(ctx, func(tx *db.Tx) (err error) {
		wanted, err = files(tx)
		return err
	})
	if err != nil {
		return Stock{}, err
	}
	s := Stock{Referred: len(wanted)}
	for _, hash := range wanted {
		if ctx.Err() != nil {
			return s, nil
		}
		there, same, err := look(data, hash, whole)
		if err != nil {
			return s, fmt.Errorf("look at file %s: %w", hash, err)
		}
		s.Looked++
		switch {
		case !there:
			s.Lost = append(s.Lost, hash)
		case !same:
			s.Changed = append(s.Changed, hash)
		}
	}
	return s, nil
}

func look(data, hash string, whole bool) (there, same bool, err error) {
	if len(hash) != 64 {
		return false, false, nil
	}
	part := filesDir + "/" + hash[:2] + "/" + hash[2:]
	path := filepath.Join(data, filepath.FromSlash(part))
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false, false, nil // whatever the reason, nobody can read it
	}
	if !whole {
		return true, true, nil
	}
	same, err = isWhole(path, part)
	return true, same, err
}
