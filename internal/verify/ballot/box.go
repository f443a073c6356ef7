package ballot

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha512"
	"encoding/hex"
	"slices"

	"giaouoc/internal/verify/published"
)

// readBox checks every paper, and that there are no more tokens than check-offs.
func (w *work) readBox() error {
	w.last, w.digests = map[string]cast{}, map[string]cast{}
	if w.motion.Form == "outcome" && !w.opened {
		if w.file.Box != nil {
			return published.Wrong("nội dung chỉ công bố kết quả mà tệp lại có phiếu")
		}
		if !isDigest(w.closing.BoxRoot) || w.closing.Papers < 0 {
			return published.Wrong("văn bản đóng bỏ phiếu không đúng dạng bo-phieu-dong/1")
		}
		return nil
	}
	if w.file.Box == nil {
		return published.Wrong("tệp thiếu các phiếu")
	}
	numbers := map[string]map[int]bool{}
	var digests [][]byte
	for i, shown := range w.file.Box {
		c, err := w.readPaper(shown, i+1)
		if err != nil {
			return err
		}
		token := string(c.Token)
		if numbers[token] == nil {
			numbers[token] = map[int]bool{}
		}
		if numbers[token][c.Number] {
			return published.Wrong("phiếu thứ %d dùng lại một thẻ phiếu với cùng số lần %d", i+1, c.Number)
		}
		numbers[token][c.Number] = true
		if c.Number > w.last[token].Number {
			w.last[token] = c
		}
		w.digests[c.digest] = c
		raw, _ := hex.DecodeString(c.digest)
		digests = append(digests, raw)
	}
	for token, c := range w.last {
		if len(numbers[token]) != c.Number {
			return published.Wrong("một thẻ phiếu có phiếu lần %d mà thiếu lần trước đó: có phiếu đã bị lấy đi", c.Number)
		}
	}
	if w.closing.Papers != len(digests) || w.closing.BoxRoot != root(digests) {
		return published.Wrong("các phiếu trong tệp không phải các phiếu lúc đóng")
	}
	if len(w.last) > len(w.file.CheckOffs) {
		return published.Wrong("có %d thẻ phiếu mà chỉ %d lần nhận phiếu: có phiếu thêm vào", len(w.last), len(w.file.CheckOffs))
	}
	return nil
}

// openBoard takes the papers of a sealed board, which both holders have opened, for
// those of the file.
func (w *work) openBoard(content []byte) error {
	if w.file.Box != nil {
		return published.Wrong("tệp đã có các phiếu; --board chỉ dùng cho bảng phiếu niêm phong")
	}
	if err := published.Decode(content, &w.file.Box); err != nil || w.file.Box == nil {
		return published.Wrong("bảng phiếu đã mở không đúng dạng")
	}
	w.opened = true
	return nil
}

// readPaper checks one paper of the box; place is for the reader.
func (w *work) readPaper(shown shownPaper, place int) (cast, error) {
	c := cast{digest: hex.EncodeToString(digest("paper", []byte(shown.Paper)))}
	if err := published.Exactly(shown.Paper, &c.paper, "phiếu"); err != nil {
		return c, err
	}
	if c.Format != "bo-phieu-phieu/1" || c.Number < 1 || c.Choice == nil {
		return c, published.Wrong("phiếu thứ %d không đúng dạng bo-phieu-phieu/1", place)
	}
	if c.Motion != hex.EncodeToString(w.digest) {
		return c, published.Wrong("phiếu thứ %d thuộc nội dung khác", place)
	}
	if c.Number > 1 && w.motion.Again == "never" {
		return c, published.Wrong("phiếu thứ %d là phiếu bỏ lại, quy chế không cho bỏ lại", place)
	}
	key, ok := publicKey[*ecdsa.PublicKey](c.Token)
	if !ok || key.Curve != elliptic.P256() || !signed(key, []byte(shown.Paper), shown.Signature) {
		return c, published.Wrong("phiếu thứ %d không mang chữ ký của thẻ phiếu: phiếu đã bị sửa", place)
	}
	if len(shown.Tokens) != len(w.holders) {
		return c, published.Wrong("phiếu thứ %d không có đủ chữ ký của hai người giữ khóa", place)
	}
	sum := sha512.Sum384([]byte("giaouoc/ballot/token\n" + string(w.digest) + string(c.Token)))
	for i, holder := range w.holders {
		if rsa.VerifyPSS(holder, crypto.SHA384, sum[:], shown.Tokens[i], &rsa.PSSOptions{SaltLength: 48, Hash: crypto.SHA384}) != nil {
			return c, published.Wrong("phiếu thứ %d không có chữ ký của người giữ khóa %s: thẻ phiếu giả", place, w.motion.Holders[i].Name)
		}
	}
	if !w.motion.allows(c.Choice) {
		return c, published.Wrong("phiếu thứ %d chọn điều mà nội dung không cho chọn", place)
	}
	return c, nil
}

// allows reports whether a paper may say this.
func (m *motion) allows(choice []string) bool {
	if m.Kind == "yes_no" {
		return len(choice) == len(m.Candidates) && !slices.ContainsFunc(choice, func(c string) bool { return c != "yes" && c != "no" && c != "blank" })
	}
	seen := map[string]bool{}
	for i, id := range choice {
		if seen[id] || !slices.ContainsFunc(m.Candidates, func(c candidate) bool { return c.ID == id }) {
			return false
		}
		if m.Kind == "choose" && i > 0 && choice[i-1] > id {
			return false
		}
		seen[id] = true
	}
	return m.Kind == "rank" || len(choice) <= m.Most
}

// checkReceipt says what a voter's receipt proves.
func (w *work) checkReceipt(content []byte) (string, error) {
	var r receipt
	if err := published.Exactly(string(content), &r, "biên nhận"); err != nil {
		return "", err
	}
	paper, ok := published.Bytes32(r.Paper)
	if r.Format != "bo-phieu-bien-nhan/1" || !ok {
		return "", published.Wrong("biên nhận không đúng dạng bo-phieu-bien-nhan/1")
	}
	if r.Motion != hex.EncodeToString(w.digest) {
		return "", published.Wrong("biên nhận thuộc nội dung khác")
	}
	if !signed(w.receipt, []byte("giaouoc/ballot/receipt\n"+string(w.digest)+string(paper)), r.Signature) {
		return "", published.Wrong("biên nhận không mang chữ ký của máy chủ")
	}
	if w.motion.Form == "outcome" && !w.opened {
		return "biên nhận đúng chữ ký; bảng phiếu niêm phong nên CHƯA kiểm được phiếu có trong hòm", nil
	}
	c, in := w.digests[r.Paper]
	switch {
	case !in:
		return "", published.Wrong("phiếu trong biên nhận không có trong hòm: phiếu đã bị lấy đi")
	case w.last[string(c.Token)].digest != c.digest:
		return "phiếu trong biên nhận có trong hòm và đã được phiếu bỏ lại sau thay", nil
	}
	return "phiếu trong biên nhận có trong hòm và được tính", nil
}
