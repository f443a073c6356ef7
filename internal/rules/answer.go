package rules

import (
	"slices"
	"strings"
	"unicode"
)

// Verdict is whether a subject may be proposed.
type Verdict string

// The verdicts.
const (
	Eligible       Verdict = "eligible"
	NotEligible    Verdict = "not-eligible"
	NeedsJudgement Verdict = "needs-judgement" // every condition that can be computed is met
	NotInForce     Verdict = "not-in-force"
)

// Name says a verdict to a reader.
func (v Verdict) Name() string {
	switch v {
	case Eligible:
		return "đủ điều kiện"
	case NotEligible:
		return "chưa đủ điều kiện"
	case NeedsJudgement:
		return "đủ các điều kiện tính được; phần còn lại do người có thẩm quyền đánh giá"
	default:
		return "không có tiêu chuẩn trong chế độ này"
	}
}

var verdicts = [...]Verdict{Met: Eligible, Open: NeedsJudgement, Failed: NotEligible}

// Answer is the whole answer for one award.
type Answer struct {
	Award     string        `json:"award"`
	Regime    string        `json:"regime"`
	On        string        `json:"on,omitempty"`
	Answer    Verdict       `json:"answer"`
	Certainty Certainty     `json:"certainty"`
	Notes     []string      `json:"notes"`
	Decider   string        `json:"decider,omitempty"`
	Routes    []RouteAnswer `json:"routes"`
	Earliest  *int          `json:"earliest"`
	Missing   []Missing     `json:"missing"`
	Nearest   int           `json:"-"` // the route that the answer follows; -1 where none is for the subject
}

// Followed is the route that the answer follows; nil where none is for the subject.
func (a *Answer) Followed() *RouteAnswer {
	if a.Nearest < 0 || a.Nearest >= len(a.Routes) {
		return nil
	}
	return &a.Routes[a.Nearest]
}

// RouteAnswer is how one route stands.
type RouteAnswer struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Cite       string            `json:"cite"`
	Answer     Verdict           `json:"answer"`
	Notes      []string          `json:"notes"`
	Conditions []ConditionAnswer `json:"conditions"`
	occasion   Occasion
}

// ConditionAnswer is how one condition stands; a group has parts, of which it
// asks for any or all.
type ConditionAnswer struct {
	ID        string            `json:"id"`
	Check     string            `json:"-"` // the word of its check; empty of a group
	Cite      string            `json:"cite"`
	Says      string            `json:"says"`
	Result    string            `json:"result"`
	Found     string            `json:"found"`
	Needed    string            `json:"needed"`
	Certainty Certainty         `json:"certainty"`
	Unread    bool              `json:"not_compared,omitempty"`
	Notes     []string          `json:"notes,omitempty"`
	Of        string            `json:"of,omitempty"` // any, all; of a group
	Parts     []ConditionAnswer `json:"parts,omitempty"`
}

// Missing is what lacks on the route that lacks the least.
type Missing struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// verdict of a condition: a group of all takes its worst part, of any its best.
func (c *Condition) verdict(p *Prepared) Result {
	switch {
	case c.check != nil:
		return c.check.verdict(p)
	case len(c.Any) > 0:
		best := Failed
		for _, part := range c.Any {
			best = min(best, part.verdict(p))
			if best == Met {
				break
			}
		}
		return best
	default:
		return worst(c.All, p, Met)
	}
}

// worst goes on until a condition has failed.
func worst(list []*Condition, p *Prepared, so Result) Result {
	for _, c := range list {
		if so = max(so, c.verdict(p)); so == Failed {
			break
		}
	}
	return so
}

func (r *Route) verdict(p *Prepared, general Result, rule *Rule) Result {
	p.period = 0
	if r.For != p.facts.Subject.Kind {
		return Failed
	}
	return worst(rule.General, p, worst(r.All, p, general))
}

// verdict is the quick answer of a rule, without words.
func (r *Regime) verdict(rule *Rule, p *Prepared) Result {
	general := worst(r.General, p, Met)
	if general == Failed {
		return Failed
	}
	best := Failed
	for _, route := range rule.Routes {
		if best = min(best, route.verdict(p, general, rule)); best == Met {
			break
		}
	}
	if r.Unknown {
		best = max(best, Open)
	}
	return best
}

// Verdict answers in one word.
func (p *Prepared) Verdict(r *Regime, a *Award) Verdict {
	rule := r.Rule(a)
	if rule == nil {
		return NotInForce
	}
	return verdicts[r.verdict(rule, p)]
}

const unknownAmendment = "Chế độ này có sửa đổi chưa nhập nội dung: tiêu chuẩn đang dùng là của chế độ trước, cần đối chiếu với văn bản mới trước khi kết luận."

