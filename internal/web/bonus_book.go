package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/fund"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web/pages"
)

// bonusesXlsx is the list of payments of a year's decisions, fit to be signed.
func (s *Server) bonusesXlsx(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var content []byte
	year := 0
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		year = yearAsked(tx, r)
		claims, err := fund.ClaimsOf(tx, law, u.ID, year)
		if err != nil {
			return err
		}
		content, err = paymentBook(law, u, year, &claims).Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "tien-thuong-"+itoa(year)+".xlsx", content)
}

// paymentBook lists who is to be paid and is not yet, by decision. What has no fixed
// sum is not in it, so that the sum that is signed is the sum of its lines.
func paymentBook(law *rules.Law, u org.Unit, year int, claims *fund.Claims) sheet.SignedBook {
	b := sheet.SignedBook{
		Sheet: "Chi tiền thưởng", Office: orText(u.FullName, u.Name), Title: "Danh sách chi tiền thưởng",
		About: []string{"Kèm theo danh hiệu thi đua, hình thức khen thưởng theo các quyết định năm " + itoa(year)},
		Columns: []sheet.Column{
			{Head: "STT", Width: 6},
			{Head: "Người, tập thể", Width: 26},
			{Head: "Chức vụ, nơi công tác", Width: 26},
			{Head: "Danh hiệu, hình thức", Width: 30},
			{Head: "Năm thành tích", Width: 11},
			{Head: "Cách tính", Width: 26},
			{Head: "Số tiền (đồng)", Width: 16, Number: true},
			{Head: "Ký nhận", Width: 16},
		},
		Signers: []string{"Người lập danh sách", "Phụ trách kế toán", "Thủ trưởng đơn vị"},
	}
	var sum int64
	n, open := 0, 0
	for i := range claims.Decisions {
		d := &claims.Decisions[i]
		headed := false
		for j := range d.Claims {
			c := &d.Claims[j]
			if c.State() == fund.Unsettled || c.State() == fund.Unpaid && c.Answer.Bonus.AtMost {
				open++
			}
			if c.State() != fund.Unpaid || c.Answer.Bonus.AtMost {
				continue
			}
			if !headed {
				b.Rows = append(b.Rows, sheet.SignedRow{Group: true, Cells: []string{pages.DecisionTitle(d)}})
				headed = true
			}
			n++
			sum += c.Answer.Bonus.Dong
			place := strings.Trim(c.Grant.Subject.Post+", "+c.Grant.Subject.Place, ", ")
			b.Rows = append(b.Rows, sheet.SignedRow{Cells: []string{
				itoa(n), c.Grant.Subject.Name, place, upperFirst(law.Award(c.Grant.Award).Name), pages.Period(c.Grant.FromYear, c.Grant.Year),
				c.Answer.Bonus.Works, strconv.FormatInt(c.Answer.Bonus.Dong, 10), "",
			}})
		}
	}
	b.Total = []string{"", "Cộng", "", "", "", "", strconv.FormatInt(sum, 10), ""}
	b.Below = []string{"Số tiền bằng chữ: " + inWords(sum), "Tiền thưởng làm tròn lên hàng chục nghìn đồng. Danh sách gồm các khoản chưa chi."}
	if open > 0 {
		b.Below = append(b.Below, "Ngoài danh sách còn "+itoa(open)+" khoản cần xét hoặc chỉ có mức trần; định số tiền rồi chi riêng.")
	}
	return b
}

// fundXlsx is the book of a year, fit to be signed.
func (s *Server) fundXlsx(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var content []byte
	year := 0
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		years, err := fund.YearsOf(tx, u.ID)
		if err != nil {
			return err
		}
		year = fundYear(tx, r, years)
		b, err := fund.BookOf(tx, law, u.ID, year)
		if err != nil {
			return err
		}
		content, err = fundBook(u, &b).Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "quy-thi-dua-khen-thuong-"+itoa(year)+".xlsx", content)
}

func fundBook(u org.Unit, b *fund.Book) sheet.SignedBook {
	year := b.Year.Year
	out := sheet.SignedBook{
		Sheet: "Quỹ " + itoa(year), Office: orText(u.FullName, u.Name), Title: "Sổ quỹ thi đua, khen thưởng năm " + itoa(year),
		About: []string{"Sổ đang mở, số liệu còn có thể thay đổi"},
		Columns: []sheet.Column{
			{Head: "Số", Width: 6},
			{Head: "Ngày", Width: 12},
			{Head: "Chứng từ", Width: 20},
			{Head: "Nội dung", Width: 40},
			{Head: "Diễn giải", Width: 30},
			{Head: "Thu (đồng)", Width: 17, Number: true},
			{Head: "Chi (đồng)", Width: 17, Number: true},
			{Head: "Còn lại (đồng)", Width: 17, Number: true},
		},
		Below:   []string{"Số còn lại bằng chữ: " + inWords(b.Left())},
		Signers: []string{"Người ghi sổ", "Phụ trách kế toán", "Thủ trưởng đơn vị"},
	}
	if !b.ClosedOn.IsZero() {
		out.About = []string{"Sổ đã khóa ngày " + b.ClosedOn.Short()}
	}
	plain := func(n int64) string { return strconv.FormatInt(n, 10) }
	out.Rows = append(out.Rows, sheet.SignedRow{Cells: []string{"", "", "", "Số dư đầu năm", "", "", "", plain(b.Carried)}})
	running := b.Running()
	for i := range b.List {
		e := &b.List[i]
		cells := []string{plain(e.Number), e.OnDay.Short(), e.Document, pages.EntryText(b, e), e.Note, "", "", plain(running[i])}
		if e.Kind == fund.Receipt {
			cells[5] = plain(e.Signed())
		} else {
			cells[6] = plain(e.Signed())
		}
		out.Rows = append(out.Rows, sheet.SignedRow{Cells: cells})
	}
	out.Total = []string{"", "", "", "Cộng", "", plain(b.Received()), plain(b.Spent()), plain(b.Left())}
	return out
}
