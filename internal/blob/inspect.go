package blob

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // reads the head of a JPEG
	_ "image/png"  // reads the head of a PNG
	"io"
	"path"
	"strings"

	"giaouoc/internal/problem"
)

// Type is the media type of a stored file.
type Type string

// The types taken.
const (
	PDF  Type = "application/pdf"
	PNG  Type = "image/png"
	JPEG Type = "image/jpeg"
	XLSX Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	DOCX Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// Word is the type as a page shows it.
func (t Type) Word() string {
	switch t {
	case PDF:
		return "PDF"
	case PNG:
		return "ảnh PNG"
	case JPEG:
		return "ảnh JPEG"
	case XLSX:
		return "bảng tính xlsx"
	case DOCX:
		return "văn bản docx"
	}
	return ""
}

// endings are the endings of a file's name that say its type.
func (t Type) endings() []string {
	switch t {
	case PNG:
		return []string{".png"}
	case JPEG:
		return []string{".jpg", ".jpeg", ".jpe", ".jfif"}
	case XLSX:
		return []string{".xlsx"}
	case DOCX:
		return []string{".docx"}
	}
	return []string{".pdf"}
}

// Bounds on what an uploaded file may unpack to.
const (
	maxParts    = 5_000
	maxUnpacked = 128 << 20
	maxText     = 64 << 20 // of the parts that are searched
	maxToken    = 1 << 20  // an element's tag or a piece of text; a cell holds 32767 letters
	maxNesting  = 1_000
	maxPixels   = 100_000_000
)

// inspect tells the type of a file from its content and refuses what is not
// taken or bears a mark of secrecy.
func inspect(r io.ReaderAt, size int64, name string) (Type, error) {
	head := make([]byte, 16)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return PDF, inspectPDF(r, size, name)
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, inspectPicture(r, size, name)
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, inspectPicture(r, size, name)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inspectOffice(r, size, name)
	}
	return "", notTaken(name)
}

func notTaken(name string) error {
	return problem.Field("file", "Tệp «%s» không phải là PDF, PNG, JPEG, xlsx hay docx (xét theo nội dung, không theo tên); hãy chuyển sang một trong các loại đó.", name)
}

func damaged(name string) error {
	return problem.Field("file", "Tệp «%s» bị hỏng hoặc được khóa bằng mật khẩu, không đọc được; hãy xuất lại rồi gửi.", name)
}

func inspectPicture(r io.ReaderAt, size int64, name string) error {
	c, _, err := image.DecodeConfig(io.NewSectionReader(r, 0, size))
	if err != nil {
		return damaged(name)
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > maxPixels/c.Height {
		return problem.Field("file", "Ảnh «%s» quá lớn (%d × %d điểm ảnh); hãy thu nhỏ rồi gửi lại.", name, c.Width, c.Height)
	}
	return nil
}

// inspectOffice looks into the zip of an Office file.
func inspectOffice(r io.ReaderAt, size int64, name string) (Type, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return "", damaged(name)
	}
	var unpacked, text uint64
	parts := make(map[string]bool, len(z.File))
	for _, f := range z.File {
		unpacked += min(f.UncompressedSize64, maxUnpacked+1)
		if strings.HasSuffix(f.Name, ".xml") {
			text += min(f.UncompressedSize64, maxText+1)
		}
		parts[f.Name] = true
		if strings.EqualFold(path.Base(f.Name), "vbaProject.bin") {
			return "", problem.Field("file", "Tệp «%s» có macro; hãy lưu thành xlsx hoặc docx không macro.", name)
		}
	}
	if len(z.File) > maxParts || unpacked > maxUnpacked || text > maxText {
		return "", problem.Field("file", "Tệp «%s» mở ra quá lớn (trên %d MB, hoặc trên %d MB chữ và số); hãy chia nhỏ rồi gửi lại.", name, maxUnpacked>>20, maxText>>20)
	}
	var t Type
	switch {
	case !parts["[Content_Types].xml"]:
		return "", notTaken(name)
	case parts["xl/workbook.xml"]:
		t = XLSX
	case parts["word/document.xml"]:
		t = DOCX
	default:
		return "", notTaken(name)
	}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		if err := inspectPart(f, name); err != nil {
			return "", err
		}
	}
	return t, nil
}

// inspectPart reads the text of one part of an Office file. It stops at the
// size that the directory of the zip declares, which was bounded above, and at
// what no word processor writes: the reader of XML keeps a whole token, and all
// open elements, in memory.
func inspectPart(f *zip.File, name string) error {
	part, err := f.Open()
	if err != nil {
		return damaged(name)
	}
	defer part.Close() //nolint:errcheck // only read
	bounded := &tokens{r: part, left: maxToken}
	d := xml.NewDecoder(bounded)
	var line strings.Builder
	for depth := 0; ; bounded.left = maxToken {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return refuseSecretIn(line.String(), name)
		}
		if err != nil || depth > maxNesting {
			return damaged(name)
		}
		ends := line.Len() > maxToken
		switch token := token.(type) {
		case xml.StartElement:
			depth++
		case xml.CharData:
			line.Write(token)
		case xml.EndElement:
			depth--
			if name := token.Name.Local; name == "br" || name == "tab" || name == "cr" {
				line.WriteByte('\n')
			}
			ends = ends || endsLine(token.Name.Local)
		}
		if !ends {
			continue
		}
		if err := refuseSecretIn(line.String(), name); err != nil {
			return err
		}
		line.Reset()
	}
}

// tokens is a reader that fails when so much was read since left was set.
type tokens struct {
	r    io.Reader
	left int
}

func (t *tokens) Read(b []byte) (int, error) {
	if t.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := t.r.Read(b)
	t.left -= n
	return n, err
}

// endsLine names the elements after which a new line of text begins: a
// paragraph of Word or of a drawing, a string or cell of Excel, a property. A
// run inside a paragraph does not end it, so that a mark split into runs by
// formatting is still found.
func endsLine(element string) bool {
	switch element {
	case "p", "si", "c", "title", "subject", "keywords", "description", "category", "lpwstr":
		return true
	}
	return false
}