// Check answers in full for facts that are valid.
func (l *Law) Check(r *Regime, a *Award, f *Facts) *Answer {
	answer := &Answer{Award: a.Code, Regime: r.ID, Answer: NotInForce, Certainty: AtSource, Notes: slices.Clone(r.Notes), Routes: []RouteAnswer{}, Missing: []Missing{}, Nearest: -1}
	if answer.Notes == nil {
		answer.Notes = []string{}
	}
	if r.Unknown {
		answer.Notes = append(answer.Notes, unknownAmendment)
	}
	rule := r.Rule(a)
	if rule == nil {
		return answer
	}
	answer.Decider = rule.Decider
	answer.Notes = append(answer.Notes, rule.Notes...)
	p := l.Prepared(f)
	best, at := Failed, -1
	for _, route := range rule.Routes {
		if route.For != f.Subject.Kind || !route.applies(p) {
			continue
		}
		ra, result := route.explain(p, r, rule)
		answer.Routes = append(answer.Routes, ra)
		if n := len(answer.Routes) - 1; at < 0 || ra.nearer(result, &answer.Routes[at], best) {
			best, at = result, n
		}
	}
	if at < 0 {
		answer.Answer = NotEligible
		answer.Missing = append(answer.Missing, Missing{"subject", rule.unreached(p)})
		return answer
	}
	if r.Unknown {
		best = max(best, Open)
	}
	answer.Answer, answer.Nearest = verdicts[best], at
	for _, c := range answer.Routes[at].Conditions {
		answer.Certainty = weaker(answer.Certainty, c.Certainty)
	}
	if best == Failed {
		answer.Missing = answer.Routes[at].missing()
		answer.Earliest = l.earliest(r, rule, p)
	}
	return answer
}

// unreached says whom the routes are for, to a subject for whom there is none.
func (r *Rule) unreached(p *Prepared) string {
	text := "Không có đường xét nào cho đối tượng này (" + kindName(p.facts.Subject.Kind) + ")"
	var classes []string
	for _, route := range r.Routes {
		for _, c := range route.All {
			if route.For == p.facts.Subject.Kind && c.Check == "class" && c.verdict(p) == Failed && !slices.Contains(classes, c.needed) {
				classes = append(classes, c.needed)
			}
		}
	}
	if len(classes) > 0 {
		text += "; hồ sơ cần ghi một trong các đối tượng: " + strings.Join(classes, "; ")
	}
	return text + "."
}

// applies reports whether the route is for subjects of this class: the routes of
// other classes are left out of an answer.
func (r *Route) applies(p *Prepared) bool {
	for _, c := range r.All {
		if c.Check == "class" && c.verdict(p) == Failed {
			return false
		}
	}
	return true
}

func (r *Route) explain(p *Prepared, regime *Regime, rule *Rule) (RouteAnswer, Result) {
	a := RouteAnswer{ID: r.ID, Name: r.Name, Cite: r.Cite, Notes: r.Notes, Conditions: make([]ConditionAnswer, 0, len(regime.General)+len(r.All)+len(rule.General)), occasion: r.Occasion}
	if a.Notes == nil {
		a.Notes = []string{}
	}
	p.period = 0
	result := Met
	for _, list := range [][]*Condition{regime.General, r.All, rule.General} {
		for _, c := range list {
			ca, one := c.explain(p)
			a.Conditions, result = append(a.Conditions, ca), max(result, one)
		}
	}
	a.Answer = verdicts[result]
	return a, result
}

func (c *Condition) explain(p *Prepared) (ConditionAnswer, Result) {
	a := ConditionAnswer{ID: c.ID, Check: c.Check, Cite: c.Cite, Says: c.Says, Certainty: weaker(c.Certainty, AtSource), Unread: c.Unread, Notes: c.Notes}
	if c.check != nil {
		result := c.check.verdict(p)
		a.Result, a.Found, a.Needed = result.String(), c.check.found(p), c.needed
		return a, result
	}
	result, parts := Met, c.All
	if a.Of = "all"; len(c.Any) > 0 {
		a.Of, result, parts = "any", Failed, c.Any
	}
	for _, part := range parts {
		pa, one := part.explain(p)
		a.Parts = append(a.Parts, pa)
		if a.Of == "any" {
			result = min(result, one)
		} else {
			result = max(result, one)
		}
	}
	a.Result, a.Needed = result.String(), c.Says
	for _, part := range a.Parts {
		if part.Result == a.Result {
			a.Found = part.Found
			break
		}
	}
	return a, result
}

// nearer reports whether a route stands better than another: by its result, then
// merit before other occasions, then by how little lacks.
func (a *RouteAnswer) nearer(result Result, other *RouteAnswer, best Result) bool {
	switch {
	case result != best:
		return result < best
	case (a.occasion == Merit) != (other.occasion == Merit):
		return a.occasion == Merit
	}
	return a.failures() < other.failures()
}

func (a *RouteAnswer) failures() (n int) {
	for _, c := range a.Conditions {
		if c.Result == Failed.String() {
			n++
		}
	}
	return n
}

// missing lists what a route lacks.
func (a *RouteAnswer) missing() []Missing {
	list := []Missing{}
	for _, c := range a.Conditions {
		if c.Result == Failed.String() {
			list = append(list, Missing{c.ID, "Cần " + c.wanted() + "; hiện có: " + c.Found + " (" + c.Cite + ")."})
		}
	}
	return list
}

// wanted is what a condition needs within a sentence.
func (c *ConditionAnswer) wanted() string {
	if c.Of == "" {
		return c.Needed
	}
	text := []rune(strings.TrimSuffix(c.Needed, "."))
	if len(text) > 1 && unicode.IsUpper(text[0]) && !unicode.IsUpper(text[1]) {
		text[0] = unicode.ToLower(text[0])
	}
	return string(text)
}

func kindName(k Kind) string {
	switch k {
	case Person:
		return "cá nhân"
	case Collective:
		return "tập thể"
	case Household:
		return "hộ gia đình"
	default:
		return "người nước ngoài"
	}
}
