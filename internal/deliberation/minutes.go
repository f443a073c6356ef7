package deliberation

import (
	"fmt"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
)

// MinutesOf makes the minutes of a meeting (biên bản họp), with the votes on everybody
// in an appendix.
//
// Read: requires the right to see the unit's deliberation.
func MinutesOf(tx *db.Tx, l *rules.Law, id string) (*document.Document, error) {
	m, err := findMeetingOr(tx, id)
	if err != nil {
		return nil, err
	}
	d, err := find(tx, m.DeliberationID)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return nil, err
	}
	b, err := boardOf(tx, l, &d, &m)
	if err != nil {
		return nil, err
	}
	u, err := org.Find(tx, d.UnitID, tx.Today())
	if err != nil {
		return nil, err
	}
	superior := ""
	if up, err := org.Find(tx, u.ParentID, tx.Today()); err == nil {
		superior = up.Name
	}
	words, err := document.Carried()
	if err != nil {
		return nil, err
	}
	doc := minutes(l, &d, b, u.Name, superior).Document(words)
	doc.Appendices = append(doc.Appendices, b.appendix(l, &d))
	return doc, nil
}

func minutes(l *rules.Law, d *Deliberation, b *Board, unit, superior string) *document.Minutes {
	m := &b.Meeting
	whose := unit
	if m.Department != "" {
		whose = m.Department + ", " + unit
	}
	s := &document.Minutes{
		Head:    document.Head{Superior: superior, Issuer: unit, Date: m.HeldOn, Year: d.Year},
		Meeting: fmt.Sprintf("Họp bình xét danh hiệu thi đua năm %d của %s", d.Year, whose),
		Begin:   "ngày " + m.HeldOn.Short(), Room: m.Place,
		Present: []string{fmt.Sprintf("%d người có mặt trên %d người được triệu tập.", m.Present, m.Members)},
		Counted: [2]int{m.Present, m.Members - m.Present},
		Chair:   document.Signature{Name: m.Chair}, Secretary: document.Signature{Name: m.Secretary},
	}
	if m.State == MeetingOpen {
		s.Notes = append(s.Notes, "Biên bản chưa khóa; số phiếu còn thay đổi.")
	}
	rulesLine := fmt.Sprintf("Theo %s: từ %d%% %s đồng ý thì được đề nghị. Luật Thi đua, khen thưởng không quy định tỷ lệ phiếu cho hai danh hiệu này.", d.Document, d.Majority, d.MajorityOf.Name())
	if d.Quorum > 0 {
		rulesLine = fmt.Sprintf("Theo %s: họp khi có mặt từ %d%% người được triệu tập; từ %d%% %s đồng ý thì được đề nghị. Luật Thi đua, khen thưởng không quy định các tỷ lệ này cho hai danh hiệu dưới đây.", d.Document, d.Quorum, d.Majority, d.MajorityOf.Name())
	}
	s.Items = append(s.Items, document.MinuteItem{Title: "Quy định của cuộc họp", Lines: []string{rulesLine, "Cách biểu quyết: " + m.Manner.Name() + "."}})
	if m.Remarks != "" {
		s.Items = append(s.Items, document.MinuteItem{Title: "Ý kiến tại cuộc họp", Lines: []string{m.Remarks}})
	}
	for _, title := range Titles {
		asked, carried := 0, 0
		for _, p := range b.People {
			if a := p.Of(title); a.May && a.Vote != nil {
				asked++
				if need, _ := d.Needed(l, m, title); a.Vote.Yes >= need {
					carried++
				}
			}
		}
		need, says := d.Needed(l, m, title)
		s.Concluded = append(s.Concluded, fmt.Sprintf("%s: biểu quyết %d người; %d người được từ %d phiếu đồng ý trở lên (%s). Danh sách kèm theo.", l.Award(title).Title(), asked, carried, need, says))
	}
	return s
}

// appendix is the votes on everybody, and who was not voted on and why.
func (b *Board) appendix(l *rules.Law, d *Deliberation) document.Appendix {
	t := &document.Table{Columns: []document.Column{
		{Title: "STT", Weight: 0.6, Align: document.Centre},
		{Title: "Họ và tên", Weight: 2.6},
		{Title: "Bộ phận, chức vụ", Weight: 2.6},
		{Title: "Danh hiệu", Weight: 1.3},
		{Title: "Đồng ý", Weight: 0.8, Align: document.Centre},
		{Title: "Không đồng ý", Weight: 0.9, Align: document.Centre},
		{Title: "Kết quả", Weight: 3},
	}}
	n := 0
	for _, title := range Titles {
		need, _ := d.Needed(l, &b.Meeting, title)
		for _, p := range b.People {
			a := p.Of(title)
			if !a.Wanted {
				continue
			}
			n++
			row := []string{strconv.Itoa(n), p.Name, p.Department, TitleName(title), "–", "–", a.Why}
			if p.Post != "" {
				row[2] += ", " + p.Post
			}
			if a.May && a.Vote != nil {
				row[4], row[5], row[6] = strconv.Itoa(a.Vote.Yes), strconv.Itoa(a.Vote.No), "Không đạt: cần "+strconv.Itoa(need)+" phiếu"
				if a.Vote.Yes >= need {
					row[6] = "Đạt"
				}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return document.Appendix{Title: "KẾT QUẢ BIỂU QUYẾT NĂM " + strconv.Itoa(d.Year), Landscape: true, Body: []document.Block{document.List(t)}}
}
