package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Terms are what a check goes by besides the files.
type Terms struct {
	Memory    *Memory  // what earlier checks saw
	Address   string   // where the files are served, when they come from a site
	Key       string   // a key that must be in the chain; empty to trust what memory or first use gives
	Witnesses []string // keys of witnesses to look for
	Need      int      // how many of them must have cosigned
	Bundle    []byte   // a proof bundle to check against the log; nil for none
	Now       time.Time
	Each      func(leaf string) // is given every leaf in order, before the whole is known to be right; nil for nobody
}

// Result is what a check proved.
type Result struct {
	Origin    string
	Size      int64
	Root      tlog.Hash
	Key       string    // the key that signed
	LastAt    time.Time // when the last act of the log happened
	Seen      int64     // size of the checkpoint remembered from an earlier check
	SeenAt    time.Time // when that was; zero when the log was never seen before
	Witnesses []Cosigner
	Known     int      // how many keys of witnesses were given
	Unknown   int      // signatures of keys not known here, which prove nothing
	Followed  int      // signed hand-overs between the key that was known before and the one that signs
	Given     bool     // that key was given, not remembered
	Bundle    *Content // what the proof bundle proved
}

// Check checks a whole log. Its error is a problem that says what is wrong, and
// where.
func Check(ctx context.Context, files Files, t Terms) (Result, error) {
	h, err := readHead(files, t)
	if err != nil {
		return Result{}, err
	}
	r := Result{
		Origin: h.origin, Size: h.size, Root: h.root, Key: h.chain.current(), Witnesses: h.witnesses, Known: len(h.known), Unknown: h.unknown,
		Seen: h.before.size, Given: t.Key != "",
	}
	r.Followed = h.followed(t)
	if h.before.signed != "" {
		r.SeenAt = h.seen.At
	}
	s := newScan(files, h.size)
	s.each = t.Each
	s.rootsAt[h.before.size] = tlog.Hash{}
	var b *bundle
	if t.Bundle != nil {
		if b, err = h.openBundle(t.Bundle); err != nil {
			return Result{}, err
		}
		s.rootsAt[b.size] = tlog.Hash{}
	}
	if err := s.run(ctx); err != nil {
		return Result{}, err
	}
	r.LastAt = s.last.at
	if s.root != h.root {
		return Result{}, wrong("các lá cho gốc %s, điểm niêm phong %d lá lại ký gốc %s", s.root, h.size, h.root)
	}
	if s.rootsAt[h.before.size] != h.before.root && h.before.size > 0 {
		return Result{}, h.contradiction(t, "RẼ NHÁNH: %d lá đầu không còn như lần kiểm trước; nhật ký đã bị viết lại", h.before.size)
	}
	if b != nil {
		if s.rootsAt[b.size] != b.root {
			return Result{}, wrong("gói chứng minh dựa trên điểm niêm phong %d lá của một nhật ký khác với nhật ký này", b.size)
		}
		r.Bundle = b.content()
	}
	return r, h.remember(t)
}

// followed counts the hand-overs since the key that was given, or else since the
// last one remembered.
func (h *head) followed(t Terms) int {
	known := t.Key
	if known == "" && len(h.seen.Keys) > 0 {
		known = h.seen.Keys[len(h.seen.Keys)-1]
	}
	if known == "" {
		return 0
	}
	return len(h.chain.keys) - 1 - slices.Index(h.chain.keys, known)
}

// head is what a log says of itself: keys and checkpoint, both verified, and
// what is remembered of it.
type head struct {
	opened
	chain  chain
	known  []note.Verifier // witnesses
	khoa   string          // the text of the chain
	seen   seen
	before checkpoint // the remembered one; size 0 when there is none
}

// readHead reads the keys and the checkpoint and compares them with the terms.
func readHead(files Files, t Terms) (*head, error) {
	known, err := witnessVerifiers(t.Witnesses)
	if err != nil {
		return nil, err
	}
	// The keys are read first: a log that is handing over publishes them last.
	content, err := files.ReadFile("khoa", maxKeys)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, wrong("thiếu tệp khoa: ở nơi này không có nhật ký, hoặc nhật ký đã bị gỡ; hãy xem lại địa chỉ")
	}
	if err != nil {
		return nil, unreadable("khoa", err)
	}
	signed, err := files.ReadFile("checkpoint", maxNote)
	if err != nil {
		return nil, unreadable("checkpoint", err)
	}
	h := &head{known: known, khoa: string(content)}
	if h.chain, err = parseChain(content); err != nil {
		return nil, err
	}
	if h.opened, err = openCheckpoint(signed, h.chain.keys, known); err != nil {
		return nil, wrong("điểm niêm phong (tệp checkpoint): %v", err)
	}
	return h, h.compare(t)
}

