package record

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"giaouoc/internal/problem"
)

// Memory (trí nhớ) is a folder in which the verifier keeps what it saw of each
// log: its keys and the last checkpoint found right.
type Memory struct{ dir string }

// OpenMemory makes the folder when it is not there.
func OpenMemory(dir string) (*Memory, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, problem.New(problem.Invalid, "Không tạo được thư mục trí nhớ %s; hãy chọn thư mục khác bằng --state.", dir)
	}
	return &Memory{dir}, nil
}

// seen is what is remembered of one log.
type seen struct {
	Origin     string    `json:"origin"`
	Keys       []string  `json:"keys"`       // the whole chain, oldest first
	Khoa       string    `json:"khoa"`       // the same with its hand-overs; empty in what earlier releases kept
	Checkpoint string    `json:"checkpoint"` // signed; empty before the first
	At         time.Time `json:"at"`
}

// head reads the remembered checkpoint. Its signature was verified when it was
// kept.
func (s seen) head() (checkpoint, error) {
	if s.Checkpoint == "" {
		return checkpoint{}, nil
	}
	o, err := openCheckpoint([]byte(s.Checkpoint), s.Keys, nil)
	return o.checkpoint, err
}

// chain is the remembered chain of keys; without keys where it was not kept.
func (s seen) chain() (chain, error) {
	if s.Khoa == "" {
		return chain{}, nil
	}
	c, err := parseChain([]byte(s.Khoa))
	if err == nil && !slices.Equal(c.keys, s.Keys) {
		err = errors.New("two different chains")
	}
	return c, err
}

func (m *Memory) path(kind, name string) string {
	sum := sha256.Sum256([]byte(kind + "\n" + name))
	return filepath.Join(m.dir, fmt.Sprintf("%s-%x.json", kind, sum[:12]))
}

// load reads what is remembered of a log, or nothing.
func (m *Memory) load(origin string) (seen, error) {
	var s seen
	if err := m.read(m.path("log", origin), &s); err != nil {
		return seen{}, err
	}
	if s.Origin != "" && s.Origin != origin {
		return seen{}, damaged(m.path("log", origin))
	}
	_, errHead := s.head()
	_, errChain := s.chain()
	if errHead != nil || errChain != nil {
		return seen{}, damaged(m.path("log", origin))
	}
	return s, nil
}

// save remembers a log, unless another run has remembered more of it meanwhile.
func (m *Memory) save(s seen) error {
	other, err := m.load(s.Origin)
	if err != nil {
		return err
	}
	ours, err := s.head()
	if err != nil {
		return err
	}
	if theirs, err := other.head(); err != nil || theirs.size > ours.size || len(other.Keys) > len(s.Keys) {
		return err
	}
	return m.write(m.path("log", s.Origin), s)
}

// originAt is the log that an address was last found to serve, or empty.
func (m *Memory) originAt(address string) (string, error) {
	var origin string
	err := m.read(m.path("address", address), &origin)
	return origin, err
}

func (m *Memory) saveOrigin(address, origin string) error {
	return m.write(m.path("address", address), origin)
}

func (m *Memory) read(path string, into any) error {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read memory: %w", err)
	}
	if json.Unmarshal(content, into) != nil {
		return damaged(path)
	}
	return nil
}

func damaged(path string) error {
	return problem.New(problem.Invalid, "Tệp trí nhớ %s bị hỏng; hãy xem vì sao, rồi xóa tệp ấy nếu chấp nhận quên những gì đã thấy.", path)
}

// write replaces a file whole: it is never seen half written.
func (m *Memory) write(path string, value any) error {
	content, err := json.MarshalIndent(value, "", "\t")
	if err != nil {
		return err
	}
	if err := replaceFile(path, append(content, '\n')); err != nil {
		return fmt.Errorf("write memory: %w", err)
	}
	return nil
}

func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone once it is renamed
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// keepEvidence keeps two signed checkpoints of one log that contradict each
// other and returns the name of the file.
func (m *Memory) keepEvidence(before, now string) (string, error) {
	text := before + "\n=====\n\n" + now
	sum := sha256.Sum256([]byte(text))
	path := filepath.Join(m.dir, fmt.Sprintf("evidence-%x.txt", sum[:12]))
	if err := replaceFile(path, []byte(text)); err != nil {
		return "", fmt.Errorf("keep evidence: %w", err)
	}
	return path, nil
}

// continues reports whether a chain of keys begins with the remembered one.
func (s seen) continues(keys []string) bool {
	return len(s.Keys) <= len(keys) && slices.Equal(s.Keys, keys[:len(s.Keys)])
}
