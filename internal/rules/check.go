package rules

// Result is how a condition stands.
type Result uint8

// The results, in the order in which a group of all takes the worst.
const (
	Met  Result = iota
	Open        // people must say, or a fact is not known
	Failed
)

func (r Result) String() string { return [...]string{"met", "open", "failed"}[r] }

// check is one of the closed set of checks, with the numbers that the law gave it.
// verdict is quick and says nothing; found and needed put it into words.
type check interface {
	verdict(p *Prepared) Result
	found(p *Prepared) string
	needed() string
	// prepare looks up what the check names; the error names what is not there.
	prepare(l *Law) error
}

// checks are all there are, by the word that the data uses.
var checks = map[string]func() check{
	"class":         func() check { return new(classCheck) },
	"rated":         func() check { return new(ratedCheck) },
	"holds":         func() check { return new(holdsCheck) },
	"lacks":         func() check { return new(lacksCheck) },
	"initiative":    func() check { return new(initiativeCheck) },
	"existence":     func() check { return new(existenceCheck) },
	"anniversary":   func() check { return new(anniversaryCheck) },
	"members":       func() check { return new(membersCheck) },
	"undisciplined": func() check { return new(undisciplinedCheck) },
	"not_pending":   func() check { return new(notPendingCheck) },
	"place":         func() check { return new(placeCheck) },
	"movement":      func() check { return new(movementCheck) },
	"exceeded":      func() check { return new(exceededCheck) },
	"judged":        func() check { return new(judgedCheck) },
	"ballot":        func() check { return new(ballotCheck) },
	"opinion":       func() check { return new(opinionCheck) },
	"posted":        func() check { return new(postedCheck) },
	"post":          func() check { return new(postCheck) },
	"service":       func() check { return new(serviceCheck) },
	"feat":          func() check { return new(featCheck) },
	"prize":         func() check { return new(prizeCheck) },
	"model":         func() check { return new(modelCheck) },
}
