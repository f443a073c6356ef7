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
}

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// maxProof is more hashes than any tree needs.
const maxProof = 63

// CheckBundle checks a proof bundle on its own, under the terms' key.
func CheckBundle(raw []byte, t Terms) (*Content, error) {
	known, err := witnessVerifiers(t.Witnesses)
	if err != nil {
		return nil, err
	}
	if _, err := logVerifier(t.Key); err != nil {
		return nil, wrong("khoá cho ở --key: %v", err)
	}
	b, err := openBundle(raw, []string{t.Key}, known)
	if err != nil {
		return nil, err
	}
	if name, _, _, _, _ := parseKey(t.Key); name != b.origin {
		return nil, wrong("gói chứng minh thuộc nhật ký «%s», khoá đã cho thuộc «%s»", printable(b.origin), printable(name))
	}
	if len(b.witnesses) < t.Need {
		return nil, wrong("gói chứng minh có chữ ký của %d nhân chứng đã cho, cần %d", len(b.witnesses), t.Need)
	}
	c := b.content()
	c.Known = len(known)
	return c, nil
}

// openBundle checks a bundle that should belong to this log.
func (h *head) openBundle(raw []byte) (*bundle, error) {
	b, err := openBundle(raw, h.chain.keys, h.known)
	switch {
	case err != nil:
		return nil, err
	case b.origin != h.origin:
		return nil, wrong("gói chứng minh thuộc nhật ký «%s», không phải «%s»", printable(b.origin), printable(h.origin))
	case b.size > h.size:
		return nil, wrong("gói chứng minh dựa trên điểm niêm phong %d lá, mới hơn nhật ký được kiểm (%d lá); hãy kiểm với nhật ký mới hơn", b.size, h.size)
	case !slices.ContainsFunc(b.signers, func(vkey string) bool { return h.chain.maySign(vkey, b.size) }):
		return nil, wrong("điểm niêm phong %d lá trong gói chứng minh do một khoá đã bàn giao ký sau khi bàn giao", b.size)
	}
	return b, nil
}

func openBundle(raw []byte, keys []string, known []note.Verifier) (*bundle, error) {
	b, extra, signed, err := parseBundle(raw)
	if err != nil {
		return nil, wrong("gói chứng minh: %v", err)
	}
	if b.opened, err = openCheckpoint([]byte(signed), keys, known); err != nil {
		return nil, wrong("điểm niêm phong trong gói chứng minh: %v", err)
	}
	text, err := b.readExtra(extra)
	if err != nil {
		return nil, wrong("gói chứng minh: %v", err)
	}
	if tlog.CheckRecord(b.proof, b.size, b.root, b.index, tlog.RecordHash([]byte(text))) != nil {
		return nil, wrong("gói chứng minh không dẫn từ lá số %d đến gốc của điểm niêm phong %d lá", b.index, b.size)
	}
	return b, nil
}

// parseBundle splits the text of a bundle.
func parseBundle(raw []byte) (b *bundle, extra []byte, signed string, err error) {
	bad := errors.New("không đúng dạng c2sp.org/tlog-proof@v1")
	text, ok := strings.CutPrefix(string(raw), proofHeader)
	proof, signed, found := strings.Cut(text, "\n\n")
	if !ok || !found {
		return nil, nil, "", bad
	}
	lines := strings.Split(proof, "\n")
	coded, ok := strings.CutPrefix(lines[0], "extra ")
	if extra, err = base64.StdEncoding.Strict().DecodeString(coded); !ok || err != nil {
		return nil, nil, "", errors.New("thiếu dòng extra mang lá")
	}
	lines = lines[1:]
	if len(lines) == 0 || len(lines) > 1+maxProof {
		return nil, nil, "", bad
	}
	b = &bundle{}
	number, ok := strings.CutPrefix(lines[0], "index ")
	b.index, err = strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || b.index < 0 || strconv.FormatInt(b.index, 10) != number {
		return nil, nil, "", bad
	}
	for _, line := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(h) != hashSize {
			return nil, nil, "", bad
		}
		b.proof = append(b.proof, tlog.Hash(h))
	}
	return b, extra, signed, nil
}

// readExtra reads the leaf of a bundle and, when its public content is there
// too, compares that with the leaf.
func (b *bundle) readExtra(extra []byte) (text string, err error) {
	var e struct {
		Leaf string  `json:"leaf"`
		What *string `json:"what"`
		Salt *string `json:"salt"`
	}
	d := json.NewDecoder(bytes.NewReader(extra))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return "", errors.New("dòng extra không phải JSON với leaf, what, salt")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return "", errors.New("dòng extra có thứ lạ ở cuối")
	}
	if b.leaf, err = parseLeaf([]byte(e.Leaf)); err != nil {
		return "", errors.New("lá trong dòng extra: " + err.Error())
	}
	if (e.What == nil) != (e.Salt == nil) {
		return "", errors.New("what và salt phải có cùng nhau")
	}
	if e.What == nil {
		return e.Leaf, nil
	}
	salt, err := base64.StdEncoding.Strict().DecodeString(*e.Salt)
	if err != nil {
		return "", errors.New("salt không phải base64")
	}
	sum := sha256.Sum256(append(salt, *e.What...))
	if b.leaf.fields["what"] != hex.EncodeToString(sum[:]) {
		return "", errors.New("nội dung công khai kèm theo không phải nội dung mà lá cam kết")
	}
	b.what = e.What
	return e.Leaf, nil
}

func (b *bundle) content() *Content {
	c := &Content{Origin: b.origin, Index: b.index, Size: b.size, Leaf: b.leaf.text, Witnesses: b.witnesses}
	if b.what != nil {
		c.What, c.HasWhat = *b.what, true
	}
	return c
}
