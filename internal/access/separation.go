package access

import (
	"slices"

	"giaouoc/internal/db"
)

// Conflict says with which roles one does not go together (phân nhiệm). Where an
// account holds both, Role is what it keeps.
type Conflict struct {
	Role Role
	With []Role
	Why  string // "Quản trị viên …", a sentence
}

// field are the roles in which something of the field is written.
var field = []Role{Officer, UnitLeader, Lead, Deputy, Appraiser, StandingOffice, CouncilMember, Editor}

// conflicts is the whole of what does not go together; the first row that applies
// to an account wins.
var conflicts = []Conflict{
	{Administrator, append(slices.Clone(field), Member, Auditor), "Quản trị viên cấp tài khoản nên không làm nghiệp vụ, không xem phiếu, không sửa điểm."},
	{Auditor, append(slices.Clone(field), Member), "Kiểm toán xem mọi việc nên không ghi, không sửa việc nào."},
}

// Conflicts lists the roles that do not go together, for the page of rights.
func Conflicts() []Conflict { return conflicts }

// Against returns why two roles do not go together in one account; the empty
// text when they do.
func Against(a, b Role) string {
	for _, c := range conflicts {
		if a == c.Role && slices.Contains(c.With, b) || b == c.Role && slices.Contains(c.With, a) {
			return c.Why
		}
	}
	return ""
}

// Withhold parts the grants of an account from those that do not go with the
// others.
func Withhold(grants []db.Grant) (kept, withheld []db.Grant) {
	kept = grants
	for _, c := range conflicts {
		if !slices.ContainsFunc(kept, func(g db.Grant) bool { return Role(g.Role) == c.Role }) {
			continue
		}
		var rest []db.Grant
		for _, g := range kept {
			if slices.Contains(c.With, Role(g.Role)) {
				withheld = append(withheld, g)
			} else {
				rest = append(rest, g)
			}
		}
		kept = rest
	}
	return kept, withheld
}
