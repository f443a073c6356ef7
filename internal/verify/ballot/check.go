package ballot

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/verify/published"
)

// Terms are what a check goes by besides the file.
type Terms struct {
	Receipt []byte // of a voter; nil for none
	Board   []byte // the papers of a board that was sealed, opened by both holders; nil for none
	Log     *Log   // nil to leave the record aside
}

// Result is what a check proved.
type Result struct {
	Title     string
	Voters    int // on the roll
	CheckOffs int
	Tokens    int    // of the papers in the box
	Replaced  int    // papers that a later one of the same token replaced
	Counted   int    // papers that tellers found valid
	Board     bool   // every paper was checked; else the board is sealed
	Opened    string // what the papers of an opened board say, which is not published
	Chosen    []string
	Tied      []string
	Logged    bool // the proofs of the record were checked
	Whole     bool // the whole record was read, and it holds no other text of this vote
	Receipt   string
}

// work is a file while it is checked.
type work struct {
	file    file
	opened  bool // the papers of a sealed board are at hand
	motion  motion
	digest  []byte // of the motion
	closing closing
	holders []*rsa.PublicKey
	receipt *ecdsa.PublicKey
	last    map[string]cast // by token: the paper that counts
	digests map[string]cast // by digest: every paper of the box
	counts  string          // of an opened board, in words
}

// cast is a paper of the box, read.
type cast struct {
	paper
	digest string
}

// Check checks a published file. Its error is a problem that says what is wrong.
func Check(content []byte, t Terms) (Result, error) {
	var w work
	if err := published.Exactly(string(content), &w.file, "tệp"); err != nil {
		return Result{}, err
	}
	if w.file.Format != "bo-phieu/1" || w.file.CheckOffs == nil {
		return Result{}, published.Wrong("tệp không đúng dạng bo-phieu/1")
	}
	if t.Board != nil {
		if err := w.openBoard(t.Board); err != nil {
			return Result{}, err
		}
	}
	for _, step := range []func() error{w.readMotion, w.readClosing, w.readCheckOffs, w.readBox, w.recount} {
		if err := step(); err != nil {
			return Result{}, err
		}
	}
	r := Result{
		Title: w.motion.Title, Voters: len(w.motion.Roll), CheckOffs: len(w.file.CheckOffs), Tokens: len(w.last), Replaced: len(w.digests) - len(w.last),
		Board: w.motion.Form == "board" || w.opened, Opened: w.counts, Chosen: w.names(w.closing.Result.Chosen), Tied: w.names(w.closing.Result.Tied),
	}
	if w.closing.Counted != nil {
		r.Counted = w.closing.Counted.Valid
	}
	if t.Log != nil {
		r.Logged, r.Whole = true, t.Log.Whole
		if err := w.logged(*t.Log); err != nil {
			return Result{}, err
		}
	}
	if t.Receipt != nil {
		var err error
		if r.Receipt, err = w.checkReceipt(t.Receipt); err != nil {
			return Result{}, err
		}
	}
	return r, nil
}

