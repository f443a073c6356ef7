// Package access decides who may do what.
//
// An act (thao tác) is one thing a use case does. One table says which roles
// may do it and what of its object a use case names. A role is granted within a
// scope (phạm vi): a unit, a unit with all units below it, a cluster, one
// emulation year, the portal, or everything. A use case names the scope of the
// object it touches; an actor may act when one of the actor's grants has a role
// of the act's row and covers that scope.
//
// A grant can be another person's: delegated (ủy quyền) for some days. Some roles
// do not go together (phân nhiệm): who administers accounts or audits does no
// work of the field, and what an account holds against that is withheld.
//
// Default is to deny: an act without a row, a scope that was not named, an
// actor without grants. A unit sees itself; being a member of a cluster opens
// what the cluster shares among its members and nothing else.
//
// What never happens: a right that is decided outside this table, or a role
// that a use case checks by name. Who has typed something and who judges it is
// not decided by roles: the use case that judges compares persons and units.
package access

import (
	"maps"
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
func (r Role) Name() string { return roles[r].name }

// roles says of each role how it is had.
var roles = map[Role]struct {
	name      string
	kinds     []string // of scope it can be granted in
	follows   bool     // from the register of clusters; never granted by hand
	delegable bool
}{
	Officer:        {"Chuyên viên đơn vị", []string{ScopeUnit, ScopeSubtree}, false, true},
	UnitLeader:     {"Lãnh đạo đơn vị", []string{ScopeUnit}, false, true},
	Lead:           {"Cụm trưởng", []string{ScopeYear}, true, false},
	Deputy:         {"Cụm phó", []string{ScopeYear}, true, false},
	Member:         {"Đơn vị thành viên", []string{ScopeCluster}, true, false},
	Appraiser:      {"Tổ thẩm định", []string{ScopeYear, ScopeCluster, ScopeAll}, false, true},
	StandingOffice: {"Cơ quan thường trực Hội đồng", []string{ScopeUnit, ScopeSubtree, ScopeYear, ScopeCluster, ScopeAll}, false, true},
	CouncilMember:  {"Thành viên Hội đồng", []string{ScopeYear, ScopeCluster, ScopeAll}, false, true},
	Editor:         {"Biên tập viên", []string{ScopePortal, ScopeAll}, false, true},
	Auditor:        {"Kiểm toán", []string{ScopeUnit, ScopeSubtree, ScopeYear, ScopeCluster, ScopePortal, ScopeAll}, false, false},
	Administrator:  {"Quản trị viên", []string{ScopeAll}, false, false},
	Operator:       {"Người vận hành máy chủ", []string{ScopeAll}, false, false},
	Self:           {"Việc của bản thân", nil, true, false},
}

// Kinds of scope of a grant.
const (
	ScopeUnit    = "unit"
	ScopeSubtree = "subtree" // a unit and all units below it, as they stand that day
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
	case ScopeSubtree:
		return s.Unit != "" && g.Units[s.Unit]
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
	g, ok := GrantFor(actor, act, scope)
	return Role(g.Role), ok
}

// GrantFor returns the grant that allows the actor the act on the scope: one of
// the own before one that another person delegated.
func GrantFor(actor db.Actor, act Act, scope Scope) (db.Grant, bool) {
	r, known := table[act]
	if !known {
		return db.Grant{}, false
	}
	scope = r.on.named(scope)
	var lent db.Grant
	found := false
	for _, g := range actor.Grants {
		if !slices.Contains(r.roles, Role(g.Role)) || !scope.coveredBy(g) {
			continue
		}
		if g.For == nil {
			return g, true
		}
		if !found {
			lent, found = g, true
		}
	}
	return lent, found
}

// GiverFor returns the person on whose delegation the actor does the act; nil
// when the right is the actor's own.
func GiverFor(actor db.Actor, act Act, scope Scope) *db.Person {
	g, _ := GrantFor(actor, act, scope)
	return g.For
}

// Signature is how a person's name stands beside an act: with the name of the
// other on whose delegation it is done.
func Signature(actor db.Actor, act Act, scope Scope) string {
	if giver := GiverFor(actor, act, scope); giver != nil {
		return actor.Name + " (theo ủy quyền của " + giver.Name + ")"
	}
	return actor.Name
}

// Acts lists the acts of the table by name, for the page that prints it.
func Acts() []Act { return slices.Sorted(maps.Keys(table)) }

// Describe returns the Vietnamese name of an act, what it is asked on, and the
// roles that may do it.
func Describe(a Act) (say string, on On, roles []Role) {
	r := table[a]
	return r.say, r.on, r.roles
}
