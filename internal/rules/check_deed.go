package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/vn"
)

// weekdays counts Monday to Friday, both ends in it.
func weekdays(from, to vn.Date) (n int) {
	for d := from; !d.After(to); d = d.AddDays(1) {
		if w := d.Weekday(); w != 0 && w != 6 {
			n++
		}
	}
	return n
}

// featCheck asks for an achievement outside the plan, in the year asked, or for a
// contribution of any year.
type featCheck struct {
	Kinds   []string `yaml:"kinds"`    // one of these; none for any
	Scope   string   `yaml:"scope"`    // with this reach or a wider one
	AnyYear bool     `yaml:"any_year"` // not only of the year asked
}

// reaches are the scopes of an achievement, in the order of their reach.
var reaches = []string{"unit", "field", "ministry_or_province", "national"}

var reachNames = []string{"cơ quan, đơn vị", "một lĩnh vực của Bộ, ban, ngành, tỉnh", "Bộ, ban, ngành, tỉnh", "toàn quốc"}

var featKinds = map[string]string{
	"rescue": "dũng cảm cứu người, cứu tài sản", "combat": "chiến đấu, phục vụ chiến đấu, đấu tranh với tội phạm", "work": "lao động, sản xuất, công tác", "science": "phát minh, sáng chế, công trình khoa học",
	"charity": "đóng góp lớn, từ thiện nhân đạo", "political_task": "nhiệm vụ chính trị của Đảng, Nhà nước", "unity": "xây dựng khối đại đoàn kết", "friendship": "đóng góp cho tình hữu nghị",
	"resistance": "thành tích kháng chiến",
}

func (c *featCheck) prepare(*Law) error {
	for _, k := range c.Kinds {
		if featKinds[k] == "" {
			return fmt.Errorf("kinds %q", k)
		}
	}
	if !slices.Contains(reaches, c.Scope) {
		return fmt.Errorf("scope %q", c.Scope)
	}
	return nil
}

func (c *featCheck) fits(f Feat) bool {
	return (len(c.Kinds) == 0 || slices.Contains(c.Kinds, f.Kind)) && slices.Index(reaches, f.Scope) >= slices.Index(reaches, c.Scope)
}

func (c *featCheck) verdict(p *Prepared) Result {
	for _, f := range p.facts.Feats {
		if c.fits(f) && (f.On.IsZero() || f.On.Year() == p.year || c.AnyYear && f.On.Year() < p.year) {
			return Met
		}
	}
	return Failed
}

func (c *featCheck) needed() string {
	text := "thành tích đột xuất"
	if c.AnyYear {
		text = "thành tích, đóng góp"
	}
	if len(c.Kinds) > 0 {
		var list []string
		for _, k := range c.Kinds {
			list = append(list, featKinds[k])
		}
		text = "thành tích: " + strings.Join(list, "; ")
	}
	text += ", phạm vi ảnh hưởng " + reachNames[slices.Index(reaches, c.Scope)] + " trở lên"
	if c.AnyYear {
		return text
	}
	return text + ", trong năm xét"
}

func (c *featCheck) found(p *Prepared) string {
	var list []string
	for _, f := range p.facts.Feats {
		list = append(list, featKinds[f.Kind]+", "+reachNames[slices.Index(reaches, f.Scope)]+" (ngày "+f.On.Short()+")")
	}
	if len(list) == 0 && c.AnyYear {
		return "hồ sơ không ghi thành tích, đóng góp"
	} else if len(list) == 0 {
		return "hồ sơ không ghi thành tích đột xuất"
	}
	return strings.Join(list, "; ")
}

// prizeCheck asks for an international prize.
type prizeCheck struct {
	Prizes []Prize `yaml:"one_of"`
}

var (
	prizeLevels = map[string]string{"world": "thế giới", "continent": "châu lục", "region": "khu vực"}
	prizeRanks  = map[string]string{"gold": "vàng", "silver": "bạc", "bronze": "đồng", "high": "giải cao"}
)

func (c *prizeCheck) prepare(*Law) error {
	if len(c.Prizes) == 0 {
		return fmt.Errorf("thiếu one_of")
	}
	for _, z := range c.Prizes {
		if prizeLevels[z.Level] == "" || prizeRanks[z.Rank] == "" {
			return fmt.Errorf("giải %q %q", z.Level, z.Rank)
		}
	}
	return nil
}

func (c *prizeCheck) verdict(p *Prepared) Result {
	for _, z := range p.facts.Prizes {
		if slices.Contains(c.Prizes, z) {
			return Met
		}
	}
	return Failed
}

func prizeList(list []Prize) string {
	var names []string
	for _, z := range list {
		names = append(names, prizeRanks[z.Rank]+" "+prizeLevels[z.Level])
	}
	return strings.Join(names, ", ")
}

func (c *prizeCheck) needed() string { return "giải thưởng quốc tế: " + prizeList(c.Prizes) }

func (c *prizeCheck) found(p *Prepared) string {
	if len(p.facts.Prizes) == 0 {
		return "hồ sơ không ghi giải thưởng"
	}
	return prizeList(p.facts.Prizes)
}

// modelCheck asks for how many years a farmer's model of production is stable.
type modelCheck struct {
	Years int `yaml:"years"`
}

func (c *modelCheck) prepare(*Law) error {
	if c.Years < 1 {
		return fmt.Errorf("years %d", c.Years)
	}
	return nil
}

func (c *modelCheck) verdict(p *Prepared) Result {
	if p.facts.ModelYears == nil || *p.facts.ModelYears+p.ahead < c.Years {
		return Failed
	}
	return Met
}

func (c *modelCheck) needed() string {
	return "mô hình sản xuất hiệu quả, ổn định từ " + strconv.Itoa(c.Years) + " năm trở lên"
}

func (c *modelCheck) found(p *Prepared) string {
	if p.facts.ModelYears == nil {
		return "hồ sơ không ghi mô hình"
	}
	return "mô hình " + strconv.Itoa(*p.facts.ModelYears) + " năm"
}
