package challenge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

const (
	// Life is how long a puzzle can be solved: as long as somebody may leave a page open
	// while writing.
	Life = 4 * time.Hour

	usual   = 60_000    // the greatest number of a quiet time: on average half as many hashes
	hardest = 1_500_000 // what an old telephone still finds while its owner writes
	recent  = 10 * time.Minute
	quiet   = 10 // as many puzzles used within that time ask for no more work
)

// Puzzle is what a page shows.
type Puzzle struct {
	Token    string
	Salt     string // hex; a script hashes it with the digits of a number behind it
	Target   string // hex SHA-256 that the number sought gives
	Most     int    // the number is between 0 and this
	Question string // the other way: "Bảy cộng năm bằng bao nhiêu? Ghi bằng số."
}

// Answer is what comes back with a form.
type Answer struct {
	Token  string
	Number string // that a script found; empty without script
	Words  string // the answer to the question; empty with script
}

// token is what a puzzle's token says.
type token struct {
	salt    [16]byte
	expires time.Time
	most    uint32
}

// keyring is the key of puzzles.
type keyring []byte

func keyOf(ring *key.Ring) (keyring, error) { return ring.Derive("challenge") }

func (k keyring) of(use string, parts ...[]byte) []byte {
	m := hmac.New(sha256.New, k)
	m.Write([]byte(use))
	for _, p := range parts {
		m.Write([]byte{0})
		m.Write(p)
	}
	return m.Sum(nil)
}

func (t token) body() []byte {
	b := binary.BigEndian.AppendUint64(t.salt[:], uint64(t.expires.Unix()))
	return binary.BigEndian.AppendUint32(b, t.most)
}

func (k keyring) write(t token, topic string) string {
	return base64.RawURLEncoding.EncodeToString(append(t.body(), k.of("token", t.body(), []byte(topic))...))
}

// read opens a token that this key wrote for the topic.
func (k keyring) read(text, topic string) (token, bool) {
	var t token
	const body = 16 + 8 + 4
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != body+sha256.Size || !hmac.Equal(b[body:], k.of("token", b[:body], []byte(topic))) {
		return t, false
	}
	copy(t.salt[:], b)
	t.expires = time.Unix(int64(binary.BigEndian.Uint64(b[16:])), 0).UTC()
	t.most = binary.BigEndian.Uint32(b[24:])
	return t, true
}

func (t token) hex() string { return hex.EncodeToString(t.salt[:]) }

func (k keyring) number(t token) int {
	return int(binary.BigEndian.Uint64(k.of("number", t.salt[:])) % (uint64(t.most) + 1))
}

func (k keyring) question(t token) question { return ask(k.of("question", t.salt[:])) }

// New makes a puzzle for a topic, harder while many are being used.
//
// Public: whoever sees the form sees its puzzle.
func New(tx *db.Tx, ring *key.Ring, topic string) (Puzzle, error) {
	k, err := keyOf(ring)
	if err != nil {
		return Puzzle{}, err
	}
	used, err := usedSince(tx, tx.Now.Add(-recent))
	if err != nil {
		return Puzzle{}, fmt.Errorf("count used puzzles: %w", err)
	}
	t := token{expires: tx.Now.Add(Life), most: uint32(mostFor(used))}
	if _, err := rand.Read(t.salt[:]); err != nil {
		return Puzzle{}, fmt.Errorf("make salt: %w", err)
	}
	p := Puzzle{Token: k.write(t, topic), Salt: t.hex(), Most: int(t.most), Question: k.question(t).asks}
	sum := sha256.Sum256([]byte(p.Salt + strconv.Itoa(k.number(t))))
	p.Target = hex.EncodeToString(sum[:])
	return p, nil
}

// mostFor is how far a script has to look: twice as far for each so many puzzles used
// within the last minutes.
func mostFor(used int) int {
	most := usual
	for n := quiet; n <= used && most < hardest; n += quiet {
		most *= 2
	}
	return min(most, hardest)
}

// right reports whether an answer solves the puzzle of a token.
func (k keyring) right(t token, a Answer) bool {
	if subtle.ConstantTimeCompare([]byte(strings.TrimSpace(a.Number)), []byte(strconv.Itoa(k.number(t)))) == 1 {
		return true
	}
	return k.question(t).answered(a.Words)
}
