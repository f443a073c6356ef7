package access

import (
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
		"the portal":                     {holding(Editor, ScopePortal, ""), PortalPublish, Scope{Portal: true}, true},
		"the portal without its mention": {holding(Editor, ScopePortal, ""), PortalPublish, Scope{Unit: "u"}, false},
	} {
		err := Require(c.tx, c.act, c.scope)
		if c.may != (err == nil) || err != nil && !problem.Is(err, problem.Denied) || May(c.tx, c.act, c.scope) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the roles promise in the page of rights holds in every row.
func TestTheTableKeepsItsPromises(t *testing.T) {
	for _, act := range Acts() {
		say, roles := Describe(act)
		if say == "" || len(roles) == 0 {
			t.Errorf("%s has no words or no role", act)
		}
		for _, r := range roles {
			if r.Name() == "" {
				t.Errorf("%s names the unknown role %q", act, r)
			}
		}
		reads := strings.Contains(string(act), "read") || act == BundleExport
		if may(Auditor, act) && !reads {
			t.Errorf("the auditor, who writes nothing, may %s", act)
		}
		if may(Administrator, act) && act != AccountGrant && act != OrgRead {
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
