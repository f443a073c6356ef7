package web

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/confirmation"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	confirmationsPage = "/xac-nhan" // below an office's own
	letterPage        = "/lap"      // below it: the letter before it is issued
)

// confirmations looks a name up in the register and lists the letters of a year.
func (s *Server) confirmations(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.ConfirmationRead)
		if err != nil {
			return err
		}
		year, name := yearAsked(tx, r), text(r, "ten")
		p = s.officeFrame(tx, r, u, confirmationsPage, "Xác nhận khen thưởng")
		look := pages.OfficePart{Title: "Tra sổ khen thưởng", Forms: []pages.OfficeForm{{Get: true, Action: r.URL.Path, Button: "Tra sổ", Fields: []pages.OfficeField{lineOf("ten", "Họ tên, tên tập thể", name)}}}}
		p.Parts = []pages.OfficePart{look}
		if name != "" {
			found := pages.OfficePart{Title: "Sổ nói gì về «" + name + "»"}
			if err := lookedUp(tx, law, u.ID, name, &found); err != nil {
				return err
			}
			p.Parts = append(p.Parts, found)
		}
		list, err := confirmation.List(tx, u.ID, year)
		if err != nil {
			return err
		}
		p.Parts = append(p.Parts, pages.OfficePart{
			Title: "Đã cấp năm " + itoa(year), Table: confirmationTable(u.ID, list),
			Forms: []pages.OfficeForm{{Summary: "Xem năm khác", Get: true, Action: r.URL.Path, Button: "Xem", Kind: components.Plain, Fields: []pages.OfficeField{{Field: components.Field{Name: "nam", Label: "Năm"}, Value: itoa(year), Width: components.Width5}}}},
		})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Office(p))
}

// lookedUp shows what the register says of a name.
func lookedUp(tx *db.Tx, l *rules.Law, unitID, name string, part *pages.OfficePart) error {
	grants, more, err := confirmation.Search(tx, unitID, name)
	if err != nil {
		return err
	}
	issues := access.May(tx, access.ConfirmationIssue, access.Scope{Unit: unitID})
	own := officesPage + "/" + unitID + confirmationsPage + letterPage + "?"
	if len(grants) == 0 {
		part.Notices = []components.NoticeProps{{Kind: components.NoticeInfo, Text: "Sổ khen thưởng của cơ quan không có khen thưởng nào của «" + name + "»."}}
	} else {
		t := &components.TableProps{ID: "tra-so", Caption: "Kết quả tra sổ", Quiet: true, Columns: []components.Column{{Head: "Tên"}, {Head: "Khen thưởng"}, {Head: "Quyết định"}, {Head: "Trong sổ"}}}
		if issues {
			t.Columns = append(t.Columns, components.Column{Head: "Văn bản"})
		}
		for i := range grants {
			g := &grants[i]
			row := components.Row{Cells: []components.Cell{nameCell(g.Subject), {Text: awardTitle(l, g.Entry), Note: "năm " + itoa(g.Year)}, {Text: "số " + g.Number, Note: "ngày " + g.DecidedOn.Short()}, standingCell(g)}}
			if issues {
				row.Cells = append(row.Cells, components.Cell{Text: "Lập văn bản", Href: own + url.Values{"tang": {g.ID}}.Encode()})
			}
			t.Rows = append(t.Rows, row)
		}
		part.Table = t
	}
	if more {
		part.Notices = append(part.Notices, components.NoticeProps{Kind: components.NoticeWarn, Text: "Còn nhiều hồ sơ khác hợp với tên này. Ghi đủ họ tên để tra hẹp hơn."})
	}
	if issues {
		part.Links = []components.Link{{Href: own + url.Values{"ten": {name}}.Encode(), Text: "Lập văn bản: không có trong sổ"}}
	}
	return nil
}

func standingCell(g *award.Commended) components.Cell {
	if a := g.Annulled; a != nil {
		return components.Cell{Content: components.StateTag(components.TagProps{Text: "Đã hủy bỏ", Tone: components.ToneBad}), Note: "số " + a.Number + " ngày " + a.DecidedOn.Short()}
	}
	c := components.Cell{Content: components.StateTag(components.TagProps{Text: "Đang có hiệu lực", Tone: components.ToneGood})}
	for _, k := range g.Corrections {
		c.Note = "đính chính theo văn bản số " + k.Number
	}
	return c
}

func confirmationTable(unitID string, list []confirmation.Confirmation) *components.TableProps {
	t := &components.TableProps{
		ID: "da-cap", Caption: "Văn bản xác nhận đã cấp", Quiet: true, Columns: []components.Column{{Head: "Số"}, {Head: "Ngày"}, {Head: "Về ai"}, {Head: "Người đề nghị"}, {Head: "Nội dung"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa cấp văn bản nào trong năm", What: "Tra sổ theo tên rồi lập văn bản; mỗi văn bản lấy số trong sổ văn bản đi của cơ quan."}),
	}
	for i := range list {
		c := &list[i]
		says := components.Cell{Text: upperFirst(c.Outcome.Name())}
		if !c.CancelledOn.IsZero() {
			says = components.Cell{Content: components.StateTag(components.TagProps{Text: "Văn bản đã hủy", Tone: components.ToneBad}), Note: c.CancelledFor}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: c.Line, Href: officesPage + "/" + unitID + confirmationsPage + "/" + c.ID}, {Text: c.OnDay.Short()}, {Text: c.About}, {Text: c.AskedBy, Note: c.Paper}, says}})
	}
	return t
}

