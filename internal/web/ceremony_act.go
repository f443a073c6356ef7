package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ceremony"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) ceremonyPart(w http.ResponseWriter, r *http.Request) error {
	return s.showCeremonyPart(w, r, nil)
}

// showCeremonyPart asks who hands out a part and what is read.
func (s *Server) showCeremonyPart(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		c, props, err := s.ceremonyFrame(tx, r, list, "Người trao, lời dẫn")
		if err != nil {
			return err
		}
		p = props
		if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
			return err
		}
		sc := sceneNamed(&c, text(r, "phan"))
		if sc == nil {
			return noCeremonyLine()
		}
		title := sceneTitle(law, sc)
		draft := ceremony.DraftOf(sc, title)
		script := areaOf("script", "Lời dẫn", orText(sc.Script, draft))
		script.Rows = "8"
		p.Parts = []pages.OfficePart{{
			Title: sceneHeading(sc, title), Facts: []components.Fact{{Label: "Theo quyết định", Text: "số " + sc.Decision + " ngày " + sc.DecidedOn.Short()}},
			Lead: "Người có thẩm quyền quyết định trực tiếp trao hoặc ủy quyền trao (Luật 06/2022/QH15, Điều 82, khoản 1).",
			Forms: []pages.OfficeForm{formsOf(r, list).ask(pages.OfficeForm{Action: ceremonyPath(&c) + partPage, Version: strconv.FormatInt(c.Version, 10), Button: "Lưu"},
				hiddenOf("phan", sc.ID), lineOf("giver", "Người trao", sc.Giver), lineOf("position", "Chức vụ", sc.Position),
				hinted(optional(script), "Soạn sẵn từ sổ khen thưởng; sửa được. Để trống thì dùng lại lời soạn sẵn. «…» là chỗ sổ chưa có."))},
		}}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func sceneNamed(c *ceremony.Programme, id string) *ceremony.Scene {
	for i := range c.Scenes {
		if c.Scenes[i].ID == id {
			return &c.Scenes[i]
		}
	}
	return nil
}

func noCeremonyLine() error {
	return problem.New(problem.NotFound, "Phần, dòng này không còn trong chương trình; mở lại trang buổi lễ.")
}

func (s *Server) ceremonyLine(w http.ResponseWriter, r *http.Request) error {
	return s.showCeremonyLine(w, r, nil)
}

// showCeremonyLine asks how a name is called, and who receives in place.
func (s *Server) showCeremonyLine(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		c, props, err := s.ceremonyFrame(tx, r, list, "Xướng tên, vắng mặt")
		if err != nil {
			return err
		}
		p = props
		if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
			return err
		}
		e := entryNamed(&c, text(r, "dong"))
		if e == nil {
			return noCeremonyLine()
		}
		own, version, o := ceremonyPath(&c), strconv.FormatInt(c.Version, 10), formsOf(r, list)
		fields := []pages.OfficeField{hiddenOf("dong", e.ID)}
		part := pages.OfficePart{Facts: []components.Fact{{Label: "Trong sổ khen thưởng", Text: e.Grant.Subject.Name}, {Label: "Khen thưởng", Text: awardTitle(law, e.Grant.Entry)}, {Label: "Xướng tên", Text: e.Calling()}}}
		if c.State == ceremony.Draft {
			fields = append(fields, hinted(optional(lineOf("call_name", "Xướng tên là", e.CallName)), "Ví dụ: Bà Lê Thị Mai, Trưởng phòng A. Để trống thì đọc như trong sổ, kể cả đính chính."))
		}
		fields = append(fields, tickOf("absent", "Có mặt", "Vắng mặt", e.Absent), optional(lineOf("receiver", "Người nhận thay", e.Receiver)))
		part.Forms = []pages.OfficeForm{o.ask(pages.OfficeForm{Action: own + linePage, Version: version, Button: "Lưu"}, fields...)}
		if c.State == ceremony.Draft {
			part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Bỏ khỏi chương trình", Action: own + "/bo", Version: version, Button: "Bỏ khỏi chương trình"}, hiddenOf("dong", e.ID)))
		}
		p.Parts = []pages.OfficePart{part}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func entryNamed(c *ceremony.Programme, id string) *ceremony.Entry {
	for i := range c.Scenes {
		for j := range c.Scenes[i].Groups {
			for k := range c.Scenes[i].Groups[j].Entries {
				if e := &c.Scenes[i].Groups[j].Entries[k]; e.ID == id {
					return e
				}
			}
		}
	}
	return nil
}

func rewriteCeremony(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	to, err := typedCeremony(r, c.UnitID)
	if err != nil {
		return err
	}
	return ceremony.Rewrite(tx, c.ID, version, to)
}

func includeGrants(tx *db.Tx, r *http.Request, l *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Include(tx, l, c.ID, version, number(text(r, "nam")), r.Form["grants"])
}

func moveInCeremony(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Move(tx, c.ID, version, text(r, "what"), text(r, "way") == "xuong")
}

func dropFromCeremony(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Drop(tx, c.ID, version, text(r, "dong"))
}

func writePart(tx *db.Tx, r *http.Request, l *rules.Law, c *ceremony.Programme, version int64) error {
	draft := ""
	if sc := sceneNamed(c, text(r, "phan")); sc != nil {
		draft = ceremony.DraftOf(sc, sceneTitle(l, sc))
	}
	return ceremony.Write(tx, c.ID, version, ceremony.Part{ID: text(r, "phan"), Giver: text(r, "giver"), Position: text(r, "position"), Script: text(r, "script")}, draft)
}

func noteLine(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Note(tx, c.ID, version, ceremony.Line{ID: text(r, "dong"), CallName: text(r, "call_name"), Absent: text(r, "absent") != "", Receiver: text(r, "receiver")})
}

func approveCeremony(tx *db.Tx, _ *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Approve(tx, c.ID, version)
}

func reopenCeremony(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Reopen(tx, c.ID, version, text(r, "why"))
}

func cancelCeremony(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Cancel(tx, c.ID, version, text(r, "why"))
}

func callGroup(tx *db.Tx, r *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Call(tx, c.ID, version, int64(number(text(r, "group"))))
}

func finishCeremony(tx *db.Tx, _ *http.Request, _ *rules.Law, c *ceremony.Programme, version int64) error {
	return ceremony.Finish(tx, c.ID, version)
}

// paragraphs are the lines of a written text.
func paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
