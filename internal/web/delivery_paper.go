package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"

	"giaouoc/internal/db"
	"giaouoc/internal/delivery"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
)

func (s *Server) noteDocx(w http.ResponseWriter, r *http.Request) error {
	return s.notePaper(w, r, ".docx", docx.Write)
}

func (s *Server) notePDF(w http.ResponseWriter, r *http.Request) error {
	return s.notePaper(w, r, ".pdf", pdf.Write)
}

// notePaper is a note as a document to be signed by both.
func (s *Server) notePaper(w http.ResponseWriter, r *http.Request, ending string, write func(io.Writer, *layout.Layout) error) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var d *document.Document
	err = s.view(r, func(tx *db.Tx) error {
		n, lines, err := noteHere(tx, r)
		if err != nil {
			return err
		}
		versions, _, err := org.History(tx, n.UnitID)
		if err != nil {
			return err
		}
		rows, err := noteRows(tx, law, lines)
		if err != nil {
			return err
		}
		u := versionOf(versions, n.OnDay)
		d = noteDocument(&n, orText(u.FullName, u.Name), rows)
		return nil
	})
	if err != nil {
		return err
	}
	return sendDocument(w, "bien-ban-giao-nhan"+ending, d, write)
}

// noteDocument sets a note as minutes with two signatures.
func noteDocument(n *delivery.Note, issuer string, rows [][]string) *document.Document {
	t := &document.Table{Columns: []document.Column{
		{Title: "STT", Weight: 0.6, Align: document.Centre}, {Title: "Cá nhân, tập thể", Weight: 2.6}, {Title: "Danh hiệu, hình thức", Weight: 2.8}, {Title: "Hiện vật", Weight: 2.2}, {Title: "Đơn vị tính", Weight: 1, Align: document.Centre}, {Title: "Số lượng", Weight: 0.9, Align: document.Right},
	}, Rows: rows}
	d := &document.Document{
		Kind: document.KindMinutes, Issuer: issuer, Number: int(n.Number), Sign: "BB", Place: "…", Date: n.OnDay, Title: "BIÊN BẢN", Abstract: "Giao, nhận hiện vật khen thưởng",
		Body: []document.Block{
			document.P("Theo Quyết định số " + n.Decision + " " + n.DecidedOn.Words() + ", hai bên giao, nhận hiện vật khen thưởng như sau:"),
			document.P("Bên giao: " + n.HandedBy + ", " + issuer + "."),
			document.P("Bên nhận: " + n.Receiver + ", " + n.Position + "."),
			document.List(t),
			document.P("Tổng số: " + itoa(len(rows)) + " hiện vật. Bên nhận đã kiểm đủ số lượng. Biên bản lập thành 02 bản, mỗi bên giữ 01 bản."),
		},
		Signatures: []document.Signature{{Lines: []string{"BÊN GIAO"}, Name: n.HandedBy}, {Lines: []string{"BÊN NHẬN"}, Name: n.Receiver}}, Columns: 2,
		Notes: []string{document.NotCompared},
	}
	if n.State == delivery.Cancelled {
		d.Notes = append(d.Notes, "Biên bản đã hủy: "+n.CancelledFor)
	}
	if n.SignedBy != "" {
		d.Notes = append(d.Notes, n.SignedBy+" xác nhận đã nhận trên phần mềm ngày "+n.SignedOn.Short()+".")
	}
	return d
}

// sendDocument writes a document in one of its forms.
func sendDocument(w http.ResponseWriter, name string, d *document.Document, write func(io.Writer, *layout.Layout) error) error {
	l, err := layout.Compose(d)
	if err != nil {
		return fmt.Errorf("arrange %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := write(&b, &l); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	kind := "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	if name[len(name)-4:] == ".pdf" {
		kind = "application/pdf"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(b.Bytes())
	return err
}
