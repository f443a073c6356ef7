package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// bundle is a proof bundle (gói chứng minh, C2SP tlog-proof): a leaf, the way
// from it to a root, and the checkpoint that signed the root.
type bundle struct {
	opened
	index int64
	proof tlog.RecordProof
	leaf  leaf
	chain chain   // the keys of the log then, when the bundle carries them
	what  *string // the public content, when the bundle carries it
}

// Content is what a proof bundle proved.
type Content struct {
	Origin    string
	Index     int64  // of the leaf, from 0
	Size      int64  // of the checkpoint in the bundle
	Leaf      string // as logged
	What      string // the public content behind the leaf
	HasWhat   bool   // whether the bundle carries it
	Witnesses []Cosigner
	Known     int
	Followed  int // signed hand-overs from the given key to the one that signed
}

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// maxProof is more hashes than any tree needs.
const maxProof = 63

// CheckBundle checks a proof bundle on its own, under the terms' key or a key that
// it is tied to by signed hand-overs: those that the bundle carries, or those that
// memory has of the log.
func CheckBundle(raw []byte, t Terms) (*Content, error) {
	known, err := witnessVerifiers(t.Witnesses)
	if err != nil {
		return nil, err
	}
	if _, err := logVerifier(t.Key); err != nil {
		return nil, wrong("khóa cho ở --key: %v", err)
	}
	b, signed, err := parseBundle(raw)
	if err != nil {
		return nil, wrong("gói chứng minh: %v", err)
	}
	if origin, _, _ := strings.Cut(signed, "\n"); origin != nameOf(t.Key) {
		return nil, wrong("gói chứng minh thuộc nhật ký «%s», khóa đã cho thuộc «%s»", printable(origin), printable(nameOf(t.Key)))
	}
	chain, err := b.keys(t)
	if err != nil {
		return nil, err
	}
	// A key that handed over earlier has no say any more for who knows a later one:
	// it may have leaked since.
	if err := b.open(signed, chain.from(t.Key), known); err != nil {
		if _, older := openCheckpoint([]byte(signed), chain.keys, nil); older == nil && len(b.signers) == 0 {
			return nil, wrong("gói chứng minh do một khóa cũ ký, trước khóa đã cho; hãy tải lại gói chứng minh từ trang, hoặc kiểm nó cùng nhật ký: giaouoc verify record … --bundle …")
		}
		return nil, err
	}
	if len(b.witnesses) < t.Need {
		return nil, wrong("gói chứng minh có chữ ký của %d nhân chứng đã cho, cần %d", len(b.witnesses), t.Need)
	}
	c := b.content()
	c.Known = len(known)
	if !slices.Contains(b.signers, t.Key) {
		c.Followed = slices.Index(chain.from(t.Key).keys, b.signers[0])
	}
	return c, nil
}

// keys is the chain of keys that the given one is part of, as far as it is known:
// the longer of the carried and the remembered, of which one goes on from the
// other; else the given key alone.
func (b *bundle) keys(t Terms) (chain, error) {
	var seen chain
	if t.Memory != nil {
		s, err := t.Memory.load(nameOf(t.Key))
		if err != nil {
			return chain{}, err
		}
		if seen, err = s.chain(); err != nil {
			return chain{}, err
		}
	}
	longer, shorter := b.chain, seen
	if len(seen.keys) > len(b.chain.keys) {
		longer, shorter = seen, b.chain
	}
	switch {
	case !longer.continues(shorter):
		return chain{}, wrong("chuỗi khóa trong gói chứng minh không nối tiếp chuỗi khóa của nhật ký đã thấy ở máy này")
	case len(longer.keys) == 0:
		return chain{keys: []string{t.Key}}, nil
	case !slices.Contains(longer.keys, t.Key):
		return chain{}, wrong("chuỗi khóa của nhật ký không có khóa cho ở --key")
	}
	return longer, nil
}

// openBundle checks a bundle that should belong to this log.
func (h *head) openBundle(raw []byte) (*bundle, error) {
	b, signed, err := parseBundle(raw)
	if err != nil {
		return nil, wrong("gói chứng minh: %v", err)
	}
	if !h.chain.continues(b.chain) && !b.chain.continues(h.chain) {
		return nil, wrong("chuỗi khóa trong gói chứng minh không phải chuỗi khóa của nhật ký này")
	}
	if err := b.open(signed, h.chain, h.known); err != nil {
		return nil, err
	}
	switch {
	case b.origin != h.origin:
		return nil, wrong("gói chứng minh thuộc nhật ký «%s», không phải «%s»", printable(b.origin), printable(h.origin))
	case b.size > h.size:
		return nil, wrong("gói chứng minh dựa trên điểm niêm phong %d lá, mới hơn nhật ký được kiểm (%d lá); hãy kiểm với nhật ký mới hơn", b.size, h.size)
	}
	return b, nil
}

