package record

import "testing"

func TestAWordIsReplacedWhole(t *testing.T) {
	const gone = "(…)"
	for _, c := range []struct {
		word, text, want string
	}{
		{"An", "Ban Chỉ đạo", "Ban Chỉ đạo"},
		{"An", "An ninh ở An Giang", "An ninh ở An Giang"},
		{"An", "An", gone},
		{"Trần An", "Trần Anh và Trần An, Trần An.", "Trần Anh và (…), (…)."},
		{"Trần An", "Trần An Bình", "Trần An Bình"},
		{"Trần An", "Lê Trần An", "Lê Trần An"},
		{"Trần An", "Ông Trần An đã ký", "Ông (…) đã ký"},
		{"Trần An", "Theo ý kiến của Trần An UBND tỉnh", "Theo ý kiến của (…) UBND tỉnh"},
		{"Nguyễn Văn An", "Theo Nguyễn Văn An (Sở Tài chính)", "Theo (…) (Sở Tài chính)"},
		{"Nguyễn Văn An", "Lê Bình (theo ủy quyền của Nguyễn Văn An)", "Lê Bình (theo ủy quyền của (…))"},
		{"Nguyễn Văn An", "Nguyễn Văn Nguyễn Văn An", "Nguyễn Văn (…)"},
		{"b-an", "người: b-an; năm: 2026", "người: (…); năm: 2026"},
		{"b-an", "b-an-2, bb-an, b-anh, x.b-an", "b-an-2, bb-an, b-anh, x.b-an"},
		{"an@tinh.vn", "gửi an@tinh.vn.", "gửi (…)."},
		{"an@tinh.vn", "van@tinh.vn, an@tinh.vn.com, le.an@tinh.vn", "van@tinh.vn, an@tinh.vn.com, le.an@tinh.vn"},
		{"001099012345", "số 001099012345, 1001099012345", "số (…), 1001099012345"},
		{"admin", "tài khoản admin", "tài khoản admin"},
		{"", "không có gì", "không có gì"},
	} {
		if got := (Words{c.word}).Replace(c.text, gone); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.word, c.text, got, c.want)
		}
		if got := (Words{c.word}).In(c.text); got != (c.text != c.want) {
			t.Errorf("%q in %q: %v", c.word, c.text, got)
		}
	}
}
