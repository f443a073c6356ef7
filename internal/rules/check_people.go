package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// notPendingCheck asks that nothing is under inspection, investigation or
// complaint; it suspends consideration.
type notPendingCheck struct{}

func (*notPendingCheck) prepare(*Law) error { return nil }

func (*notPendingCheck) verdict(p *Prepared) Result {
	if len(p.facts.Pending) > 0 && !p.hopeful {
		return Failed
	}
	return Met
}

func (*notPendingCheck) needed() string {
	return "không trong thời gian bị xem xét kỷ luật, điều tra, thanh tra, kiểm tra, khiếu nại, tố cáo đang xác minh; có kết luận rồi mới xét"
}

func (*notPendingCheck) found(p *Prepared) string {
	if len(p.facts.Pending) == 0 {
		return "không có việc nào đang xem xét"
	}
	return "đang chờ kết luận: " + strings.Join(p.facts.Pending, "; ")
}

// judgedCheck is a condition that people judge; facts may hold their answer under
// the condition's id.
type judgedCheck struct{ id string }

func (*judgedCheck) prepare(*Law) error { return nil }

func (c *judgedCheck) verdict(p *Prepared) Result {
	switch yes, said := p.facts.Decided[c.id]; {
	case !said:
		return Open
	case !yes && !p.hopeful:
		return Failed
	}
	return Met
}

func (*judgedCheck) needed() string { return "cấp có thẩm quyền đánh giá" }

func (c *judgedCheck) found(p *Prepared) string {
	switch yes, said := p.facts.Decided[c.id]; {
	case !said:
		return "chưa có đánh giá"
	case yes:
		return "đã đánh giá: đạt"
	}
	return "đã đánh giá: không đạt"
}

// exceededCheck asks that every target of the year was exceeded.
type exceededCheck struct{}

func (*exceededCheck) prepare(*Law) error { return nil }

func (*exceededCheck) verdict(p *Prepared) Result {
	switch {
	case p.facts.Exceeded == nil || p.hopeful:
		return Open
	case !*p.facts.Exceeded:
		return Failed
	}
	return Met
}

func (*exceededCheck) needed() string {
	return "hoàn thành vượt các chỉ tiêu thi đua và nhiệm vụ được giao trong năm"
}

func (*exceededCheck) found(p *Prepared) string {
	switch {
	case p.facts.Exceeded == nil:
		return "hồ sơ không ghi"
	case *p.facts.Exceeded:
		return "vượt các chỉ tiêu"
	}
	return "chưa vượt mọi chỉ tiêu"
}

// ballotCheck asks for a share of the votes of all members of the council; who is
// absent counts against.
type ballotCheck struct {
	Percent int `yaml:"percent"`
}

func (c *ballotCheck) prepare(*Law) error {
	if c.Percent < 1 || c.Percent > 100 {
		return fmt.Errorf("percent %d", c.Percent)
	}
	return nil
}

// VotesNeeded is the least number of votes that reaches a percentage of all
// members.
func VotesNeeded(percent, members int) int { return (percent*members + 99) / 100 }

func (c *ballotCheck) verdict(p *Prepared) Result {
	v := p.facts.Council
	switch {
	case v == nil || v.Members == 0 || p.hopeful:
		return Open
	case v.Yes < VotesNeeded(c.Percent, v.Members):
		return Failed
	}
	return Met
}

func (c *ballotCheck) needed() string {
	return "từ " + strconv.Itoa(c.Percent) + " % tổng số thành viên hội đồng đồng ý"
}

func (c *ballotCheck) found(p *Prepared) string {
	v := p.facts.Council
	if v == nil || v.Members == 0 {
		return "chưa có kết quả bỏ phiếu"
	}
	return strconv.Itoa(v.Yes) + " phiếu đồng ý trên " + strconv.Itoa(v.Members) + " thành viên, cần " + strconv.Itoa(VotesNeeded(c.Percent, v.Members)) + " phiếu"
}

// opinionCheck asks for the opinion of a body.
type opinionCheck struct {
	Of string `yaml:"of"`
}

var bodies = map[string]string{
	"party_committee": "cấp ủy có thẩm quyền", "related_bodies": "cơ quan liên quan (hiệp y)", "public_security": "Bộ Công an", "foreign_affairs": "Bộ Ngoại giao",
	"fatherland_front": "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
}

func (c *opinionCheck) prepare(*Law) error {
	if bodies[c.Of] == "" {
		return fmt.Errorf("of %q", c.Of)
	}
	return nil
}

func (c *opinionCheck) verdict(p *Prepared) Result {
	for _, o := range p.facts.Opinions {
		switch {
		case o.Of != c.Of:
		case o.Given:
			return Met
		case !p.hopeful:
			return Failed
		}
	}
	return Open
}

func (c *opinionCheck) needed() string { return "ý kiến bằng văn bản của " + bodies[c.Of] }

func (c *opinionCheck) found(p *Prepared) string {
	switch c.verdict(p) {
	case Met:
		return "đã có ý kiến"
	case Failed:
		return "không được đồng ý"
	default:
		return "chưa có ý kiến"
	}
}

// postedCheck asks for how many working days the list of names was posted.
type postedCheck struct {
	Days int `yaml:"working_days"`
}

func (c *postedCheck) prepare(*Law) error {
	if c.Days < 1 {
		return fmt.Errorf("working_days %d", c.Days)
	}
	return nil
}

