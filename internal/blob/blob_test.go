package blob

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/problem"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pngFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipFile(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docxFile(t *testing.T, body string) []byte {
	t.Helper()
	return zipFile(t, map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"word/document.xml":   `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`,
	})
}

func xlsxFile(t *testing.T, cell string) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetCellStr("Sheet1", "B2", cell); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdfFile is a PDF whose text layer shows glyph codes, as word processors write
// it: one deflated content stream and one deflated table of letters.
func pdfFile(t *testing.T, text string) []byte {
	t.Helper()
	codes := map[rune]int{}
	var cmap, show strings.Builder
	cmap.WriteString("/CIDInit begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for _, r := range text {
		if _, known := codes[r]; !known {
			codes[r] = len(codes) + 3
			fmt.Fprintf(&cmap, "1 beginbfchar\n<%04X> <%04X>\nendbfchar\n", codes[r], r)
		}
		fmt.Fprintf(&show, "<%04X> -5 ", codes[r])
	}
	cmap.WriteString("endcmap")
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	b.WriteString("1 0 obj <</Font <</F1 2 0 R>>>> endobj\n2 0 obj <</Type /Font /ToUnicode 4 0 R>> endobj\n")
	for i, s := range []string{"BT /F1 13 Tf [" + show.String() + "] TJ ET", cmap.String()} {
		fmt.Fprintf(&b, "%d 0 obj <</Filter /FlateDecode>>\nstream\r\n", i+3)
		z := zlib.NewWriter(&b)
		if _, err := io.WriteString(z, s); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		b.WriteString("\nendstream\nendobj\n")
	}
	b.WriteString("%%EOF\n")
	return b.Bytes()
}

