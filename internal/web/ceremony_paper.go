package web

import (
	"fmt"
	"io"
	"net/http"
	"strconv"

	"giaouoc/internal/ceremony"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// ceremonyScreen is the big screen: who is called now.
func (s *Server) ceremonyScreen(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.CeremonyScreenProps
	err = s.view(r, func(tx *db.Tx) error {
		c, err := ceremonyHere(tx, r)
		if err != nil {
			return err
		}
		issuer, err := officeName(tx, c.UnitID, c.OnDay)
		p = pages.CeremonyScreenProps{Office: issuer, Title: c.Name, Clock: tx.Now.In(vn.Zone).Format("15:04"), Back: ceremonyPath(&c)}
		onStage(law, &c, &p)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.CeremonyScreen(p))
}

func officeName(tx *db.Tx, unitID string, on vn.Date) (string, error) {
	versions, _, err := org.History(tx, unitID)
	if err != nil {
		return "", err
	}
	u := versionOf(versions, on)
	return orText(u.FullName, u.Name), nil
}

// onStage says who is on stage and who stands ready. A grant that was annulled since is
// named on neither.
func onStage(l *rules.Law, c *ceremony.Programme, p *pages.CeremonyScreenProps) {
	switch {
	case c.State == ceremony.Finished:
		p.Label, p.Award = "Đã kết thúc", "Buổi lễ đã kết thúc"
		return
	case c.State != ceremony.Approved:
		p.Label, p.Award = upperFirst(c.State.Name()), "Chương trình chưa được duyệt"
		return
	case c.Called == 0:
		p.Label, p.Award = "Ngày "+c.OnDay.Short()+", "+c.Place, "Buổi lễ sắp bắt đầu"
	}
	if sc, g := c.GroupOf(c.Called); g != nil {
		p.Label = "Lượt " + strconv.FormatInt(g.Number, 10) + " trong " + strconv.FormatInt(c.Last(), 10)
		p.Award, p.By, p.Giver = sceneTitle(l, sc), "Quyết định số "+sc.Decision+" ngày "+sc.DecidedOn.Short(), sc.Giver+", "+sc.Position
		for _, e := range g.InForce() {
			n := pages.CeremonyName{Name: e.Calling()}
			if e.Absent {
				n.Receiver = e.Receiver
			}
			p.Names = append(p.Names, n)
		}
	}
	for n := c.Called + 1; n <= c.Last(); n++ {
		if _, g := c.GroupOf(n); g != nil && len(g.InForce()) > 0 {
			for _, e := range g.InForce() {
				p.Next = append(p.Next, e.Grant.Subject.Name)
			}
			return
		}
	}
}

func (s *Server) scriptDocx(w http.ResponseWriter, r *http.Request) error {
	return s.scriptPaper(w, r, ".docx", docx.Write)
}

func (s *Server) scriptPDF(w http.ResponseWriter, r *http.Request) error {
	return s.scriptPaper(w, r, ".pdf", pdf.Write)
}

func (s *Server) scriptPaper(w http.ResponseWriter, r *http.Request, ending string, write func(io.Writer, *layout.Layout) error) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var d *document.Document
	err = s.view(r, func(tx *db.Tx) error {
		c, err := ceremonyHere(tx, r)
		if err != nil {
			return err
		}
		issuer, err := officeName(tx, c.UnitID, c.OnDay)
		d = scriptDocument(law, &c, issuer)
		return err
	})
	if err != nil {
		return err
	}
	return sendDocument(w, "kich-ban-le-trao-tang"+ending, d, write)
}

// scriptDocument is order and script of a ceremony, to be read from.
func scriptDocument(l *rules.Law, c *ceremony.Programme, issuer string) *document.Document {
	d := &document.Document{
		Kind: document.KindPlan, Issuer: issuer, Place: "…", Date: c.ApprovedOn, Title: "KỊCH BẢN", Abstract: c.Name, Subtitle: c.OnDay.LongWords() + ", " + c.Place,
		Signatures: []document.Signature{{Lines: []string{"NGƯỜI DUYỆT"}, Name: c.ApprovedBy}}, Notes: []string{document.NotCompared},
	}
	switch c.State {
	case ceremony.Draft:
		d.Notes = append(d.Notes, "Bản soạn, chưa duyệt.")
	case ceremony.Cancelled:
		d.Notes = append(d.Notes, "Buổi lễ đã hủy: "+c.Reason)
	}
	chapter := func(title string) { d.Body = append(d.Body, document.Block{Part: document.Chapter, Text: title}) }
	read := func(text string) {
		for _, line := range paragraphs(orText(text, "…")) {
			d.Body = append(d.Body, document.P(line))
		}
	}
	chapter("MỞ ĐẦU")
	read(c.Opening)
	for i := range c.Scenes {
		sc := &c.Scenes[i]
		title := sceneTitle(l, sc)
		chapter("PHẦN " + sceneHeading(sc, title))
		read(orText(sc.Script, ceremony.DraftOf(sc, title)))
		for j := range sc.Groups {
			d.Body = append(d.Body, groupBlocks(&sc.Groups[j])...)
		}
	}
	chapter("KẾT THÚC")
	read(c.Closing)
	return d
}

func groupBlocks(g *ceremony.Group) []document.Block {
	head := document.Block{Part: document.Heading, Label: fmt.Sprintf("Lượt %d.", g.Number), Text: "Mời lên sân khấu:"}
	force := g.InForce()
	if len(force) == 0 {
		head.Text = "Không gọi, khen thưởng đã hủy bỏ."
	}
	list := []document.Block{head}
	for i := range force {
		e := &force[i]
		name := e.Calling()
		switch {
		case e.Absent && e.Receiver != "":
			name += " (vắng mặt; nhận thay: " + e.Receiver + ")"
		case e.Absent:
			name += " (vắng mặt)"
		}
		list = append(list, document.Block{Part: document.Clause, Label: strconv.Itoa(i+1) + ".", Text: name})
	}
	return list
}
