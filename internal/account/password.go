package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"giaouoc/internal/vn"
)

// cost is how much work one guess of a password takes.
type cost struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

// today is OWASP's minimum for argon2id; a hash made at another cost is made
// anew when its person signs in.
var today = cost{memory: 19 << 10, time: 2, threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

// hashings bounds the memory of concurrent hashings: whoever comes later waits.
var hashings = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))

// hashed counts the hashes made, so that a test can see the same work done for a
// login that does not exist.
var hashed atomic.Int64

func (c cost) key(password string, salt []byte) []byte {
	hashings <- struct{}{}
	defer func() { <-hashings }()
	hashed.Add(1)
	return argon2.IDKey([]byte(vn.NFC(password)), salt, c.time, c.memory, c.threads, hashBytes)
}

// Hash is a password as the database keeps it: argon2id with its parameters and
// salt. It takes some 20 ms, so it is made before a transaction begins.
type Hash string

// HashPassword hashes a password of NFC text.
func HashPassword(password string) (Hash, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return today.write(salt, today.key(password, salt)), nil
}

func (c cost) write(salt, key []byte) Hash {
	b64 := base64.RawStdEncoding.EncodeToString
	return Hash(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64(salt), b64(key)))
}

func (h Hash) read() (c cost, salt, key []byte, err error) {
	parts := strings.Split(string(h), "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fmt.Errorf("read hash of a password: not argon2id")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return c, nil, nil, fmt.Errorf("read hash of a password: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
		key, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err == nil && (c.memory == 0 || c.time == 0 || c.threads == 0 || len(key) != hashBytes) {
		err = fmt.Errorf("parameters out of range")
	}
	if err != nil {
		return c, nil, nil, fmt.Errorf("read hash of a password: %w", err)
	}
	return c, salt, key, nil
}

// Matches reports whether the password is the hashed one. The empty hash, of a
// login that does not exist or has no password, matches nothing and takes as
// long as any other.
func (h Hash) Matches(password string) bool {
	real := h != ""
	if !real {
		h = nobody()
	}
	c, salt, want, err := h.read()
	if err != nil {
		return false
	}
	got := c.key(password, salt)
	return subtle.ConstantTimeCompare(got, want) == 1 && real
}

// Outdated reports whether a hash was made at another cost than today's.
func (h Hash) Outdated() bool {
	c, _, _, err := h.read()
	return err == nil && c != today
}

// nobody is the hash that stands for a login without one.
var nobody = sync.OnceValue(func() Hash { return today.write(make([]byte, saltBytes), make([]byte, hashBytes)) })
