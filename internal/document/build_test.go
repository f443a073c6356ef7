package document

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// texts is everything that a document says, a line each.
func texts(d *Document) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.TrimSpace(strings.Join(parts, " ")) + "\n") }
	line(d.Title)
	line(d.Abstract)
	for _, list := range [][]string{d.Addressees, d.Bases} {
		for _, t := range list {
			line(t)
		}
	}
	blocks := d.Body
	for _, a := range d.Appendices {
		blocks = append(append([]Block(nil), blocks...), a.Body...)
	}
	for _, p := range blocks {
		line(p.Label, p.Text)
		if p.Table != nil {
			for _, r := range p.Table.Rows {
				line(r...)
			}
		}
	}
	for _, n := range d.Notes {
		line(n)
	}
	return b.String()
}

func says(t *testing.T, d *Document, list ...string) {
	t.Helper()
	all := texts(d)
	for _, want := range list {
		if !strings.Contains(all, want) {
			t.Errorf("%s does not say %q:\n%s", d.Kind, want, all)
		}
	}
}

func number(text string) *decimal.Decimal {
	d := decimal.RequireFromString(text)
	return &d
}

func TestAReviewSaysOnlyWhatWasCounted(t *testing.T) {
	for name, c := range map[string]struct {
		sum  Sum
		want string
	}{
		"a bare figure": {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("1250")}, "Thu: 1.250 tỷ đồng."},
		"risen":         {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("1100"), Before: number("1000")}, "Thu: 1.100 tỷ đồng, tăng 10,0% so với cùng kỳ (1.000 tỷ đồng)."},
		"fallen":        {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("900"), Before: number("1000")}, "Thu: 900 tỷ đồng, giảm 10,0% so với cùng kỳ (1.000 tỷ đồng)."},
		"the same":      {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("900"), Before: number("900")}, "Thu: 900 tỷ đồng, bằng cùng kỳ."},
		"from nothing":  {Sum{Name: "Vụ", Unit: "vụ", Value: number("3"), Before: number("0")}, "Vụ: 3 vụ, tăng 3 vụ so với cùng kỳ (0 vụ)."},
		"in points":     {Sum{Name: "Tỷ lệ", Unit: "%", Ratio: true, Value: number("96.5"), Before: number("95"), Target: number("97")}, "Tỷ lệ: 96,5%, tăng 1,5 điểm phần trăm so với cùng kỳ (95%)."},
		"of a target":   {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("510"), Target: number("1000")}, "Thu: 510 tỷ đồng. Đạt 51,0% chỉ tiêu cả năm (1.000 tỷ đồng)."},
		"of the whole":  {Sum{Name: "Thu", Unit: "tỷ đồng", Value: number("510"), Share: number("51.4"), Source: "báo, 9/4/2021"}, "Thu: 510 tỷ đồng. Chiếm 51,4% cả nước. (Nguồn: báo, 9/4/2021.)"},
		"a span":        {Sum{Name: "Tỷ lệ", Unit: "%", Ratio: true, Best: "Huế (99%)", Least: "Cần Thơ (94%)"}, "Tỷ lệ: thấp nhất là Cần Thơ (94%), cao nhất là Huế (99%)."},
		"no figure":     {Sum{Name: "Thu", Unit: "tỷ đồng", Before: number("900"), Target: number("1000")}, "Thu: chưa có số liệu; …"},
	} {
		if got := c.sum.sentences(carried(t), KindMidReview, Fields{}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	empty := Review{Head: Head{Issuer: "Cụm", Year: 2026}, Period: "sơ kết"}
	d := empty.Document(carried(t))
	for _, b := range d.Body {
		if strings.ContainsAny(b.Text, "0123456789") {
			t.Errorf("a review without figures says %q", b.Text)
		}
	}
}

func TestALongListGoesIntoAnAppendix(t *testing.T) {
	list := func(n int) []Nominee {
		all := make([]Nominee, n)
		for i := range all {
			all[i] = Nominee{Name: "Tên", Award: "Bằng khen", Collective: i%2 == 0}
		}
		return all
	}
	s := Submission{Head: Head{Issuer: "Sở", Office: "S"}, To: "Chủ tịch", Nominees: list(nomineesInline)}
	if d := s.Document(carried(t)); len(d.Appendices) != 0 {
		t.Error("a short list has an appendix")
	}
	s.Nominees = list(5000)
	d := s.Document(carried(t))
	if len(d.Appendices) != 1 || len(d.Appendices[0].Body[0].Table.Rows) != 5002 {
		t.Errorf("a list of 5,000 has no appendix with all rows and two headings")
	}
	says(t, d, "cho 2500 tập thể và 2500 cá nhân", "Bằng khen: 2500 tập thể và 2500 cá nhân.", NotCompared)
}

func TestFormsThatWereNotComparedSaySo(t *testing.T) {
	w := carried(t)
	h := Head{Issuer: "Sở", Office: "S", Date: vn.NewDate(2026, 3, 2)}
	for _, d := range []*Document{
		(&Submission{Head: h}).Document(w), (&Achievement{Head: h}).Document(w), (&Return{Head: h}).Document(w), (&Statistics{Head: h, Code: StatisticCodes()[0]}).Document(w),
	} {
		says(t, d, NotCompared)
	}
	if d := (&Plan{Head: h}).Document(w); len(d.Notes) != 0 {
		t.Errorf("a plan has the notes %q", d.Notes)
	}
}

func TestTheSignsOfDocuments(t *testing.T) {
	for k, want := range map[Kind]string{KindSubmission: "TTr-UBND", KindDecision: "QĐ-UBND", KindConsult: "UBND", KindReturn: "UBND", KindInvitation: "GM-UBND"} {
		if got := k.SignOf("UBND"); got != want {
			t.Errorf("%s: %s, want %s", k, got, want)
		}
	}
}

func TestADecisionTellsNoBonusThatNobodyFixed(t *testing.T) {
	s := Decision{Head: Head{Issuer: "Sở", Office: "S"}, Award: "Giấy khen", Nominees: []Nominee{{Name: "A", Bonus: "710.000"}}}
	says(t, s.Document(carried(t)), "Điều 1. Tặng Giấy khen cho 01 cá nhân", "Điều 2. Tiền thưởng kèm theo thực hiện theo quy định hiện hành.", "710.000")
	s.Total, s.Fund = "710.000 đồng", "quỹ"
	says(t, s.Document(carried(t)), "Điều 2. Tiền thưởng kèm theo: 710.000 đồng, chi từ quỹ.")
}
