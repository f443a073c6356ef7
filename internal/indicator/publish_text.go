package indicator

import (
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// The formats of what is published of figures.
const (
	periodFormat = "so-lieu-ky/1"
	pastFormat   = "so-lieu-cong-bo/1"
)

// printedPeriod is what a citizen sees of a period. Numbers are plain decimals;
// the cluster's value is what its members' figures add up to and is left out
// where nothing adds up.
type printedPeriod struct {
	Format     string             `json:"format"`
	Year       int                `json:"year"`
	Period     string             `json:"period"`
	Due        vn.Date            `json:"due"`
	Indicators []printedIndicator `json:"indicators"`
}

type printedIndicator struct {
	Code    string          `json:"code"`
	Name    string          `json:"name"`
	Unit    string          `json:"unit"`
	Value   string          `json:"value,omitempty"`
	Figures []printedFigure `json:"figures"`
}

type printedFigure struct {
	Member string `json:"member"` // id
	Name   string `json:"name"`
	Value  string `json:"value"`
}

// valuePlaces is how exactly the cluster's value is written where it is a
// quotient.
const valuePlaces = 8

// publishFigures publishes the accepted figures of a period as they are now.
func publishFigures(tx *db.Tx, y cycle.Year, periodID string, act access.Act) error {
	public, err := PublicSums(tx, y)
	if err != nil {
		return err
	}
	for _, p := range public {
		if p.Period.ID != periodID {
			continue
		}
		names, err := org.Names(tx, tx.Today(), p.Members...)
		if err != nil {
			return err
		}
		text, err := record.Canonical(p.printed(y, names))
		if err != nil {
			return err
		}
		return record.Publish(tx, record.Publication{
			Act: act, Object: record.Object{Kind: "period", ID: periodID}, Scope: y.Scope(), Format: periodFormat, Text: text,
		})
	}
	return fmt.Errorf("publish period %s: it is not among the published", periodID)
}

// publishAgain publishes a period anew when a report joins those that are public.
func publishAgain(tx *db.Tx, y cycle.Year, periodID string) error {
	published, err := isPublished(tx, periodID)
	if err != nil {
		return fmt.Errorf("find publication of period %s: %w", periodID, err)
	}
	if !published {
		return nil
	}
	return publishFigures(tx, y, periodID, access.ReportReview)
}

func (p PublicPeriod) printed(y cycle.Year, names map[string]string) printedPeriod {
	t := printedPeriod{Format: periodFormat, Year: y.Year, Period: p.Period.Name, Due: p.Period.DueOn, Indicators: []printedIndicator{}}
	for _, a := range p.Sums {
		i := printedIndicator{Code: a.Indicator.Code, Name: a.Indicator.Name, Unit: a.Indicator.Unit, Figures: []printedFigure{}}
		if a.Value != nil {
			i.Value = a.Value.Round(valuePlaces).String()
		}
		for _, m := range p.Members {
			if f, ok := p.Figures[m][a.Indicator.ID]; ok && f.Value.Valid {
				i.Figures = append(i.Figures, printedFigure{m, names[m], f.Value.Decimal.String()})
			}
		}
		t.Indicators = append(t.Indicators, i)
	}
	return t
}

// text is what a citizen sees of a figure that was published elsewhere.
func (f Published) text(y cycle.Year) (string, error) {
	return record.Canonical(struct {
		Format        string `json:"format"`
		Year          int    `json:"year"`
		Code          string `json:"code"`
		Name          string `json:"name"`
		Unit          string `json:"unit"`
		Member        string `json:"member,omitempty"` // id; none: the total of the cluster
		Value         string `json:"value,omitempty"`
		NationalShare string `json:"national_share,omitempty"` // percent
		AsPrinted     string `json:"as_printed,omitempty"`
		Note          string `json:"note,omitempty"`
		Confirmed     string `json:"confirmed,omitempty"`
		Source        string `json:"source"`
		SourceURL     string `json:"source_url,omitempty"`
	}{pastFormat, y.Year, f.Code, f.Name, f.Unit, f.UnitID, plain(f.Value), plain(f.NationalShare), f.AsPrinted, f.Note, f.Confirmed, f.Source, f.SourceURL})
}

func plain(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}
