package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// classCheck asks that the subject belongs to a class of subjects, or to none of
// some.
type classCheck struct {
	Is  []string `yaml:"is"` // one of these
	Not []string `yaml:"not"`
}

// classNames are the classes that facts may name.
var classNames = map[string]string{
	"leader": "lãnh đạo, quản lý", "worker": "công nhân, người lao động trực tiếp", "farmer": "nông dân", "official": "cán bộ, công chức, viên chức",
	"army": "Quân đội nhân dân", "police": "Công an nhân dân", "small": "tập thể nhỏ", "enterprise": "doanh nghiệp, tổ chức kinh tế",
	"school": "cơ sở giáo dục", "no_flag_unit": "tập thể không thuộc đối tượng tặng cờ thi đua", "ministry_or_province": "Bộ, ban, ngành, tỉnh",
	"corps": "quân khu, quân đoàn, tổng cục và tương đương, hệ lực lượng", "commune": "xã, phường, đặc khu", "village": "thôn, tổ dân phố",
	"province": "tỉnh, thành phố trực thuộc trung ương", "teacher": "nhà giáo", "education_manager": "cán bộ quản lý, nghiên cứu giáo dục",
	"doctor": "thầy thuốc", "health_manager": "cán bộ quản lý y tế", "artist": "nghệ sĩ", "circus_dance": "nghệ sĩ xiếc, múa", "artisan": "nghệ nhân",
	"author": "tác giả công trình, tác phẩm", "martyr": "liệt sĩ", "conscript": "hạ sĩ quan, chiến sĩ", "honorary_consul": "lãnh sự danh dự",
	"foreign_body": "người của cơ quan, tổ chức nước ngoài", "youth_volunteer": "thanh niên xung phong", "mother": "bà mẹ có nhiều cống hiến, hy sinh",
	"religious": "chức sắc tôn giáo", "minority": "người dân tộc thiểu số", "overseas": "người Việt Nam định cư ở nước ngoài", "notable": "nhân sĩ, trí thức, doanh nhân tiêu biểu",
	"entrepreneur": "doanh nhân", "scientist": "trí thức, nhà khoa học", "head_of_state": "nguyên thủ quốc gia nước ngoài", "foreign_organisation": "cơ quan, tổ chức nước ngoài",
	"foreign_head": "người đứng đầu cơ quan, tổ chức nước ngoài", "mission_head": "trưởng cơ quan đại diện nước ngoài tại Việt Nam", "national_assembly": "cơ quan của Quốc hội",
	"higher_retirement": "nữ lãnh đạo có tuổi nghỉ hưu cao hơn",
}

func classList(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = classNames[c]
	}
	return strings.Join(names, "; ")
}

func (c *classCheck) prepare(*Law) error {
	for _, code := range slices.Concat(c.Is, c.Not) {
		if classNames[code] == "" {
			return fmt.Errorf("class %q", code)
		}
	}
	if len(c.Is)+len(c.Not) == 0 {
		return fmt.Errorf("thiếu is hoặc not")
	}
	return nil
}

func (c *classCheck) verdict(p *Prepared) Result {
	in := len(c.Is) == 0
	for _, class := range p.facts.Subject.Classes {
		if slices.Contains(c.Not, class) {
			return Failed
		}
		in = in || slices.Contains(c.Is, class)
	}
	if !in {
		return Failed
	}
	return Met
}

func (c *classCheck) needed() string {
	if len(c.Is) == 0 {
		return "không thuộc: " + classList(c.Not)
	}
	return classList(c.Is)
}

func (c *classCheck) found(p *Prepared) string {
	if len(p.facts.Subject.Classes) == 0 {
		return "hồ sơ không ghi đối tượng"
	}
	return classList(p.facts.Subject.Classes)
}

// existenceCheck asks how long a collective has existed.
type existenceCheck struct {
	Years int `yaml:"years"`
}

func (c *existenceCheck) prepare(*Law) error {
	if c.Years < 1 {
		return fmt.Errorf("years %d", c.Years)
	}
	return nil
}

func (c *existenceCheck) verdict(p *Prepared) Result {
	founded := p.facts.Subject.Founded
	switch {
	case founded.IsZero():
		return Open
	case yearsBetween(founded.Date, p.endOfYear()) < c.Years:
		return Failed
	}
	return Met
}

func (c *existenceCheck) needed() string {
	return "xây dựng và phát triển từ " + strconv.Itoa(c.Years) + " năm trở lên"
}

