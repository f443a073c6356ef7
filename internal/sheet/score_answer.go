package sheet

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

// ScoreAnswer is a bundle computed: the points, the ranks and the certificate.
type ScoreAnswer struct {
	Result      *scoring.Result
	Standings   []ranking.Standing // in the order of the units
	Certificate ranking.Certificate
}

// Answer computes a bundle. The error is a problem.List when the bundle was not
// made by ReadScoreBundle and holds a mistake.
func (b *ScoreBundle) Answer() (*ScoreAnswer, error) {
	a, err := b.Ranked()
	if err == nil {
		b.Certify(a)
	}
	return a, err
}

// Ranked is Answer without the certificate, which takes most of the time.
func (b *ScoreBundle) Ranked() (*ScoreAnswer, error) {
	r, err := scoring.Compute(b.Sheet, b.Units, b.Entries, b.Marks, b.Cross...)
	if err != nil {
		return nil, err
	}
	return &ScoreAnswer{Result: r, Standings: ranking.Of(r)}, nil
}

// Certify adds the certificate to an answer that Ranked gave.
func (b *ScoreBundle) Certify(a *ScoreAnswer) {
	a.Certificate = ranking.Certify(a.Result, b.Cross, b.CrossRange)
}

// The decimals that the contract of the bundle fixes.
const (
	percentDecimals = 4
	deltaDecimals   = 4
	costDecimals    = 1
)

type answerJSON struct {
	Sheet       string          `json:"sheet"`
	RankBy      scoring.RankBy  `json:"rank_by"`
	Decimals    int             `json:"decimals"`
	Units       []unitJSON      `json:"units"`
	Certificate certificateJSON `json:"certificate"`
}

type unitJSON struct {
	ID                   string       `json:"id"`
	Name                 string       `json:"name"`
	Total                json.Number  `json:"total"`
	AssignedMax          json.Number  `json:"assigned_max"`
	Percent              *json.Number `json:"percent"`
	Rank                 *int         `json:"rank"`
	TieUsed              *string      `json:"tie_used"`
	Provisional          bool         `json:"provisional"`
	Disqualified         bool         `json:"disqualified"`
	DisqualifiedReason   string       `json:"disqualified_reason,omitempty"`
	DisqualifiedDocument string       `json:"disqualified_document,omitempty"`
	Missing              []string     `json:"missing"`
	Band                 *string      `json:"band,omitempty"`
	BandHeld             []heldJSON   `json:"band_held,omitempty"`
	Leaves               []leafJSON   `json:"leaves"`
}

// heldJSON is a band that a unit's value reached, and what withheld it.
type heldJSON struct {
	Band  string      `json:"band"`
	Under []underJSON `json:"under"`
}

type underJSON struct {
	Criterion string      `json:"criterion"`
	Percent   json.Number `json:"percent"`
}

type leafJSON struct {
	Criterion string        `json:"criterion"`
	Case      scoring.Case  `json:"case"`
	Points    json.Number   `json:"points"`
	Computed  *json.Number  `json:"computed"`
	Cross     *json.Number  `json:"cross,omitempty"`
	Level     scoring.Level `json:"level,omitempty"`
	Weighted  bool          `json:"weighted,omitempty"`
	Explain   string        `json:"explain,omitempty"`
	Weights   string        `json:"explain_weights,omitempty"`
}

// exact writes a number with fixed decimals, straight from the fraction.
func exact(x *big.Rat, decimals int) json.Number {
	return json.Number(scoring.Format(x, decimals))
}

// maybe is exact, and null for nil.
func maybe(x *big.Rat, decimals int) *json.Number {
	if x == nil {
		return nil
	}
	n := exact(x, decimals)
	return &n
}

// nonZero is null for the zero value of a field that has none.
func nonZero[T comparable](x T) *T {
	var zero T
	if x == zero {
		return nil
	}
	return &x
}

// WriteJSON writes the answer in the shape of the score bundle's contract.
func (a *ScoreAnswer) WriteJSON(w io.Writer) error {
	s := a.Result.Sheet
	out := answerJSON{Sheet: s.Name, RankBy: s.RankBy, Decimals: s.Decimals, Certificate: a.certificateJSON()}
	if out.RankBy == "" {
		out.RankBy = scoring.ByTotal
	}
	for i := range a.Result.Units {
		out.Units = append(out.Units, a.unitJSON(i))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write score answer as JSON: %w", err)
	}
	return nil
}

func (a *ScoreAnswer) unitJSON(i int) unitJSON {
	u, standing, decimals := &a.Result.Units[i], a.Standings[i], a.Result.Sheet.Decimals
	out := unitJSON{
		ID:           u.Unit.ID,
		Name:         u.Unit.Name,
		Total:        exact(u.Total, decimals),
		AssignedMax:  exact(u.AssignedMax, decimals),
		Percent:      maybe(u.Percent(), percentDecimals),
		Rank:         nonZero(standing.Rank),
		TieUsed:      nonZero(standing.TieUsed),
		Provisional:  standing.Provisional,
		Disqualified: u.Unit.Disqualified != nil,
		Missing:      u.Missing,
		BandHeld:     heldOf(u),
		Leaves:       make([]leafJSON, 0, len(u.Leaves)),
	}
	if u.Band != nil {
		out.Band = &u.Band.Name
	}
	if d := u.Unit.Disqualified; d != nil {
		out.DisqualifiedReason, out.DisqualifiedDocument = d.Reason, d.Document
	}
	for j := range u.Leaves {
		leaf := &u.Leaves[j]
		out.Leaves = append(out.Leaves, leafJSON{
			Criterion: leaf.Path, Case: leaf.Case, Points: exact(leaf.Points, decimals),
			Computed: maybe(leaf.Computed, decimals), Cross: maybe(leaf.Cross, decimals), Level: leaf.Level, Weighted: leaf.Weighted,
			Explain: leaf.Explain(), Weights: leaf.ExplainWeights(),
		})
	}
	return out
}

func heldOf(u *scoring.UnitResult) (list []heldJSON) {
	for _, h := range u.Held {
		held := heldJSON{Band: h.Band.Name}
		for _, under := range h.Under {
			held.Under = append(held.Under, underJSON{under.Path, exact(under.Percent, percentDecimals)})
		}
		list = append(list, held)
	}
	return list
}
