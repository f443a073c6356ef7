package web

import (
	"testing"

	"giaouoc/internal/access"
)

// The page of rights shows every act, also one of a word that is new.
func TestThePageOfRightsShowsEveryAct(t *testing.T) {
	shown := map[string]bool{}
	for _, r := range actTable().Rows {
		if !r.Group {
			shown[r.Cells[0].Text] = true
		}
	}
	for _, act := range access.Acts() {
		if say, _, _ := access.Describe(act); !shown[upperFirst(say)] {
			t.Errorf("%s is not shown: its word is missing in actWords", act)
		}
	}
	if n := len(roleTable().Rows); n != len(access.Roles()) {
		t.Errorf("%d roles are shown, there are %d", n, len(access.Roles()))
	}
}
