package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// bundlePage is the address of a cluster's data below its signed-in address.
const bundlePage = "/du-lieu"

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendFile sends a file that was made for this answer, to be saved under a name.
func sendFile(w http.ResponseWriter, name string, content []byte) error {
	kind := xlsxType
	switch {
	case strings.HasSuffix(name, ".yaml"):
		kind = "application/yaml; charset=utf-8"
	case strings.HasSuffix(name, ".json"):
		kind = "application/json; charset=utf-8"
	case strings.HasSuffix(name, ".docx"):
		kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case strings.HasSuffix(name, ".pdf"):
		kind = "application/pdf"
	case strings.HasSuffix(name, ".zip"):
		kind = "application/zip"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(content)
	return err
}

// sentFile reads the file that a form carries, with its name.
func sentFile(r *http.Request, field string) (name string, content []byte, err error) {
	part, header, err := r.FormFile(field)
	if err != nil && r.ContentLength > maxBody {
		return "", nil, problem.Field(field, "Tệp lớn hơn 32 MB; hãy chia thành nhiều tệp rồi gửi lại.")
	}
	if err != nil {
		return "", nil, problem.Field(field, "Chọn một tệp.")
	}
	defer part.Close()
	if content, err = io.ReadAll(part); err != nil {
		return "", nil, fmt.Errorf("read sent file: %w", err)
	}
	return header.Filename, content, nil
}

// bundle is the page of a cluster's data: what can be taken away, and the form
// that loads a file.
func (s *Server) bundle(w http.ResponseWriter, r *http.Request) error {
	return s.showBundle(w, r, "", nil)
}

func (s *Server) showBundle(w http.ResponseWriter, r *http.Request, name string, mistakes problem.List) error {
	var p pages.BundleProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		scope := cluster.Scope(c.ID)
		p = pages.BundleProps{
			Frame: s.frame(tx, r, "Dữ liệu của "+c.Kind.Word()), Base: "/lam-viec/" + c.Slug + bundlePage, File: name, Mistakes: mistakeTable(mistakes),
			MayExport: access.May(tx, access.BundleExport, scope), MayImport: access.May(tx, access.BundleImport, scope),
			Whole: access.May(tx, access.ReportRead, scope),
		}
		if !p.MayImport {
			if err := access.Require(tx, access.BundleExport, scope); err != nil {
				return err
			}
		}
		p.Frame.Kicker = c.Name
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: "/lam-viec/" + c.Slug, Text: "Sắp xếp " + c.Kind.Word()}}
		switch {
		case name == "":
			p.Frame, p.Problems = refusedFrame(p.Frame, mistakes), mistakes
		case len(mistakes) > 0:
			p.Frame.Failed = true
			p.Frame.Above = components.Notice(components.NoticeProps{Kind: components.NoticeBad, Text: refusal(name, mistakes)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(mistakes), pages.Bundle(p))
}

// refusal says that nothing was loaded from a file.
func refusal(name string, mistakes problem.List) string {
	return "Chưa nhập gì từ «" + name + "»: tệp có " + itoa(len(mistakes)) + " chỗ sai, nêu ở bảng dưới. Hãy sửa tệp rồi nhập lại."
}

// mistakeTable lists the mistakes of a file by worksheet and place.
func mistakeTable(list problem.List) components.TableProps {
	t := components.TableProps{ID: "cho-sai", Caption: "Các chỗ sai", Columns: []components.Column{{Head: "Trang tính"}, {Head: "Chỗ"}, {Head: "Sai gì"}}}
	for _, p := range list {
		sheetName, at := "–", p.Field
		if name, cell, ok := strings.Cut(p.Field, "!"); ok {
			sheetName, at = name, cell
		} else if i := strings.LastIndex(p.Field, ", hàng "); i >= 0 {
			sheetName, at = p.Field[:i], p.Field[i+2:]
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: sheetName}, {Text: orText(at, "cả tệp")}, {Text: p.Text}}})
	}
	return t
}

// importBundle loads a file through the use cases: all of it or nothing.
func (s *Server) importBundle(w http.ResponseWriter, r *http.Request) error {
	name, bundle, err := s.sentBundle(r)
	if err == nil {
		err = s.update(r, func(tx *db.Tx) error {
			if err := mayImport(tx, r); err != nil {
				return err
			}
			return sheet.Import(tx, bundle)
		})
	}
	if err == nil {
		return s.done(w, r, "/lam-viec/"+r.PathValue("cluster")+bundlePage, "Đã nhập «"+name+"».")
	}
	list := problem.All(err)
	if name == "" { // the page itself was refused, or came without a file
		if list, err = refused(err); err != nil {
			return err
		}
	}
	if list == nil {
		return err
	}
	return s.showBundle(w, r, name, list)
}

// sentBundle reads the file of who may import, before the transaction that writes:
// a large file holds up nobody else's writing. The name is empty until there is a
// file.
func (s *Server) sentBundle(r *http.Request) (name string, b *sheet.Bundle, err error) {
	if err := s.view(r, func(tx *db.Tx) error { return mayImport(tx, r) }); err != nil {
		return "", nil, err
	}
	name, content, err := sentFile(r, "file")
	if err != nil {
		return "", nil, err
	}
	name = vn.NFC(name)
	b, err = sheet.Read(name, content)
	return name, b, err
}

func mayImport(tx *db.Tx, r *http.Request) error {
	c, err := clusterOf(tx, r)
	if err != nil {
		return err
	}
	return access.Require(tx, access.BundleImport, cluster.Scope(c.ID))
}

func (s *Server) bundleYAML(w http.ResponseWriter, r *http.Request) error {
	return s.exportBundle(w, r, ".yaml")
}

func (s *Server) bundleXlsx(w http.ResponseWriter, r *http.Request) error {
	return s.exportBundle(w, r, ".xlsx")
}

// exportBundle sends what the person may see of a cluster as a file.
func (s *Server) exportBundle(w http.ResponseWriter, r *http.Request, ending string) error {
	var b bytes.Buffer
	name := r.PathValue("cluster") + ending
	err := s.view(r, func(tx *db.Tx) error {
		content, err := sheet.Export(tx, name, r.PathValue("cluster"))
		b.Write(content)
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, name, b.Bytes())
}
