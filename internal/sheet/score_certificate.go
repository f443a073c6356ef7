package sheet

import (
	"encoding/json"
	"math/big"

	"giaouoc/internal/ranking"
)

// certificateJSON is the certificate of the score bundle's contract, and behind
// it the parts that the contract leaves to the program.
type certificateJSON struct {
	SeverityOrder         []string               `json:"severity_order"`
	SeverityOrderReason   string                 `json:"severity_order_reason,omitempty"`
	Severity              map[string]json.Number `json:"severity"`
	SeverityReason        string                 `json:"severity_reason,omitempty"`
	PairwiseOrder         []string               `json:"pairwise_order"`
	PairwiseOrderReason   string                 `json:"pairwise_order_reason,omitempty"`
	PairwiseCost          *json.Number           `json:"pairwise_cost"`
	PairwiseCostReason    string                 `json:"pairwise_cost_reason,omitempty"`
	Margins               []marginJSON           `json:"margins"`
	Coalition             *int                   `json:"coalition"`
	CoalitionReason       string                 `json:"coalition_reason,omitempty"`
	CoalitionFirst        *string                `json:"coalition_first"`
	CoalitionFirstReason  string                 `json:"coalition_first_reason,omitempty"`
	CoalitionRaters       []string               `json:"coalition_raters"`
	CoalitionRatersReason string                 `json:"coalition_raters_reason,omitempty"`

	Leniency            map[string]json.Number `json:"leniency"`
	LeniencyReason      string                 `json:"leniency_reason,omitempty"`
	PairwiseBound       *boundJSON             `json:"pairwise_bound,omitempty"`
	Agreement           *agreementJSON         `json:"agreement"`
	AgreementReason     string                 `json:"agreement_reason,omitempty"`
	RankIntervals       *intervalsJSON         `json:"rank_intervals"`
	RankIntervalsReason string                 `json:"rank_intervals_reason,omitempty"`
	Sentences           []sentenceJSON         `json:"sentences"`
}

type marginJSON struct {
	Above       string       `json:"above"`
	Below       string       `json:"below"`
	Delta       *json.Number `json:"delta"`
	DeltaReason string       `json:"delta_reason,omitempty"`
}

type boundJSON struct {
	Low   json.Number `json:"low"`
	High  json.Number `json:"high"`
	Order []string    `json:"order"`
}

type agreementJSON struct {
	Alpha             *estimateJSON    `json:"alpha"`
	AlphaReason       string           `json:"alpha_reason,omitempty"`
	Components        *componentsJSON  `json:"components"`
	ComponentsReason  string           `json:"components_reason,omitempty"`
	Reciprocity       *reciprocityJSON `json:"reciprocity"`
	ReciprocityReason string           `json:"reciprocity_reason,omitempty"`
	Resamples         int              `json:"resamples"`
	Seed              int              `json:"seed"`
}

type estimateJSON struct {
	Value json.Number `json:"value"`
	Low   json.Number `json:"low"`
	High  json.Number `json:"high"`
}

type componentsJSON struct {
	Rater componentJSON `json:"rater"`
	Unit  componentJSON `json:"unit"`
	Pair  componentJSON `json:"pair"`
}

type componentJSON struct {
	Variance json.Number  `json:"variance"`
	Share    estimateJSON `json:"share"`
}

type reciprocityJSON struct {
	Correlation  json.Number `json:"correlation"`
	P            json.Number `json:"p"`
	Relabellings int         `json:"relabellings"`
	Every        bool        `json:"every"`
}

type intervalsJSON struct {
	Draws int            `json:"draws"`
	Seed  int            `json:"seed"`
	Units []intervalJSON `json:"units"`
}

type intervalJSON struct {
	ID     string      `json:"id"`
	Rank   int         `json:"rank"`
	Low    int         `json:"low"`
	Median int         `json:"median"`
	High   int         `json:"high"`
	First  json.Number `json:"first"`
}

type sentenceJSON struct {
	Part    string `json:"part"`
	Title   string `json:"title"`
	Finding string `json:"finding"`
	Caution string `json:"caution"`
}

// equalEverywhere is why a margin has no delta.
const equalEverywhere = "Hai đơn vị bằng điểm nhau ở mọi nhóm tiêu chí."

// statisticDecimals is of the figures that are no fractions.
const statisticDecimals = 4

