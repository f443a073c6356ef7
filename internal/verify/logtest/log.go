// Package logtest writes small logs for tests of those who check logs: straight
// from RFC 6962, the C2SP texts and docs/record.md, by their plainest formulas.
// It knows neither the program's own writer nor its verifier, and is as slow as
// it is simple. A log of it may also be made to break any rule.
package logtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Hash is a hash of RFC 6962.
type Hash = [32]byte

// Log is a log with all its leaves and keys.
type Log struct {
	Origin string
	keys   []key
	khoa   string
	leaf   func(i int) []byte
	hashes []Hash
	list   [][]byte
}

type key struct{ secret, public string }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// New makes an empty log with one key.
func New(origin string) *Log {
	l := &Log{Origin: origin}
	l.leaf = func(i int) []byte { return l.list[i] }
	k := l.newKey()
	l.khoa = "giaouoc/khoa@v1\n---\n" + k.public + "\n"
	return l
}

// Large makes a log of n leaves that are made when they are asked for.
func Large(origin string, n int, leaf func(i int) []byte) *Log {
	l := New(origin)
	l.leaf = leaf
	for i := range n {
		l.hashes = append(l.hashes, LeafHash(leaf(i)))
	}
	return l
}

func (l *Log) newKey() key {
	secret, public, err := note.GenerateKey(rand.Reader, l.Origin)
	if err != nil {
		panic(err)
	}
	l.keys = append(l.keys, key{secret, public})
	return l.keys[len(l.keys)-1]
}

// Append adds leaves.
func (l *Log) Append(leaves ...[]byte) {
	for _, leaf := range leaves {
		l.list = append(l.list, leaf)
		l.hashes = append(l.hashes, LeafHash(leaf))
	}
}

// Copy is a second log with the same keys and leaves, which may then go its own
// way.
func (l *Log) Copy() *Log {
	c := *l
	c.keys = append([]key(nil), l.keys...)
	c.list = append([][]byte(nil), l.list...)
	c.hashes = append([]Hash(nil), l.hashes...)
	c.leaf = func(i int) []byte { return c.list[i] }
	return &c
}

// Change replaces a leaf and leaves all the rest to follow from it.
func (l *Log) Change(i int, leaf []byte) {
	l.list[i], l.hashes[i] = leaf, LeafHash(leaf)
}

// Size is the number of leaves.
func (l *Log) Size() int { return len(l.hashes) }

// Key is the verifier key that signs now.
func (l *Log) Key() string { return l.keys[len(l.keys)-1].public }

// Signer signs as the i-th key of the log.
func (l *Log) Signer(i int) note.Signer { return must(note.NewSigner(l.keys[i].secret)) }

// Rotate hands the log over to a new key.
func (l *Log) Rotate(at time.Time) {
	from := l.keys[len(l.keys)-1]
	to := l.newKey()
	text := fmt.Sprintf("giaouoc/khoa-ban-giao@v1\n%s\n%s\n%d\n%s\n", from.public, to.public, l.Size(), at.UTC().Format(time.RFC3339))
	signed := must(note.Sign(&note.Note{Text: text}, l.Signer(len(l.keys)-2), l.Signer(len(l.keys)-1)))
	l.khoa += "---\n" + to.public + "\n" + string(signed)
}

// Forget takes back the last hand-overs, so that an earlier key signs, as a thief of
// it would.
func (l *Log) Forget(handOvers int) {
	blocks := strings.Split(l.khoa, "---\n")
	l.keys, l.khoa = l.keys[:len(l.keys)-handOvers], strings.Join(blocks[:len(blocks)-handOvers], "---\n")
}

// Khoa is the file of keys.
func (l *Log) Khoa() []byte { return []byte(l.khoa) }

// LeafHash is the hash of a leaf.
func LeafHash(leaf []byte) Hash { return sha256.Sum256(append([]byte{0}, leaf...)) }

func node(a, b Hash) Hash {
	return sha256.Sum256(append(append([]byte{1}, a[:]...), b[:]...))
}