// open verifies the checkpoint of a bundle under a chain of keys, and the way from
// the leaf to its root.
func (b *bundle) open(signed string, chain chain, known []note.Verifier) (err error) {
	if b.opened, err = openCheckpoint([]byte(signed), chain.keys, known); err != nil {
		return wrong("điểm niêm phong trong gói chứng minh: %v", err)
	}
	if !slices.ContainsFunc(b.signers, func(vkey string) bool { return chain.maySign(vkey, b.size) }) {
		return wrong("điểm niêm phong %d lá trong gói chứng minh do một khóa đã bàn giao ký sau khi bàn giao", b.size)
	}
	if tlog.CheckRecord(b.proof, b.size, b.root, b.index, tlog.RecordHash([]byte(b.leaf.text))) != nil {
		return wrong("gói chứng minh không dẫn từ lá số %d đến gốc của điểm niêm phong %d lá", b.index, b.size)
	}
	return nil
}

// parseBundle reads the text of a bundle and what is right by itself in it.
func parseBundle(raw []byte) (b *bundle, signed string, err error) {
	bad := errors.New("không đúng dạng c2sp.org/tlog-proof@v1")
	text, ok := strings.CutPrefix(string(raw), proofHeader)
	proof, signed, found := strings.Cut(text, "\n\n")
	if !ok || !found {
		return nil, "", bad
	}
	lines := strings.Split(proof, "\n")
	coded, ok := strings.CutPrefix(lines[0], "extra ")
	extra, err := base64.StdEncoding.Strict().DecodeString(coded)
	if !ok || err != nil {
		return nil, "", errors.New("thiếu dòng extra mang lá")
	}
	lines = lines[1:]
	if len(lines) == 0 || len(lines) > 1+maxProof {
		return nil, "", bad
	}
	b = &bundle{}
	number, ok := strings.CutPrefix(lines[0], "index ")
	b.index, err = strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || b.index < 0 || strconv.FormatInt(b.index, 10) != number {
		return nil, "", bad
	}
	for _, line := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(h) != hashSize {
			return nil, "", bad
		}
		b.proof = append(b.proof, tlog.Hash(h))
	}
	return b, signed, b.readExtra(extra)
}

// readExtra reads the leaf of a bundle, the keys, and, when its public content is
// there too, compares that with the leaf.
func (b *bundle) readExtra(extra []byte) (err error) {
	var e struct {
		Leaf string  `json:"leaf"`
		Keys *string `json:"keys"`
		What *string `json:"what"`
		Salt *string `json:"salt"`
	}
	d := json.NewDecoder(bytes.NewReader(extra))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return errors.New("dòng extra không phải JSON với leaf, keys, what, salt")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("dòng extra có thứ lạ ở cuối")
	}
	if b.leaf, err = parseLeaf([]byte(e.Leaf)); err != nil {
		return errors.New("lá trong dòng extra: " + err.Error())
	}
	if e.Keys != nil {
		if b.chain, err = parseChain([]byte(*e.Keys)); err != nil {
			return errors.New("chuỗi khóa kèm theo không đúng")
		}
	}
	if (e.What == nil) != (e.Salt == nil) {
		return errors.New("what và salt phải có cùng nhau")
	}
	if e.What == nil {
		return nil
	}
	salt, err := base64.StdEncoding.Strict().DecodeString(*e.Salt)
	if err != nil {
		return errors.New("salt không phải base64")
	}
	sum := sha256.Sum256(append(salt, *e.What...))
	if b.leaf.fields["what"] != hex.EncodeToString(sum[:]) {
		return errors.New("nội dung công khai kèm theo không phải nội dung mà lá cam kết")
	}
	b.what = e.What
	return nil
}

func (b *bundle) content() *Content {
	c := &Content{Origin: b.origin, Index: b.index, Size: b.size, Leaf: b.leaf.text, Witnesses: b.witnesses}
	if b.what != nil {
		c.What, c.HasWhat = *b.what, true
	}
	return c
}
