// Package access decides who may do what.
//
// An act (thao tác) is one thing a use case does. One table says which roles
// may do it. A role is granted within a scope (phạm vi): a unit, a cluster, one
// emulation year, the portal, or everything. A use case names the scope of the
// object it touches; an actor may act when one of the actor's grants has a role
// of the act's row and covers that scope.
//
// Default is to deny: an act without a row, a scope that was not named, an
// actor without grants. A unit sees itself; being a member of a cluster opens
// what the cluster shares among its members and nothing else.
//
// What never happens: a right that is decided outside this table, or a role
// that a use case checks by name.
package access

import (
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Role is what a person is within a scope.
type Role string

// The roles. Lead, Deputy and Member are never granted by hand: they follow by
// date from the register of clusters.
const (
	Officer        Role = "officer"         // chuyên viên of a member unit: types figures
	UnitLeader     Role = "unit_leader"     // lãnh đạo of a member unit: approves, signs, votes
	Lead           Role = "lead"            // người của đơn vị cụm trưởng trong một năm
	Deputy         Role = "deputy"          // người của đơn vị cụm phó trong một năm
	Member         Role = "member"          // người của một đơn vị thành viên
	Appraiser      Role = "appraiser"       // tổ thẩm định
	StandingOffice Role = "standing_office" // cơ quan thường trực Hội đồng
	CouncilMember  Role = "council_member"  // thành viên Hội đồng; chứng kiến, biểu quyết
	Editor         Role = "editor"          // biên tập viên cổng thông tin
	Auditor        Role = "auditor"         // kiểm toán: reads all, writes nothing
	Administrator  Role = "administrator"   // accounts; sees no ballots, changes no marks
	Operator       Role = "operator"        // the person at the machine's own command line
)

// Name is the role in Vietnamese, as pages show it.
func (r Role) Name() string { return roleNames[r] }

var roleNames = map[Role]string{
	Officer: "Chuyên viên đơn vị", UnitLeader: "Lãnh đạo đơn vị", Lead: "Cụm trưởng", Deputy: "Cụm phó",
	Member: "Đơn vị thành viên", Appraiser: "Tổ thẩm định", StandingOffice: "Cơ quan thường trực Hội đồng",
	CouncilMember: "Thành viên Hội đồng", Editor: "Biên tập viên", Auditor: "Kiểm toán",
	Administrator: "Quản trị viên", Operator: "Người vận hành máy chủ",
}

// Kinds of scope of a grant.
const (
	ScopeUnit    = "unit"
	ScopeCluster = "cluster"
	ScopeYear    = "year"
	ScopePortal  = "portal"
	ScopeAll     = "all"
)

// Scope names what an act touches, by id. A field left empty is not covered by
// any grant of that kind.
type Scope struct {
	Unit    string
	Cluster string
	Year    string
	Portal  bool
}

func (s Scope) coveredBy(g db.Grant) bool {
	switch g.Scope {
	case ScopeAll:
		return true
	case ScopeUnit:
		return s.Unit != "" && g.ID == s.Unit
	case ScopeCluster:
		return s.Cluster != "" && g.ID == s.Cluster
	case ScopeYear:
		return s.Year != "" && g.ID == s.Year
	case ScopePortal:
		return s.Portal
	}
	return false
}

// Require returns nil when the transaction's actor may do the act on the scope,
// and a Denied problem that names who may otherwise.
func Require(tx *db.Tx, act Act, scope Scope) error {
	if _, ok := RoleFor(tx.Actor, act, scope); ok {
		return nil
	}
	r, known := table[act]
	if !known || len(r.roles) == 0 {
		return problem.New(problem.Denied, "Bạn không có quyền làm việc này.")
	}
	names := make([]string, len(r.roles))
	for i, role := range r.roles {
		first := []rune(role.Name())
		names[i] = strings.ToLower(string(first[:1])) + string(first[1:])
	}
	return problem.New(problem.Denied, "Bạn không có quyền %s. Việc này dành cho: %s.", r.say, strings.Join(names, ", "))
}

// May reports whether the actor may do the act on the scope; pages use it to
// leave out what would be refused.
func May(tx *db.Tx, act Act, scope Scope) bool {
	_, ok := RoleFor(tx.Actor, act, scope)
	return ok
}

// RoleFor returns the role that allows the actor the act on the scope.
func RoleFor(actor db.Actor, act Act, scope Scope) (Role, bool) {
	r, known := table[act]
	if !known {
		return "", false
	}
	for _, g := range actor.Grants {
		if slices.Contains(r.roles, Role(g.Role)) && scope.coveredBy(g) {
			return Role(g.Role), true
		}
	}
	return "", false
}

// Acts lists the table in the order of its acts, for the page that prints it.
func Acts() []Act {
	acts := make([]Act, 0, len(table))
	for a := range table {
		acts = append(acts, a)
	}
	slices.Sort(acts)
	return acts
}

// Describe returns the Vietnamese name of an act and the roles that may do it.
func Describe(a Act) (string, []Role) { return table[a].say, table[a].roles }