// half is the largest power of two smaller than n.
func half(n int) int {
	k := 1
	for k*2 < n {
		k *= 2
	}
	return k
}

// MTH is the Merkle tree hash of RFC 6962, section 2.1.
func MTH(d []Hash) Hash {
	switch len(d) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return d[0]
	}
	k := half(len(d))
	return node(MTH(d[:k]), MTH(d[k:]))
}

// Inclusion is PATH(m, D[n]) of RFC 6962, section 2.1.1.
func (l *Log) Inclusion(m, n int) []Hash { return path(m, l.hashes[:n]) }

func path(m int, d []Hash) []Hash {
	if len(d) <= 1 {
		return nil
	}
	if k := half(len(d)); m < k {
		return append(path(m, d[:k]), MTH(d[k:]))
	} else {
		return append(path(m-k, d[k:]), MTH(d[:k]))
	}
}

// Consistency is PROOF(m, D[n]) of RFC 6962, section 2.1.2.
func (l *Log) Consistency(m, n int) []Hash {
	if m == 0 || m == n {
		return nil
	}
	return subproof(m, l.hashes[:n], true)
}

func subproof(m int, d []Hash, whole bool) []Hash {
	if m == len(d) {
		if whole {
			return nil
		}
		return []Hash{MTH(d)}
	}
	if k := half(len(d)); m <= k {
		return append(subproof(m, d[:k], whole), MTH(d[k:]))
	} else {
		return append(subproof(m-k, d[k:], false), MTH(d[:k]))
	}
}

// Root is the root at a size.
func (l *Log) Root(size int) Hash { return MTH(l.hashes[:size]) }

// Text is the text of the checkpoint at a size.
func (l *Log) Text(size int) string {
	root := l.Root(size)
	return fmt.Sprintf("%s\n%d\n%s\n", l.Origin, size, base64.StdEncoding.EncodeToString(root[:]))
}

// Checkpoint is the signed checkpoint at a size, by the last key, with
// cosignatures.
func (l *Log) Checkpoint(size int, cosigners ...note.Signer) []byte {
	signers := append([]note.Signer{l.Signer(len(l.keys) - 1)}, cosigners...)
	return must(note.Sign(&note.Note{Text: l.Text(size)}, signers...))
}

// Each calls fn with every file of the log at a size: tiles and bundles, keys,
// and last the checkpoint.
func (l *Log) Each(size int, fn func(name string, content []byte), cosigners ...note.Signer) {
	for start := 0; start < size; start += 256 {
		end := min(start+256, size)
		var content []byte
		for i := start; i < end; i++ {
			leaf := l.leaf(i)
			content = append(binary.BigEndian.AppendUint16(content, uint16(len(leaf))), leaf...)
		}
		fn(TileName("entries", start/256, end-start), content)
	}
	for level, under := 0, 1; size/under > 0; level, under = level+1, under*256 {
		hashes := size / under
		for start := 0; start < hashes; start += 256 {
			end := min(start+256, hashes)
			var content []byte
			for i := start; i < end; i++ {
				h := MTH(l.hashes[i*under : (i+1)*under])
				content = append(content, h[:]...)
			}
			fn(TileName(fmt.Sprint(level), start/256, end-start), content)
		}
	}
	fn("khoa", l.Khoa())
	fn("checkpoint", l.Checkpoint(size, cosigners...))
}

// Files is every file of the log at a size, by name.
func (l *Log) Files(size int, cosigners ...note.Signer) map[string][]byte {
	files := map[string][]byte{}
	l.Each(size, func(name string, content []byte) { files[name] = content }, cosigners...)
	return files
}

// Write writes the log at a size into a folder.
func (l *Log) Write(t testing.TB, dir string, size int, cosigners ...note.Signer) {
	t.Helper()
	l.Each(size, func(name string, content []byte) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}, cosigners...)
}