func (s *Server) draftConfirmation(w http.ResponseWriter, r *http.Request) error {
	return s.showDraftConfirmation(w, r, nil)
}

// showDraftConfirmation shows what the letter will say and asks for the rest.
func (s *Server) showDraftConfirmation(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.ConfirmationIssue)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, confirmationsPage, "Lập văn bản xác nhận khen thưởng")
		p.Frame = refusedFrame(p.Frame, list)
		last, err := confirmation.List(tx, u.ID, tx.Today().Year())
		if err != nil {
			return err
		}
		var of confirmation.Confirmation // the office's last one, whose signer and sign go on
		if len(last) > 0 {
			of = last[0]
		}
		grant, about := text(r, "tang"), text(r, "ten")
		part := pages.OfficePart{Title: "Văn bản sẽ nói"}
		fields := []pages.OfficeField{hiddenOf("request", db.NewID()), hiddenOf("tang", grant)}
		if grant != "" {
			g, err := confirmation.GrantOf(tx, u.ID, grant)
			if err != nil {
				return err
			}
			part.Text, part.Facts = confirmation.Words(law, &g), []components.Fact{{Label: "Trong sổ", Content: components.StateTag(components.TagProps{Text: map[bool]string{true: "Đã hủy bỏ", false: "Đang có hiệu lực"}[g.Annulled != nil], Tone: map[bool]components.Tone{true: components.ToneBad, false: components.ToneGood}[g.Annulled != nil]})}}
		} else {
			part.Text = confirmation.WordsOfNone(orText(about, "…"))
			fields = append(fields, lineOf("ten", "Người, tập thể được hỏi", about), tickOf("other", "Trùng tên", "Đã kiểm tra: người trùng tên trong sổ là người khác", false))
		}
		fields = append(fields,
			lineOf("asked_by", "Người, cơ quan đề nghị", ""), hinted(lineOf("paper", "Giấy tờ đề nghị", ""), "Ví dụ: Đơn đề nghị; Công văn số 12/UBND. Không ghi số định danh."), dayField("asked_on", "Ngày đề nghị", tx.Today().Short()),
			dayField("on", "Ngày văn bản", tx.Today().Short()), lineOf("place", "Địa danh", of.Place), hinted(lineOf("sign", "Chữ viết tắt của cơ quan", of.Sign), "Đứng sau số của công văn, ví dụ SNV. Số lấy tiếp theo trong sổ văn bản đi."),
			lineOf("signer", "Người ký", of.Signer), lineOf("position", "Chức vụ người ký", of.Position))
		p.Parts = []pages.OfficePart{part, {Title: "Cấp văn bản", Forms: []pages.OfficeForm{formsOf(r, list).ask(pages.OfficeForm{Action: officesPage + "/" + u.ID + confirmationsPage + letterPage, Button: "Cấp số và lập văn bản"}, fields...)}}}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func (s *Server) issueConfirmation(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.ConfirmationIssue, "Đã cấp số và lập văn bản.", func(tx *db.Tx, l *rules.Law, u org.Unit) (string, error) {
		var list problem.List
		c := confirmation.Confirmation{
			UnitID: u.ID, GrantID: text(r, "tang"), About: text(r, "ten"), AskedBy: text(r, "asked_by"), Paper: text(r, "paper"), AskedOn: typedDay(r, "asked_on", &list), OnDay: typedDay(r, "on", &list),
			Place: text(r, "place"), Sign: text(r, "sign"), Signer: text(r, "signer"), Position: text(r, "position"), Request: text(r, "request"),
		}
		if err := list.Err(); err != nil {
			return "", err
		}
		c, err := confirmation.Issue(tx, l, c, text(r, "other") != "")
		return confirmationsPage + "/" + c.ID, err
	}, func(list problem.List) error {
		for _, p := range list {
			if p.Field == "about" {
				p.Field = "ten"
			}
		}
		return s.showDraftConfirmation(w, r, list)
	})
}

func (s *Server) confirmationPage(w http.ResponseWriter, r *http.Request) error {
	return s.showConfirmation(w, r, nil)
}

// confirmationHere is the letter of the address, of its office.
func confirmationHere(tx *db.Tx, r *http.Request) (confirmation.Confirmation, error) {
	c, err := confirmation.Look(tx, r.PathValue("confirmation"))
	if err == nil && c.UnitID != r.PathValue("unit") {
		err = problem.New(problem.NotFound, "Không có văn bản xác nhận này.")
	}
	return c, err
}

