package dossier

import (
	"fmt"
	"strings"
)

// Diagram is the table of moves as a Mermaid state diagram, for a reader: each arrow is
// a move with who makes it.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range Steps {
		fmt.Fprintf(&b, "    %s: %s\n", s, sentence(s.Name()))
	}
	for _, m := range Moves {
		if len(m.From) == 0 {
			fmt.Fprintf(&b, "    [*] --> %s: %s (%s)\n", m.To, m.Name, m.Who.Name())
		}
		for _, from := range m.From {
			to := m.To
			if to == "" {
				if from != m.From[0] {
					continue // drawn once; the table says where else
				}
				to = from
			}
			fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", from, to, m.Name, m.Who.Name())
		}
	}
	for _, s := range Steps {
		if s.Over() {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	return b.String()
}

// Table is the table of moves as a Markdown table.
func Table() string {
	var b strings.Builder
	b.WriteString("| Việc | Ai làm | Từ bước | Đến bước | Điều kiện | Phải ghi |\n|---|---|---|---|---|---|\n")
	for _, m := range Moves {
		var from []string
		for _, s := range m.From {
			from = append(from, s.Short())
		}
		to, asks := m.To.Short(), []string(nil)
		if m.To == "" {
			to = "giữ nguyên"
		}
		if m.Reason {
			asks = append(asks, "lý do")
		}
		if m.Cite {
			asks = append(asks, "căn cứ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", m.Name, m.Who.Name(), strings.Join(from, ", "), to, m.Needs, strings.Join(asks, ", "))
	}
	return b.String()
}

// Guide is the page of the guide that is written from the code: giaouoc dossier diagram prints it.
func Guide() string {
	return "# Đường đi của một hồ sơ khen thưởng\n\nTrang này do `giaouoc dossier diagram` viết ra từ bảng các việc được làm trong chương trình; sửa bảng thì viết lại trang.\n\n```mermaid\n" +
		Diagram() + "```\n\n## Bảng các việc\n\nViệc không có trong bảng thì không làm được. Người đã gửi đề nghị không tiếp nhận, thẩm định, trình chính hồ sơ ấy.\n\n" + Table()
}

func sentence(text string) string {
	r := []rune(text)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
