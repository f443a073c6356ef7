package sheet

import (
	"math/big"

	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// source is where the values of one thing of a score bundle are read from: a
// mapping of a YAML file, or a row of a worksheet. A value that cannot be read
// has been reported, and is as if it were not there.
type source interface {
	text(key string) string
	number(key string) *big.Rat
	whole(key string) *int64
	flag(key string) *bool
	wrong(key, format string, args ...any)
	placed() scoring.Place
}

// The keys of what stands in rows, in the order of the contract.
var (
	bandKeys   = []string{"name", "from", "floor", "floor_on"}
	weightKeys = []string{string(scoring.Self), string(scoring.Cross), string(scoring.Appraised)}
	entryKeys  = []string{"unit", "criterion", "assigned", "target", "actual", "achieved", "points", "count", "rank"}
	markKeys   = []string{"unit", "criterion", "level", "points", "reason"}
	crossKeys  = []string{"from", "to", "criterion", "points"}
)

// settingsFrom reads the settings that are single values.
func settingsFrom(s source) *scoring.Sheet {
	sheet := &scoring.Sheet{
		Name:       s.text("name"),
		Decimals:   scoring.DefaultDecimals,
		RankBy:     scoring.RankBy(s.text("rank_by")),
		NoTarget:   scoring.NoTarget(s.text("no_target")),
		Unassigned: scoring.WhenUnassigned(s.text("unassigned")),
		BonusCap:   s.number("bonus_cap"),
	}
	// Of whole numbers only those that fit are of any use; the check reports the others.
	if d := s.whole("decimals"); d != nil {
		sheet.Decimals = int(max(-1, min(*d, 1000)))
	}
	if n := s.whole("drop_extremes"); n != nil {
		sheet.Final.DropExtremes = int(max(-1, min(*n, 1_000_000)))
	}
	if out := s.flag("exclude_own"); out != nil {
		sheet.Final.OwnCounts = !*out
	}
	return sheet
}

func bandFrom(s source) scoring.Band {
	b := scoring.Band{
		Name: s.text("name"), From: s.number("from"), Floor: s.number("floor"), FloorOn: scoring.FloorOn(s.text("floor_on")),
	}
	b.Place = s.placed()
	return b
}

// criterionFrom reads what a criterion has besides its code, table, steps and
// children.
func criterionFrom(s source) *scoring.Criterion {
	c := &scoring.Criterion{
		Name:    s.text("name"),
		Max:     s.number("max"),
		Kind:    scoring.Kind(s.text("kind")),
		Measure: s.text("unit"),
		Scheme:  scoring.Scheme(s.text("scheme")),
		Better:  scoring.Better(s.text("better")),
		Each:    s.number("each"),
	}
	if needed := s.flag("evidence"); needed != nil {
		c.Evidence = *needed
	}
	if day := s.text("deadline"); day != "" {
		d, err := vn.ParseDate(day)
		if err != nil {
			s.wrong("deadline", "Giá trị của “deadline” là “%s”, không phải là ngày; hãy ghi như 2026-11-30.", shorten(day))
		} else {
			c.Deadline = d.String()
		}
	}
	return c
}

func entryFrom(s source) scoring.Entry {
	assigned := s.flag("assigned")
	e := scoring.Entry{
		Unit:       s.text("unit"),
		Criterion:  s.text("criterion"),
		Unassigned: assigned != nil && !*assigned,
		Target:     s.number("target"),
		Actual:     s.number("actual"),
		Achieved:   s.flag("achieved"),
		Points:     s.number("points"),
		Count:      s.whole("count"),
		Rank:       s.whole("rank"),
	}
	e.Place = s.placed()
	return e
}

func markFrom(s source) scoring.Mark {
	m := scoring.Mark{
		Unit: s.text("unit"), Criterion: s.text("criterion"), Level: scoring.Level(s.text("level")),
		Points: s.number("points"), Reason: s.text("reason"),
	}
	m.Place = s.placed()
	return m
}

func crossFrom(s source) scoring.CrossScore {
	x := scoring.CrossScore{From: s.text("from"), To: s.text("to"), Criterion: s.text("criterion"), Points: s.number("points")}
	x.Place = s.placed()
	return x
}
