// Package holder is a người giữ khóa of secret ballots: one of the two parties
// without whose signature there is no vote paper.
//
// A holder keeps a folder of its own, on its own machine or away from the database
// and its backups. For each motion it makes a key; it signs for one text of the
// motion alone, the first that it was shown, and once for each voter, after it has
// checked the voter's credential itself. What it signed is on disk before the
// signature leaves, so that a killed process signs nothing twice. When the vote is
// over the key is destroyed.
//
// What never happens: a signature without a voter's check-off, two different ones for
// one voter, a key that leaves the folder.
package holder

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"giaouoc/internal/ballot"
	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

// The files of a motion's folder.
const (
	keyFile    = "khoa"     // the private key
	motionFile = "noi-dung" // the text that it signs for
	votersDir  = "cu-tri"   // by digest of the voter: the check-off that was signed
)

// Holder keeps the keys of motions in a folder.
type Holder struct {
	dir  string
	turn sync.Mutex // one decision at a time
}

// Open opens the folder of a holder, or makes it.
func Open(dir string) (*Holder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open folder of holder: %w", err)
	}
	return &Holder{dir: dir}, nil
}

var identity = regexp.MustCompile(`^[0-9a-f-]{36}$`)

func (h *Holder) folder(id string) (string, error) {
	if !identity.MatchString(id) {
		return "", problem.New(problem.Invalid, "Mã nội dung bỏ phiếu không đúng.")
	}
	return filepath.Join(h.dir, id), nil
}

// Key is the public half of the key for a motion, made at the first call.
func (h *Holder) Key(id string) ([]byte, error) {
	dir, err := h.folder(id)
	if err != nil {
		return nil, err
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	key, err := readKey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeKey(dir)
	}
	if err != nil {
		return nil, err
	}
	return key.Public()
}

func readKey(dir string) (ballot.HolderKey, error) {
	der, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return ballot.HolderKey{}, fmt.Errorf("read key: %w", err)
	}
	if len(der) == 0 {
		return ballot.HolderKey{}, problem.New(problem.Closed, "Lần bỏ phiếu này đã đóng, khóa đã hủy.")
	}
	return ballot.ReadHolderKey(der)
}

func makeKey(dir string) (ballot.HolderKey, error) {
	key, err := ballot.NewHolderKey()
	if err != nil {
		return key, fmt.Errorf("make key: %w", err)
	}
	der, err := key.Private()
	if err != nil {
		return key, fmt.Errorf("make key: %w", err)
	}
	if err := disk.Replace(filepath.Join(dir, keyFile), der); err != nil {
		return key, fmt.Errorf("keep key: %w", err)
	}
	return key, nil
}

// Sign checks a voter's check-off and signs the blinded value that is this holder's.
// Asked again for the same check-off it answers the same.
func (h *Holder) Sign(ask ballot.Ask) ([]byte, error) {
	opened, err := ballot.Reopen(ask.Motion)
	if err != nil {
		return nil, err
	}
	dir, err := h.folder(opened.ID)
	if err != nil {
		return nil, err
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	key, err := readKey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.New(problem.NotFound, "Người giữ khóa này không có khóa cho lần bỏ phiếu này.")
	}
	if err != nil {
		return nil, err
	}
	own, err := place(opened, key)
	if err != nil {
		return nil, err
	}
	if err := once(filepath.Join(dir, motionFile), opened.Text, "Người giữ khóa đã ký cho một văn bản khác của lần bỏ phiếu này; nội dung đã bị đổi sau khi mở."); err != nil {
		return nil, err
	}
	c, err := opened.Checked(ask.CheckOff, ask.Blinded)
	if err != nil {
		return nil, err
	}
	voter := sha256.Sum256([]byte(c.Voter))
	if err := once(filepath.Join(dir, votersDir, hex.EncodeToString(voter[:])), ask.CheckOff.Text, "Cử tri này đã nhận phiếu."); err != nil {
		return nil, err
	}
	return key.Sign(ask.Blinded[own])
}

// place is which of the two holders of a motion has the key.
func place(o *ballot.Opened, key ballot.HolderKey) (int, error) {
	public, err := key.Public()
	if err != nil {
		return 0, fmt.Errorf("read key: %w", err)
	}
	for i, held := range o.Holders {
		if string(held.Key) == string(public) {
			return i, nil
		}
	}
	return 0, problem.New(problem.Denied, "Nội dung bỏ phiếu không ghi khóa của người giữ khóa này.")
}

// once keeps a text under a path, or refuses another one than stands there.
func once(path, text, refusal string) error {
	kept, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return disk.Replace(path, []byte(text))
	case err != nil:
		return fmt.Errorf("read what was signed: %w", err)
	case string(kept) != text:
		return problem.New(problem.Conflict, "%s", refusal)
	}
	return nil
}

// End destroys the key of a motion whose vote is over. It can be called again.
func (h *Holder) End(id string) error {
	dir, err := h.folder(id)
	if err != nil {
		return err
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	path := filepath.Join(dir, keyFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return disk.Replace(path, nil)
}
