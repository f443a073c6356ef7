package access

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

func holding(role Role, kind, id string) *db.Tx {
	return &db.Tx{Actor: db.Actor{ID: "p", Grants: []db.Grant{{Role: string(role), Scope: kind, ID: id}}}}
}

func TestDefaultIsToDeny(t *testing.T) {
	whole := Scope{Unit: "u", Cluster: "c", Year: "y", Portal: true}
	for name, c := range map[string]struct {
		tx    *db.Tx
		act   Act
		scope Scope
		may   bool
	}{
		"a visitor":                      {&db.Tx{}, YearRead, whole, false},
		"an act without a row":           {holding(StandingOffice, ScopeAll, ""), "nobody.knows", whole, false},
		"a role of the row":              {holding(Officer, ScopeUnit, "u"), ReportWrite, Scope{Unit: "u"}, true},
		"another unit":                   {holding(Officer, ScopeUnit, "v"), ReportWrite, Scope{Unit: "u"}, false},
		"a scope that was not named":     {holding(Officer, ScopeUnit, "u"), ReportWrite, Scope{}, false},
		"a role of another row":          {holding(Auditor, ScopeAll, ""), ReportWrite, whole, false},
		"the lead of a year":             {holding(Lead, ScopeYear, "y"), CovenantOpenSigning, Scope{Cluster: "c", Year: "y"}, true},
		"the lead of another year":       {holding(Lead, ScopeYear, "x"), CovenantOpenSigning, Scope{Cluster: "c", Year: "y"}, false},
		"the cluster of a grant":         {holding(Appraiser, ScopeCluster, "c"), ScoringAppraise, Scope{Cluster: "c", Year: "y"}, true},
		"everything":                     {holding(StandingOffice, ScopeAll, ""), OrgChange, Scope{}, true},
		"an unknown kind of scope":       {holding(StandingOffice, "galaxy", ""), OrgChange, whole, false},
		"the portal":                     {holding(Editor, ScopePortal, ""), ArticleWrite, Scope{Portal: true}, true},
		"the portal without its mention": {holding(Editor, ScopePortal, ""), ArticleWrite, Scope{Unit: "u"}, false},
	} {
		err := Require(c.tx, c.act, c.scope)
		if c.may != (err == nil) || err != nil && !problem.Is(err, problem.Denied) || May(c.tx, c.act, c.scope) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A grant on a subtree opens the units that were below it when the actor was
// read, and what is asked of no unit not at all.
func TestASubtreeCoversItsUnits(t *testing.T) {
	office := holding(Officer, ScopeSubtree, "top")
	if May(office, ReportWrite, Scope{Unit: "top"}) {
		t.Error("a subtree that nobody has filled opens something")
	}
	office.Actor.Grants[0].Units = map[string]bool{"top": true, "below": true}
	for unit, may := range map[string]bool{"top": true, "below": true, "beside": false, "": false} {
		if May(office, ReportWrite, Scope{Unit: unit, Cluster: "c", Year: "y"}) != may {
			t.Errorf("unit %q: want %v", unit, may)
		}
	}
}

// What a use case names beyond what its act is asked on opens nothing.
func TestOnlyWhatTheRowNamesOpens(t *testing.T) {
	office := holding(StandingOffice, ScopeUnit, "u")
	if May(office, YearOpen, Scope{Unit: "u", Cluster: "c", Year: "y"}) {
		t.Error("a unit's grant opens an act on a year")
	}
	if !May(office, OrgChange, Scope{Unit: "u"}) {
		t.Error("a unit's grant does not open an act on that unit")
	}
}

// An own right is used before one that another person delegated.
func TestOwnRightsComeFirst(t *testing.T) {
	giver := &db.Person{ID: "g", Name: "Bà Giao"}
	own := db.Grant{Role: string(UnitLeader), Scope: ScopeUnit, ID: "u"}
	lent := own
	lent.For = giver
	scope := Scope{Unit: "u"}
	actor := db.Actor{ID: "p", Name: "Ông Nhận", Grants: []db.Grant{lent}}
	if GiverFor(actor, ReportSubmit, scope) != giver || Signature(actor, ReportSubmit, scope) != "Ông Nhận (theo ủy quyền của Bà Giao)" {
		t.Errorf("delegated alone: %q", Signature(actor, ReportSubmit, scope))
	}
	if ids := actor.Persons(); len(ids) != 2 || ids[1] != "g" {
		t.Errorf("acts for %q", ids)
	}
	actor.Grants = append(actor.Grants, own)
	if GiverFor(actor, ReportSubmit, scope) != nil || Signature(actor, ReportSubmit, scope) != "Ông Nhận" {
		t.Errorf("with an own right: %q", Signature(actor, ReportSubmit, scope))
	}
}

func TestWhatDoesNotGoTogetherIsWithheld(t *testing.T) {
	of := func(roles ...Role) []db.Grant {
		var list []db.Grant
		for _, r := range roles {
			list = append(list, db.Grant{Role: string(r)})
		}
		return list
	}
	for name, c := range map[string]struct{ have, keep []Role }{
		"work of the field alone":            {[]Role{Officer, UnitLeader, Appraiser}, []Role{Officer, UnitLeader, Appraiser}},
		"an administrator who types":         {[]Role{Officer, Administrator}, []Role{Administrator}},
		"an administrator who audits":        {[]Role{Auditor, Administrator}, []Role{Administrator}},
		"an auditor who decides":             {[]Role{Auditor, StandingOffice, Member}, []Role{Auditor}},
		"all three":                          {[]Role{Editor, Auditor, Administrator, UnitLeader}, []Role{Administrator}},
		"an administrator twice":             {[]Role{Administrator, Administrator}, []Role{Administrator, Administrator}},
		"nothing":                            {nil, nil},
		"a member's officer without account": {[]Role{Member, Officer}, []Role{Member, Officer}},
	} {
		kept, withheld := Withhold(of(c.have...))
		if len(kept) != len(c.keep) || len(kept)+len(withheld) != len(c.have) {
			t.Errorf("%s: kept %v, withheld %v", name, kept, withheld)
		}
		for i, g := range kept {
			if g.Role != string(c.keep[i]) {
				t.Errorf("%s: kept %v", name, kept)
			}
		}
	}
	if Against(Officer, Administrator) == "" || Against(Administrator, Officer) == "" || Against(Officer, UnitLeader) != "" {
		t.Error("Against does not know the table")
	}
}

// What the roles promise in the page of rights holds in every row.
func TestTheTableKeepsItsPromises(t *testing.T) {
	for _, act := range Acts() {
		say, on, roles := Describe(act)
		if say == "" || len(roles) == 0 || on.Name() == "" || len(on.CoveredBy()) == 0 {
			t.Errorf("%s has no words, no role, or is asked on nothing", act)
		}
		for _, r := range roles {
			if r.Name() == "" || !slices.Contains(Roles(), r) {
				t.Errorf("%s names the unknown role %q", act, r)
			}
			if !slices.ContainsFunc(r.Kinds(), func(kind string) bool { return slices.Contains(on.CoveredBy(), kind) }) {
				t.Errorf("%s names %s, which no kind of scope of that role opens", act, r)
			}
			if act == RightDelegate && !r.Delegable() {
				t.Errorf("%s can be handed on and is not delegable", r)
			}
		}
		reads := strings.Contains(string(act), "read") || act == BundleExport
		if strings.Contains(string(act), "read") && !may(Auditor, act) {
			t.Errorf("the auditor, who reads all, may not %s", act)
		}
		if may(Auditor, act) && !reads {
			t.Errorf("the auditor, who writes nothing, may %s", act)
		}
		if may(Administrator, act) && !strings.HasPrefix(string(act), "account.") && !strings.HasPrefix(string(act), "personal.") && act != OrgRead {
			t.Errorf("the administrator, who has accounts alone, may %s", act)
		}
		if may(Member, act) && !reads {
			t.Errorf("bare membership opens %s", act)
		}
	}
}

func may(role Role, act Act) bool {
	_, ok := RoleFor(db.Actor{Grants: []db.Grant{{Role: string(role), Scope: ScopeAll}}}, act, Scope{})
	return ok
}

// Every role that writes something of the field is one that an administrator and
// an auditor may not have beside their own.
func TestWhoWritesIsKeptApart(t *testing.T) {
	for _, r := range Roles() {
		if r == Administrator || r == Operator {
			continue
		}
		writes := false
		for _, act := range Acts() {
			_, _, roles := Describe(act)
			read := strings.Contains(string(act), "read") || act == BundleExport
			writes = writes || slices.Contains(roles, r) && !read
		}
		if writes == (r == Auditor || r == Member) {
			t.Errorf("%s writes: %v", r, writes)
		}
		if writes && (Against(r, Administrator) == "" || Against(r, Auditor) == "") {
			t.Errorf("%s writes and goes with an administrator or auditor", r)
		}
		if r.Delegable() != (writes && !r.Follows()) {
			t.Errorf("%s delegable: %v", r, r.Delegable())
		}
		for _, kind := range r.Kinds() {
			if ScopeName(kind) == "" {
				t.Errorf("%s is granted in the unknown scope %q", r, kind)
			}
		}
	}
}
