package cross

import (
	"math/big"
	"regexp"

	"giaouoc/internal/verify/published"
)

// file is the published file.
type file struct {
	Format  string             `json:"format"`
	Seals   []published.Proved `json:"seals"`
	Opening published.Proved   `json:"opening"`
	Forms   []opened           `json:"forms"`
	Totals  []total            `json:"totals"`
	Means   []mean             `json:"means"`
}

type opened struct {
	Unit string `json:"unit"`
	Salt string `json:"salt"`
	Form string `json:"form"`
}

type total struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Points string `json:"points"`
}

type mean struct {
	Unit      string `json:"unit"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"`
}

// receipt is what a unit keeps of a seal.
type receipt struct {
	Format string `json:"format"`
	Seal   string `json:"seal"`
	Entry  string `json:"entry"`
	Salt   string `json:"salt"`
	Form   string `json:"form"`
}

// form is what a unit sealed.
type form struct {
	Format  string `json:"format"`
	Cluster string `json:"cluster"`
	Year    int64  `json:"year"`
	Sheet   string `json:"sheet"`
	Version int64  `json:"version"`
	From    string `json:"from"`
	Number  int64  `json:"number"`
	Marks   []mark `json:"marks"`
}

type mark struct {
	To        string `json:"to"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"`
}

// seal is what the record published of a seal.
type seal struct {
	Format     string `json:"format"`
	Cluster    string `json:"cluster"`
	Year       int64  `json:"year"`
	Sheet      string `json:"sheet"`
	Version    int64  `json:"version"`
	From       string `json:"from"`
	Number     int64  `json:"number"`
	Commitment string `json:"commitment"`
}

// opening is what the record published of the opening.
type opening struct {
	Format       string     `json:"format"`
	Cluster      string     `json:"cluster"`
	Year         int64      `json:"year"`
	Sheet        string     `json:"sheet"`
	Version      int64      `json:"version"`
	By           string     `json:"by"`
	DropExtremes int        `json:"drop_extremes"`
	Rows         []line     `json:"rows"`
	Units        []counting `json:"units"`
	Recusals     []pair     `json:"recusals"`
}

type line struct {
	Criterion string `json:"criterion"`
	Low       string `json:"low"`
	High      string `json:"high"`
}

type counting struct {
	Unit       string `json:"unit"`
	Name       string `json:"name"`
	Number     int64  `json:"number"`
	Commitment string `json:"commitment"`
}

type pair struct {
	From string `json:"from"`
	To   string `json:"to"`
}

var decimals = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)

// decimal reads a decimal in its one spelling.
func decimal(text string) (*big.Rat, bool) {
	if !decimals.MatchString(text) || text == "-0" || len(text) > 80 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
