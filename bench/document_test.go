package bench

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/vn"
)

// BenchmarkDocument is a submission letter with a list, from its data to the file:
// with 1,000 rows under 100 ms as docx, under 500 ms as PDF.
func BenchmarkDocument(b *testing.B) {
	words, err := document.Carried()
	if err != nil {
		b.Fatal(err)
	}
	for _, rows := range []int{10, 1000, 5000} {
		letter := listed(rows)
		for _, f := range []struct {
			name  string
			write func(io.Writer, *layout.Layout) error
		}{{"docx", docx.Write}, {"pdf", pdf.Write}} {
			b.Run(fmt.Sprintf("%s/rows=%d", f.name, rows), func(b *testing.B) {
				var file bytes.Buffer
				for b.Loop() {
					l, err := layout.Compose(letter.Document(words))
					if err != nil {
						b.Fatal(err)
					}
					file.Reset()
					if err := f.write(&file, &l); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(file.Len())/1024, "KB")
			})
		}
	}
}

func listed(rows int) *document.Submission {
	s := &document.Submission{
		Head: document.Head{Issuer: "Ủy ban nhân dân thành phố", Office: "UBND", Number: 5, Place: "Hà Nội", Date: vn.NewDate(2026, 4, 20), Year: 2026},
		To:   "Thủ tướng Chính phủ",
	}
	for i := range rows {
		s.Nominees = append(s.Nominees, document.Nominee{
			Name: fmt.Sprintf("Nguyễn Văn Minh Họa %d", i+1), Collective: i%10 == 0, Post: "Công nhân, Xí nghiệp Thí Dụ", Award: "Bằng khen của Thủ tướng Chính phủ",
			Merit: "Có sáng kiến giảm thời gian sửa chữa, được áp dụng trong toàn xí nghiệp.", Votes: "10/10 (100%)",
		})
	}
	return s
}
