package bench

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"giaouoc/internal/certificate"
)

func thousandCertificates() []certificate.Page {
	pages := make([]certificate.Page, 1000)
	for i := range pages {
		words := certificate.Words{}
		for what, text := range certificate.Sample {
			words[what] = text
		}
		words[certificate.Recipient] = fmt.Sprintf("Ông Nguyễn Văn Thí Dụ %d", i)
		words[certificate.Code] = fmt.Sprintf("https://vidu.example.vn/kiem-tra-bang/%016d", i)
		pages[i] = certificate.Page{Name: words[certificate.Recipient], Words: words}
	}
	return pages
}

// 1,000 certificates as one PDF, under 5 s and 150 MB; beside it LibreOffice makes a PDF
// of a docx with the same words and a QR code, a page each.
func BenchmarkCertificates(b *testing.B) {
	pages, d := thousandCertificates(), certificate.First("u", "Bằng khen")
	for b.Loop() {
		begun := time.Now()
		var out bytes.Buffer
		if err := certificate.Print(&out, d, pages, certificate.Sheets{Title: "Bằng khen"}); err != nil {
			b.Fatal(err)
		}
		own := time.Since(begun)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/1e6, "MB-heap")
		b.ReportMetric(float64(out.Len())/1e6, "MB-file")
		b.ReportMetric(own.Seconds(), "s/own")
		office := byLibreOffice(b, pages)
		b.ReportMetric(office.Seconds(), "s/LibreOffice")
		b.ReportMetric(office.Seconds()/own.Seconds(), "times")
	}
}

// byLibreOffice converts the same certificates from docx, and returns how long that took.
func byLibreOffice(b *testing.B, pages []certificate.Page) time.Duration {
	if _, err := exec.LookPath("soffice"); err != nil {
		b.Skip("LibreOffice is not installed")
	}
	var body, links strings.Builder
	pictures := map[string]string{}
	for n, page := range pages {
		for i, what := range certificate.Whats {
			if what == certificate.Fixed {
				continue
			}
			if what == certificate.Code {
				pictures[fmt.Sprintf("word/media/q%d.png", n)] = qrPicture(b, page.Words[what])
				fmt.Fprintf(&links, `<Relationship Id="q%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/q%d.png"/>`, n, n)
				fmt.Fprintf(&body, `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="%d" name="q%d"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="q%d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="q%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, n+1, n, n+1, n, n)
				continue
			}
			properties := ""
			if i == 0 {
				properties = "<w:pPr><w:pageBreakBefore/><w:jc w:val=\"center\"/></w:pPr>"
			}
			fmt.Fprintf(&body, `<w:p>%s<w:r><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/><w:sz w:val="36"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, properties, page.Words[what])
		}
	}
	dir := b.TempDir()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	parts := map[string]string{
		"[Content_Types].xml":          `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":                  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":            `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + body.String() + `<w:sectPr><w:pgSz w:w="22677" w:h="17008" w:orient="landscape"/></w:sectPr></w:body></w:document>`,
		"word/_rels/document.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links.String() + `</Relationships>`,
	}
	maps.Copy(parts, pictures)
	for name, content := range parts {
		part, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	in := filepath.Join(dir, "bang.docx")
	if err := os.WriteFile(in, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, in)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	took := time.Since(begun)
	if pdf, err := os.Stat(filepath.Join(dir, "bang.pdf")); err != nil || pdf.Size() < 10_000 {
		b.Fatal("LibreOffice made no file: ", err)
	}
	return took
}

func qrPicture(b *testing.B, text string) string {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		b.Fatal(err)
	}
	return string(code.PNG())
}