// digest is SHA-256 over a label, a line break, and what is digested.
func digest(label string, parts ...[]byte) []byte {
	h := sha256.New()
	h.Write([]byte("giaouoc/ballot/" + label + "\n"))
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func (w *work) names(ids []string) []string {
	var list []string
	for _, c := range w.motion.Candidates {
		if slices.Contains(ids, c.ID) {
			list = append(list, c.Name)
		}
	}
	return list
}

func (w *work) readMotion() error {
	m := &w.motion
	if err := published.Exactly(w.file.Motion.Text, m, "văn bản nội dung bỏ phiếu"); err != nil {
		return err
	}
	if fault := m.fault(); fault != "" {
		return published.Wrong("văn bản nội dung bỏ phiếu không đúng dạng bo-phieu-noi-dung/1: %s", fault)
	}
	w.digest = digest("motion", []byte(w.file.Motion.Text))
	for _, h := range m.Holders {
		key, ok := publicKey[*rsa.PublicKey](h.Key)
		if !ok || key.N.BitLen() != 2048 || key.E != 65537 {
			return published.Wrong("khóa của người giữ khóa %s không phải khóa RSA 2048 bit với số mũ 65537", h.Name)
		}
		w.holders = append(w.holders, key)
	}
	if w.holders[0].Equal(w.holders[1]) {
		return published.Wrong("hai người giữ khóa dùng chung một khóa")
	}
	var ok bool
	if w.receipt, ok = publicKey[*ecdsa.PublicKey](m.ReceiptKey); !ok || w.receipt.Curve != elliptic.P256() {
		return published.Wrong("khóa biên nhận không phải khóa ECDSA P-256")
	}
	return nil
}

var moment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`)

// fault says in words what a motion may not say.
func (m *motion) fault() string {
	ids := map[string]bool{}
	for _, c := range m.Candidates {
		if c.ID == "" || ids[c.ID] {
			return "hai người, đơn vị được bầu trùng mã"
		}
		ids[c.ID] = true
	}
	n := len(m.Candidates)
	switch {
	case m.Format != "bo-phieu-noi-dung/1":
		return "format"
	case !slices.Contains([]string{"yes_no", "choose", "rank"}, m.Kind) || n < 1:
		return "kind, candidates"
	case m.Kind == "choose" && (m.Most < 1 || m.Most > n), m.Kind != "choose" && m.Most != 0:
		return "most"
	case m.Seats < 0 || m.Seats > n || m.Seats == 0 && m.Kind != "yes_no":
		return "seats"
	case m.Base != "all" && m.Base != "present", m.Members > 500 || m.Members < m.Present || m.Present < len(m.Roll) || len(m.Roll) == 0:
		return "base, members, present, roll"
	case m.Percent < 1 || m.Percent > 100:
		return "percent"
	case m.Again != "last" && m.Again != "never", m.Form != "board" && m.Form != "outcome", len(m.Holders) != 2:
		return "again, form, holders"
	case !moment.MatchString(m.Until):
		return "until"
	case !published.Increasing(m.Roll, func(a, b voter) int { return strings.Compare(a.ID, b.ID) }):
		return "roll không đúng thứ tự, hoặc trùng"
	}
	for _, v := range m.Roll {
		if !slices.Contains([]string{"passkey", "slip", "paper"}, v.Credential.Kind) || (v.Credential.Kind == "paper") != (len(v.Credential.Key) == 0) || v.Credential.Key == nil {
			return "phương thức của cử tri " + v.Name
		}
	}
	return ""
}

// publicKey reads a SubjectPublicKeyInfo of a kind of key, in its one spelling.
func publicKey[K any](der []byte) (K, bool) {
	var none K
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return none, false
	}
	if again, err := x509.MarshalPKIXPublicKey(parsed); err != nil || !bytes.Equal(again, der) {
		return none, false
	}
	key, ok := parsed.(K)
	return key, ok
}

func (w *work) readClosing() error {
	c := &w.closing
	if err := published.Exactly(w.file.Closing.Text, c, "văn bản đóng bỏ phiếu"); err != nil {
		return err
	}
	if c.Format != "bo-phieu-dong/1" || len(c.Result.Candidates) != len(w.motion.Candidates) || c.Result.Chosen == nil || c.Result.Tied == nil {
		return published.Wrong("văn bản đóng bỏ phiếu không đúng dạng bo-phieu-dong/1")
	}
	if c.Motion != hex.EncodeToString(w.digest) {
		return published.Wrong("văn bản đóng bỏ phiếu thuộc nội dung khác, hoặc nội dung đã bị sửa sau khi mở")
	}
	if c.Moved == nil || !published.Increasing(c.Moved, strings.Compare) {
		return published.Wrong("danh sách cử tri chuyển sang phiếu giấy không đúng thứ tự, hoặc trùng")
	}
	for _, id := range c.Moved {
		if !slices.ContainsFunc(w.motion.Roll, func(v voter) bool { return v.ID == id && v.Credential.Kind != "paper" }) {
			return published.Wrong("người chuyển sang phiếu giấy không có trong danh sách cử tri, hoặc vốn đã bỏ phiếu giấy")
		}
	}
	if n := c.Counted; n != nil {
		if n.Valid < 0 || n.Valid > n.Returned || n.Returned > n.Given || n.Given > w.onPaper() || len(n.Candidates) != len(w.motion.Candidates) {
			return published.Wrong("số phiếu giấy không khớp: phát ra %d, thu về %d, hợp lệ %d, cử tri bỏ phiếu giấy %d", n.Given, n.Returned, n.Valid, w.onPaper())
		}
	}
	return nil
}

// onPaper counts the voters who vote on paper, by the roll or moved since.
func (w *work) onPaper() int {
	n := len(w.closing.Moved)
	for _, v := range w.motion.Roll {
		if v.Credential.Kind == "paper" {
			n++
		}
	}
	return n
}

// root is the Merkle tree hash of RFC 6962 over digests, sorted by bytes.
func root(digests [][]byte) string {
	slices.SortFunc(digests, bytes.Compare)
	return hex.EncodeToString(subtree(digests))
}

func subtree(leaves [][]byte) []byte {
	switch len(leaves) {
	case 0:
		sum := sha256.Sum256(nil)
		return sum[:]
	case 1:
		sum := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return sum[:]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	sum := sha256.Sum256(slices.Concat([]byte{1}, subtree(leaves[:k]), subtree(leaves[k:])))
	return sum[:]
}

func byVoter(a, b checkOff) int { return cmp.Compare(a.Voter, b.Voter) }
