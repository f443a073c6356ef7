package rules

import (
	"slices"

	"giaouoc/internal/vn"
)

// Law is the whole data: instruments, regimes, awards and their rules, and the
// values by date.
type Law struct {
	Instruments []*Instrument
	Regimes     []*Regime
	Awards      []*Award
	Values      Values
	Dossier     DossierLaw

	byNumber map[string]*Instrument
	byCode   map[string]int   // into Awards
	byWords  map[string][]int // into Awards, by what lists call them
}

// Regime is which rules decide a dossier, by the day it is received.
type Regime struct {
	ID          string       `yaml:"id"`
	Name        string       `yaml:"name"`
	From        vn.Date      `yaml:"from"`
	To          vn.Date      `yaml:"to"` // last day; none for the last regime
	Instruments []string     `yaml:"instruments"`
	Rules       string       `yaml:"rules"`    // the folder that its rules stand in
	Inherits    string       `yaml:"inherits"` // the regime whose rules go on
	Unknown     bool         `yaml:"unknown"`  // amendments whose text is not in hand may change any rule
	Cite        string       `yaml:"cite"`
	Absent      []string     `yaml:"not_entered"` // awards that it has and whose rules are not in the data yet
	Notes       []string     `yaml:"notes"`
	Successions []Succession `yaml:"succession"` // of collectives that were made of others
	General     []*Condition `yaml:"-"`

	rules []*Rule // by award
}

// Award is a title or form of commendation.
type Award struct {
	Code     string   `yaml:"code"`
	Name     string   `yaml:"name"`
	Group    string   `yaml:"group"`    // danh hiệu thi đua, huân chương …
	Repeated bool     `yaml:"repeated"` // given year by year
	Also     []string `yaml:"also"`     // what lists call it
	By       []string `yaml:"by"`       // who decides it, to tell it from others of the same words
	Cite     string   `yaml:"cite"`
	Notes    []string
	index    int
}

// Rule is what one regime asks for an award.
type Rule struct {
	Award   string       `yaml:"award"`
	Decider string       `yaml:"decider"`
	Cite    string       `yaml:"cite"`
	Notes   []string     `yaml:"notes"`
	General []*Condition `yaml:"general"` // asked on every route
	Routes  []*Route     `yaml:"routes"`

	needs []int // awards that a route may ask for, those they ask for before them
}

// Route is one way to an award (đường xét); all its conditions are asked.
type Route struct {
	ID       string       `yaml:"id"`
	Name     string       `yaml:"name"`
	Occasion Occasion     `yaml:"occasion"`
	For      Kind         `yaml:"for"`
	Cite     string       `yaml:"cite"`
	Regimes  []string     `yaml:"regimes"` // only under these; empty under all that have the rule
	Notes    []string     `yaml:"notes"`
	All      []*Condition `yaml:"all"`
}

// Condition is one check, or a group of conditions.
type Condition struct {
	ID        string
	Cite      string
	Says      string // the condition in our words
	Certainty Certainty
	Notes     []string
	Regimes   []string     // only under these; empty under all that have the rule
	Unread    bool         // cites a text that is not in hand (chưa đối chiếu)
	Check     string       // the word of its check; empty for a group
	Any       []*Condition // one of these
	All       []*Condition // every one of these

	check  check
	needed string // what the check needs, in words
	line   int
}

// On returns the regime that decides a dossier received on a day, or nil.
func (l *Law) On(day vn.Date) *Regime {
	for _, r := range l.Regimes {
		if !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To)) {
			return r
		}
	}
	return nil
}

// Regime returns the regime of an id, or nil.
func (l *Law) Regime(id string) *Regime {
	for _, r := range l.Regimes {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Award returns the award of a code, or nil.
func (l *Law) Award(code string) *Award {
	if i, ok := l.byCode[code]; ok {
		return l.Awards[i]
	}
	return nil
}

// Instrument returns the instrument of a number, or nil.
func (l *Law) Instrument(number string) *Instrument { return l.byNumber[number] }

// Entered reports whether the data says what the regime asks for an award, or that
// it has none.
func (r *Regime) Entered(a *Award) bool { return !slices.Contains(r.Absent, a.Code) }

// Rule returns what the regime asks for an award, or nil when it has none.
func (r *Regime) Rule(a *Award) *Rule { return r.rules[a.index] }
