package ballot

import (
	"fmt"
	"strings"
)

func sentence(name string, said, found standing) string {
	return fmt.Sprintf("«%s» được công bố %d phiếu, tính lại %d", name, said.Votes, found.Votes)
}

func sentenceOfValid(said, found int) string {
	return fmt.Sprintf("công bố %d phiếu hợp lệ, tính lại %d", said, found)
}

// String says in one line what was proved, and no more than that.
func (r Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ĐÚNG: «%s», %d cử tri, %d lần nhận phiếu", r.Title, r.Voters, r.CheckOffs)
	if r.Board {
		fmt.Fprintf(&b, ", %d phiếu thu về", r.Tokens)
		if n := r.CheckOffs - r.Tokens; n > 0 {
			fmt.Fprintf(&b, "; phát ra, không thu về: %d", n)
		}
		if r.Replaced > 0 {
			fmt.Fprintf(&b, "; %d phiếu đã được bỏ lại", r.Replaced)
		}
		if r.Counted > 0 {
			fmt.Fprintf(&b, "; %d phiếu giấy theo biên bản kiểm phiếu (không kiểm lại được)", r.Counted)
		}
		if r.Opened != "" {
			b.WriteString("; bảng phiếu đã mở niêm phong, phiếu điện tử: " + r.Opened)
		}
		b.WriteString("; mọi phiếu có đủ chữ ký, kết quả tính lại bằng nhau")
	} else {
		b.WriteString("; bảng phiếu niêm phong: CHƯA kiểm được từng phiếu và số phiếu của từng người, đơn vị")
	}
	b.WriteString("; được chọn: " + list(r.Chosen))
	if len(r.Tied) > 0 {
		b.WriteString("; bằng phiếu, phải bỏ phiếu lại: " + list(r.Tied))
	}
	if r.Receipt != "" {
		b.WriteString("; " + r.Receipt)
	}
	switch {
	case r.Whole:
		b.WriteString("; chứng minh trong nhật ký đúng, nhật ký không có văn bản nào khác của lần bỏ phiếu này")
	case r.Logged:
		b.WriteString("; chứng minh trong nhật ký đúng (chưa đọc cả nhật ký: dùng --record)")
	default:
		b.WriteString("; CHƯA đối chiếu nhật ký (dùng --record hoặc --key)")
	}
	return b.String() + "."
}

func list(names []string) string {
	if len(names) == 0 {
		return "không có"
	}
	return strings.Join(names, ", ")
}
