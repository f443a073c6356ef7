package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/vn"
)

// yearsBetween is the number of whole years from one day to another; the last day
// counts.
func yearsBetween(from, to vn.Date) int { return months(from, to) / 12 }

// months is the number of whole months from one day to another; the last day
// counts, so that 1 January to 31 December is twelve.
func months(from, to vn.Date) int {
	to = to.AddDays(1)
	n := (to.Year()-from.Year())*12 + to.Month() - from.Month()
	if to.Day() < from.Day() {
		n--
	}
	return max(n, 0)
}

// weekdays counts Monday to Friday, both ends in it.
func weekdays(from, to vn.Date) (n int) {
	for d := from; !d.After(to); d = d.AddDays(1) {
		if w := d.Weekday(); w != 0 && w != 6 {
			n++
		}
	}
	return n
}

// featCheck asks for an achievement outside the plan, in the year asked.
type featCheck struct {
	Kinds []string `yaml:"kinds"` // one of these; none for any
	Scope string   `yaml:"scope"` // with this reach or a wider one
}

// reaches are the scopes of an achievement, in the order of their reach.
var reaches = []string{"unit", "field", "ministry_or_province", "national"}

var reachNames = []string{"cơ quan, đơn vị", "một lĩnh vực của Bộ, ban, ngành, tỉnh", "Bộ, ban, ngành, tỉnh", "toàn quốc"}

