package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const subjectPage = "/doi-tuong"

func subjectPath(id string) string { return subjectPage + "/" + id }

// subjectFrame is frame for a page about a subject: it names the unit that keeps
// the file and leads back to its register, and to the file.
func (s *Server) subjectFrame(tx *db.Tx, r *http.Request, f award.File, title string) (components.PageProps, error) {
	versions, _, err := org.History(tx, f.UnitID)
	if err != nil {
		return components.PageProps{}, err
	}
	u := versionOf(versions, tx.Today())
	p := s.registerFrame(tx, r, u, title)
	if r.URL.Path != subjectPath(f.ID) {
		p.Crumbs = append(p.Crumbs, components.Link{Href: subjectPath(f.ID), Text: f.Name})
	}
	return p, nil
}

// subject is the file of a subject.
func (s *Server) subject(w http.ResponseWriter, r *http.Request) error {
	var p pages.SubjectProps
	err := s.view(r, func(tx *db.Tx) error {
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		f, err := award.FileOf(tx, r.PathValue("subject"))
		if err != nil {
			return err
		}
		if p.Frame, err = s.subjectFrame(tx, r, f, f.Name); err != nil {
			return err
		}
		p.Base = subjectPath(f.ID)
		scope := access.Scope{Unit: f.UnitID}
		s.traced(tx, &p.Frame, scope, record.Object{Kind: "subject", ID: f.ID})
		p.Frame.Action = components.Button(components.ButtonProps{Text: "Xét điều kiện", Href: p.Base + "/xet"})
		if f.JoinedTo != "" {
			p.Joined, p.Frame.Action = subjectPath(f.JoinedTo), nil
		} else if access.May(tx, access.AwardKeep, scope) {
			p.MayKeep, p.Ways = true, subjectWays(f)
		}
		masked, err := f.Masked(s.Keys)
		if err != nil {
			return err
		}
		if p.Facts, err = subjectFacts(tx, f, masked, p.MayKeep); err != nil {
			return err
		}
		if p.Names, err = namingTable(tx, f); err != nil {
			return err
		}
		p.Years = subjectYears(l, &f, p.Base, p.MayKeep, f.JoinedTo == "" && access.May(tx, access.AwardAnnul, scope))
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Subject(p))
}

// subjectWays lead to what can be written into a file.
func subjectWays(f award.File) []components.Link {
	base := subjectPath(f.ID)
	list := []components.Link{
		{Href: base + "/tang", Text: "Lần khen thưởng"},
		{Href: base + "/xep-loai", Text: "Xếp loại năm"},
		{Href: base + "/sang-kien", Text: "Sáng kiến"},
		{Href: base + "/ky-luat", Text: "Kỷ luật, việc đang xem xét"},
		{Href: base + "/sua", Text: "Đổi tên, nơi công tác; sửa hồ sơ"},
	}
	if f.Kind == rules.Person {
		list = append(list, components.Link{Href: base + "/so-dinh-danh", Text: "Số định danh"})
	}
	return list
}

func subjectFacts(tx *db.Tx, f award.File, masked string, mayKeep bool) ([]components.Fact, error) {
	facts := []components.Fact{{Label: "Loại", Text: upperFirst(f.Kind.Name())}}
	add := func(label, text string) {
		if text != "" {
			facts = append(facts, components.Fact{Label: label, Text: text})
		}
	}
	if f.BirthYear != 0 {
		add("Năm sinh", itoa(f.BirthYear))
	}
	if f.Kind == rules.Person && f.Female {
		add("Giới tính", "nữ")
	}
	add("Chức vụ", f.Post)
	add("Nơi công tác", f.Place)
	add("Ngày thành lập", f.Founded.Short())
	if f.OwnUnit != "" {
		names, err := org.Names(tx, tx.Today(), f.OwnUnit)
		if err != nil {
			return nil, err
		}
		facts = append(facts, components.Fact{Label: "Trong danh mục đơn vị", Content: pages.UnitLinks([]components.Link{{Href: unitPath(f.OwnUnit), Text: names[f.OwnUnit]}})})
	}
	if names := classWords(f.Classes); names != "" {
		add("Nhóm đối tượng", names)
	}
	add("Thôi ở đơn vị từ", f.LeftOn.Short())
	if f.Kind == rules.Person && (mayKeep || masked != "") {
		add("Số định danh", orText(masked, "chưa ghi"))
	}
	return facts, nil
}

// classWords names the classes of a subject.
func classWords(codes string) string {
	var names []string
	for _, c := range rules.Classes() {
		if slices.Contains(strings.Split(codes, ","), c.Code) {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, "; ")
}

// namingTable lists what a subject was called, newest first.
func namingTable(tx *db.Tx, f award.File) (components.TableProps, error) {
	t := components.TableProps{
		ID: "ten", Caption: "Tên và nơi công tác theo ngày",
		Columns: []components.Column{{Head: "Tên"}, {Head: "Đơn vị"}, {Head: "Nơi công tác"}, {Head: "Chức vụ"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}, {Head: "Theo văn bản"}},
	}
	for _, n := range slices.Backward(f.Names) {
		day := n.FromDay
		if day.IsZero() {
			day = tx.Today()
			if !n.ToDay.IsZero() {
				day = n.ToDay.AddDays(-1)
			}
		}
		names, err := org.Names(tx, day, n.UnitID)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: n.Name},
			{Text: names[n.UnitID]},
			orMissing(n.Place, "–"), orMissing(n.Post, "–"),
			orMissing(n.FromDay.Short(), "trước đó"), orMissing(n.ToDay.Short(), "hiện nay"), orMissing(n.Source, "–"),
		}})
	}
	return t, nil
}

