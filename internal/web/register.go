package web

import (
	"net/http"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// registersPage is the address of the registers of awards; the register of a unit
// stands below it.
const registersPage = "/so-khen-thuong"

// registerUnit finds the unit whose register the address names, for who may look
// at it. A unit that has ended keeps its register.
func registerUnit(tx *db.Tx, r *http.Request) (org.Unit, error) {
	id := r.PathValue("unit")
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: id}); err != nil {
		return org.Unit{}, err
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return org.Unit{}, err
	}
	return versionOf(versions, tx.Today()), nil
}

// registerFrame is frame for a page of a unit's register: it names the unit and
// leads back to its register.
func (s *Server) registerFrame(tx *db.Tx, r *http.Request, u org.Unit, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = orText(u.FullName, u.Name)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: registersPage, Text: "Sổ khen thưởng"}}
	if own := registersPage + "/" + u.ID; r.URL.Path != own {
		f.Crumbs = append(f.Crumbs, components.Link{Href: own, Text: u.Name})
	}
	return f
}

// registers lists the units whose registers the person may look at.
func (s *Server) registers(w http.ResponseWriter, r *http.Request) error {
	var p pages.RegistersProps
	err := s.view(r, func(tx *db.Tx) error {
		if !award.Looks(tx) {
			return access.Require(tx, access.AwardLook, access.Scope{Unit: tx.Actor.Unit})
		}
		p.Frame = s.frame(tx, r, "Sổ khen thưởng")
		p.Frame.Lead = "Ai đã được khen thưởng gì, theo quyết định nào; ai còn thiếu gì để được đề nghị."
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		list, err := award.Registers(tx)
		if err != nil {
			return err
		}
		p.Units, err = registerTable(tx, list)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Registers(p))
}

func registerTable(tx *db.Tx, list []award.Register) (components.TableProps, error) {
	t := components.TableProps{
		ID: "so", Caption: "Sổ của các đơn vị bạn được xem",
		Columns: []components.Column{{Head: "Đơn vị", Sort: true}, {Head: "Đối tượng", Number: true, Sort: true}, {Head: "Lần khen thưởng", Number: true, Sort: true}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Chưa có sổ nào", What: "Sổ của mỗi đơn vị hiện ở đây khi có hồ sơ đầu tiên.",
			Who: "Mở trang của đơn vị trong danh mục đơn vị để lập sổ.", Action: &components.ButtonProps{Text: "Danh mục đơn vị", Href: unitsPage, Kind: components.Plain},
		}),
	}
	ids := make([]string, len(list))
	for i, g := range list {
		ids[i] = g.UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return t, err
	}
	slices.SortStableFunc(list, func(a, b award.Register) int { return vn.Compare(names[a.UnitID], names[b.UnitID]) })
	for _, g := range list {
		t.Rows = append(t.Rows, components.Row{Mine: g.UnitID == tx.Actor.Unit, Cells: []components.Cell{
			{Text: names[g.UnitID], Href: registersPage + "/" + g.UnitID}, {Text: grouped(g.Subjects)}, {Text: grouped(g.Grants)},
		}})
	}
	return t, nil
}

// subjectKinds name the kinds of subject in the order of the register.
var subjectKinds = []components.Option{
	{Value: string(rules.Person), Text: "cá nhân"},
	{Value: string(rules.Collective), Text: "tập thể"},
	{Value: string(rules.Household), Text: "hộ gia đình"},
	{Value: string(rules.Foreigner), Text: "cá nhân, tổ chức nước ngoài"},
}

func subjectKindName(k rules.Kind) string {
	for _, o := range subjectKinds {
		if o.Value == string(k) {
			return o.Text
		}
	}
	return ""
}

// unitRegister is the register of a unit.
func (s *Server) unitRegister(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitRegisterProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p.Frame, p.UnitID = s.registerFrame(tx, r, u, "Sổ khen thưởng"), u.ID
		files, err := award.FilesOf(tx, u.ID)
		p.Subjects = subjectTable(files)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.UnitRegister(p))
}

func subjectTable(files []award.File) components.TableProps {
	t := components.TableProps{
		ID: "doi-tuong", Caption: itoa(len(files)) + " đối tượng trong sổ",
		Columns: []components.Column{{Head: "Tên", Sort: true}, {Head: "Là"}, {Head: "Nơi công tác"}, {Head: "Số lần được khen", Number: true, Sort: true}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Sổ chưa có ai", What: "Cá nhân, tập thể, hộ gia đình cùng xếp loại từng năm và khen thưởng của họ nằm ở đây.",
			Who: "Chuyên viên của đơn vị nhập từ danh sách đang giữ hoặc lập từng hồ sơ.",
		}),
	}
	for i := range files {
		f := &files[i]
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: f.Name}, {Text: subjectKindName(f.Kind)}, orMissing(f.Place, "–"), {Text: itoa(len(f.InForce()))},
		}})
	}
	return t
}

// grouped is a count with its thousands set apart.
func grouped(n int) string { return vn.Format(decimal.NewFromInt(int64(n))) }
