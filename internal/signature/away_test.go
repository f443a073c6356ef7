package signature

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature/pdf"
)

// standIn answers as cmd/giaouoc-token does, from keys in memory. A token itself, of
// SoftHSM, is asked by `make token-test`.
func standIn(t *testing.T, s Signer, pin string) *Token {
	t.Helper()
	in, questions := io.Pipe()
	answers, out := io.Pipe()
	t.Cleanup(func() { _ = questions.Close() })
	go func() {
		from, to := json.NewDecoder(in), json.NewEncoder(out)
		for {
			var r TokenRequest
			if from.Decode(&r) != nil {
				return
			}
			a := TokenAnswer{}
			switch {
			case r.Do == TokenList:
				for i, c := range s.Chain {
					a.Certificates = append(a.Certificates, TokenCertificate{ID: string(rune('0' + i)), Label: nameOf(c), DER: c.Raw})
				}
				a.Certificates = append(a.Certificates, TokenCertificate{Label: "hỏng", DER: []byte("x")})
			case r.PIN == "hỏng":
				_, _ = io.WriteString(out, "?\n")
				continue
			case r.PIN != pin:
				a.Error = TokenWrongPIN
			default:
				a.Signature, _ = s.Key.Sign(rand.Reader, r.Digest, crypto.SHA256)
			}
			_ = to.Encode(a)
		}
	}()
	return NewToken(questions, answers)
}

func TestATokenIsAskedOverLines(t *testing.T) {
	w := theWorld()
	token := standIn(t, w.signer(keys.rsa(), "Nguyễn Văn A", nil), "2468")
	s, err := token.Signer("", "2468")
	if err != nil || len(s.Chain) != 2 {
		t.Fatal(err, len(s.Chain))
	}
	if r := Check(signed(t, madePDF(1), s, Terms{}).PDF, w.trust()); !r.Good() {
		t.Error(r)
	}
	for pin, want := range map[string]string{"1": "Mã PIN của thiết bị ký không đúng", "hỏng": "read the token's answer"} {
		s, err := token.Signer("Nguyễn Văn A", pin)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Sign(t.Context(), madePDF(1), s, Terms{At: now}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", pin, err)
		}
	}
	if _, err := token.Signer("hỏng", ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("a certificate that is none: %v", err)
	}
	if _, err := NewToken(io.Discard, strings.NewReader(`{"error":"absent"}`)).Signer("", ""); err == nil || !strings.Contains(err.Error(), "hãy cắm thiết bị") {
		t.Errorf("no token: %v", err)
	}
	if _, err := NewToken(io.Discard, strings.NewReader("")).Signer("", ""); err == nil {
		t.Error("a program that ended")
	}
}

// The agent is a stand-in: what is held is what is done with what it says.
func TestWhatAnAgentReturns(t *testing.T) {
	w := theWorld()
	sent := madePDF(2)
	back := signed(t, sent, w.signer(keys.ec(), "Lãnh đạo", nil), Terms{Look: &Look{X: 20, Y: 20, Lines: []string{"Lãnh đạo"}}}).PDF
	if r, err := Returned(sent, back, w.trust()); err != nil || len(r.Signatures) != 1 {
		t.Fatalf("as sent, and signed: %v", err)
	}
	twice := signed(t, back, w.signer(keys.rsa(), "Văn thư", nil), Terms{}).PDF
	if _, err := Returned(back, twice, w.trust()); err != nil {
		t.Errorf("a second signature: %v", err)
	}
	other := signed(t, bytes.Replace(sent, []byte("/MediaBox [0 0 595.28"), []byte("/MediaBox [0 0 500.28"), 1), w.signer(keys.ec(), "Lãnh đạo", nil), Terms{}).PDF
	doc := must(pdf.Open(sent))
	u := doc.Update()
	words := "BT (khac) Tj ET"
	u.Set(doc.Pages()[0].Dict["Contents"].(pdf.Ref), pdf.Stream{Dict: pdf.Dict{"Length": int64(len(words))}, Raw: []byte(words)})
	rewritten, _ := u.Bytes()
	foreign := newAuthority(nil, "Gốc lạ")
	for what, c := range map[string]struct {
		back []byte
		want string
	}{
		"not signed":        {sent, "không có chữ ký số nào"},
		"no PDF":            {[]byte("x"), "Không đọc được tệp"},
		"another file":      {other, "không phải tệp đã gửi đi ký"},
		"another content":   {signed(t, rewritten, w.signer(keys.ec(), "Lãnh đạo", nil), Terms{}).PDF, "nội dung trang 1"},
		"a stranger signed": {signed(t, sent, Signer{keys.ec(), []*x509.Certificate{foreign.issue(keys.ec(), "Người lạ", nil)}}, Terms{}).PDF, "Chưa tin được chứng thư"},
	} {
		if _, err := Returned(sent, c.back, w.trust()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := Returned(back, back, w.trust()); err == nil || !strings.Contains(err.Error(), "không có thêm chữ ký") {
		t.Errorf("nothing added: %v", err)
	}
}

func TestWhatAnAgentSays(t *testing.T) {
	if err := AgentSaid([]byte(`{"Status":0,"Message":"","FileServer":"x"}`)); err != nil {
		t.Errorf("signed: %v", err)
	}
	for message, want := range map[string]string{
		`{"Status":1,"Message":"Người dùng hủy"}`: "Người dùng hủy", `{"Status":7}`: "mã 7", `{}`: "không hiểu", `?`: "không hiểu",
	} {
		if err := AgentSaid([]byte(message)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", message, err)
		}
	}
	order, err := json.Marshal(AgentOrder{FileUploadHandler: "https://a/nhan", FileName: "https://a/tep"})
	if want := `{"FileUploadHandler":"https://a/nhan","SessionId":"","FileName":"https://a/tep"}`; err != nil || string(order) != want {
		t.Errorf("%s, %v", order, err)
	}
}
