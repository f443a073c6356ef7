package ballot

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Kind is how a paper is filled in.
type Kind string

// Kinds of motion.
const (
	YesNo  Kind = "yes_no" // tán thành, không tán thành hoặc để trống từng tên
	Choose Kind = "choose" // chọn không quá một số tên
	Rank   Kind = "rank"   // xếp thứ tự
)

// Credential is how a voter is known, by its public half.
type Credential struct {
	Kind string `json:"kind"` // Passkey, Slip or OnPaper
	Key  []byte `json:"key"`  // SubjectPublicKeyInfo; empty for OnPaper
}

// Kinds of credential.
const (
	Passkey = "passkey"
	Slip    = "slip"
	OnPaper = "paper"
)

// Candidate is who is voted on.
type Candidate struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Voter is one line of the roll.
type Voter struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Credential Credential `json:"credential"`
}

// Holder is one of the two who sign tokens.
type Holder struct {
	Name string `json:"name"`
	Key  []byte `json:"key"` // SubjectPublicKeyInfo, RSA of 2048 bits
}

// How often a voter may vote, and how papers are published.
const (
	AgainLast  = "last"
	AgainNever = "never"

	Board   = "board"
	Outcome = "outcome"

	BaseAll     = "all"
	BasePresent = "present"
)

// Most voters of one motion.
const Most = 500

// Motion is what is voted on, with everything that counting goes by. Its fields are
// those of docs/ballot.md, in the order of its text.
type Motion struct {
	Format     string      `json:"format"`
	ID         string      `json:"id"`
	Cluster    string      `json:"cluster"`
	Year       int         `json:"year"`
	Title      string      `json:"title"`
	Kind       Kind        `json:"kind"`
	Candidates []Candidate `json:"candidates"`
	Most       int         `json:"most"`
	Seats      int         `json:"seats"`
	Base       string      `json:"base"`
	Members    int         `json:"members"`
	Present    int         `json:"present"`
	Percent    int         `json:"percent"`
	Again      string      `json:"again"`
	Until      string      `json:"until"`
	Form       string      `json:"form"`
	Site       string      `json:"site"`
	Roll       []Voter     `json:"roll"`
	Holders    []Holder    `json:"holders"`
	ReceiptKey []byte      `json:"receipt_key"`
}

const motionFormat = "bo-phieu-noi-dung/1"

// Opened is a motion as it stands from its opening on.
type Opened struct {
	Motion
	Text   string
	Digest [sha256.Size]byte

	holders []*rsa.PublicKey
}

// Open writes a motion as the text that stands from now on. The error says what the
// motion lacks.
func Open(m Motion) (*Opened, error) {
	m.Format = motionFormat
	for i := range m.Roll {
		m.Roll[i].Credential.Key = append([]byte{}, m.Roll[i].Credential.Key...) // no key is empty, not null
	}
	slices.SortFunc(m.Roll, func(a, b Voter) int { return strings.Compare(a.ID, b.ID) })
	if err := m.check(); err != nil {
		return nil, err
	}
	o := &Opened{Motion: m}
	for _, h := range m.Holders {
		key, err := holderKey(h.Key)
		if err != nil {
			return nil, fmt.Errorf("read key of %s: %w", h.Name, err)
		}
		o.holders = append(o.holders, key)
	}
	if o.holders[0].Equal(o.holders[1]) {
		return nil, problem.Field("holders", "Hai người giữ khóa phải có hai khóa khác nhau.")
	}
	var err error
	if o.Text, err = record.Canonical(m); err != nil {
		return nil, err
	}
	o.Digest = digest("motion", []byte(o.Text))
	return o, nil
}

// Reopen reads the text of a motion that was opened.
func Reopen(text string) (*Opened, error) {
	var m Motion
	if err := exactly(text, &m); err != nil {
		return nil, err
	}
	o, err := Open(m)
	if err == nil && o.Text != text {
		err = problem.New(problem.Invalid, "Văn bản nội dung bỏ phiếu không đúng dạng chuẩn.")
	}
	return o, err
}