var featKinds = map[string]string{
	"rescue": "dũng cảm cứu người, cứu tài sản", "combat": "chiến đấu, phục vụ chiến đấu", "work": "lao động, sản xuất, công tác", "science": "phát minh, sáng chế, công trình khoa học",
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

func (c *featCheck) verdict(p *prepared) Result {
	for _, f := range p.facts.Feats {
		if c.fits(f) && (f.On.IsZero() || f.On.Year() == p.year) {
			return Met
		}
	}
	return Failed
}

func (c *featCheck) needed() string {
	text := "thành tích đột xuất"
	if len(c.Kinds) > 0 {
		var list []string
		for _, k := range c.Kinds {
			list = append(list, featKinds[k])
		}
		text = "thành tích: " + strings.Join(list, "; ")
	}
	return text + ", phạm vi ảnh hưởng " + reachNames[slices.Index(reaches, c.Scope)] + " trở lên, trong năm xét"
}

func (c *featCheck) found(p *prepared) string {
	var list []string
	for _, f := range p.facts.Feats {
		list = append(list, featKinds[f.Kind]+", "+reachNames[slices.Index(reaches, f.Scope)]+" (ngày "+f.On.Short()+")")
	}
	if len(list) == 0 {
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

func (c *prizeCheck) verdict(p *prepared) Result {
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

func (c *prizeCheck) found(p *prepared) string {
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

func (c *modelCheck) verdict(p *prepared) Result {
	if p.facts.ModelYears == nil || *p.facts.ModelYears+p.ahead < c.Years {
		return Failed
	}
	return Met
}

func (c *modelCheck) needed() string {
	return "mô hình sản xuất hiệu quả, ổn định từ " + strconv.Itoa(c.Years) + " năm trở lên"
}

func (c *modelCheck) found(p *prepared) string {
	if p.facts.ModelYears == nil {
		return "hồ sơ không ghi mô hình"
	}
	return "mô hình " + strconv.Itoa(*p.facts.ModelYears) + " năm"
}

// serviceCheck asks for time served without a break; hard places count double
// where the law says so.
type serviceCheck struct {
	Forces         []string `yaml:"forces"`
	Years          int      `yaml:"years"`
	Below          int      `yaml:"below"` // and less than so many years; 0 for no bound
	Double         bool     `yaml:"hardship_double"`
	OnlyInHardship bool     `yaml:"in_hardship"` // only time served in hard places
}

var forces = map[string]string{
	"army": "Quân đội nhân dân", "police": "Công an nhân dân", "teaching": "trực tiếp nuôi dạy, giảng dạy", "education": "ngành giáo dục", "medicine": "trực tiếp làm chuyên môn y tế",
	"health": "ngành y tế", "art": "hoạt động nghệ thuật", "craft": "hoạt động nghề", "youth_volunteers": "Thanh niên xung phong", "friendship": "đóng góp cho Việt Nam", "honorary_consul": "lãnh sự danh dự",
}

var hardships = map[string]string{"sea_islands": "biển, hải đảo", "hard_area": "vùng đặc biệt khó khăn", "border": "biên giới", "international": "nhiệm vụ quốc tế"}

func (c *serviceCheck) prepare(*Law) error {
	for _, f := range c.Forces {
		if forces[f] == "" {
			return fmt.Errorf("forces %q", f)
		}
	}
	if len(c.Forces) == 0 || c.Years < 0 || c.Below > 0 && c.Below <= c.Years || c.Double && c.OnlyInHardship {
		return fmt.Errorf("years %d, below %d", c.Years, c.Below)
	}
	return nil
}

// served is the counted time in months.
func (c *serviceCheck) served(p *prepared) (n int) {
	for _, s := range p.facts.Service {
		if !slices.Contains(c.Forces, s.Force) || c.OnlyInHardship && s.Hardship == "" {
			continue
		}
		to := s.To.Date
		if to.IsZero() || to.After(p.endOfYear()) {
			to = p.endOfYear()
		}
		time := months(s.From.Date, to)
		if c.Double && s.Hardship != "" {
			time *= 2
		}
		n += time
	}
	return n
}

func (c *serviceCheck) verdict(p *prepared) Result {
	if n := c.served(p); n < 12*c.Years || c.Below > 0 && n >= 12*c.Below {
		return Failed
	}
	return Met
}

func (c *serviceCheck) needed() string {
	names := make([]string, len(c.Forces))
	for i, f := range c.Forces {
		names[i] = forces[f]
	}
	text := "thời gian " + strings.Join(names, ", ")
	if c.OnlyInHardship {
		text += " ở biển, hải đảo, vùng đặc biệt khó khăn, nhiệm vụ quốc tế"
	}
	text += " từ " + strconv.Itoa(c.Years) + " năm"
	if c.Below > 0 {
		return text + " đến dưới " + strconv.Itoa(c.Below) + " năm"
	}
	return text + " trở lên"
}

func (c *serviceCheck) found(p *prepared) string {
	n := c.served(p)
	text := strconv.Itoa(n/12) + " năm"
	if n%12 > 0 {
		text += " " + strconv.Itoa(n%12) + " tháng"
	}
	if c.Double {
		text += " (thời gian ở nơi khó khăn tính gấp đôi)"
	}
	return text
}

// postCheck asks for time in leading posts: one row is enough. Time in a higher
// post counts for a lower one, a woman needs a third less.
type postCheck struct {
	Rows  []postRow `yaml:"rows"`
	Women string    `yaml:"women"` // third: a third less; three_years: three years less
}

type postRow struct {
	Post  string `yaml:"post"`
	Years int    `yaml:"years"`
}

// posts are the leading posts, the highest first.
var posts = []string{
	"top_leader", "politburo", "general", "minister", "colonel_general", "vice_minister", "tct_head", "tct_deputy", "vu_head", "vu_deputy",
}

var postNames = map[string]string{
	"top_leader": "Tổng Bí thư, Chủ tịch nước, Thủ tướng, Chủ tịch Quốc hội", "politburo": "Ủy viên Bộ Chính trị, Ban Bí thư, Phó Chủ tịch nước, Phó Thủ tướng, Phó Chủ tịch Quốc hội và tương đương",
	"general": "Đại tướng", "minister": "Bộ trưởng và tương đương", "colonel_general": "Thượng tướng", "vice_minister": "Thứ trưởng và tương đương",
	"tct_head": "Tổng cục trưởng và tương đương", "tct_deputy": "Phó Tổng cục trưởng và tương đương", "vu_head": "Vụ trưởng và tương đương", "vu_deputy": "Phó Vụ trưởng và tương đương",
}

func (c *postCheck) prepare(*Law) error {
	if len(c.Rows) == 0 || c.Women != "" && c.Women != "third" && c.Women != "three_years" {
		return fmt.Errorf("rows, women %q", c.Women)
	}
	for _, r := range c.Rows {
		if postNames[r.Post] == "" || r.Years < 1 {
			return fmt.Errorf("post %q, %d năm", r.Post, r.Years)
		}
	}
	return nil
}

// held is the time in months in a post and in those above it.
func (c *postCheck) held(p *prepared, post string) (n int) {
	at := slices.Index(posts, post)
	for _, h := range p.facts.Posts {
		if i := slices.Index(posts, h.Post); i < 0 || i > at || h.Disciplined {
			continue
		}
		to := h.To.Date
		if to.IsZero() || to.After(p.endOfYear()) {
			to = p.endOfYear()
		}
		n += months(h.From.Date, to)
	}
	return n
}

// asked is the time in months that a row asks of the subject.
func (c *postCheck) asked(p *prepared, years int) int {
	s := &p.facts.Subject
	switch {
	case !s.Female || slices.Contains(s.Classes, "higher_retirement"):
		return 12 * years
	case c.Women == "third":
		return 8 * years
	case c.Women == "three_years":
		return 12 * (years - 3)
	}
	return 12 * years
}

func (c *postCheck) verdict(p *prepared) Result {
	for _, r := range c.Rows {
		if c.held(p, r.Post) >= c.asked(p, r.Years) {
			return Met
		}
	}
	return Failed
}

func (c *postCheck) needed() string {
	var list []string
	for _, r := range c.Rows {
		list = append(list, postNames[r.Post]+" từ "+strconv.Itoa(r.Years)+" năm trở lên")
	}
	text := strings.Join(list, "; hoặc ")
	switch c.Women {
	case "third":
		text += "; nữ giảm một phần ba thời gian"
	case "three_years":
		text += "; nữ giảm 3 năm"
	}
	return text
}

func (c *postCheck) found(p *prepared) string {
	if len(p.facts.Posts) == 0 {
		return "hồ sơ không ghi chức vụ"
	}
	var list []string
	for _, h := range p.facts.Posts {
		text := postNames[h.Post] + " từ " + h.From.Short()
		if !h.To.IsZero() {
			text += " đến " + h.To.Short()
		}
		if h.Disciplined {
			text += " (bị kỷ luật khi giữ chức: không tính)"
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}
