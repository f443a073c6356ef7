package record

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint (điểm niêm phong) is a signed statement of a log: at this size, the
// tree has this root.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
	signed string // the whole note
}

// signature types of C2SP signed-note.
const (
	typeLog     = 1 // Ed25519 over the text
	typeWitness = 4 // Ed25519 over a timestamp and the text
)

// witness verifies cosignatures of one key.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	t := binary.BigEndian.Uint64(sig)
	if t > 1<<63-1 {
		return false
	}
	message := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", t, text)
	return ed25519.Verify(w.key, message, sig[8:])
}

// parseKey reads a verifier key, name+hash+base64, in its one exact spelling.
func parseKey(vkey string) (name string, hash uint32, kind byte, key ed25519.PublicKey, err error) {
	bad := errors.New("khóa không đúng dạng tên+mã+base64 của một khóa Ed25519")
	name, rest, _ := strings.Cut(vkey, "+")
	code, b64, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.Strict().DecodeString(b64)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || name == "" || strings.ContainsFunc(name, unicode.IsSpace) {
		return "", 0, 0, nil, bad
	}
	sum := sha256.Sum256([]byte(name + "\n" + string(raw)))
	if code != fmt.Sprintf("%x", sum[:4]) || base64.StdEncoding.EncodeToString(raw) != b64 {
		return "", 0, 0, nil, bad
	}
	return name, binary.BigEndian.Uint32(sum[:]), raw[0], raw[1:], nil
}

// logVerifier is the verifier of a log's own key.
func logVerifier(vkey string) (note.Verifier, error) {
	if _, _, kind, _, err := parseKey(vkey); err != nil {
		return nil, err
	} else if kind != typeLog {
		return nil, errors.New("không phải khóa của một nhật ký")
	}
	return note.NewVerifier(vkey)
}

// witnessVerifiers reads the keys of witnesses. One key counts once, whatever
// its names.
func witnessVerifiers(vkeys []string) ([]note.Verifier, error) {
	var list []note.Verifier
	seen := map[string]bool{}
	for _, vkey := range vkeys {
		name, hash, kind, key, err := parseKey(vkey)
		if err == nil && kind != typeWitness {
			err = errors.New("không phải khóa của một nhân chứng")
		}
		if err != nil {
			return nil, wrong("khóa nhân chứng «%s»: %v", printable(vkey), err)
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			list = append(list, &witness{name, hash, key})
		}
	}
	return list, nil
}

// opened is a checkpoint with those of its signatures that are right.
type opened struct {
	checkpoint
	signers   []string   // the log's keys that signed
	witnesses []Cosigner // the known witnesses that cosigned
	unknown   int        // signatures by keys that are not known here
	text      string     // what was signed
}

// Cosigner is a known witness that cosigned a checkpoint, and when.
type Cosigner struct {
	Name string
	At   time.Time
}

// openCheckpoint verifies a note under the keys of the log, of which at least
// one must have signed, and reads it as a checkpoint.
func openCheckpoint(signed []byte, keys []string, witnesses []note.Verifier) (opened, error) {
	verifiers := append([]note.Verifier(nil), witnesses...)
	byKey := map[note.Signature]string{}
	for _, vkey := range keys {
		v, err := logVerifier(vkey)
		if err != nil {
			return opened{}, err
		}
		verifiers = append(verifiers, v)
		byKey[note.Signature{Name: v.Name(), Hash: v.KeyHash()}] = vkey
	}
	n, err := openNote(signed, verifiers)
	if err != nil {
		return opened{}, err
	}
	o := opened{unknown: len(n.UnverifiedSigs), text: n.Text}
	for _, s := range n.Sigs {
		if vkey, ok := byKey[note.Signature{Name: s.Name, Hash: s.Hash}]; ok {
			o.signers = append(o.signers, vkey)
			continue
		}
		raw, _ := base64.StdEncoding.DecodeString(s.Base64)
		at := time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0)
		o.witnesses = append(o.witnesses, Cosigner{s.Name, at.UTC()})
	}
	if len(o.signers) == 0 {
		return opened{}, errors.New("không có chữ ký của khóa nhật ký")
	}
	o.checkpoint, err = parseCheckpoint(n.Text)
	o.signed = string(signed)
	return o, err
}

// openNote is note.Open, with signatures in their one exact spelling.
func openNote(signed []byte, verifiers []note.Verifier) (*note.Note, error) {
	n, err := note.Open(signed, note.VerifierList(verifiers...))
	var invalid *note.InvalidSignatureError
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &invalid):
		return nil, fmt.Errorf("chữ ký của %s không khớp với nội dung", printable(invalid.Name))
	case errors.As(err, &unverified):
		return nil, errors.New("không có chữ ký của khóa đã biết")
	case err != nil:
		return nil, errors.New("không đúng dạng một văn bản có chữ ký")
	}
	for _, s := range n.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, fmt.Errorf("chữ ký của %s viết không đúng base64", printable(s.Name))
		}
	}
	return n, nil
}

func parseCheckpoint(text string) (checkpoint, error) {
	bad := errors.New("không đúng dạng một điểm niêm phong")
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" {
		return checkpoint{}, bad
	}
	for _, line := range lines[:len(lines)-1] {
		if line == "" {
			return checkpoint{}, bad
		}
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, bad
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != hashSize || base64.StdEncoding.EncodeToString(root) != lines[2] {
		return checkpoint{}, bad
	}
	return checkpoint{origin: lines[0], size: size, root: tlog.Hash(root)}, nil
}
