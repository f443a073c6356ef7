package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"giaouoc/internal/disk"
)

// lastFile says in a data folder when the last backup of it was taken. It stands
// beside the database because a backup changes nothing in that; it is in no backup,
// and a restored place has none.
const lastFile = "sao-luu-gan-nhat.json"

// Last is the last backup of a data folder.
type Last struct {
	TakenAt   time.Time `json:"taken_at"`
	Name      string    `json:"name"` // of the archive, without its folder
	Size      int64     `json:"size"` // in bytes
	Files     int       `json:"files"`
	Missing   []string  `json:"missing,omitempty"` // files that it could not hold, by hash
	Keys      bool      `json:"keys"`
	Encrypted bool      `json:"encrypted"`
}

// Note notes in the data folder that a backup of it was taken.
func (t Taken) Note(data string, encrypted bool) error {
	content, err := json.MarshalIndent(Last{
		TakenAt: t.TakenAt, Name: filepath.Base(t.Path), Size: t.Size, Files: t.Files, Missing: t.Missing, Keys: t.Keys, Encrypted: encrypted,
	}, "", "\t")
	if err != nil {
		return err
	}
	return disk.Replace(filepath.Join(data, lastFile), append(content, '\n'))
}

// LastOf tells the last backup of a data folder; none where none was noted.
func LastOf(data string) (l Last, there bool, err error) {
	content, err := os.ReadFile(filepath.Join(data, lastFile))
	if errors.Is(err, fs.ErrNotExist) {
		return l, false, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &l)
	}
	if err != nil {
		return l, false, fmt.Errorf("read when the last backup was taken: %w", err)
	}
	return l, true, nil
}
