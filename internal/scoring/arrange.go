package scoring

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Way is a direction in which a criterion moves with all that is in it.
type Way string

// The ways.
const (
	Up     Way = "len"       // before the criterion before it
	Down   Way = "xuong"     // after the one after it
	In     Way = "thut-vao"  // into the group before it
	Out    Way = "thut-ra"   // out of its group, after it
	Before Way = "truoc"     // before another
	After  Way = "sau"       // after another
	Inside Way = "ben-trong" // last in another
)

// branch is a row with the rows of its group.
type branch struct {
	Row
	up       *branch
	children []*branch
}

// grow makes the tree of rows that stand in its order; its root is no row.
func grow(rows []Row) *branch {
	root := &branch{}
	at := map[string]*branch{"": root}
	for _, r := range rows {
		up := at[r.Parent()]
		n := &branch{Row: r, up: up}
		at[r.Path] = n
		up.children = append(up.children, n)
	}
	return root
}

// rows writes the tree down again, every path made of the codes above it.
func (n *branch) rows() []Row {
	var rows []Row
	var down func(n *branch, prefix string)
	down = func(n *branch, prefix string) {
		for _, c := range n.children {
			r := c.Row
			r.Path = prefix + c.Code()
			rows = append(rows, r)
			down(c, r.Path+"/")
		}
	}
	down(n, "")
	return rows
}

func (n *branch) find(path string) *branch {
	for _, c := range n.children {
		if c.Path == path {
			return c
		}
		if strings.HasPrefix(path, c.Path+"/") {
			return c.find(path)
		}
	}
	return nil
}

// place is where a branch stands in its group.
func (n *branch) place() int { return slices.Index(n.up.children, n) }

// cut takes a branch out of its group.
func (n *branch) cut() { n.up.children = slices.Delete(n.up.children, n.place(), n.place()+1) }

// put sets a branch into a group at a place.
func (n *branch) put(up *branch, at int) error {
	if up.Kind != "" {
		return problem.New(problem.Invalid, "«%s» được chấm điểm trực tiếp (%s) nên không chứa tiêu chí khác; bỏ cách chấm của nó trước.", up.Path, up.Kind.KindName())
	}
	for o := up; o != nil; o = o.up {
		if o == n {
			return problem.New(problem.Invalid, "Không đặt «%s» vào trong chính nó.", n.Path)
		}
	}
	same := func(o *branch) bool { return o != n && o.Code() == n.Code() }
	if slices.ContainsFunc(up.children, same) {
		return problem.New(problem.Invalid, "Nơi đến đã có mã «%s»; đổi mã của «%s» rồi chuyển.", n.Code(), n.Path)
	}
	from := n.place()
	n.cut()
	if n.up == up && from < at {
		at--
	}
	n.up, up.children = up, slices.Insert(up.children, at, n)
	return nil
}

// MoveRow moves a criterion, with all that is in it, and returns its new path.
// beside is another criterion for the ways Before, After and Inside.
func MoveRow(tx *db.Tx, y cycle.Year, path string, way Way, beside string) (string, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return "", err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return "", err
	}
	root := grow(before.Rows)
	n := root.find(path)
	if n == nil {
		return "", goneRow(path)
	}
	if err := n.move(root, way, beside); err != nil {
		return "", err
	}
	after := before
	after.Rows = root.rows()
	to := n.pathNow()
	after.TieBreak = renamed(before.TieBreak, path, to)
	_, err = keep(tx, y, s, before, after)
	return to, err
}

func goneRow(path string) error {
	return problem.New(problem.Conflict, "Bảng không còn tiêu chí «%s»: có thể người khác vừa đổi mã hoặc bỏ nó. Hãy xem lại bảng.", path)
}

// pathNow is the path of a branch where it stands now.
func (n *branch) pathNow() string {
	if n.up == nil || n.up.up == nil {
		return n.Code()
	}
	return n.up.pathNow() + "/" + n.Code()
}

func (n *branch) move(root *branch, way Way, beside string) error {
	at := n.place()
	switch way {
	case Up:
		if at == 0 {
			return problem.New(problem.Invalid, "«%s» đã đứng đầu nhóm.", n.Path)
		}
		return n.put(n.up, at-1)
	case Down:
		if at == len(n.up.children)-1 {
			return problem.New(problem.Invalid, "«%s» đã đứng cuối nhóm.", n.Path)
		}
		return n.put(n.up, at+2)
	case In:
		if at == 0 {
			return problem.New(problem.Invalid, "Không có tiêu chí nào đứng trước «%s» trong nhóm để thụt vào.", n.Path)
		}
		group := n.up.children[at-1]
		return n.put(group, len(group.children))
	case Out:
		if n.up == root {
			return problem.New(problem.Invalid, "«%s» đã ở cấp ngoài cùng.", n.Path)
		}
		return n.put(n.up.up, n.up.place()+1)
	}
	o := root.find(beside)
	switch {
	case o == nil:
		return goneRow(beside)
	case o == n:
		return nil
	case way == Before:
		return n.put(o.up, o.place())
	case way == After:
		return n.put(o.up, o.place()+1)
	case way == Inside:
		return n.put(o, len(o.children))
	}
	return problem.New(problem.Invalid, "Không có cách chuyển «%s».", way)
}

// renamed writes the new path of a criterion, and of all in it, where the
// tie-breaks name it.
func renamed(names []string, from, to string) []string {
	names = slices.Clone(names)
	for i, name := range names {
		if inSubtree(name, from) {
			names[i] = to + name[len(from):]
		}
	}
	return names
}

// RemoveRow takes a criterion out of the sheet with all that is in it. seen is
// the fingerprint of what the person saw.
func RemoveRow(tx *db.Tx, y cycle.Year, path, seen string) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return err
	}
	if before.Row(path) == nil {
		return goneRow(path)
	}
	if before.Fingerprint(path) != seen {
		return problem.New(problem.Conflict, "«%s» vừa được người khác sửa; hãy xem lại rồi bỏ.", path)
	}
	after := before
	after.Rows = slices.DeleteFunc(slices.Clone(before.Rows), func(r Row) bool { return inSubtree(r.Path, path) })
	after.TieBreak = slices.DeleteFunc(slices.Clone(before.TieBreak), func(name string) bool { return inSubtree(name, path) })
	_, err = keep(tx, y, s, before, after)
	return err
}

// Row finds a criterion; nil when there is none.
func (d Definition) Row(path string) *Row {
	for i := range d.Rows {
		if d.Rows[i].Path == path {
			return &d.Rows[i]
		}
	}
	return nil
}

// Fingerprint tells whether a criterion, or anything in it, has changed since.
func (d Definition) Fingerprint(path string) string {
	var within []Row
	for _, r := range d.Rows {
		if inSubtree(r.Path, path) {
			within = append(within, r)
		}
	}
	return fingerprint(within)
}

// Fingerprint tells whether the criterion itself has changed since.
func (r Row) Fingerprint() string { return fingerprint(r) }

// Fingerprint tells whether the settings have changed since.
func (s Settings) Fingerprint() string { return fingerprint(s) }

func fingerprint(of any) string {
	text, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("fingerprint of a definition: %v", err)) // strings, numbers and lists of them
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
