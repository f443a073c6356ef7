package fund

import (
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// ClaimsOf are the bonuses of the grants in a unit's register that were decided in a
// year.
//
// Read: requires the rights to see the register and the fund of the unit.
func ClaimsOf(tx *db.Tx, l *rules.Law, unitID string, year int) (Claims, error) {
	var c Claims
	if err := access.Require(tx, access.FundRead, access.Scope{Unit: unitID}); err != nil {
		return c, err
	}
	grants, err := award.CommendedOf(tx, unitID, year)
	if err != nil {
		return c, err
	}
	entries, err := standingOfUnit(tx, unitID)
	if err != nil {
		return c, fmt.Errorf("read paid bonuses of unit %s: %w", unitID, err)
	}
	of := map[string][]Entry{}
	for _, e := range entries {
		of[e.GrantID] = append(of[e.GrantID], e)
	}
	var list []Claim
	for from := 0; from < len(grants); {
		to := from
		for to < len(grants) && grants[to].SubjectID == grants[from].SubjectID {
			to++
		}
		list = append(list, claimsOn(l, grants[from:to], of)...)
		from = to
	}
	for i := range list {
		if list[i].State() == Owed {
			c.Owed = append(c.Owed, list[i])
		}
	}
	c.Decisions = byDecision(slices.DeleteFunc(list, func(k Claim) bool { return k.Grant.DecidedOn.IsZero() || k.Grant.DecidedOn.Year() != year }))
	return c, nil
}

// claimsOn are the claims of one subject. What was annulled is no reason to pay less
// for another.
func claimsOn(l *rules.Law, grants []award.Commended, entries map[string][]Entry) []Claim {
	var asked []rules.Granted
	for i := range grants {
		if grants[i].Annulled == nil {
			asked = append(asked, granted(&grants[i]))
		}
	}
	answers := map[string]rules.Payment{}
	for _, p := range l.Payable(asked) {
		answers[p.ID] = p
	}
	list := make([]Claim, len(grants))
	for i := range grants {
		g := &grants[i]
		answer, ok := answers[g.ID]
		if !ok {
			answer = l.Payable([]rules.Granted{granted(g)})[0]
		}
		list[i] = Claim{Grant: *g, Answer: answer}
		if a := l.Award(g.Award); a != nil {
			day := g.DecidedOn
			if day.IsZero() {
				day = vn.NewDate(g.Year, 12, 31)
			}
			f, _ := l.Values.Fund(day)
			list[i].Payer = f.Payer(a)
		}
		for _, e := range entries[g.ID] {
			if e.Kind == Spending {
				list[i].Paid = &e
			} else {
				list[i].Returned = &e
			}
		}
	}
	return list
}

func granted(g *award.Commended) rules.Granted {
	return rules.Granted{ID: g.ID, Award: g.Award, Kind: g.Subject.Kind, FromYear: g.FromYear, Year: g.Year, DecidedOn: g.DecidedOn}
}

// byDecision groups claims by their decision, the earliest first; within one they
// keep the order of names.
func byDecision(list []Claim) []Decision {
	slices.SortStableFunc(list, func(a, b Claim) int {
		return cmp.Or(a.Grant.DecidedOn.Compare(b.Grant.DecidedOn), cmp.Compare(a.Grant.Number, b.Grant.Number), cmp.Compare(a.Grant.DecidedBy, b.Grant.DecidedBy))
	})
	var out []Decision
	for _, k := range list {
		n := len(out) - 1
		if n < 0 || out[n].Number != k.Grant.Number || out[n].On != k.Grant.DecidedOn || out[n].By != k.Grant.DecidedBy {
			out = append(out, Decision{Number: k.Grant.Number, On: k.Grant.DecidedOn, By: k.Grant.DecidedBy})
			n++
		}
		out[n].Claims = append(out[n].Claims, k)
	}
	return out
}

// claimOf is the claim of one grant, weighed against the others of its subject. The
// right to see the register is asked for on the way.
func claimOf(tx *db.Tx, l *rules.Law, grantID string) (Claim, error) {
	own, others, err := award.CommendedWith(tx, grantID)
	if err != nil {
		return Claim{}, err
	}
	entries, err := standingOfGrant(tx, grantID)
	if err != nil {
		return Claim{}, fmt.Errorf("find what was paid for %s: %w", grantID, err)
	}
	return claimsOn(l, append([]award.Commended{own}, others...), map[string][]Entry{grantID: entries})[0], nil
}
