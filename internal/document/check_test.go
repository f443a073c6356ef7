package document

import (
	"strings"
	"testing"

	"giaouoc/internal/problem"
)

func TestWhatDoesNotFollowTheDecreeIsNamed(t *testing.T) {
	good := func() *Document {
		return &Document{
			Kind: KindSubmission, Issuer: "Sở Nội vụ", Place: "Huế", Title: "TỜ TRÌNH", Abstract: "Về việc khen thưởng", Sign: "TTr-SNV",
			Signatures: []Signature{{Lines: []string{"GIÁM ĐỐC"}, Name: "Tống Sĩ Đạt"}}, Recipients: []string{"Như trên", "Lưu: VT"},
		}
	}
	if err := good().Check(); err != nil {
		t.Fatalf("a document without fault: %v", err)
	}
	for name, c := range map[string]struct {
		change      func(d *Document)
		field, says string
	}{
		"no issuer":           {func(d *Document) { d.Issuer = " " }, "issuer", "cơ quan ban hành"},
		"no place":            {func(d *Document) { d.Place = "" }, "place", "địa danh"},
		"no abstract":         {func(d *Document) { d.Abstract = "…" }, "abstract", "trích yếu"},
		"a number in a sign":  {func(d *Document) { d.Sign = "05/TTr-SNV" }, "sign", "nối bằng dấu gạch nối"},
		"another kind's sign": {func(d *Document) { d.Sign = "QĐ-SNV" }, "sign", "bắt đầu bằng TTr-"},
		"a letter to nobody":  {func(d *Document) { d.Kind, d.Title, d.Sign = KindConsult, "", "SNV" }, "addressees", "kính gửi"},
		"no archive":          {func(d *Document) { d.Recipients = d.Recipients[:1] }, "recipients", "nơi lưu"},
		"nobody signs":        {func(d *Document) { d.Signatures = nil }, "signatures", "chức vụ"},
		"a name without post": {func(d *Document) { d.Signatures[0].Lines = nil }, "signatures", "Tống Sĩ Đạt"},
		"a degree":            {func(d *Document) { d.Signatures[0].Name = "TS. Tống Sĩ Đạt" }, "signatures", "bỏ «TS»"},
		"a title in words":    {func(d *Document) { d.Signatures[0].Name = "Tiến sĩ Tống Sĩ Đạt" }, "signatures", "bỏ «Tiến sĩ»"},
		"of a witness":        {func(d *Document) { d.Closing = &Signature{Lines: []string{"A"}, Name: "PGS.TS Lê A"} }, "signatures", "bỏ «PGS»"},
	} {
		d := good()
		c.change(d)
		list := problem.All(d.Check())
		if len(list) != 1 || list[0].Field != c.field || !strings.Contains(list[0].Text, c.says) {
			t.Errorf("%s: %v", name, d.Check())
		}
	}
}