// subjectYears tells a file by year, the newest first.
func subjectYears(l *rules.Law, f *award.File, base string, mayKeep, mayAnnul bool) []pages.SubjectYear {
	of := map[int][]pages.SubjectItem{}
	for _, e := range f.Entries {
		if e.Kind == award.Grant {
			of[e.Year] = append(of[e.Year], grantItem(l, f, e, base, mayKeep, mayAnnul))
		}
	}
	for _, y := range f.Years {
		of[y.Year] = append(of[y.Year], ratingItem(y))
	}
	for _, i := range f.Initiatives {
		of[i.Year] = append(of[i.Year], pages.SubjectItem{
			Tag: components.TagProps{Text: "Sáng kiến", Tone: components.ToneInfo, Icon: components.IconDot}, Text: i.Name,
			Notes: []string{"Được công nhận " + rules.ScopeName(i.Scope) + ", văn bản " + orText(i.Number, "chưa ghi số") + comma(i.Source) + "."},
		})
	}
	for _, d := range f.Disciplines {
		of[d.FromDay.Year()] = append(of[d.FromDay.Year()], disciplineItem(d, base, mayKeep))
	}
	years := make([]pages.SubjectYear, 0, len(of))
	keys := make([]int, 0, len(of))
	for year := range of {
		keys = append(keys, year)
	}
	slices.SortFunc(keys, func(a, b int) int { return cmp.Compare(b, a) })
	for _, year := range keys {
		years = append(years, pages.SubjectYear{Title: "Năm " + itoa(year), Items: of[year]})
	}
	return years
}

func comma(text string) string {
	if text == "" {
		return ""
	}
	return ", " + text
}

func grantItem(l *rules.Law, f *award.File, e award.Entry, base string, mayKeep, mayAnnul bool) pages.SubjectItem {
	i := pages.SubjectItem{Tag: components.TagProps{Text: "Còn hiệu lực", Tone: components.ToneAward}, Text: awardTitle(l, e)}
	line := "Quyết định " + orText(e.Number, "chưa ghi số")
	if !e.DecidedOn.IsZero() {
		line += " ngày " + e.DecidedOn.Short()
	}
	line += comma(e.DecidedBy)
	if e.Signer != "" {
		line += ", người ký: " + e.Signer
	}
	i.Notes = append(i.Notes, line+".")
	occasion := "Khen " + e.Occasion.Name()
	if e.FromYear != e.Year {
		occasion += ", giai đoạn " + itoa(e.FromYear) + "–" + itoa(e.Year)
	}
	i.Notes = append(i.Notes, occasion+".")
	if e.Achievement != "" {
		i.Notes = append(i.Notes, e.Achievement)
	}
	if e.Source != "" {
		i.Notes = append(i.Notes, "Nguồn: "+e.Source+".")
	}
	for _, again := range f.ReissuesOf(e.ID) {
		i.After = append(i.After, "Cấp đổi, cấp lại theo "+again.Number+" ngày "+again.DecidedOn.Short()+": "+again.Achievement+".")
	}
	for _, c := range f.CorrectionsOf(e.ID) {
		i.After = append(i.After, "Đính chính theo "+c.Number+" ngày "+c.DecidedOn.Short()+": "+strings.ToLower(c.Field.Name())+" «"+c.Was+"» đọc là «"+c.Reads+"».")
	}
	if a := f.AnnulmentOf(e.ID); a != nil {
		i.Tag = components.TagProps{Text: "Đã hủy bỏ", Tone: components.ToneBad}
		i.After = append(i.After, "Đã hủy bỏ theo "+a.Number+" ngày "+a.DecidedOn.Short()+comma(a.DecidedBy)+": "+a.Achievement+".")
		return i
	}
	if mayKeep {
		i.Ways = append(i.Ways, components.Link{Href: base + "/khen-thuong/" + e.ID + "/cap-lai", Text: "Cấp đổi, cấp lại"}, components.Link{Href: base + "/khen-thuong/" + e.ID + "/dinh-chinh", Text: "Đính chính"})
	}
	if mayAnnul {
		i.Ways = append(i.Ways, components.Link{Href: base + "/khen-thuong/" + e.ID + "/huy-bo", Text: "Hủy bỏ"})
	}
	return i
}

