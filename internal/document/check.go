package document

import (
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/problem"
)

var (
	signForm = regexp.MustCompile(`^\p{L}[\p{L}\d]*(-[\p{L}\d]+)*$`)
	// degrees and honours that must not stand before a signer's name. Decree
	// 30/2020/NĐ-CP excepts the armed forces, education, health and science; who
	// is excepted signs with the name as the office writes it.
	degree = regexp.MustCompile(`^(?i)(gs|pgs|ts|ths|tskh|cn|ks|bs|ls|giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|cử nhân|kỹ sư|bác sĩ|luật sư|nhà giáo|nghệ sĩ|anh hùng|nsnd|nsưt|ngnd|ngưt)[\s.]`)
)

// Check says what of a document does not follow the decree before it is issued, each
// beside its field; nil when nothing was found. It looks at form alone.
func (d *Document) Check() error {
	var list problem.List
	if strings.TrimSpace(d.Issuer) == "" {
		list.Add("issuer", "Ghi tên cơ quan ban hành.")
	}
	if strings.TrimSpace(d.Place) == "" {
		list.Add("place", "Ghi địa danh.")
	}
	if a := strings.TrimSpace(d.Abstract); a == "" || a == blank {
		list.Add("abstract", "Ghi trích yếu nội dung.")
	}
	switch code := d.Kind.row().code; {
	case d.Sign == "":
	case !signForm.MatchString(d.Sign):
		list.Add("sign", "Ký hiệu «%s» phải là chữ và số nối bằng dấu gạch nối, ví dụ TTr-UBND.", d.Sign)
	case code != "" && !strings.HasPrefix(d.Sign, code+"-"):
		list.Add("sign", "Ký hiệu của %s bắt đầu bằng %s-.", strings.ToLower(d.Kind.Name()), code)
	}
	if d.Title == "" && len(d.Addressees) == 0 {
		list.Add("addressees", "Công văn phải ghi nơi kính gửi.")
	}
	if n := len(d.Recipients); n > 0 && !strings.HasPrefix(d.Recipients[n-1], "Lưu") {
		list.Add("recipients", "Dòng cuối của nơi nhận là nơi lưu, ví dụ «Lưu: VT».")
	}
	if len(d.Signatures) == 0 {
		list.Add("signatures", "Ghi chức vụ người ký.")
	}
	for _, s := range slices.Concat(d.Signatures, d.closing()) {
		if len(s.Lines) == 0 {
			list.Add("signatures", "Ghi chức vụ của người ký %s.", or(s.Name))
		}
		if m := degree.FindStringSubmatch(s.Name + " "); m != nil {
			list.Add("signatures", "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu: bỏ «%s».", m[1])
		}
	}
	return list.Err()
}

func (d *Document) closing() []Signature {
	if d.Closing == nil {
		return nil
	}
	return []Signature{*d.Closing}
}
