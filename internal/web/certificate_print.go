package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/certificate"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// testPrint is a page with sample words, frames and rulers.
func (s *Server) testPrint(w http.ResponseWriter, r *http.Request) error {
	d, err := s.designAsked(r)
	if err != nil {
		return err
	}
	page := certificate.Page{Name: "In thử", Words: certificate.Sample}
	var out bytes.Buffer
	if err := certificate.Print(&out, d, []certificate.Page{page}, certificate.Sheets{Frame: true, Title: "In thử: " + d.Name}); err != nil {
		return err
	}
	return servePDF(w, "in-thu.pdf", out.Bytes())
}

func servePDF(w http.ResponseWriter, name string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, err := w.Write(content)
	return err
}

// mostUnfit is how many names of what does not fit are told.
const mostUnfit = 20

// printCertificates answers with the file to print: a page for each grant of a
// decision. The file is made once the codes are stored.
func (s *Server) printCertificates(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var d certificate.Design
	var printed []certificate.Page
	var how certificate.Sheets
	name := ""
	err = s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		b, err := s.batchOf(r)
		if err != nil {
			return err
		}
		b.UnitID = u.ID
		if d, printed, err = certificate.Issue(tx, law, b); err != nil {
			return err
		}
		name, how.Title = "bang-"+vn.Slug(b.Number)+".pdf", d.Name+", Quyết định số "+b.Number
		if text(r, "how") == "scan" {
			if how.Scan, err = s.scanOf(d); err != nil {
				return err
			}
		}
		unfit, err := certificate.FindUnfit(d, printed)
		if err != nil || text(r, "still") != "" {
			return err
		}
		return told(unfit)
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showCertificates(w, r, list)
	}
	var out bytes.Buffer
	if err := certificate.Print(&out, d, printed, how); err != nil {
		return err
	}
	return servePDF(w, name, out.Bytes())
}

// batchOf reads what is to be printed, but for whose it is.
func (s *Server) batchOf(r *http.Request) (certificate.Batch, error) {
	var list problem.List
	b, err := rulingOf(r)
	list = append(list, problem.All(err)...)
	b.DesignID, b.Place, b.Title = text(r, "design"), vn.NFC(text(r, "place")), vn.NFC(text(r, "title"))
	if typedBook := text(r, "book"); typedBook != "" {
		if b.Book = number(typedBook); b.Book < 1 {
			list.Add("book", "Ghi một số nguyên từ 1.")
		}
	}
	if s.Site != nil {
		b.Site = strings.TrimSuffix(s.Site.String(), "/")
	}
	return b, list.Err()
}

func (s *Server) scanOf(d certificate.Design) ([]byte, error) {
	if d.Scan == "" {
		return nil, problem.Field("how", "Mẫu in chưa có ảnh phôi; gửi ảnh ở trang mẫu in, hoặc in không kèm ảnh.")
	}
	f, err := s.Blobs.Open(d.Scan)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// told refuses to print what does not fit, naming each.
func told(unfit []certificate.Unfit) error {
	var list problem.List
	for i, u := range unfit {
		if i == mostUnfit {
			list.Add("still", "… và %d chỗ nữa.", len(unfit)-i)
			break
		}
		list.Add("still", "Bằng %d (%s): «%s» không vừa ô dù đã thu nhỏ một nửa; tăng số dòng, nới rộng ô hoặc rút gọn lời.", u.Page+1, u.Name, u.Field.What.Name())
	}
	return list.Err()
}
