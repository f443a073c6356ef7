package award

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Later is what was entered on a grant after it was given.
type Later struct {
	GrantID string
	Kind    string // an EntryKind, or "correction"
	Number  string
	On      vn.Date
}

// Says is what became of the grant, in Vietnamese.
func (l Later) Says() string {
	what := map[string]string{string(Annulment): "đã hủy bỏ", string(Reissue): "cấp đổi, cấp lại", "correction": "đính chính"}[l.Kind]
	return what + " theo " + l.Number + " ngày " + l.On.Short()
}

// Annuls reports whether the grant stands no longer.
func (l Later) Annuls() bool { return l.Kind == string(Annulment) }

// SinceOf are the annulments, re-issues and corrections of grants, in the order of time,
// by grant.
//
// Within: the page of the dossier from which the grants came; it asks for the right.
func SinceOf(tx *db.Tx, grants []string) (map[string][]Later, error) {
	since := map[string][]Later{}
	for len(grants) > 0 {
		n := min(len(grants), grantsAtOnce)
		list, err := laterOf(tx, grants[:n])
		if err != nil {
			return nil, fmt.Errorf("read what became of grants: %w", err)
		}
		for _, l := range list {
			since[l.GrantID] = append(since[l.GrantID], l)
		}
		grants = grants[n:]
	}
	return since, nil
}