func TestPutTellsTypesByContentAndStoresOnce(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		content []byte
		want    Type
	}{
		"so-lieu.pdf":            {pdfFile(t, "BẢO VỆ BÍ MẬT NHÀ NƯỚC. Mật độ dân số"), PDF},
		"ảnh.jpg":                {pngFile(t), PNG},
		"chup.jpeg":              {jpegFile(t), JPEG},
		"bang.xlsx":              {xlsxFile(t, "Thu ngân sách 774.000"), XLSX},
		"bao cao bảo mật.docx":   {docxFile(t, `<w:p><w:r><w:t>Công tác bảo vệ bí mật nhà nước</w:t></w:r></w:p>`), DOCX},
		`C:\Users\x\bao-cao.pdf`: {pdfFile(t, "Báo cáo"), PDF},
	} {
		f, err := s.Put(bytes.NewReader(c.content), name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Type != c.want || f.Size != int64(len(c.content)) || strings.Contains(f.Name, `\`) {
			t.Errorf("%s: got %+v, want type %s", name, f, c.want)
		}
		again, err := s.Put(bytes.NewReader(c.content), "khac-"+f.Name)
		if err != nil || again.Hash != f.Hash {
			t.Errorf("%s stored again: %+v, %v", name, again, err)
		}
		r, err := s.Open(f.Hash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, c.content) {
			t.Errorf("%s: read back %d bytes, %v", name, len(got), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	left, err := filepath.Glob(filepath.Join(s.dir, "upload-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestPutRefuses(t *testing.T) {
	s := open(t)
	split := `<w:p><w:r><w:t>TUYỆ</w:t></w:r><w:r><w:t>T MẬT</w:t></w:r></w:p>`
	for name, c := range map[string]struct {
		file    string
		content []byte
		say     string
	}{
		"nothing":                       {"a.pdf", nil, "rỗng"},
		"no name":                       {" ", pngFile(t), "Chọn một tệp"},
		"a program called pdf":          {"a.pdf", []byte("MZ\x90\x00 program"), "không phải là PDF"},
		"html":                          {"a.html", []byte("<html>"), "không phải là PDF"},
		"an ordinary zip":               {"a.docx", zipFile(t, map[string]string{"a.txt": "x"}), "không phải là PDF"},
		"a slide show":                  {"a.pptx", zipFile(t, map[string]string{"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>"}), "không phải là PDF"},
		"a macro":                       {"a.xlsx", zipFile(t, map[string]string{"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}), "macro"},
		"a torn zip":                    {"a.xlsx", xlsxFile(t, "x")[:400], "hỏng"},
		"a torn picture":                {"a.png", pngFile(t)[:20], "hỏng"},
		"a torn pdf":                    {"a.pdf", []byte("%PDF-1.7\n"), "hỏng"},
		"too large":                     {"a.png", append(pngFile(t), make([]byte, MaxSize)...), "lớn hơn 20 MB"},
		"a marked name":                 {"Báo cáo TỐI MẬT.pdf", pngFile(t), "Tên tệp"},
		"a marked name without marks":   {"bc_tuyet-mat.pdf", pngFile(t), "Tên tệp"},
		"a marked name in another form": {norm.NFD.String("Phụ lục MẬT.png"), pngFile(t), "Tên tệp"},
		"a marked docx":                 {"a.docx", docxFile(t, `<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>`), "độ mật «MẬT»"},
		"a mark split into runs":        {"a.docx", docxFile(t, split), "TUYỆT MẬT"},
		"a marked cell":                 {"a.xlsx", xlsxFile(t, "Độ mật: Mật"), "độ mật «MẬT»"},
		"a marked pdf":                  {"a.pdf", pdfFile(t, "TỐI MẬT"), "TỐI MẬT"},
	} {
		_, err := s.Put(bytes.NewReader(c.content), c.file)
		list := problem.All(err)
		if len(list) != 1 || list[0].Field != "file" || !strings.Contains(list[0].Text, c.say) {
			t.Errorf("%s: got %v, want a problem with %q", name, err, c.say)
		}
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("refused files were stored: %v, %v", entries, err)
	}
}

func TestOpenRefusesWhatIsNoHash(t *testing.T) {
	s := open(t)
	for _, hash := range []string{"", "..", "../../etc/passwd", strings.Repeat("z", 64), strings.Repeat("0", 64)} {
		if _, err := s.Open(hash); !problem.Is(err, problem.NotFound) {
			t.Errorf("%q: got %v, want not found", hash, err)
		}
	}
}

// A stored file whose content has changed on the disk is not given out.
func TestOpenRefusesWhatHasChanged(t *testing.T) {
	s := open(t)
	hash, err := s.PutMade([]byte("as it was stored"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil || string(content) != "as it was stored" {
		t.Errorf("%q, %v", content, err)
	}
	if err := os.WriteFile(s.path(hash), []byte("as it was stored."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(hash); !problem.Is(err, problem.Unreachable) {
		t.Errorf("a changed file: %v", err)
	}
}

func TestRefuseSecretKnowsOrdinaryWords(t *testing.T) {
	for text, marked := range map[string]bool{
		"":                      false,
		"Mật độ dân số tăng 2%": false,
		"MẬT ĐỘ DÂN SỐ":         false,
		"Không để lộ, mất bí mật nhà nước":       false,
		"BẢO VỆ BÍ MẬT NHÀ NƯỚC":                 false,
		"Bảo mật thông tin; đổi mật khẩu":        false,
		"Sản lượng mật ong 120 tấn":              false,
		"Có mặt đủ, không mất mát":               false,
		"MẬT":                                    true,
		" Mật.":                                  true,
		"Số liệu theo văn bản MẬT của Bộ":        true,
		"văn bản tối mật số 12":                  true,
		"Tuyệt  Mật":                             true,
		"Độ mật: Mật":                            true,
		"Công văn 12 (Mật)":                      true,
		"văn bản đóng dấu Mật":                   true,
		norm.NFD.String("Phụ lục TUYỆT MẬT"):     true,
		"Dòng một\nMẬT\nBí mật nhà nước dòng ba": true,
	} {
		if err := RefuseSecret(text); (err != nil) != marked {
			t.Errorf("%q: got %v, want refused %v", text, err, marked)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n1 0 obj <</Font <</F1 2 0 R>>>> endobj\n2 0 obj <</ToUnicode 3 0 R>> endobj\n" +
		"3 0 obj <<>> stream\nbegincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n2 beginbfrange\n<00> <05> <0041>\n<06> <07> [<0041> <1EAC>]\nendbfrange endcmap\nendstream endobj\n" +
		"4 0 obj <</Type /ObjStm /First 8>> stream\n5 0 6 4 aaaabbbb\nendstream endobj\n" +
		"7 0 obj <<>> stream\nBT /F1 1 Tf (a\\101\\) (b)) Tj <0001> TJ ET\nendstream endobj\n%%EOF"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = inspect(bytes.NewReader(data), int64(len(data)), "a")
	})
}

// Small files that grow large in memory are refused before they do.
func TestWhatSwellsIsRefused(t *testing.T) {
	part := func(body string) []byte {
		return zipFile(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": body})
	}
	for what, content := range map[string][]byte{
		"elements in elements": part(strings.Repeat("<a>", 1_000_000)),
		"one long text":        part("<a>" + strings.Repeat("x", 8<<20) + "</a>"),
		"one long attribute":   part(`<a b="` + strings.Repeat("x", 8<<20) + `"/>`),
		"one long comment":     part("<a><!--" + strings.Repeat("<", 8<<20) + "--></a>"),
		"much text":            part("<a>" + strings.Repeat("<p>x</p>", 9<<20) + "</a>"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := open(t).Put(bytes.NewReader(content), "a.docx")
		runtime.ReadMemStats(&after)
		if problem.All(err) == nil {
			t.Errorf("%s: got %v", what, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 32 {
			t.Errorf("%s used %d MB", what, used)
		}
	}
}

// The ending of the name is that of the content, whatever the person called it.
func TestTheNameEndsAsTheContentIs(t *testing.T) {
	for name, want := range map[string]string{
		"a.html": "a.html.png", "a": "a.png", "A.PNG": "A.PNG", "hóa đơn.pdf": "hóa đơn.pdf.png", ".png": "png.png",
	} {
		f, err := open(t).Put(bytes.NewReader(pngFile(t)), name)
		if err != nil || f.Name != norm.NFC.String(want) {
			t.Errorf("%s: got %q, %v", name, f.Name, err)
		}
	}
}

// A server that was killed while it took a file leaves it unjudged; the next start
// removes that, and nothing else.
func TestWhatAKilledServerLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Put(strings.NewReader("%PDF-1.4\n%%EOF"), "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"upload-123": 2 * time.Hour, "upload-124": time.Minute} {
		path, then := filepath.Join(dir, name), time.Now().Add(-age)
		if err := os.WriteFile(path, []byte("%PDF-"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "upload-123")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was left is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "upload-124")); err != nil {
		t.Errorf("what another server is just taking is gone: %v", err)
	}
	kept, err := s.Open(f.Hash)
	if err != nil {
		t.Fatal(err)
	}
	kept.Close()
}
