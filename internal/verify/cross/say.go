package cross

import (
	"fmt"
	"strings"
)

// String says in one line what was proved, and no more than that.
func (r Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ĐÚNG: chấm chéo năm %d, %d/%d đơn vị có phiếu, %d lần niêm phong, %d điểm; mọi phiếu khớp dấu niêm phong của lần cuối, tổng và trung bình tính lại bằng nhau", r.Year, r.Opened, r.Units, r.Seals, r.Marks)
	if len(r.Silent) > 0 {
		fmt.Fprintf(&b, "; không chấm chéo: %s", strings.Join(r.Silent, ", "))
	}
	if r.Receipt != "" {
		b.WriteString("; " + r.Receipt)
	}
	switch {
	case r.Whole:
		b.WriteString("; chứng minh trong nhật ký đúng, nhật ký không có lần niêm phong nào ngoài tệp")
	case r.Logged:
		b.WriteString("; chứng minh trong nhật ký đúng (chưa đọc cả nhật ký: dùng --record)")
	default:
		b.WriteString("; CHƯA đối chiếu nhật ký (dùng --record hoặc --key)")
	}
	return b.String() + "."
}
