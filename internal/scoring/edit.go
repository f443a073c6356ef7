package scoring

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// RowEdit is one criterion as a person wants it.
type RowEdit struct {
	Row          // its Path is the code alone
	At    string // path of the criterion that is changed; empty for a new one
	Seen  string // fingerprint of what the person saw of it
	Under string // the group of a new one; empty for the top
	After string // path of the criterion before a new one; empty puts it last in its group
}

// PutRow adds a criterion or changes one, and returns its path. What the sheet
// as a whole still lacks may come later; what the criterion itself says must be
// right.
func PutRow(tx *db.Tx, y cycle.Year, e RowEdit) (string, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return "", err
	}
	if err := y.MustRun(); err != nil {
		return "", err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return "", err
	}
	root := grow(before.Rows)
	n, err := e.placed(root, before)
	if err != nil {
		return "", err
	}
	if err := e.check(tx, y, n); err != nil {
		return "", err
	}
	n.Row = e.Row
	after := before
	after.Rows = root.rows()
	path := n.pathNow()
	if len(after.Rows) > MaxRows {
		return "", problem.New(problem.Invalid, "Bảng đã có %d tiêu chí, nhiều nhất có thể.", MaxRows)
	}
	if e.At != "" {
		after.TieBreak = renamed(before.TieBreak, e.At, path)
	}
	if s.Name == "" {
		s.Name = fmt.Sprintf("Bảng chấm điểm năm %d", y.Year)
	}
	_, err = keep(tx, y, s, before, after)
	return path, err
}

// placed finds the node that is changed, or makes a new one where it belongs.
func (e RowEdit) placed(root *branch, d Definition) (*branch, error) {
	if e.At != "" {
		n := root.find(e.At)
		if n == nil {
			return nil, goneRow(e.At)
		}
		if n.Fingerprint() != e.Seen {
			return nil, problem.New(problem.Conflict, "«%s» vừa được người khác sửa%s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.", e.At, e.nowStored(n.Row))
		}
		return n, nil
	}
	up, at := root, -1
	if e.After != "" {
		o := root.find(e.After)
		if o == nil {
			return nil, goneRow(e.After)
		}
		up, at = o.up, o.place()+1
	} else if e.Under != "" {
		if up = root.find(e.Under); up == nil {
			return nil, goneRow(e.Under)
		}
	}
	if up.Kind != "" {
		return nil, problem.New(problem.Invalid, "«%s» được chấm điểm trực tiếp (%s) nên không chứa tiêu chí khác; bỏ cách chấm của nó trước.", up.Path, up.Kind.KindName())
	}
	if at < 0 {
		at = len(up.children)
	}
	n := &branch{Row: e.Row, up: up}
	up.children = slices.Insert(up.children, at, n)
	return n, nil
}

// nowStored says in what the stored criterion differs from the typed one.
func (e RowEdit) nowStored(stored Row) string {
	typed := e.Row
	typed.Path = stored.Path
	var said []string
	for _, field := range typed.differs(stored) {
		now := "đã đổi"
		switch field {
		case FieldName, fieldWriting:
			field, now = FieldName, "nay là «"+stored.Name+"»"
		case FieldMax:
			now = "nay là " + vn.Grouped(stored.Max)
		case FieldKind:
			now = "nay là «" + stored.Kind.KindName() + "»"
		}
		said = append(said, field+" "+now)
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + strings.Join(said, "; ")
}

// check reports what is wrong with a criterion beside the fields of its form.
func (e RowEdit) check(tx *db.Tx, y cycle.Year, n *branch) error {
	var list problem.List
	code := e.Row.Path
	switch {
	case code == "":
		list.Add("code", "Ghi mã tiêu chí như trong quy chế, ví dụ I, 2 hoặc 2.a.")
	case strings.Contains(code, "/"):
		list.Add("code", "Mã không có dấu «/»; ghi mã của riêng tiêu chí này, nhóm của nó đã đứng ở trên.")
	case slices.ContainsFunc(n.up.children, func(o *branch) bool { return o != n && o.Code() == code }):
		list.Add("code", "Nhóm này đã có mã «%s»; ghi mã khác.", code)
	}
	leaf := len(n.children) == 0
	if leaf && e.Kind == "" { // a group that has no criteria yet
		leaf = false
	}
	e.Row.check(&list, func(field string) string { return field }, leaf)
	err := knownIndicators(tx, y, []Row{e.Row})
	unknown := problem.All(err)
	if err != nil && unknown == nil {
		return err
	}
	for _, p := range unknown {
		list.Add("indicator", "%s", p.Text)
	}
	return list.Err()
}

// SetSettings changes the name and the settings of a sheet. seen is the
// fingerprint of the settings that the person saw.
func SetSettings(tx *db.Tx, y cycle.Year, name string, settings Settings, seen string) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return err
	}
	var list problem.List
	if name = strings.TrimSpace(name); name == "" {
		list.Add("name", "Ghi tên bảng chấm điểm.")
	}
	settings.check(&list)
	if err := checkTies(&list, settings.TieBreak, before); err != nil {
		return err
	}
	if s.Version > 0 && before.Settings.Fingerprint() != seen {
		return problem.New(problem.Conflict, "Cài đặt vừa được người khác lưu. Điều bạn gõ còn nguyên ở dưới; hãy mở trang ở thẻ khác để đối chiếu rồi lưu lại.")
	}
	after := before
	if after.Settings = settings; s.State == Drafted {
		s.Name = name
	}
	_, err = keep(tx, y, s, before, after)
	return err
}

func checkTies(list *problem.List, names []string, d Definition) error {
	for _, name := range names {
		if name != TieBonus && name != TieSelfTotal && d.Row(name) == nil {
			list.Add("tie_break", "Tiêu chí phụ «%s» không có trong bảng; ghi mã đầy đủ của tiêu chí (như I/2), «điểm thưởng» hoặc «tự chấm».", name)
		}
	}
	return list.Err()
}
