package award

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Supposition is what is taken to be so, to see what the answer would be (giả
// định). Nothing of it is kept; its zero value supposes nothing.
type Supposition struct {
	Rating      rules.Rating // of the year asked
	Scope       string       // of initiatives of the year asked
	Initiatives int          // how many of that scope are added
	Award       string       // code of an award of the year asked
	Judged      []string     // ids of conditions that people judge, taken as met
	Council     *rules.Council
	Opinion     bool // the party committee has agreed
	PostedFrom  vn.Date
	PostedTo    vn.Date
	Exceeded    bool   // all targets of the year were exceeded
	LeadOf      string // whose cluster the collective leads in the year
}

// Empty reports whether nothing is supposed.
func (s *Supposition) Empty() bool { return len(s.Words(nil)) == 0 }

// On are facts as they would be; the given ones stay as they are.
func (s *Supposition) On(f *rules.Facts) *rules.Facts {
	g := *f
	if s.Rating != "" {
		g.Years = slices.DeleteFunc(slices.Clone(f.Years), func(y rules.Rated) bool { return y.Year == f.Year })
		g.Years = append(g.Years, rules.Rated{Year: f.Year, Rating: s.Rating})
	}
	g.Initiatives = slices.Clone(f.Initiatives)
	for range s.Initiatives {
		g.Initiatives = append(g.Initiatives, rules.Initiative{Year: f.Year, Scope: s.Scope})
	}
	if s.Award != "" {
		g.Awards = append(slices.Clone(f.Awards), rules.Held{Award: s.Award, Year: f.Year, Occasion: rules.Merit})
	}
	if len(s.Judged) > 0 {
		g.Decided = maps.Clone(f.Decided)
		if g.Decided == nil {
			g.Decided = map[string]bool{}
		}
		for _, id := range s.Judged {
			g.Decided[id] = true
		}
	}
	if s.Council != nil {
		g.Council = s.Council
	}
	if s.Opinion {
		g.Opinions = append(slices.Clone(f.Opinions), rules.Opinion{Of: "party_committee", Given: true})
	}
	if !s.PostedFrom.IsZero() {
		g.Posted = &rules.Span{From: rules.Day{Date: s.PostedFrom}, To: rules.Day{Date: s.PostedTo}}
	}
	if s.Exceeded {
		yes := true
		g.Exceeded = &yes
	}
	if s.LeadOf != "" {
		g.Leads = append(slices.Clone(f.Leads), rules.Place{ClusterOf: s.LeadOf, Year: f.Year})
	}
	return &g
}

// Words say what is supposed, one sentence each; a nil law names awards by their
// codes.
func (s *Supposition) Words(l *rules.Law) []string {
	var list []string
	if s.Rating != "" {
		list = append(list, "năm xét được xếp loại "+s.Rating.Name())
	}
	if s.Initiatives > 0 {
		list = append(list, "có thêm "+strconv.Itoa(s.Initiatives)+" sáng kiến, đề tài được công nhận "+rules.ScopeName(s.Scope)+" trong năm xét")
	}
	if s.Award != "" {
		name := s.Award
		if l != nil && l.Award(s.Award) != nil {
			name = l.Award(s.Award).Name
		}
		list = append(list, "được tặng "+name+" của năm xét")
	}
	if s.LeadOf != "" {
		list = append(list, "dẫn đầu cụm, khối thi đua do "+rules.ClusterName(s.LeadOf)+" tổ chức trong năm xét")
	}
	if s.Exceeded {
		list = append(list, "hoàn thành vượt mọi chỉ tiêu trong năm xét")
	}
	if n := len(s.Judged); n > 0 {
		list = append(list, strconv.Itoa(n)+" điều kiện do người có thẩm quyền đánh giá đã được đánh giá là đạt")
	}
	if c := s.Council; c != nil {
		list = append(list, "hội đồng có "+strconv.Itoa(c.Members)+" thành viên, "+strconv.Itoa(c.Yes)+" phiếu đồng ý")
	}
	if s.Opinion {
		list = append(list, "cấp ủy đã có ý kiến đồng ý bằng văn bản")
	}
	if !s.PostedFrom.IsZero() {
		list = append(list, "danh sách đã công khai từ "+s.PostedFrom.Short()+" đến "+s.PostedTo.Short())
	}
	return list
}

// Sentence says all that is supposed; empty when nothing is.
func (s *Supposition) Sentence(l *rules.Law) string {
	list := s.Words(l)
	if len(list) == 0 {
		return ""
	}
	return "Giả định: " + strings.Join(list, "; ") + "."
}
