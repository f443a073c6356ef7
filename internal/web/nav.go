package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/comment"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/dossier"
	"giaouoc/internal/incoming"
	"giaouoc/internal/web/components"
)

// task is one page of a year that a person may have to do with.
type task struct {
	group string
	text  string
	path  string // below the year's signed-in address
	act   access.Act
}

// yearTasks is the left navigation of a year, in the order of its steps.
var yearTasks = []task{
	{"Năm thi đua", "Tổng quan", "", access.YearRead},
	{"Năm thi đua", "Giai đoạn, kỳ báo cáo", "/thoi-han", access.YearRead},
	{"Năm thi đua", "Giao ước", "/giao-uoc", access.CovenantRead},
	{"Năm thi đua", "Phong trào, đợt thi đua", "/phong-trao", access.YearRead},
	{"Năm thi đua", "Kế hoạch, chương trình", "/ke-hoach", access.YearRead},
	{"Năm thi đua", "Chỉ đạo", "/chi-dao", access.YearRead},
	{"Năm thi đua", "Chỉ số", "/chi-so", access.CovenantRead},
	{"Năm thi đua", "Đăng ký chỉ tiêu", "/dang-ky", access.CovenantRegister},
	{"Năm thi đua", "Báo cáo số liệu", "/bao-cao", access.ReportRead},
	{"Năm thi đua", "Sơ kết", "/so-ket", access.MidReviewRead},
	{"Tổng kết", "Chấm điểm", "/cham-diem", access.ScoringRead},
	{"Tổng kết", "Hội nghị", "/hoi-nghi", access.ConferenceRead},
	{"Tổng kết", "Đề nghị khen thưởng", "/de-nghi", access.AwardRead},
	{"Tổng kết", "Bàn giao", "/ban-giao", access.HandoverRead},
}

// ownTask is a page of the left navigation that is of no year.
type ownTask struct {
	text string
	href string
	also []string // where else the person still is on it, with what stands below
	may  func(tx *db.Tx) bool
}

// ownTasks are in the order in which the navigation has them.
var ownTasks = []ownTask{
	{"Việc của tôi", "/lam-viec", nil, func(*db.Tx) bool { return true }},
	{"Bình xét của tôi", deliberation.OwnPage, []string{deliberation.OwnPage}, deliberated},
	{"Các cụm, khối", "/sap-xep", nil, mayAnywhere(access.ClusterArrange)},
	{"Tổng hợp số liệu", countryPage, []string{countryPage}, mayAnywhere(access.ReportRead)},
	{"Sổ khen thưởng", registersPage, []string{registersPage, "/doi-tuong"}, award.Looks},
	{"Hồ sơ khen thưởng", dossierPage, []string{dossierPage}, dossier.Looks},
	{"Văn bản đến", incoming.Page, []string{incoming.Page}, mayForSome(access.IncomingRead)},
	{"Văn bản đi", numbersPage, []string{numbersPage, writingPage}, mayForSome(access.DocumentRead)},
	{"Ý kiến bạn đọc", comment.QueuePage, []string{comment.QueuePage}, moderates},
	{"Việc của cơ quan", officesPage, []string{officesPage}, worksInOffice},
	{"Biên tập", editorPage, []string{editorPage}, func(tx *db.Tx) bool { return access.May(tx, access.ArticleRead, access.Scope{Portal: true}) }},
	{"Bài điển hình chờ đăng", exemplarDraftsPage, nil, func(tx *db.Tx) bool { return access.May(tx, access.ArticlePublish, access.Scope{Portal: true}) }},
	{"Quản trị", adminPage, []string{adminPage}, mayAnywhere(access.AccountRead)},
	{"Ủy quyền", delegationPage, nil, mayDelegate},
	{"Bảng phân quyền", rightsPage, nil, func(tx *db.Tx) bool { return access.May(tx, access.RightsRead, scopeFor(tx, access.RightsRead)) }},
	{"Dữ liệu cá nhân", personalAdminPage, []string{personalAdminPage}, mayAnywhere(access.PersonalErase)},
}

func mayAnywhere(act access.Act) func(*db.Tx) bool {
	return func(tx *db.Tx) bool { return access.May(tx, act, access.Scope{}) }
}

// mayForSome reports whether the actor has a right for some unit.
func mayForSome(act access.Act) func(*db.Tx) bool {
	return func(tx *db.Tx) bool {
		return slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return access.May(tx, act, access.Scope{Unit: g.ID}) })
	}
}

func mayDelegate(tx *db.Tx) bool {
	return slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return access.Role(g.Role).Delegable() })
}

// deliberated reports whether the actor's unit deliberates on the actor; what cannot be
// read leaves the link out.
func deliberated(tx *db.Tx) bool {
	some, err := deliberation.HasOwn(tx)
	return err == nil && some
}

// at reports whether a page is the task's, and none of a task with a longer address.
func (t *ownTask) at(path string) bool {
	own := path == t.href
	for _, p := range t.also {
		own = own || strings.HasPrefix(path+"/", p+"/")
	}
	longer := slices.ContainsFunc(ownTasks, func(o ownTask) bool {
		return len(o.href) > len(t.href) && strings.HasPrefix(o.href, t.href+"/") && strings.HasPrefix(path+"/", o.href+"/")
	})
	return own && !longer
}

