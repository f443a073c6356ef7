package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"giaouoc/data"
	"giaouoc/internal/document"
	"giaouoc/internal/vn"
)

// practised is what samples of documents are made of: the practice year of the
// demonstration, and what was published of the cluster.
type practised struct {
	Contents []struct {
		Year                int
		Title, Body, Serves string
	}
	Indicators []struct {
		Year                  int
		Code, Name, Unit, Sum string
		Decimals              int32
	}
	Targets []struct {
		Year              int
		Member, Indicator string
		Value, Baseline   string
	}
	Figures []struct {
		Year                      int
		Period, Member, Indicator string
		Value                     string
	}
	NationalFigures []struct {
		Year                     int
		Period, Indicator, Value string
	} `yaml:"national_figures"`
	Movements []struct {
		Year, Number                 int
		Unit, Name, Slogan           string
		LaunchNumber, From, To, Kind string
	}
	PublishedFigures []struct {
		Year         int
		Code, Name   string
		Unit, Member string
		Value        string
		Share        string `yaml:"national_share"`
		Source       string
	} `yaml:"published_figures"`
	PublishedProposals []struct {
		Year                int
		Award, Unit, Source string
	} `yaml:"published_proposals"`
	PublishedDirectives []struct {
		Year         int
		Body, Source string
		GivenBy      string `yaml:"given_by"`
		GivenOn      string `yaml:"given_on"`
		Cluster      string
	} `yaml:"published_directives"`
}

func readPractised() (*practised, error) {
	p := &practised{}
	for _, f := range []struct {
		name    string
		content []byte
	}{
		{"five-cities.yaml", data.FiveCities},
		{"practice-covenant.yaml", data.PracticeCovenant},
		{"practice-figures.yaml", data.PracticeFigures},
		{"practice-launch.yaml", data.PracticeLaunch},
	} {
		if err := yaml.Unmarshal(f.content, p); err != nil {
			return nil, fmt.Errorf("read %s: %w", f.name, err)
		}
	}
	return p, nil
}

// member is a member of the cluster as samples name it; its leader does not exist.
type member struct{ id, name, leader string }

var sampled = []member{
	{"u-ha-noi", "Hà Nội", "Phạm Văn Cụm Trưởng"},
	{"u-ho-chi-minh", "Hồ Chí Minh", "Đỗ Văn Cụm Phó"},
	{"u-hai-phong", "Hải Phòng", "Đặng Văn Hải"},
	{"u-da-nang", "Đà Nẵng", "Bùi Văn Ký Kết"},
	{"u-can-tho", "Cần Thơ", "Huỳnh Thị Cần"},
	{"u-hue", "Huế", "Tôn Nữ Hương"},
}

func sampledName(id string) string {
	for _, m := range sampled {
		if m.id == id {
			return m.name
		}
	}
	return id
}

func exact(text string) *decimal.Decimal {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return nil
	}
	return &d
}

func shown(text string) string {
	if d := exact(text); d != nil {
		return vn.Format(*d)
	}
	return "…"
}

// sums adds the members' figures of the first half of the practice year; an average
// is not made where the program's own rule needs weights, so that shares are told as
// the span from the lowest to the highest.
func (p *practised) sums() []document.Sum {
	var list []document.Sum
	for _, i := range p.Indicators {
		s := document.Sum{Name: i.Name, Unit: i.Unit, Ratio: i.Sum != "sum"}
		total, target, most, least := decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero
		best, last := "", ""
		for _, f := range p.Figures {
			if v := exact(f.Value); f.Indicator == i.Code && v != nil {
				total = total.Add(*v)
				if best == "" || v.GreaterThan(most) {
					most, best = *v, sampledName(f.Member)
				}
				if last == "" || v.LessThan(least) {
					least, last = *v, sampledName(f.Member)
				}
			}
		}
		for _, t := range p.Targets {
			if v := exact(t.Value); t.Indicator == i.Code && v != nil {
				target = target.Add(*v)
			}
		}
		s.Best, s.Least = best+" ("+measured(most, i.Unit)+")", last+" ("+measured(least, i.Unit)+")"
		if !s.Ratio {
			s.Value, s.Target = &total, &target
			for _, n := range p.NationalFigures {
				if v := exact(n.Value); n.Indicator == i.Code && v != nil && v.IsPositive() {
					share := total.Mul(decimal.NewFromInt(100)).DivRound(*v, 1)
					s.Share = &share
				}
			}
		}
		list = append(list, s)
	}
	return list
}

// measured is a value with its unit.
func measured(v decimal.Decimal, unit string) string {
	if unit == "%" {
		return vn.Format(v) + unit
	}
	return vn.Format(v) + " " + unit
}

// byMember lists every member's value of every indicator.
func (p *practised) byMember(value func(member, indicator string) string) *document.Table {
	t := &document.Table{Columns: []document.Column{
		{Title: "STT", Weight: 0.6, Align: document.Centre}, {Title: "Chỉ tiêu", Weight: 3.4}, {Title: "Đơn vị tính", Weight: 1.1, Align: document.Centre},
	}}
	for _, m := range sampled {
		t.Columns = append(t.Columns, document.Column{Title: m.name, Group: "Thành phố", Weight: 1.2, Align: document.Right})
	}
	for n, i := range p.Indicators {
		row := []string{fmt.Sprint(n + 1), i.Name, i.Unit}
		for _, m := range sampled {
			row = append(row, value(m.id, i.Code))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p *practised) target(member, indicator string) string {
	for _, t := range p.Targets {
		if t.Member == member && t.Indicator == indicator {
			return shown(t.Value)
		}
	}
	return "…"
}

func (p *practised) figure(member, indicator string) string {
	for _, f := range p.Figures {
		if f.Member == member && f.Indicator == indicator {
			return shown(f.Value)
		}
	}
	return "…"
}

func (p *practised) movements() []string {
	var list []string
	for _, m := range p.Movements {
		line := "«" + m.Name + "»"
		if m.Unit != "" {
			line += ", " + sampledName(m.Unit)
		}
		if m.Slogan != "" {
			line += ", khẩu hiệu «" + m.Slogan + "»"
		}
		list = append(list, line+".")
	}
	return list
}

// published are the figures of the cluster that were published about a year.
func (p *practised) published(year int) []document.Sum {
	var list []document.Sum
	for _, f := range p.PublishedFigures {
		if f.Year == year && f.Member == "" && f.Value != "" {
			list = append(list, document.Sum{Name: f.Name, Unit: f.Unit, Value: exact(f.Value), Share: exact(f.Share), Source: f.Source})
		}
	}
	return list
}

func (p *practised) proposed(year int) []string {
	names := map[string]string{"T-COCP": "Cờ thi đua của Chính phủ", "B-TTG": "Bằng khen của Thủ tướng Chính phủ"}
	var list []string
	for _, f := range p.PublishedProposals {
		if f.Year == year {
			list = append(list, strings.TrimSpace(sampledName(f.Unit)+": "+names[f.Award])+" (nguồn: "+f.Source+").")
		}
	}
	return list
}