func (s *Server) showConfirmation(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := confirmationHere(tx, r)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), c.UnitID)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, org.Unit{ID: c.UnitID, Name: names[c.UnitID]}, confirmationsPage, "Công văn số "+c.Line)
		p.Frame = refusedFrame(p.Frame, list)
		s.traced(tx, &p.Frame, access.Scope{Unit: c.UnitID}, record.Object{Kind: "confirmation", ID: c.ID})
		own := officesPage + "/" + c.UnitID + confirmationsPage + "/" + c.ID
		part := pages.OfficePart{
			Facts: confirmationFacts(&c), Text: paragraphs(c.Body),
			Links: []components.Link{{Href: own + "/van-ban.docx", Text: "Tải văn bản (Word)"}, {Href: own + "/van-ban.pdf", Text: "Tải văn bản (PDF)"}},
		}
		if c.GrantID != "" {
			g, err := confirmation.GrantOf(tx, c.UnitID, c.GrantID)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return err
			}
			if err == nil {
				part.Links = append(part.Links, components.Link{Href: subjectPath(g.SubjectID), Text: "Dòng trong sổ khen thưởng"})
				if g.Annulled != nil && c.Outcome == confirmation.Found && c.CancelledOn.IsZero() {
					part.Notices = []components.NoticeProps{{Kind: components.NoticeWarn, Text: "Sau khi cấp văn bản này, khen thưởng đã bị hủy bỏ theo Quyết định số " + g.Annulled.Number + " ngày " + g.Annulled.DecidedOn.Short() + "."}}
				}
			}
		}
		p.Parts = []pages.OfficePart{part}
		if c.CancelledOn.IsZero() && access.May(tx, access.ConfirmationIssue, access.Scope{Unit: c.UnitID}) {
			p.Parts = append(p.Parts, pages.OfficePart{Forms: []pages.OfficeForm{formsOf(r, list).ask(pages.OfficeForm{Summary: "Hủy văn bản", Action: own + "/huy", Version: strconv.FormatInt(c.Version, 10), Button: "Hủy văn bản", Hint: "Số của văn bản hủy theo và không cấp lại."}, lineOf("why", "Lý do", ""))}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func confirmationFacts(c *confirmation.Confirmation) []components.Fact {
	facts := []components.Fact{
		{Label: "Ngày văn bản", Text: c.OnDay.Short()},
		{Label: "Người, cơ quan đề nghị", Text: c.AskedBy},
		{Label: "Giấy tờ đề nghị", Text: c.Paper + ", ngày " + c.AskedOn.Short()},
		{Label: "Về ai", Text: c.About},
		{Label: "Kết quả tra sổ", Text: upperFirst(c.Outcome.Name())},
		{Label: "Người ký", Text: c.Signer + ", " + c.Position},
	}
	if !c.CancelledOn.IsZero() {
		facts = append(facts, components.Fact{Label: "Đã hủy", Text: "ngày " + c.CancelledOn.Short() + ": " + c.CancelledFor})
	}
	return facts
}

func (s *Server) cancelConfirmation(w http.ResponseWriter, r *http.Request) error {
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		c, err := confirmationHere(tx, r)
		if err != nil {
			return err
		}
		to = officesPage + "/" + c.UnitID + confirmationsPage + "/" + c.ID
		return confirmation.Cancel(tx, c.ID, int64(number(text(r, "version"))), text(r, "why"))
	})
	if err == nil {
		return s.done(w, r, to, "Đã hủy văn bản.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showConfirmation(w, r, list)
}

func (s *Server) confirmationDocx(w http.ResponseWriter, r *http.Request) error {
	return s.confirmationPaper(w, r, ".docx", docx.Write)
}

func (s *Server) confirmationPDF(w http.ResponseWriter, r *http.Request) error {
	return s.confirmationPaper(w, r, ".pdf", pdf.Write)
}

// confirmationPaper is a letter as it was issued.
func (s *Server) confirmationPaper(w http.ResponseWriter, r *http.Request, ending string, write func(io.Writer, *layout.Layout) error) error {
	words, err := document.Carried()
	if err != nil {
		return err
	}
	var d *document.Document
	err = s.view(r, func(tx *db.Tx) error {
		c, err := confirmationHere(tx, r)
		if err != nil {
			return err
		}
		issuer, err := officeName(tx, c.UnitID, c.OnDay)
		before, _, _ := strings.Cut(c.Line, "/")
		no := number(before)
		letter := document.Confirmation{
			Head: document.Head{
				Issuer: issuer, Office: c.Sign, Number: no, Place: c.Place, Date: c.OnDay, Addressees: []string{c.AskedBy},
				Signatures: []document.Signature{{Lines: []string{strings.ToUpper(c.Position)}, Name: c.Signer}}, Recipients: []string{"Như trên", "Lưu: VT"},
			},
			About: c.About, Asked: c.Paper + " " + c.AskedOn.Words() + " của " + c.AskedBy, Says: paragraphs(c.Body),
		}
		if !c.CancelledOn.IsZero() {
			letter.Notes = []string{"Văn bản đã hủy ngày " + c.CancelledOn.Short() + ": " + c.CancelledFor}
		}
		d = letter.Document(words)
		return err
	})
	if err != nil {
		return err
	}
	return sendDocument(w, "xac-nhan-khen-thuong"+ending, d, write)
}
