package initiative

import (
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Rule is what a unit's own document says of the initiatives of a year.
type Rule struct {
	ID        string
	UnitID    string
	Year      int
	Document  string
	Pass      string  // the least average, exact decimal of points
	Due       vn.Date // the last day of recognition; zero where none is fixed
	Version   int64
	CreatedAt db.Time     `json:"-"`
	Criteria  []Criterion `db:"-"`
	Members   []Member    `db:"-"`
}

// Criterion is one thing that the council marks.
type Criterion struct {
	N    int
	Name string
	Most string // points, exact decimal
}

// Member is one of the council (hội đồng sáng kiến).
type Member struct {
	AccountID string
	Login     string
	Name      string
}

// State is where an initiative stands.
type State string

// The states of an initiative.
const (
	Applied    State = "applied"
	Recognised State = "recognised"
	Refused    State = "refused"
	Withdrawn  State = "withdrawn"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Applied: "chờ công nhận", Recognised: "đã công nhận", Refused: "không công nhận", Withdrawn: "đã rút"}[s]
}

// Initiative is one application (đơn đề nghị công nhận sáng kiến) with what became of
// it.
type Initiative struct {
	ID          string
	UnitID      string
	Year        int
	Name        string
	Description string
	Effect      string
	FileHash    string
	FileName    string
	State       State
	Scope       string // as award.Initiative; empty while it is not recognised
	Number      string
	DecidedOn   vn.Date
	DecidedBy   string
	Why         string
	AccountID   string
	Version     int64
	CreatedAt   db.Time  `json:"-"`
	Authors     []Author `db:"-"`
}

// Author is one who made an initiative.
type Author struct {
	SubjectID string
	Name      string
	Share     int // percent
}

// Mark is what a member gave for a criterion.
type Mark struct {
	AccountID string
	N         int
	Points    string // exact decimal
}

// Result is what the council came to.
type Result struct {
	Marked  []string // names of the members who have marked
	Waiting []string // names of those who have not
	Recused []string // names of those who are authors
	Average decimal.Decimal
	Whole   bool // everybody who may mark has
	Passed  bool
}

// ResultOf takes the exact average of the members' sums. Recused names the accounts
// that may not mark.
func (r *Rule) ResultOf(marks []Mark, recused []string) Result {
	sums, given := map[string]decimal.Decimal{}, map[string]int{}
	for _, m := range marks {
		points, err := decimal.NewFromString(m.Points)
		if err != nil {
			continue
		}
		sums[m.AccountID] = sums[m.AccountID].Add(points)
		given[m.AccountID]++
	}
	var out Result
	total := decimal.Zero
	for _, m := range r.Members {
		switch {
		case slices.Contains(recused, m.AccountID):
			out.Recused = append(out.Recused, m.Name)
		case given[m.AccountID] == len(r.Criteria) && len(r.Criteria) > 0:
			out.Marked = append(out.Marked, m.Name)
			total = total.Add(sums[m.AccountID])
		default:
			out.Waiting = append(out.Waiting, m.Name)
		}
	}
	n := int64(len(out.Marked))
	if n == 0 {
		return out
	}
	out.Average = total.DivRound(decimal.NewFromInt(n), 4)
	out.Whole = len(out.Waiting) == 0
	if pass, err := decimal.NewFromString(r.Pass); err == nil {
		// Compared as total against pass × n, so that no rounding decides.
		out.Passed = out.Whole && !total.LessThan(pass.Mul(decimal.NewFromInt(n)))
	}
	return out
}
