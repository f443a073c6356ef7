package record

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/vn"
)

// String says in one line what was proved, and no more than that.
func (r Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ĐÚNG: nhật ký «%s» có %s lá", printable(r.Origin), number(r.Size))
	if r.Size > 0 {
		fmt.Fprintf(&b, ", lá cuối ghi việc lúc %s", moment(r.LastAt))
	}
	b.WriteString("; chữ ký đúng, mọi lá và mọi mảnh băm khớp với gốc đã ký; ")
	switch {
	case r.SeenAt.IsZero():
		b.WriteString("lần đầu thấy nhật ký này")
	default:
		fmt.Fprintf(&b, "nối tiếp đúng điểm niêm phong %s lá đã thấy ngày %s", number(r.Seen), day(r.SeenAt))
	}
	if r.Followed > 0 {
		from := "khóa thấy lần trước"
		if r.Given {
			from = "khóa đã cho"
		}
		fmt.Fprintf(&b, "; nhật ký đã đổi khóa, theo được %s có chữ ký của cả hai bên từ %s", handOvers(r.Followed), from)
	}
	if r.Known > 0 {
		fmt.Fprintf(&b, "; %s", say(r.Witnesses, r.Known))
	}
	if r.Unknown > 0 {
		fmt.Fprintf(&b, "; %d chữ ký của khóa không rõ không được xét", r.Unknown)
	}
	if r.Bundle != nil {
		fmt.Fprintf(&b, "; gói chứng minh: lá số %s có trong nhật ký này", number(r.Bundle.Index))
	}
	b.WriteString(".")
	return b.String()
}

// String says in one line what a bundle proved.
func (c Content) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ĐÚNG: lá số %s có trong nhật ký «%s» ở điểm niêm phong %s lá, chữ ký đúng", number(c.Index), printable(c.Origin), number(c.Size))
	if c.Followed > 0 {
		fmt.Fprintf(&b, "; nhật ký đã đổi khóa, theo được %s có chữ ký của cả hai bên từ khóa đã cho đến khóa đã ký", handOvers(c.Followed))
	}
	if c.HasWhat {
		b.WriteString("; nội dung công khai kèm theo đúng là nội dung lá cam kết")
	}
	if c.Known > 0 {
		fmt.Fprintf(&b, "; %s", say(c.Witnesses, c.Known))
	}
	b.WriteString(".")
	return b.String()
}

// Proved is the leaf and the public content, each on a line of its own.
func (c Content) Proved() string {
	text := "Lá: " + printable(c.Leaf) + "\n"
	if c.HasWhat {
		text += "Nội dung: " + printable(c.What) + "\n"
	}
	return text
}

func say(witnesses []Cosigner, known int) string {
	names := make([]string, len(witnesses))
	for i, w := range witnesses {
		names[i] = fmt.Sprintf("%s lúc %s", printable(w.Name), moment(w.At))
	}
	text := fmt.Sprintf("%d/%d nhân chứng cùng ký", len(witnesses), known)
	if len(names) > 0 {
		text += " (" + strings.Join(names, ", ") + ")"
	}
	return text
}

func handOvers(n int) string { return number(int64(n)) + " lần bàn giao" }

func moment(t time.Time) string { return t.In(vietnam).Format("15:04:05 ngày 02/01/2006") }

func number(n int64) string { return vn.Grouped(strconv.FormatInt(n, 10)) }
