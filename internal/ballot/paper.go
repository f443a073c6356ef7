package ballot

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Paper is a vote paper.
type Paper struct {
	Format string   `json:"format"`
	Motion string   `json:"motion"`
	Token  []byte   `json:"token"`
	Number int      `json:"number"`
	Choice []string `json:"choice"`
}

const paperFormat = "bo-phieu-phieu/1"

// What a paper says of one candidate of a motion of YesNo.
const (
	Yes   = "yes"
	No    = "no"
	Blank = "blank"
)

// Cast is a paper as it lies in the box.
type Cast struct {
	Paper     string   `json:"paper"`
	Signature []byte   `json:"signature"`
	Tokens    [][]byte `json:"tokens"`
}

// Digest names a paper.
func (c Cast) Digest() [32]byte { return digest("paper", []byte(c.Paper)) }

// Valid reads a paper and refuses one that may not lie in the box. Whether it is the
// next of its token is for who keeps the box.
func (o *Opened) Valid(c Cast) (Paper, error) {
	var p Paper
	if err := exactly(c.Paper, &p); err != nil {
		return p, err
	}
	if p.Format != paperFormat || p.Motion != o.hex() {
		return p, problem.New(problem.Invalid, "Phiếu thuộc lần bỏ phiếu khác.")
	}
	key, err := curveKey(p.Token)
	if err != nil || !verify(key, []byte(c.Paper), c.Signature) {
		return p, problem.New(problem.Denied, "Phiếu không mang chữ ký của thẻ phiếu.")
	}
	if !o.fromHolders(p.Token, c.Tokens) {
		return p, problem.New(problem.Denied, "Thẻ phiếu không có đủ chữ ký của hai người giữ khóa.")
	}
	if p.Number < 1 || p.Number > 1 && o.Again == AgainNever {
		return p, problem.New(problem.Denied, "Quy chế không cho bỏ phiếu lại.")
	}
	return p, o.fits(p.Choice)
}

// fits refuses a choice that the motion does not offer.
func (m *Motion) fits(choice []string) error {
	if m.Kind == YesNo {
		if len(choice) != len(m.Candidates) || slices.ContainsFunc(choice, func(c string) bool { return c != Yes && c != No && c != Blank }) {
			return problem.Field("choice", "Mỗi tên trên phiếu chọn một trong: tán thành, không tán thành, để trống.")
		}
		return nil
	}
	if choice == nil || m.Kind == Choose && (len(choice) > m.Most || !slices.IsSorted(choice)) {
		return problem.Field("choice", "Chọn không quá %d tên.", m.Most)
	}
	for i, id := range choice {
		if slices.Contains(choice[:i], id) || !slices.ContainsFunc(m.Candidates, func(c Candidate) bool { return c.ID == id }) {
			return problem.Field("choice", "Phiếu có tên không được đưa ra, hoặc một tên hai lần.")
		}
	}
	return nil
}

// Receipt is what the voter keeps of a cast paper. It bears no time.
type Receipt struct {
	Format    string `json:"format"`
	Motion    string `json:"motion"`
	Paper     string `json:"paper"`
	Signature []byte `json:"signature"`
}

// ReceiptOf writes the receipt of a paper.
func (o *Opened) ReceiptOf(key *ecdsa.PrivateKey, c Cast) (string, error) {
	sum := c.Digest()
	signature, err := sign(key, slices.Concat([]byte("giaouoc/ballot/receipt\n"), o.Digest[:], sum[:]))
	if err != nil {
		return "", err
	}
	return record.Canonical(Receipt{"bo-phieu-bien-nhan/1", o.hex(), hex.EncodeToString(sum[:]), signature})
}

// exactly reads a text that is written as record.Canonical writes it.
func exactly(text string, value any) error {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	err := d.Decode(value)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err == nil {
		var again string
		if again, err = record.Canonical(value); err == nil && again != text {
			err = errors.New("not in its one spelling")
		}
	}
	if err != nil {
		return problem.New(problem.Invalid, "Không đọc được dữ liệu bỏ phiếu; hãy tải lại trang rồi thử lại.")
	}
	return nil
}
