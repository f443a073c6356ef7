package statistics

import (
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
)

// The groups of those commended; each grant is of one.
const (
	collectives = "t" // tập thể
	households  = "h"
	persons     = "c"
)

func has(g *award.Commended, class string) bool {
	return slices.Contains(strings.Split(g.Subject.Classes, ","), class)
}

// kindOf is which of the three a grant was made to.
func kindOf(g *award.Commended) string {
	switch g.Subject.Kind {
	case rules.Collective:
		return collectives
	case rules.Household:
		return households
	case rules.Foreigner:
		if has(g, "foreign_organisation") {
			return collectives
		}
	}
	return persons
}

// The groups of persons; each person is of one.
const (
	leader       = "leader"
	entrepreneur = "entrepreneur"
	direct       = "direct"
	unsorted     = "unsorted"
)

// groupOf is which group of persons a grant was made to, as far as the register says.
func groupOf(g *award.Commended) string {
	switch {
	case has(g, "leader"):
		return leader
	case has(g, "entrepreneur"):
		return entrepreneur
	case has(g, "worker"), has(g, "farmer"), has(g, "conscript"):
		return direct
	}
	return unsorted
}

// The ways of commending, after Article 8 of Law 06/2022/QH15.
const (
	merit      = "merit"
	movement   = "movement"
	adHoc      = "ad_hoc"
	foreign    = "foreign"
	dedication = "dedication"
	service    = "service"
)

// byService are the medals for years of service in the forces (niên hạn): Law
// 06/2022/QH15, Article 8, clause 5 and Articles 55 to 57.
var byService = []string{"M-QKQT", "M-VANTQ", "M-CSVV1", "M-CSVV2", "M-CSVV3"}

// wayOf is the way of commending of a grant. Whoever is a foreigner or lives abroad is
// commended đối ngoại, whatever the register says of the occasion (Article 8, clause 6).
func wayOf(g *award.Commended) string {
	switch {
	case g.Subject.Kind == rules.Foreigner, has(g, "overseas"):
		return foreign
	case slices.Contains(byService, g.Award):
		return service
	}
	switch g.Occasion {
	case rules.AdHoc:
		return adHoc
	case rules.OfMovement:
		return movement
	case rules.Dedication:
		return dedication
	}
	return merit
}