// rounded writes a figure of the statistics with fixed decimals.
func rounded(x float64) json.Number {
	r := new(big.Rat)
	r.SetFloat64(x) // never infinite: the statistics divide by nothing that may be 0
	return exact(r, statisticDecimals)
}

func (a *ScoreAnswer) certificateJSON() certificateJSON {
	c := a.Certificate
	out := certificateJSON{
		SeverityOrderReason: c.SeverityReason, SeverityReason: c.SeverityReason, LeniencyReason: c.SeverityReason,
		PairwiseOrderReason: c.PairwiseReason, PairwiseCostReason: c.PairwiseReason,
		CoalitionReason: c.CoalitionReason, CoalitionRatersReason: c.CoalitionReason,
		CoalitionFirst: nonZero(c.First), CoalitionFirstReason: c.FirstReason,
		Coalition: nonZero(len(c.Coalition)), CoalitionRaters: c.Coalition,
		Margins:         make([]marginJSON, 0, len(c.Margins)),
		AgreementReason: c.AgreementReason, RankIntervalsReason: c.IntervalsReason,
	}
	if c.Severity != nil {
		out.SeverityOrder = c.Severity.Order
		out.Severity, out.Leniency = map[string]json.Number{}, map[string]json.Number{}
		for id, value := range c.Severity.Value {
			out.Severity[id] = exact(value, deltaDecimals)
			out.Leniency[id] = exact(c.Severity.Lenient[id], deltaDecimals)
		}
	}
	if c.Pairwise != nil {
		out.PairwiseOrder, out.PairwiseCost = c.Pairwise.Order, maybe(c.Pairwise.Cost, costDecimals)
	}
	if b := c.Bound; b != nil {
		out.PairwiseBound = &boundJSON{exact(b.Low, costDecimals), exact(b.High, costDecimals), b.Order}
	}
	for _, m := range c.Margins {
		margin := marginJSON{Above: m.Above, Below: m.Below, Delta: maybe(m.Delta, deltaDecimals)}
		if m.Delta == nil {
			margin.DeltaReason = equalEverywhere
		}
		out.Margins = append(out.Margins, margin)
	}
	if c.Agreement != nil {
		out.Agreement = inJSON(c.Agreement)
	}
	if in := c.Intervals; in != nil {
		out.RankIntervals = &intervalsJSON{Draws: in.Draws, Seed: ranking.Seed}
		for _, u := range in.Units {
			out.RankIntervals.Units = append(out.RankIntervals.Units, intervalJSON{u.Unit, u.Rank, u.Low, u.Median, u.High, rounded(u.First)})
		}
	}
	for _, p := range c.Parts(a.unitName) {
		out.Sentences = append(out.Sentences, sentenceJSON{p.Key, p.Title, p.Finding, p.Caution})
	}
	return out
}

func inJSON(a *ranking.Agreement) *agreementJSON {
	out := &agreementJSON{
		AlphaReason: a.AlphaReason, ComponentsReason: a.ComponentsReason, ReciprocityReason: a.ReciprocityReason,
		Resamples: ranking.Resamples, Seed: ranking.Seed,
	}
	estimate := func(e ranking.Estimate) estimateJSON {
		return estimateJSON{rounded(e.Value), rounded(e.Low), rounded(e.High)}
	}
	if a.Alpha != nil {
		alpha := estimate(*a.Alpha)
		out.Alpha = &alpha
	}
	if c := a.Components; c != nil {
		out.Components = &componentsJSON{
			Rater: componentJSON{rounded(c.Rater), estimate(c.RaterShare)},
			Unit:  componentJSON{rounded(c.Unit), estimate(c.UnitShare)},
			Pair:  componentJSON{rounded(c.Pair), estimate(c.PairShare)},
		}
	}
	if r := a.Reciprocity; r != nil {
		out.Reciprocity = &reciprocityJSON{rounded(r.Correlation), rounded(r.P), r.Relabellings, r.Every}
	}
	return out
}

// unitName is how a sentence calls a unit: by name, else by id.
func (a *ScoreAnswer) unitName(id string) string {
	for i := range a.Result.Units {
		if u := &a.Result.Units[i].Unit; u.ID == id && u.Name != "" {
			return u.Name
		}
	}
	return id
}