// tasks is the left navigation of who is signed in: the pages of no year and those of
// the year in hand that the person has a right to.
func (s *Server) tasks(tx *db.Tx, r *http.Request) []components.NavGroup {
	groups := []components.NavGroup{{}}
	for i := range ownTasks {
		if t := &ownTasks[i]; t.may(tx) {
			groups[0].Links = append(groups[0].Links, components.Link{Href: t.href, Text: t.text, Current: t.at(r.URL.Path)})
		}
	}
	c, y, ok := s.yearInHand(tx, r)
	if access.May(tx, access.RecordRead, access.Scope{}) || ok && access.May(tx, access.RecordRead, y.Scope()) {
		groups[0].Links = append(groups[0].Links, components.Link{Href: recordPage, Text: "Nhật ký", Current: r.URL.Path == recordPage})
	}
	if !ok {
		return groups
	}
	own := "/lam-viec/" + c.Slug
	book := strings.HasPrefix(r.URL.Path, own+ruleBookPage)
	data := r.URL.Path == own+bundlePage
	arranging := strings.HasPrefix(r.URL.Path+"/", own+"/") && r.PathValue("year") == "" && !book && !data
	groups[0].Links = append(
		groups[0].Links,
		components.Link{Href: own, Text: "Sắp xếp " + c.Kind.Word(), Current: arranging},
		components.Link{Href: own + ruleBookPage, Text: "Quy chế " + c.Kind.Word(), Current: book},
	)
	if access.May(tx, access.BundleExport, cluster.Scope(c.ID)) || access.May(tx, access.BundleImport, cluster.Scope(c.ID)) {
		groups[0].Links = append(groups[0].Links, components.Link{Href: own + bundlePage, Text: "Dữ liệu của " + c.Kind.Word(), Current: data})
	}
	if y.ID == "" {
		return groups
	}
	base := workPath(c, y)
	for _, t := range yearTasks {
		ask := requireSomewhere
		if t.act == access.CovenantRegister {
			ask = requireOwn // its page is the own unit's
		}
		if ask(tx, y, t.act) != nil {
			continue
		}
		if last := &groups[len(groups)-1]; last.Title != t.group+" "+itoa(y.Year) && t.group != last.Title {
			title := t.group
			if title == "Năm thi đua" {
				title += " " + itoa(y.Year)
			}
			if last.Title != title {
				groups = append(groups, components.NavGroup{Title: title})
			}
		}
		last := &groups[len(groups)-1]
		here := r.URL.Path == base+t.path || t.path != "" && strings.HasPrefix(r.URL.Path, base+t.path+"/")
		if t.path == scoringPage {
			here = here || strings.HasPrefix(r.URL.Path+"/", base+crossPage+"/")
		}
		last.Links = append(last.Links, components.Link{Href: base + t.path, Text: t.text, Current: here})
	}
	if others := otherYears(tx, c, y); len(others) > 0 {
		groups = append(groups, components.NavGroup{Title: "Năm khác", Links: others})
	}
	return groups
}

// otherYears leads to the years of a cluster beside the one in hand that were
// worked on here: while one is handed over, the next already runs.
func otherYears(tx *db.Tx, c cluster.Cluster, inHand cycle.Year) []components.Link {
	years, err := cycle.Years(tx, c.ID)
	if err != nil {
		return nil
	}
	var links []components.Link
	for _, y := range years {
		if y.ID != inHand.ID && y.State != cycle.History && access.May(tx, access.YearRead, y.Scope()) {
			links = append(links, components.Link{Href: workPath(c, y), Text: "Năm " + itoa(y.Year) + ", " + y.State.Name()})
		}
	}
	return links
}

// yearInHand is the cluster and year of the address, or the newest running year
// of the cluster of the address or of one that the person has to do with. A
// cluster of the address may have no running year.
func (s *Server) yearInHand(tx *db.Tx, r *http.Request) (cluster.Cluster, cycle.Year, bool) {
	if strings.HasPrefix(r.URL.Path, "/lam-viec/") && r.PathValue("year") != "" {
		c, y, err := yearOf(tx, r)
		return c, y, err == nil
	}
	if strings.HasPrefix(r.URL.Path, "/lam-viec/") && r.PathValue("cluster") != "" {
		c, err := clusterOf(tx, r)
		if err != nil || !access.May(tx, access.ClusterRead, cluster.Scope(c.ID)) {
			return cluster.Cluster{}, cycle.Year{}, false
		}
		y, _, err := runningYear(tx, c)
		return c, y, err == nil
	}
	clusters, err := cluster.List(tx)
	if err != nil {
		return cluster.Cluster{}, cycle.Year{}, false
	}
	for _, c := range clusters {
		if !access.May(tx, access.YearRead, cluster.Scope(c.ID)) {
			continue
		}
		if y, ok, err := runningYear(tx, c); ok || err != nil {
			return c, y, err == nil
		}
	}
	return cluster.Cluster{}, cycle.Year{}, false
}

// runningYear is the newest running year of a cluster, or the newest of all
// where that has just been closed.
func runningYear(tx *db.Tx, c cluster.Cluster) (cycle.Year, bool, error) {
	years, err := cycle.Years(tx, c.ID)
	if err != nil {
		return cycle.Year{}, false, err
	}
	for _, y := range years {
		if y.State == cycle.Running {
			return y, true, nil
		}
	}
	if len(years) > 0 && years[0].State == cycle.Closed {
		return years[0], true, nil
	}
	return cycle.Year{}, false, nil
}