// TileName is <L>/<N>[.p/<W>] of C2SP tlog-tiles.
func TileName(level string, n, width int) string {
	digits := fmt.Sprint(n)
	for len(digits)%3 != 0 {
		digits = "0" + digits
	}
	var parts []string
	for i := 0; i < len(digits); i += 3 {
		part := digits[i : i+3]
		if i+3 < len(digits) {
			part = "x" + part
		}
		parts = append(parts, part)
	}
	name := "tile/" + level + "/" + strings.Join(parts, "/")
	if width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	return name
}

// Extra is what a proof bundle of a record carries beside the proof.
type Extra struct {
	Leaf string  `json:"leaf"`
	Keys *string `json:"keys,omitempty"`
	What *string `json:"what,omitempty"`
	Salt *string `json:"salt,omitempty"`
}

// Bundle is a C2SP tlog-proof of a leaf at a size.
func (l *Log) Bundle(index, size int, extra Extra, cosigners ...note.Signer) []byte {
	coded := base64.StdEncoding.EncodeToString(must(json.Marshal(extra)))
	text := fmt.Sprintf("c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n", coded, index)
	for _, h := range l.Inclusion(index, size) {
		text += base64.StdEncoding.EncodeToString(h[:]) + "\n"
	}
	return append([]byte(text+"\n"), l.Checkpoint(size, cosigners...)...)
}

// Leaf is the i-th of many different leaves, of version 1 or 2.
func Leaf(i int) []byte {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Second).Format(time.RFC3339Nano)
	sum := sha256.Sum256(fmt.Append(nil, i))
	head := fmt.Sprintf(`"id":"019343a0-0000-7000-8000-%012d","at":%q,"act":"covenant.sign","kind":"covenant","object":"019343a0-0000-7000-9000-%012d"`, i, at, i)
	if i%3 != 0 {
		head += fmt.Sprintf(`,"unit":"u-%d"`, i%20)
	}
	if i%4 == 1 {
		return fmt.Appendf(nil, `{"v":1,%s,"role":"unit_leader","digest":"%x"}`, head, sum)
	}
	return fmt.Appendf(nil, `{"v":2,%s,"role":"unit_leader","who":"%x","what":"%x"}`, head, sum, sha256.Sum256(sum[:]))
}

// Open makes a leaf that commits to a public content, with what its bundle
// carries.
func Open(i int, what string) (leaf []byte, extra Extra) {
	salt := sha256.Sum256(fmt.Append(nil, "salt", i))
	sum := sha256.Sum256(append(salt[:16:16], what...))
	who := sha256.Sum256(fmt.Append(nil, "who", i))
	leaf = fmt.Appendf(nil, `{"v":2,"id":"id-%d","at":"2026-11-27T06:00:00Z","act":"award.decide","kind":"decision","object":"d-%d","role":"standing_office","who":"%x","what":"%x"}`, i, i, who, sum)
	coded := base64.StdEncoding.EncodeToString(salt[:16])
	return leaf, Extra{Leaf: string(leaf), What: &what, Salt: &coded}
}

// Witness cosigns as C2SP tlog-cosignature says for Ed25519.
type Witness struct {
	name string
	key  ed25519.PrivateKey
	At   time.Time
}

// NewWitness makes a witness with a key of its own.
func NewWitness(name string) *Witness {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	return &Witness{name, private, time.Date(2026, 11, 27, 6, 30, 0, 0, time.UTC)}
}

func (w *Witness) public() []byte {
	return append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
}

// Key is the verifier key.
func (w *Witness) Key() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.KeyHash(), base64.StdEncoding.EncodeToString(w.public()))
}

// Name is the name of the key.
func (w *Witness) Name() string { return w.name }

// KeyHash is the key ID.
func (w *Witness) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(w.name+"\n"), w.public()...))
	return binary.BigEndian.Uint32(sum[:])
}

// Sign cosigns the text of a checkpoint.
func (w *Witness) Sign(text []byte) ([]byte, error) {
	sig := ed25519.Sign(w.key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", w.At.Unix(), text))
	return append(binary.BigEndian.AppendUint64(nil, uint64(w.At.Unix())), sig...), nil
}