// until is the moment before which the vote is not closed while papers are to come.
func (m *Motion) until() (time.Time, error) {
	at, err := time.Parse(time.RFC3339, m.Until)
	if err == nil && at.UTC().Format(time.RFC3339) != m.Until {
		err = fmt.Errorf("not in UTC and whole seconds")
	}
	return at, err
}

// electronic counts the voters with a credential.
func (m *Motion) electronic() (n int) {
	for _, v := range m.Roll {
		if v.Credential.Kind != OnPaper {
			n++
		}
	}
	return n
}

// Needed is how many votes pass: whole numbers, rounded up.
func (m *Motion) Needed() int {
	of := m.Members
	if m.Base == BasePresent {
		of = m.Present
	}
	return (m.Percent*of + 99) / 100
}

func (m *Motion) check() error {
	var list problem.List
	if _, err := m.until(); err != nil {
		list.Add("until", "Ghi giờ đóng bỏ phiếu.")
	}
	n := len(m.Candidates)
	if n == 0 {
		list.Add("candidates", "Chưa có tên nào để bỏ phiếu.")
	}
	for i, c := range m.Candidates {
		if slices.ContainsFunc(m.Candidates[:i], func(o Candidate) bool { return o.ID == c.ID }) {
			list.Add("candidates", "«%s» có hai lần trên phiếu.", c.Name)
		}
	}
	if m.Kind == Choose && (m.Most < 1 || m.Most > n) || m.Kind != Choose && m.Most != 0 {
		list.Add("most", "Số tên được chọn nhiều nhất phải từ 1 đến %d.", n)
	}
	if m.Seats < 0 || m.Seats > n || m.Seats == 0 && m.Kind != YesNo {
		list.Add("seats", "Số được bầu phải từ 1 đến %d.", n)
	}
	if m.Percent < 1 || m.Percent > 100 {
		list.Add("percent", "Tỷ lệ phải từ 1 đến 100 %%.")
	}
	m.checkRoll(&list)
	if len(m.Holders) != 2 {
		list.Add("holders", "Cần đúng hai người giữ khóa.")
	}
	return list.Err()
}

func (m *Motion) checkRoll(list *problem.List) {
	switch {
	case len(m.Roll) == 0:
		list.Add("roll", "Chưa có cử tri nào.")
	case m.Members > Most:
		list.Add("roll", "Mỗi lần bỏ phiếu không quá %d người.", Most)
	case len(m.Roll) > m.Present || m.Present > m.Members:
		list.Add("roll", "Số cử tri (%d) không quá số có mặt (%d), số có mặt không quá tổng số thành viên (%d).", len(m.Roll), m.Present, m.Members)
	}
	for i, v := range m.Roll {
		if i > 0 && m.Roll[i-1].ID == v.ID {
			list.Add("roll", "«%s» có hai lần trong danh sách cử tri.", v.Name)
		}
		if (v.Credential.Kind == OnPaper) != (len(v.Credential.Key) == 0) {
			list.Add("roll", "«%s» chưa có cách nhận phiếu.", v.Name)
		}
	}
}

// digest is SHA-256 over a label, a line break, and the parts.
func digest(label string, parts ...[]byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write([]byte("giaouoc/ballot/" + label + "\n"))
	for _, p := range parts {
		h.Write(p)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func (o *Opened) hex() string { return hex.EncodeToString(o.Digest[:]) }

func holderKey(der []byte) (*rsa.PublicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok || key.N.BitLen() != 2048 || key.E != 65537 {
		return nil, problem.Field("holders", "Khóa của người giữ khóa phải là khóa RSA 2048 bit.")
	}
	return key, nil
}

func curveKey(der []byte) (*ecdsa.PublicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Params().BitSize != 256 {
		return nil, fmt.Errorf("not an ECDSA key on P-256")
	}
	return key, nil
}