func (c *postedCheck) verdict(p *Prepared) Result {
	switch s := p.facts.Posted; {
	case s == nil || s.From.IsZero() || s.To.IsZero() || p.hopeful:
		return Open
	case weekdays(s.From.Date, s.To.Date) < c.Days:
		return Failed
	}
	return Met
}

func (c *postedCheck) needed() string {
	return "công khai danh sách ít nhất " + strconv.Itoa(c.Days) + " ngày làm việc"
}

func (c *postedCheck) found(p *Prepared) string {
	s := p.facts.Posted
	if s == nil || s.From.IsZero() || s.To.IsZero() {
		return "chưa ghi ngày công khai"
	}
	return "công khai từ " + s.From.Short() + " đến " + s.To.Short() + ": " + strconv.Itoa(weekdays(s.From.Date, s.To.Date)) + " ngày làm việc (chưa trừ ngày lễ)"
}

// placeCheck asks that the collective leads, or stands out in, a cluster of the
// year asked.
type placeCheck struct {
	As        string `yaml:"as"` // leads, outstanding
	ClusterOf string `yaml:"cluster_of"`
}

var clusterNames = map[string]string{
	"central_council": "Hội đồng Thi đua – Khen thưởng Trung ương", "ministry_or_province": "Bộ, ban, ngành, tỉnh", "district": "cấp huyện", "province": "cấp tỉnh",
}

func (c *placeCheck) prepare(*Law) error {
	if clusterNames[c.ClusterOf] == "" || c.As != "leads" && c.As != "outstanding" {
		return fmt.Errorf("as %q, cluster_of %q", c.As, c.ClusterOf)
	}
	return nil
}

func (c *placeCheck) verdict(p *Prepared) Result {
	list := p.facts.Leads
	if c.As == "outstanding" {
		list = p.facts.Outstanding
	}
	if p.hopeful || slices.Contains(list, Place{c.ClusterOf, p.year}) {
		return Met
	}
	return Failed
}

func (c *placeCheck) needed() string {
	as := "dẫn đầu"
	if c.As == "outstanding" {
		as = "tiêu biểu trong"
	}
	return as + " cụm, khối thi đua do " + clusterNames[c.ClusterOf] + " tổ chức trong năm xét"
}

func (c *placeCheck) found(p *Prepared) string {
	if c.verdict(p) == Met {
		return "có, năm " + strconv.Itoa(p.year)
	}
	return "hồ sơ không ghi cho năm " + strconv.Itoa(p.year)
}

// movementCheck asks for a part in a movement of some years at its review.
type movementCheck struct {
	LaunchedBy []string `yaml:"launched_by"`
	Years      int      `yaml:"years"`
	Review     []string `yaml:"review"` // interim, final
	Role       string   `yaml:"role"`   // leads, outstanding
}

var launchers = map[string]string{
	"president": "Chủ tịch nước", "prime_minister": "Thủ tướng Chính phủ", "ministry_or_province": "Bộ, ban, ngành, tỉnh", "unit": "cơ quan, đơn vị",
}

var (
	reviews = map[string]string{"interim": "sơ kết", "final": "tổng kết"}
	parts   = map[string]string{"leads": "dẫn đầu", "outstanding": "có thành tích xuất sắc tiêu biểu"}
)

func (c *movementCheck) prepare(*Law) error {
	for _, by := range c.LaunchedBy {
		if launchers[by] == "" {
			return fmt.Errorf("launched_by %q", by)
		}
	}
	for _, r := range c.Review {
		if reviews[r] == "" {
			return fmt.Errorf("review %q", r)
		}
	}
	if len(c.LaunchedBy) == 0 || parts[c.Role] == "" {
		return fmt.Errorf("role %q", c.Role)
	}
	return nil
}

func (c *movementCheck) fits(m Movement) bool {
	return slices.Contains(c.LaunchedBy, m.LaunchedBy) && m.Years >= c.Years && (len(c.Review) == 0 || slices.Contains(c.Review, m.Review)) &&
		(m.Role == c.Role || m.Role == "leads")
}

func (c *movementCheck) verdict(p *Prepared) Result {
	if slices.ContainsFunc(p.facts.Movements, c.fits) {
		return Met
	}
	return Failed
}

func (c *movementCheck) needed() string {
	by := make([]string, len(c.LaunchedBy))
	for i, b := range c.LaunchedBy {
		by[i] = launchers[b]
	}
	text := parts[c.Role] + " trong phong trào thi đua do " + strings.Join(by, ", ") + " phát động"
	if c.Years > 0 {
		text += ", thực hiện từ " + strconv.Itoa(c.Years) + " năm trở lên"
	}
	if len(c.Review) > 0 {
		at := make([]string, len(c.Review))
		for i, r := range c.Review {
			at[i] = reviews[r]
		}
		text += ", khi " + strings.Join(at, ", ")
	}
	return text
}

func (c *movementCheck) found(p *Prepared) string {
	if len(p.facts.Movements) == 0 {
		return "hồ sơ không ghi phong trào nào"
	}
	var list []string
	for _, m := range p.facts.Movements {
		list = append(list, parts[m.Role]+" phong trào do "+launchers[m.LaunchedBy]+" phát động, "+strconv.Itoa(m.Years)+" năm, "+reviews[m.Review])
	}
	return strings.Join(list, "; ")
}
