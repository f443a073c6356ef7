package pages

import (
	"fmt"
	"testing"

	"giaouoc/internal/cycle"
)

func TestManyWhoHaveNotJoinedAreFolded(t *testing.T) {
	node := cycle.Node{Movement: cycle.Movement{ID: "m", UnitID: "city", ParentID: "top", Name: "Nước rút"}, UnitName: "Thành phố", Reached: 168}
	node.Joined = []cycle.Node{{Movement: cycle.Movement{ID: "w", UnitID: "ward", ParentID: "m", Name: "NƯỚC RÚT"}, UnitName: "Phường Một"}}
	for i := range 167 {
		node.Missing = append(node.Missing, cycle.Absentee{Name: fmt.Sprint("Phường ", i)})
	}
	line := MovementTree{List: "/p", Cluster: "Cụm"}.Lines([]cycle.Node{node})[0]
	if line.Tag == nil || line.Tag.Text != "1/168 xã, phường hưởng ứng" || len(line.Children) != 2 {
		t.Fatalf("city: %+v", line)
	}
	if line.Children[0].Text != "Phường Một" {
		t.Errorf("a ward that kept the name: %q", line.Children[0].Text)
	}
	if folded := line.Children[1]; !folded.Folded || folded.Text != "167 đơn vị chưa hưởng ứng" || len(folded.Children) != 167 {
		t.Errorf("missing: %q, %d", folded.Text, len(folded.Children))
	}
}
