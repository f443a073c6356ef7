package access

import "slices"

// On is what an act is asked on: what a use case names of the object it touches.
// What it names beyond that opens nothing.
type On string

// What acts are asked on.
const (
	OnAll     On = "all"     // the installation as a whole
	OnUnit    On = "unit"    // a unit of the register
	OnCluster On = "cluster" // a cluster or bloc
	OnYear    On = "year"    // a year of a cluster, or the cluster through all years
	OnPart    On = "part"    // a unit's own part of a year
	OnPortal  On = "portal"
	OnGrant   On = "grant" // the scope of the role that a person hands on
)

// Name is what an act is asked on in Vietnamese, as the page of rights shows it.
func (o On) Name() string { return onNames[o] }

var onNames = map[On]string{
	OnAll: "toàn hệ thống", OnUnit: "một đơn vị", OnCluster: "một cụm, khối", OnYear: "một năm của cụm, khối",
	OnPart: "phần của một đơn vị trong năm", OnPortal: "cổng thông tin", OnGrant: "phạm vi của vai trò ấy",
}

// CoveredBy lists the kinds of scope whose grants can open such an act.
func (o On) CoveredBy() []string {
	return map[On][]string{
		OnAll:     {ScopeAll},
		OnUnit:    {ScopeUnit, ScopeSubtree, ScopeAll},
		OnCluster: {ScopeCluster, ScopeAll},
		OnYear:    {ScopeYear, ScopeCluster, ScopeAll},
		OnPart:    {ScopeUnit, ScopeSubtree, ScopeYear, ScopeCluster, ScopeAll},
		OnPortal:  {ScopePortal, ScopeAll},
		OnGrant:   {ScopeUnit, ScopeSubtree, ScopeYear, ScopeCluster, ScopePortal, ScopeAll},
	}[o]
}

// named is a scope without what the act is not asked on.
func (o On) named(s Scope) Scope {
	kinds := o.CoveredBy()
	var n Scope
	if slices.Contains(kinds, ScopeUnit) {
		n.Unit = s.Unit
	}
	if slices.Contains(kinds, ScopeCluster) {
		n.Cluster = s.Cluster
	}
	if slices.Contains(kinds, ScopeYear) {
		n.Year = s.Year
	}
	n.Portal = s.Portal && slices.Contains(kinds, ScopePortal)
	return n
}

// ScopeName is a kind of scope in Vietnamese, as the page of rights shows it.
func ScopeName(kind string) string {
	return map[string]string{
		ScopeUnit: "đơn vị", ScopeSubtree: "đơn vị và các đơn vị trực thuộc", ScopeCluster: "cụm, khối", ScopeYear: "năm thi đua",
		ScopePortal: "cổng thông tin", ScopeAll: "toàn hệ thống",
	}[kind]
}

// Kinds lists the kinds of scope a role can be granted in.
func (r Role) Kinds() []string { return roles[r].kinds }

// Follows reports whether a role is had by the register of clusters alone.
func (r Role) Follows() bool { return roles[r].follows }

// Delegable reports whether who holds a role can let another person act in it
// for some days. Accounts and audit are no work that one does for another.
func (r Role) Delegable() bool { return roles[r].delegable }

// Roles lists the roles in the order of the page of rights.
func Roles() []Role {
	return []Role{Officer, UnitLeader, Member, Lead, Deputy, Appraiser, StandingOffice, CouncilMember, Editor, Auditor, Administrator, Operator}
}

// ScopeOf is the scope of an object that just covers what a grant covers.
func ScopeOf(kind, id string) Scope {
	switch kind {
	case ScopeUnit, ScopeSubtree:
		return Scope{Unit: id}
	case ScopeCluster:
		return Scope{Cluster: id}
	case ScopeYear:
		return Scope{Year: id}
	case ScopePortal:
		return Scope{Portal: true}
	}
	return Scope{}
}
