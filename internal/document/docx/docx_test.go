package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/document"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/vn"
)

func write(t testing.TB, d *document.Document) []byte {
	t.Helper()
	l, err := layout.Compose(d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, &l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpacked reads every part.
func unpacked(t *testing.T, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

// said is the texts of a part, each run on a line; an error when it is no XML.
func said(part string) (string, error) {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(part))
	in := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local == "t"
		case xml.EndElement:
			if token.Name.Local == "t" {
				b.WriteByte('\n')
			}
			in = false
		case xml.CharData:
			if in {
				b.Write(token)
			}
		}
	}
}

const nasty = "Số <1> & \"2\" 'ba' ]]> "

func sample() *document.Document {
	return &document.Document{
		Kind: document.KindSubmission, Title: "TỜ TRÌNH", Abstract: "Về " + nasty, Issuer: "Sở " + nasty, Sign: "TTr-S", Date: vn.NewDate(2026, 3, 2),
		Body: []document.Block{
			document.P(norm.NFD.String("Phường Nguyễn Trãi ") + nasty + "\x01\x02"),
			{Part: document.Article, Label: "Điều 1.", Text: "Nội dung"},
			document.List(&document.Table{Columns: []document.Column{{Title: "STT", Weight: 1}, {Title: "Một", Group: "Cả hai", Weight: 1}, {Title: "Hai", Group: "Cả hai", Weight: 1}}, Rows: [][]string{{"1", "a", "b"}}}),
		},
		Signatures: []document.Signature{{Lines: []string{"GIÁM ĐỐC"}, Name: "Nguyễn Văn A"}}, Recipients: []string{"Như trên", "Lưu: VT"},
		Appendices: []document.Appendix{{Title: "Danh sách", Landscape: true}}, Notes: []string{document.Illustrative},
	}
}

func TestEveryPartIsXMLAndSaysWhatWasGiven(t *testing.T) {
	all := unpacked(t, write(t, sample()))
	for name, part := range all {
		if _, err := said(part); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !norm.NFC.IsNormalString(part) {
			t.Errorf("%s is not composed", name)
		}
	}
	text, _ := said(all["word/document.xml"])
	for _, want := range []string{"\nPhường Nguyễn Trãi Số <1> & \"2\" 'ba' ]]> \n", "\nĐiều 1. \nNội dung\n", "\nCả hai\n", "\nDANH SÁCH\n", "\nSố:\u00a0"} {
		if !strings.Contains("\n"+text, want) {
			t.Errorf("the document does not say %q:\n%s", want, text)
		}
	}
	if notes, _ := said(all["word/footer1.xml"]); !strings.Contains(notes, document.Illustrative) {
		t.Errorf("the foot says %q", notes)
	}
	if core := all["docProps/core.xml"]; !strings.Contains(core, "<dc:language>vi-VN</dc:language>") || !strings.Contains(core, "2026-03-02T00:00:00Z") || !strings.Contains(core, "TỜ TRÌNH Về Số &lt;1&gt; &amp;") {
		t.Errorf("the properties are %s", core)
	}
}

// The measures in twips: 20 mm are 1134, 30 are 1701, 15 are 850.
func TestThePageIsTheDecrees(t *testing.T) {
	part := unpacked(t, write(t, sample()))["word/document.xml"]
	for _, want := range []string{
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`,
		`<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`,
		`<w:gridSpan w:val="2"/>`, `<w:vMerge w:val="restart"/>`, `<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Điều 1. </w:t>`,
	} {
		if !strings.Contains(part, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	if n := strings.Count(part, "<w:titlePg/>"); n != 2 {
		t.Errorf("%d sections without a number on their first page, want 2", n)
	}
	if n := strings.Count(part, "<w:tblHeader/>"); n != 2 {
		t.Errorf("%d rows of the head are repeated, want 2", n)
	}
	head := unpacked(t, write(t, sample()))["word/header2.xml"]
	if !strings.Contains(head, `<w:pStyle w:val="SoTrang"/>`) || !strings.Contains(head, " PAGE ") {
		t.Errorf("the head of a page is %s", head)
	}
}

func TestEveryStyleThatIsUsedIsDeclared(t *testing.T) {
	all := unpacked(t, write(t, sample()))
	used := 0
	for name, part := range all {
		for _, piece := range strings.Split(part, `<w:pStyle w:val="`)[1:] {
			id, _, _ := strings.Cut(piece, `"`)
			used++
			if !strings.Contains(all["word/styles.xml"], `w:styleId="`+id+`"`) {
				t.Errorf("%s uses the style %s, which is not declared", name, id)
			}
		}
	}
	if used < 20 {
		t.Errorf("only %d styles are used", used)
	}
}

func TestTheSameLayoutIsTheSameFile(t *testing.T) {
	first := write(t, sample())
	if !bytes.Equal(first, write(t, sample())) {
		t.Error("two writings differ")
	}
	other := sample()
	other.Abstract = "Khác"
	if bytes.Equal(first, write(t, other)) {
		t.Error("two documents are one file")
	}
}

func TestAListOfFiveThousand(t *testing.T) {
	d := sample()
	rows := make([][]string, 5000)
	for i := range rows {
		rows[i] = []string{fmt.Sprint(i + 1), "Nguyễn Văn A", "Công nhân"}
	}
	d.Appendices[0].Body = []document.Block{document.List(&document.Table{Columns: []document.Column{{Title: "STT", Weight: 1}, {Title: "Tên", Weight: 3}, {Title: "Việc", Weight: 3}}, Rows: rows})}
	text, err := said(unpacked(t, write(t, d))["word/document.xml"])
	if err != nil || !strings.Contains(text, "\n5000\nNguyễn Văn A\n") {
		t.Errorf("the last row is not there: %v", err)
	}
}
