// Package holder is a người giữ khóa of secret ballots: one of the two parties
// without whose signature there is no vote paper.
//
// A holder keeps a folder of its own, on its own machine or away from the database
// and its backups. For each motion it makes a key; it signs for one text of the
// motion alone, the first that it was shown, and once for each voter, after it has
// checked the voter's credential itself. What it signed is on disk before the
// signature leaves, so that a killed process signs nothing twice. When the vote is
// over the key is destroyed, and of the voters a list remains, in no order of time.
// Several processes may share a folder: their decisions wait for each other.
//
// What never happens: a signature without a voter's check-off, two different ones for
// one voter, a key that leaves the folder, a voter beside a time.
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
	"sync/atomic"
	"time"

	"filippo.io/age"

	"github.com/rogpeppe/go-internal/lockedfile"

	"giaouoc/internal/ballot"
	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

// The files of a motion's folder.
const (
	sealFile   = "niem-phong" // what opens the papers that are sealed to this holder
	keyFile    = "khoa"       // the private key
	motionFile = "noi-dung"   // the text that it signs for
	votersDir  = "cu-tri"     // by digest of the voter: the check-off that was signed
	signedFile = "da-ky"      // after the end: these check-offs, sorted
)

// Holder keeps the keys of motions in a folder.
type Holder struct {
	dir  string
	mu   sync.Mutex // one decision at a time
	lock *lockedfile.Mutex
	last atomic.Pointer[ballot.Opened] // reading a text of 500 voters takes as long as signing
}

// Open opens the folder of a holder, or makes it.
func Open(dir string) (*Holder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open folder of holder: %w", err)
	}
	return &Holder{dir: dir, lock: lockedfile.MutexAt(filepath.Join(dir, ".lock"))}, nil
}

// turn waits until nobody else decides, in this process or another.
func (h *Holder) turn() (done func(), err error) {
	h.mu.Lock()
	unlock, err := h.lock.Lock()
	if err != nil {
		h.mu.Unlock()
		return nil, fmt.Errorf("lock folder of holder: %w", err)
	}
	return func() { unlock(); h.mu.Unlock() }, nil
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
	done, err := h.turn()
	if err != nil {
		return nil, err
	}
	defer done()
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

// Seal is the age recipient to which a motion's papers are sealed where they are not
// published, made at the first call. Its other half outlasts the motion's key, so that
// both holders together can open the papers when they must.
func (h *Holder) Seal(id string) (string, error) {
	dir, err := h.folder(id)
	if err != nil {
		return "", err
	}
	done, err := h.turn()
	if err != nil {
		return "", err
	}
	defer done()
	path := filepath.Join(dir, sealFile)
	text, err := os.ReadFile(path)
	if err == nil {
		identity, err := age.ParseX25519Identity(string(text))
		if err != nil {
			return "", fmt.Errorf("read seal: %w", err)
		}
		return identity.Recipient().String(), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read seal: %w", err)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", fmt.Errorf("make seal: %w", err)
	}
	if err := disk.Replace(path, []byte(identity.String())); err != nil {
		return "", fmt.Errorf("keep seal: %w", err)
	}
	return identity.Recipient().String(), nil
}

// Unseal takes this holder's seal off the papers of a motion; the other's may lie
// beneath.
func (h *Holder) Unseal(content []byte) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(h.dir, "*", sealFile))
	if err != nil {
		return nil, fmt.Errorf("find seals: %w", err)
	}
	var own []age.Identity
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read seal: %w", err)
		}
		identity, err := age.ParseX25519Identity(string(text))
		if err != nil {
			return nil, fmt.Errorf("read seal: %w", err)
		}
		own = append(own, identity)
	}
	if len(own) == 0 {
		return nil, problem.New(problem.NotFound, "Thư mục này không giữ khóa niêm phong nào.")
	}
	return ballot.Unseal(content, own...)
}

// Sign checks a voter's check-off and signs the blinded value that is this holder's.
// Asked again for the same check-off it answers the same.
func (h *Holder) Sign(ask ballot.Ask) ([]byte, error) {
	opened, err := h.opened(ask.Motion)
	if err != nil {
		return nil, err
	}
	c, err := opened.Checked(ask.CheckOff, ask.Blinded)
	if err != nil {
		return nil, err
	}
	key, err := h.commit(opened, c.Voter, ask.CheckOff.Text)
	if err != nil {
		return nil, err
	}
	own, err := place(opened, key)
	if err != nil {
		return nil, err
	}
	return key.Sign(ask.Blinded[own])
}

// opened reads a motion, or remembers it.
func (h *Holder) opened(text string) (*ballot.Opened, error) {
	if last := h.last.Load(); last != nil && last.Text == text {
		return last, nil
	}
	o, err := ballot.Reopen(text)
	if err == nil {
		h.last.Store(o)
	}
	return o, err
}

// commit decides that a voter's check-off is the one that is signed, and returns the
// key to sign with.
func (h *Holder) commit(o *ballot.Opened, voter, checkOff string) (ballot.HolderKey, error) {
	var key ballot.HolderKey
	dir, err := h.folder(o.ID)
	if err != nil {
		return key, err
	}
	done, err := h.turn()
	if err != nil {
		return key, err
	}
	defer done()
	key, err = readKey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return key, problem.New(problem.NotFound, "Người giữ khóa này không có khóa cho lần bỏ phiếu này.")
	}
	if err != nil {
		return key, err
	}
	if _, err := place(o, key); err != nil {
		return key, err
	}
	if err := once(filepath.Join(dir, motionFile), o.Text, "Người giữ khóa đã ký cho một văn bản khác của lần bỏ phiếu này; nội dung đã bị đổi sau khi mở."); err != nil {
		return key, err
	}
	sum := sha256.Sum256([]byte(voter))
	return key, once(filepath.Join(dir, votersDir, hex.EncodeToString(sum[:])), checkOff, "Cử tri này đã nhận phiếu.")
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

// once keeps a text under a path, without a time, or refuses another one than stands
// there.
func once(path, text, refusal string) error {
	kept, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := disk.Replace(path, []byte(text)); err != nil {
			return err
		}
		return os.Chtimes(path, time.Unix(0, 0), time.Unix(0, 0))
	case err != nil:
		return fmt.Errorf("read what was signed: %w", err)
	case string(kept) != text:
		return problem.New(problem.Conflict, "%s", refusal)
	}
	return nil
}