func (c *existenceCheck) found(p *Prepared) string {
	founded := p.facts.Subject.Founded
	if founded.IsZero() {
		return "hồ sơ không ghi ngày thành lập"
	}
	return "thành lập ngày " + founded.Short() + ", " + strconv.Itoa(yearsBetween(founded.Date, p.endOfYear())) + " năm đến hết năm " + strconv.Itoa(p.year)
}

// anniversaryCheck asks that the year is a round anniversary (năm tròn): the
// number of years ends in 0.
type anniversaryCheck struct{}

func (*anniversaryCheck) prepare(*Law) error { return nil }

func (*anniversaryCheck) founded(p *Prepared) Day {
	if a := p.facts.Anniversary; a != nil && !a.Founded.IsZero() {
		return a.Founded
	}
	return p.facts.Subject.Founded
}

func (c *anniversaryCheck) verdict(p *Prepared) Result {
	founded := c.founded(p)
	if founded.IsZero() {
		return Open
	}
	if n := p.year - founded.Year(); n <= 0 || n%10 != 0 {
		return Failed
	}
	return Met
}

func (*anniversaryCheck) needed() string {
	return "kỷ niệm ngày thành lập năm tròn (số năm có chữ số cuối là 0)"
}

func (c *anniversaryCheck) found(p *Prepared) string {
	founded := c.founded(p)
	if founded.IsZero() {
		return "hồ sơ không ghi ngày thành lập"
	}
	return strconv.Itoa(p.year-founded.Year()) + " năm (thành lập năm " + strconv.Itoa(founded.Year()) + ")"
}

// membersCheck asks for one figure of a collective's members in the year asked.
type membersCheck struct {
	Of      string   `yaml:"of"`
	AtLeast *float64 `yaml:"at_least"`
	AtMost  *float64 `yaml:"at_most"`
	Over    *float64 `yaml:"over"` // more than
}

// memberFigures are the figures by their keys in facts; share tells a part of 1.
var memberFigures = map[string]struct {
	name  string
	share bool
	of    func(*Members) *float64
}{
	"completed_share":          {"cá nhân hoàn thành nhiệm vụ", true, func(m *Members) *float64 { return m.Completed }},
	"advanced_worker_share":    {"cá nhân đạt «Lao động tiên tiến», «Chiến sĩ tiên tiến»", true, func(m *Members) *float64 { return m.Advanced }},
	"grassroots_fighters":      {"cá nhân đạt «Chiến sĩ thi đua cơ sở»", false, func(m *Members) *float64 { return m.Fighters }},
	"disciplined_from_warning": {"cá nhân bị kỷ luật từ cảnh cáo trở lên", false, func(m *Members) *float64 { return m.FromWarningUp }},
}

func (c *membersCheck) prepare(*Law) error {
	if memberFigures[c.Of].of == nil {
		return fmt.Errorf("of %q", c.Of)
	}
	n := 0
	for _, bound := range []*float64{c.AtLeast, c.AtMost, c.Over} {
		if bound != nil {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("cần đúng một trong at_least, at_most, over")
	}
	return nil
}

func (c *membersCheck) value(p *Prepared) *float64 {
	if p.facts.Members == nil {
		return nil
	}
	return memberFigures[c.Of].of(p.facts.Members)
}

func (c *membersCheck) verdict(p *Prepared) Result {
	v := c.value(p)
	switch {
	case v == nil || p.hopeful:
		return Open
	case c.AtLeast != nil && *v < *c.AtLeast, c.AtMost != nil && *v > *c.AtMost, c.Over != nil && *v <= *c.Over:
		return Failed
	}
	return Met
}

func (c *membersCheck) figure(v float64) string {
	f := memberFigures[c.Of]
	if f.share {
		return strings.ReplaceAll(strconv.FormatFloat(v*100, 'f', -1, 64), ".", ",") + " % " + f.name
	}
	return strconv.FormatFloat(v, 'f', -1, 64) + " " + f.name
}

func (c *membersCheck) needed() string {
	switch {
	case c.AtLeast != nil:
		return "ít nhất " + c.figure(*c.AtLeast)
	case c.Over != nil:
		return "trên " + c.figure(*c.Over)
	case *c.AtMost == 0:
		return "không có " + memberFigures[c.Of].name
	}
	return "nhiều nhất " + c.figure(*c.AtMost)
}

func (c *membersCheck) found(p *Prepared) string {
	if v := c.value(p); v != nil {
		return c.figure(*v)
	}
	return "hồ sơ không ghi"
}