func ratingItem(y award.Year) pages.SubjectItem {
	i := pages.SubjectItem{Tag: components.TagProps{Text: "Xếp loại", Tone: components.ToneGood, Icon: components.IconDot}, Text: upperFirst(orText(y.Rating.Name(), "chưa xếp loại"))}
	if y.Rating == rules.KHT {
		i.Tag.Tone = components.ToneWarn
	}
	if y.Source != "" {
		i.Notes = append(i.Notes, "Theo "+y.Source+".")
	}
	if y.Members > 0 {
		line := itoa(y.Members) + " thành viên"
		for _, part := range []struct {
			n   int
			who string
		}{
			{y.Women, "nữ"},
			{y.Completed, "hoàn thành nhiệm vụ trở lên"},
			{y.Advanced, "lao động, chiến sĩ tiên tiến"},
			{y.Fighters, "chiến sĩ thi đua cơ sở"},
			{y.Disciplined, "bị kỷ luật từ cảnh cáo"},
		} {
			if part.n > 0 {
				line += ", " + itoa(part.n) + " " + part.who
			}
		}
		i.Notes = append(i.Notes, line+".")
	}
	if y.LeadOf != "" {
		i.Notes = append(i.Notes, "Dẫn đầu cụm, khối thi đua của "+rules.ClusterName(y.LeadOf)+".")
	}
	if y.Outstanding != "" {
		i.Notes = append(i.Notes, "Tiêu biểu xuất sắc trong cụm, khối của "+rules.ClusterName(y.Outstanding)+".")
	}
	switch y.Exceeded {
	case "yes":
		i.Notes = append(i.Notes, "Vượt mọi chỉ tiêu được giao.")
	case "no":
		i.Notes = append(i.Notes, "Chưa vượt mọi chỉ tiêu được giao.")
	}
	return i
}

func disciplineItem(d award.Discipline, base string, mayKeep bool) pages.SubjectItem {
	i := pages.SubjectItem{Tag: components.TagProps{Text: "Kỷ luật", Tone: components.ToneBad}, Text: upperFirst(pages.DisciplineName(d.Form))}
	if d.Form == award.Pending {
		i.Tag = components.TagProps{Text: "Đang xem xét", Tone: components.ToneWarn}
		i.Text = d.Note
	}
	line := "Từ ngày " + d.FromDay.Short()
	if !d.ToDay.IsZero() {
		line += " đến ngày " + d.ToDay.Short()
		if d.Form == award.Pending {
			i.Tag = components.TagProps{Text: "Đã xem xét xong", Icon: components.IconDot}
		}
	}
	if d.Number != "" {
		line += ", quyết định " + d.Number
	}
	i.Notes = append(i.Notes, line+".")
	if d.Form != award.Pending && d.Note != "" {
		i.Notes = append(i.Notes, d.Note)
	}
	if mayKeep && d.ToDay.IsZero() {
		i.Ways = []components.Link{{Href: base + "/ky-luat/" + d.ID + "/ket-thuc", Text: "Ghi kết thúc"}}
	}
	return i
}