// compare holds the head against the terms and what is remembered.
func (h *head) compare(t Terms) error {
	for i, vkey := range h.chain.keys {
		if name, _, _, _, err := parseKey(vkey); err != nil || name != h.origin {
			return wrong("khóa thứ %d của tệp khoa không mang tên nhật ký «%s»", i+1, printable(h.origin))
		}
	}
	if !slices.Contains(h.signers, h.chain.current()) {
		return wrong("điểm niêm phong không có chữ ký của khóa hiện hành trong tệp khoa")
	}
	for _, vkey := range h.signers {
		if !h.chain.maySign(vkey, h.size) {
			return wrong("điểm niêm phong %d lá có chữ ký của một khóa đã bàn giao ở cỡ nhỏ hơn", h.size)
		}
	}
	if n := len(h.chain.until); n > 0 && h.size < h.chain.until[n-1] {
		return wrong("điểm niêm phong có %d lá, ít hơn %d lá đã có khi bàn giao khóa", h.size, h.chain.until[n-1])
	}
	if t.Key != "" && !slices.Contains(h.chain.keys, t.Key) {
		return wrong("tệp khoa không có khóa %s", printable(t.Key))
	}
	if err := h.recall(t); err != nil {
		return err
	}
	if len(h.witnesses) < t.Need {
		return wrong("điểm niêm phong %d lá có chữ ký của %d nhân chứng đã cho, cần %d; nhân chứng có thể chưa kịp ký: hãy thử lại sau một phút, vẫn thiếu thì hỏi nhân chứng", h.size, len(h.witnesses), t.Need)
	}
	return nil
}

// recall compares keys and size with what was seen before.
func (h *head) recall(t Terms) error {
	if t.Memory == nil {
		return nil
	}
	if t.Address != "" {
		origin, err := t.Memory.originAt(t.Address)
		if err != nil {
			return err
		}
		if origin != "" && origin != h.origin {
			return wrong("địa chỉ này trước đây có nhật ký «%s», nay là «%s»", printable(origin), printable(h.origin))
		}
	}
	var err error
	if h.seen, err = t.Memory.load(h.origin); err != nil {
		return err
	}
	if !h.seen.continues(h.chain.keys) {
		return wrong("chuỗi khóa không nối tiếp chuỗi đã thấy ngày %s: tệp khoa đã bị thay", day(h.seen.At))
	}
	if h.before, err = h.seen.head(); err != nil {
		return err
	}
	switch {
	case h.size < h.before.size:
		return h.contradiction(t, "LÙI LẠI: nhật ký nay có %d lá, lần kiểm trước đã có %d", h.size, h.before.size)
	case h.size == h.before.size && h.before.signed != "" && h.root != h.before.root:
		return h.contradiction(t, "RẼ NHÁNH: hai điểm niêm phong cùng %d lá mà khác gốc", h.size)
	}
	return nil
}

// contradiction keeps both signed checkpoints and says so.
func (h *head) contradiction(t Terms, format string, args ...any) error {
	path, err := t.Memory.keepEvidence(h.before.signed, h.signed)
	if err != nil {
		return err
	}
	return wrong("%s; hai điểm niêm phong có chữ ký được giữ làm bằng chứng ở %s", fmt.Sprintf(format, args...), path)
}

// remember keeps what was found right.
func (h *head) remember(t Terms) error {
	if t.Memory == nil {
		return nil
	}
	if err := t.Memory.save(seen{h.origin, h.chain.keys, h.khoa, h.signed, t.Now.UTC().Truncate(time.Second)}); err != nil {
		return err
	}
	if t.Address == "" {
		return nil
	}
	return t.Memory.saveOrigin(t.Address, h.origin)
}

// CurrentKey verifies a log's chain of keys and its checkpoint's signature,
// against memory as Check does, and returns the key that signs now, with the number
// of hand-overs since it was last seen. It reads no leaves; it remembers the keys
// alone.
func CurrentKey(files Files, t Terms) (vkey string, followed int, err error) {
	m := t.Memory
	h, err := readHead(files, t)
	if err != nil {
		return "", 0, err
	}
	if m == nil {
		return h.chain.current(), h.followed(t), nil
	}
	if err := m.save(seen{h.origin, h.chain.keys, h.khoa, h.seen.Checkpoint, t.Now.UTC().Truncate(time.Second)}); err != nil || t.Address == "" {
		return h.chain.current(), h.followed(t), err
	}
	return h.chain.current(), h.followed(t), m.saveOrigin(t.Address, h.origin)
}

func levelName(level int) string { return strconv.Itoa(level) }

func day(t time.Time) string { return t.In(vietnam).Format("02/01/2006") }

// vietnam has no daylight saving time.
var vietnam = time.FixedZone("ICT", 7*60*60)
