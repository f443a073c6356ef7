package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const rightsPage = "/quan-tri/quyen"

// words are the Vietnamese names of the words by which acts are grouped, in the
// order of the page of rights.
var actWords = []struct{ word, name string }{
	{"org", "Đơn vị"},
	{"account", "Tài khoản, quyền"},
	{"personal", "Dữ liệu cá nhân"},
	{"cluster", "Cụm, khối"},
	{"cycle", "Năm thi đua"},
	{"covenant", "Giao ước"},
	{"indicator", "Chỉ số, số liệu"},
	{"midreview", "Sơ kết"},
	{"scoring", "Chấm điểm"},
	{"conference", "Hội nghị"},
	{"ballot", "Bỏ phiếu kín"},
	{"award", "Khen thưởng"},
	{"dossier", "Hồ sơ khen thưởng"},
	{"initiative", "Sáng kiến"},
	{"deliberation", "Bình xét của đơn vị"},
	{"fund", "Quỹ thi đua, khen thưởng"},
	{"petition", "Đơn thư"},
	{"inspection", "Kiểm tra, tập huấn"},
	{"delivery", "Hiện vật khen thưởng"},
	{"ceremony", "Lễ trao tặng"},
	{"confirmation", "Xác nhận khen thưởng"},
	{"exemplar", "Điển hình tiên tiến"},
	{"document", "Số văn bản đi"},
	{"clerk", "Soạn, ký văn bản"},
	{"incoming", "Văn bản đến"},
	{"handover", "Bàn giao"},
	{"sheet", "Dữ liệu"},
	{"article", "Bài viết, thông báo của cổng"},
	{"comment", "Ý kiến bạn đọc"},
	{"newsletter", "Bản tin qua thư"},
	{"record", "Nhật ký"},
}

// rights prints the table of acts, roles and scopes.
func (s *Server) rights(w http.ResponseWriter, r *http.Request) error {
	var p pages.RightsProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.RightsRead, scopeFor(tx, access.RightsRead)); err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Bảng phân quyền")
		p.Frame.Lead = "Ai được làm việc gì, trong phạm vi nào. Việc không có trong bảng, hoặc phạm vi không được nêu, thì không ai làm được."
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Acts, p.Roles, p.Conflicts = actTable(), roleTable(), conflictTable()
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Rights(p))
}

// scopeFor is the scope of the person's own in which the act is allowed.
func scopeFor(tx *db.Tx, act access.Act) access.Scope {
	for _, g := range tx.Actor.Grants {
		if scope := access.ScopeOf(g.Scope, g.ID); access.May(tx, act, scope) {
			return scope
		}
	}
	return access.Scope{}
}

func actTable() components.TableProps {
	t := components.TableProps{
		ID: "viec", Caption: "Việc và vai trò", Quiet: true,
		Columns: []components.Column{{Head: "Việc"}, {Head: "Xét trên"}, {Head: "Vai trò được làm"}},
	}
	other := map[string][]components.Row{}
	for _, act := range access.Acts() {
		say, on, roles := access.Describe(act)
		word, _, _ := strings.Cut(string(act), ".")
		other[word] = append(other[word], components.Row{Cells: []components.Cell{{Text: upperFirst(say)}, {Text: on.Name()}, {Text: roleText(roles)}}})
	}
	for _, w := range actWords {
		if rows := other[w.word]; len(rows) > 0 {
			t.Rows = append(t.Rows, components.Row{Group: true, Cells: []components.Cell{{Text: w.name}}})
			t.Rows = append(t.Rows, rows...)
		}
	}
	return t
}

func roleText(roles []access.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name()
	}
	return strings.Join(names, "; ")
}

func roleTable() components.TableProps {
	t := components.TableProps{
		ID: "vai-tro", Caption: "Vai trò và phạm vi", Quiet: true,
		Columns: []components.Column{{Head: "Vai trò"}, {Head: "Phạm vi"}, {Head: "Có bằng cách"}, {Head: "Ủy quyền"}},
	}
	for _, r := range access.Roles() {
		kinds := make([]string, len(r.Kinds()))
		for i, k := range r.Kinds() {
			kinds[i] = access.ScopeName(k)
		}
		how, lend := "quản trị viên cấp", components.Cell{Text: "được"}
		switch {
		case r.Follows():
			how, lend = "theo danh mục cụm, khối", components.Cell{Text: "theo vai trò ở đơn vị"}
		case r == access.Operator:
			how, lend = "ở dòng lệnh của máy chủ", components.Cell{Missing: "không"}
		case !r.Delegable():
			lend = components.Cell{Missing: "không"}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: r.Name()}, {Text: strings.Join(kinds, "; ")}, {Text: how}, lend}})
	}
	return t
}

func conflictTable() components.TableProps {
	t := components.TableProps{
		ID: "khong-di-cung", Caption: "Vai trò không đi cùng nhau trong một tài khoản", Quiet: true,
		Columns: []components.Column{{Head: "Vai trò"}, {Head: "Không đi cùng"}, {Head: "Vì sao"}},
	}
	for _, c := range access.Conflicts() {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: c.Role.Name()}, {Text: roleText(c.With)}, {Text: c.Why}}})
	}
	return t
}
