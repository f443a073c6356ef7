package rules

import (
	"cmp"
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

// stretch is a time from one day to another, both in it.
type stretch struct{ from, to vn.Date }

// until is the stretch from a day to another, or to the end of the year asked.
func (p *Prepared) until(from, to Day) stretch {
	if to.IsZero() || to.After(p.endOfYear()) {
		to.Date = p.endOfYear()
	}
	return stretch{from.Date, to.Date}
}

// joined puts stretches in order and joins those that overlap or follow each other
// without a break: a day is counted once.
func joined(list []stretch) (out []stretch) {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	for _, s := range list {
		switch n := len(out) - 1; {
		case s.to.Before(s.from):
		case n >= 0 && !s.from.After(out[n].to.AddDays(1)):
			if s.to.After(out[n].to) {
				out[n].to = s.to
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// inside reports whether a stretch is a part of another.
func (s stretch) inside(o stretch) bool { return !s.from.Before(o.from) && !s.to.After(o.to) }

// serviceCheck asks for time served; hard places count double where the law says
// so.
type serviceCheck struct {
	Forces         []string `yaml:"forces"`
	Continuous     bool     `yaml:"continuous"` // the longest time without a break
	Years          int      `yaml:"years"`
	Below          int      `yaml:"below"` // and less than so many years; 0 for no bound
	Double         bool     `yaml:"hardship_double"`
	OnlyInHardship bool     `yaml:"in_hardship"` // only time served in hard places
	Hardships      []string `yaml:"hardships"`   // the places that are hard, for either of these
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
	for _, h := range c.Hardships {
		if hardships[h] == "" {
			return fmt.Errorf("hardships %q", h)
		}
	}
	if (c.Double || c.OnlyInHardship) != (len(c.Hardships) > 0) {
		return fmt.Errorf("hardships đi cùng hardship_double hoặc in_hardship")
	}
	if len(c.Forces) == 0 || c.Years < 0 || c.Years == 0 && c.Below == 0 && !c.OnlyInHardship || c.Below > 0 && c.Below <= c.Years || c.Double && c.OnlyInHardship {
		return fmt.Errorf("years %d, below %d", c.Years, c.Below)
	}
	return nil
}

// served is the counted time in months; -1 when there is none at all.
func (c *serviceCheck) served(p *Prepared) int {
	var all, hard []stretch
	for _, s := range p.facts.Service {
		inHardship := slices.Contains(c.Hardships, s.Hardship)
		if !slices.Contains(c.Forces, s.Force) || c.OnlyInHardship && !inHardship {
			continue
		}
		all = append(all, p.until(s.From, s.To))
		if c.Double && inHardship {
			hard = append(hard, all[len(all)-1])
		}
	}
	sum, longest := 0, -1
	hard = joined(hard)
	for _, run := range joined(all) {
		n := months(run.from, run.to)
		for _, h := range hard {
			if h.inside(run) {
				n += months(h.from, h.to) // once more
			}
		}
		sum, longest = sum+n, max(longest, n)
	}
	if c.Continuous || longest < 0 {
		return longest
	}
	return sum
}

func (c *serviceCheck) verdict(p *Prepared) Result {
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
		text += " ở " + c.places()
	}
	if c.Continuous {
		text += " liên tục"
	}
	switch {
	case c.Years == 0 && c.Below == 0:
		return text
	case c.Years == 0:
		return text + " dưới " + strconv.Itoa(c.Below) + " năm"
	}
	text += " từ " + strconv.Itoa(c.Years) + " năm"
	if c.Below > 0 {
		return text + " đến dưới " + strconv.Itoa(c.Below) + " năm"
	}
	return text + " trở lên"
}

func (c *serviceCheck) places() string {
	names := make([]string, len(c.Hardships))
	for i, h := range c.Hardships {
		names[i] = hardships[h]
	}
	return strings.Join(names, ", ")
}

func (c *serviceCheck) found(p *Prepared) string {
	n := c.served(p)
	if n < 0 {
		return "hồ sơ không ghi"
	}
	text := strconv.Itoa(n/12) + " năm"
	if n%12 > 0 {
		text += " " + strconv.Itoa(n%12) + " tháng"
	}
	if c.Double {
		text += " (" + c.places() + " tính gấp đôi)"
	}
	return text
}

// postCheck asks for time in leading posts: one row is enough. Time in a higher
// post counts for the lower ones of its ladder, a woman needs a third less; who was
// disciplined in such a post is not commended for dedication.
type postCheck struct {
	Rows  []postRow `yaml:"rows"`
	Women string    `yaml:"women"` // third: a third less; three_years: three years less
}

// postRow is a post and how many years are asked in it; 0 asks for the post alone.
type postRow struct {
	Post  string `yaml:"post"`
	Years int    `yaml:"years"`
}

// ladders are the leading posts, the highest of each ladder first.
var ladders = [][]string{
	{"top_leader", "politburo", "minister", "vice_minister", "tct_head", "tct_deputy", "vu_head", "vu_deputy"},
	{"general", "colonel_general"},
	{"force_chief", "region_commander", "branch_commander", "division_commander", "brigade_commander", "regiment_commander"},
	{"front_chair", "front_vice_chair"},
	{"front_member_head"},
	{"foreign_head"},
}

var postNames = map[string]string{
	"top_leader": "Tổng Bí thư, Chủ tịch nước, Thủ tướng, Chủ tịch Quốc hội", "politburo": "Ủy viên Bộ Chính trị, Ban Bí thư, Phó Chủ tịch nước, Phó Thủ tướng, Phó Chủ tịch Quốc hội và tương đương",
	"general": "Đại tướng", "minister": "Bộ trưởng và tương đương", "colonel_general": "Thượng tướng", "vice_minister": "Thứ trưởng và tương đương",
	"tct_head": "Tổng cục trưởng và tương đương", "tct_deputy": "Phó Tổng cục trưởng và tương đương", "vu_head": "Vụ trưởng và tương đương", "vu_deputy": "Phó Vụ trưởng và tương đương",
	"force_chief":        "Tổng Tham mưu trưởng, Chủ nhiệm Tổng cục Chính trị và tương đương",
	"region_commander":   "Phó Tổng Tham mưu trưởng, Phó Chủ nhiệm Tổng cục Chính trị, Tư lệnh Quân khu và tương đương; Cục trưởng là Ủy viên Đảng ủy Công an Trung ương",
	"branch_commander":   "Tư lệnh Binh chủng và tương đương; Cục trưởng trực thuộc Bộ Công an, Giám đốc Công an Hà Nội, Thành phố Hồ Chí Minh",
	"division_commander": "Phó Tư lệnh Binh chủng, Sư đoàn trưởng, Giám đốc Công an tỉnh và tương đương",
	"brigade_commander":  "Phó Sư đoàn trưởng, Lữ đoàn trưởng, Phó Giám đốc Công an tỉnh và tương đương",
	"regiment_commander": "Trung đoàn trưởng, Phó Trung đoàn trưởng và tương đương",
	"front_chair":        "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "front_vice_chair": "Phó Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
	"front_member_head": "cấp trưởng tổ chức thành viên của Mặt trận từ cấp tỉnh trở lên", "foreign_head": "người đứng đầu cơ quan, tổ chức nước ngoài",
}

func (c *postCheck) prepare(*Law) error {
	if len(c.Rows) == 0 || c.Women != "" && c.Women != "third" && c.Women != "three_years" {
		return fmt.Errorf("rows, women %q", c.Women)
	}
	for _, r := range c.Rows {
		if postNames[r.Post] == "" || r.Years < 0 {
			return fmt.Errorf("post %q, %d năm", r.Post, r.Years)
		}
	}
	return nil
}

// held is the time in months in a post and in those above it, each month once; -1
// when none of them was held.
func (c *postCheck) held(p *Prepared, post string) int {
	var above []string
	for _, ladder := range ladders {
		if i := slices.Index(ladder, post); i >= 0 {
			above = ladder[:i+1]
		}
	}
	var list []stretch
	for _, h := range p.facts.Posts {
		if slices.Contains(above, h.Post) {
			list = append(list, p.until(h.From, h.To))
		}
	}
	list = joined(list)
	if len(list) == 0 {
		return -1
	}
	n := 0
	for _, s := range list {
		n += months(s.from, s.to)
	}
	return n
}

// asked is the time in months that a row asks of the subject.
func (c *postCheck) asked(p *Prepared, years int) int {
	s := &p.facts.Subject
	switch {
	case !s.Female || slices.Contains(s.Classes, "higher_retirement"):
		return 12 * years
	case c.Women == "third":
		return 8 * years
	case c.Women == "three_years":
		return max(0, 12*(years-3))
	}
	return 12 * years
}

func (c *postCheck) verdict(p *Prepared) Result {
	if slices.ContainsFunc(p.facts.Posts, func(h Post) bool { return h.Disciplined }) {
		return Failed
	}
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
		text := postNames[r.Post]
		if r.Years > 0 {
			text += " từ " + strconv.Itoa(r.Years) + " năm trở lên"
		}
		list = append(list, text)
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

func (c *postCheck) found(p *Prepared) string {
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
			text += " (bị kỷ luật khi giữ chức: không khen thưởng quá trình cống hiến)"
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}
