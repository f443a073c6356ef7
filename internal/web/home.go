package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// home is the public front page: the clusters and what is newest in each.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	var p pages.HomeProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Cụm, khối thi đua hứa gì và làm được gì")
		p.Frame.Lead = "Mỗi năm các đơn vị trong cụm, khối ký giao ước thi đua, báo cáo số liệu, chấm điểm và đề nghị khen thưởng. Trang này công khai từng bước, kèm nguồn."
		if err := fillFront(tx, &p); err != nil {
			return err
		}
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		shown, others := onFront(clusters)
		for _, c := range others {
			p.Others = append(p.Others, components.Link{Href: "/cum/" + c.Slug, Text: c.Name})
		}
		for _, c := range shown {
			years, err := cycle.Years(tx, c.ID)
			if err != nil {
				return err
			}
			card := pages.ClusterCard{Slug: c.Slug, Name: c.Name, OrganisedBy: c.OrganisedBy, Years: yearLinks(c, years)}
			if card.Members, err = membersToday(tx, c); err != nil {
				return err
			}
			if err := fillNewest(tx, c, years, &card); err != nil {
				return err
			}
			p.Clusters = append(p.Clusters, card)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Home(p))
}

// mostOnFront is how many clusters the front page tells of; the others it names.
const mostOnFront = 12

// onFront chooses the clusters that the front page tells of, those of the whole
// country first: a page that looked into each of some hundreds would grow with them.
func onFront(clusters []cluster.Cluster) (shown, others []cluster.Cluster) {
	if len(clusters) <= mostOnFront {
		return clusters, nil
	}
	sorted := slices.Clone(clusters)
	slices.SortStableFunc(sorted, func(a, b cluster.Cluster) int {
		if (a.Level == cluster.LevelCentral) == (b.Level == cluster.LevelCentral) {
			return 0
		}
		return map[bool]int{true: -1, false: 1}[a.Level == cluster.LevelCentral]
	})
	return sorted[:mostOnFront], sorted[mostOnFront:]
}

// fillFront finds the newest texts of the portal.
func fillFront(tx *db.Tx, p *pages.HomeProps) error {
	p.Frame.Head = pages.FeedHead()
	var err error
	if p.Notices, err = currentNotices(tx, 4); err != nil {
		return err
	}
	list, err := article.Newest(tx, article.News, "", 6)
	if err != nil || len(list) == 0 {
		return err
	}
	p.Lead, p.Newest = &list[0], list[1:]
	if p.Lead.PictureID != "" {
		p.Picture, err = article.PictureOf(tx, p.Lead.PictureID)
		return err
	}
	return nil
}

// membersToday are the names of those who belong to a cluster today.
func membersToday(tx *db.Tx, c cluster.Cluster) ([]string, error) {
	members, err := cluster.MembersOn(tx, c.ID, tx.Today())
	if err != nil {
		return nil, err
	}
	names, err := memberNames(tx, members)
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = names[m.UnitID]
	}
	return list, err
}

// fillNewest finds the newest covenant, figures, proposals and charts of a
// cluster: those that were published before those made up for practice.
func fillNewest(tx *db.Tx, c cluster.Cluster, years []cycle.Year, card *pages.ClusterCard) error {
	promised := pages.Way{Title: "Đã hứa gì", Text: "Chưa có giao ước đã ký.", Link: "Đọc giao ước"}
	done := pages.Way{Title: "Làm được gì", Text: "Chưa có số liệu đã công bố.", Link: "Xem số liệu"}
	proposed := pages.Way{Title: "Được đề nghị khen gì", Text: "Chưa có đề nghị khen thưởng.", Link: "Xem các đề nghị"}
	for _, y := range slices.SortedStableFunc(slices.Values(years), madeUpLast) {
		p := pages.YearProps{Path: yearPath(c, y), Year: y.Year, History: y.State == cycle.History}
		link := pages.YearLink{Year: y.Year, Href: p.Path, Illustrative: y.Illustrative}
		for _, fill := range []func(*db.Tx, cluster.Cluster, cycle.Year, *pages.YearProps) error{fillYearCovenant, fillFigures, fillPeriods, fillProposals} {
			if err := fill(tx, c, y, &p); err != nil {
				return err
			}
		}
		if f := p.Facts[0]; promised.Href == "" && f.Href != "" {
			promised.Text, promised.Href, promised.Year = "giao ước "+f.Text, f.Href, link
		}
		if n := len(p.Figures.Rows); done.Href == "" && n > 0 {
			done.Text, done.Href, done.Year = itoa(n)+" số liệu đã công bố", p.Path+"#so-lieu", link
		} else if done.Href == "" && p.SumsHref != "" {
			done.Text, done.Href, done.Year = "số liệu tổng hợp đã công bố", p.SumsHref, link
		}
		if n := len(p.Proposals.Rows); proposed.Href == "" && n > 0 {
			proposed.Text, proposed.Href, proposed.Year = itoa(n)+" đề nghị", p.Path+"#de-nghi", link
		}
		if len(card.Bars) == 0 && !y.Illustrative {
			card.Bars, card.BarsOf = p.Bars, link
		}
		if len(card.Shares) == 0 && !y.Illustrative {
			card.Shares, card.SharesOf = p.Shares, link
		}
	}
	card.Ways = []pages.Way{promised, done, proposed}
	return nil
}

// madeUpLast puts the years for practice behind those that were published.
func madeUpLast(a, b cycle.Year) int {
	if a.Illustrative == b.Illustrative {
		return 0
	}
	return map[bool]int{true: 1, false: -1}[a.Illustrative]
}

func yearLinks(c cluster.Cluster, years []cycle.Year) []pages.YearLink {
	links := make([]pages.YearLink, len(years))
	for i, y := range years {
		links[i] = pages.YearLink{Year: y.Year, Href: yearPath(c, y), Illustrative: y.Illustrative}
	}
	return links
}

// showCluster is a cluster's public page: years, news, members and leads.
func (s *Server) showCluster(w http.ResponseWriter, r *http.Request) error {
	var p pages.ClusterProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, c.Name)
		if c.OrganisedBy != "" {
			p.Frame.Lead = c.OrganisedBy + " tổ chức."
		}
		p.RuleBook, p.Kind = "/cum/"+c.Slug+ruleBookPage, c.Kind
		if p.Book, err = cluster.RuleBookOn(tx, c.ID, tx.Today()); skipNotFound(err) != nil {
			return err
		}
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return err
		}
		p.Years = yearLinks(c, years)
		if p.Members, err = memberTable(tx, c); err != nil {
			return err
		}
		if p.Leads, err = leadTable(tx, c, years); err != nil {
			return err
		}
		p.Members.Quiet, p.Leads.Quiet = true, true // a heading says the same
		p.Frame.Head = pages.ClusterFeedHead(c.Name, clusterFeedPath(c))
		if p.News, err = newsBeside(tx, c, 0); err != nil {
			return err
		}
		return fillHistory(tx, c, years, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Cluster(p))
}

func memberTable(tx *db.Tx, c cluster.Cluster) (components.TableProps, error) {
	t := components.TableProps{
		ID: "thanh-vien", Caption: "Đơn vị thành viên",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}, {Head: "Nguồn"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có thành viên", What: "Các đơn vị thành viên theo ngày nằm ở đây.", Who: "Cơ quan thường trực Hội đồng thêm thành viên."}),
	}
	members, err := cluster.MembersEver(tx, c.ID)
	if err != nil {
		return t, err
	}
	for _, m := range members {
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: names[m.UnitID]}, orMissing(m.FromDay.Short(), "chưa tìm thấy nguồn"), orMissing(m.ToDay.Short(), "đang là thành viên"), {Text: m.Source},
		}})
	}
	return t, nil
}

// leadTable has a row for every year that is known, so that a year whose lead
// was not found shows as such, and for every year that was given a lead ahead.
func leadTable(tx *db.Tx, c cluster.Cluster, years []cycle.Year) (components.TableProps, error) {
	t := components.TableProps{
		ID: "truong-pho", Caption: "Đơn vị " + cluster.PostLead.Word(c.Kind) + ", " + cluster.PostDeputy.Word(c.Kind) + " theo năm",
		Columns: []components.Column{{Head: "Năm"}, {Head: upperFirst(cluster.PostLead.Word(c.Kind))}, {Head: upperFirst(cluster.PostDeputy.Word(c.Kind))}, {Head: "Nguồn"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa giao nhiệm vụ", What: "Đơn vị trưởng, phó của từng năm nằm ở đây.", Who: "Cơ quan thường trực Hội đồng giao, hoặc hội nghị tổng kết bầu."}),
	}
	leads, err := cluster.LeadsEver(tx, c.ID)
	if err != nil {
		return t, err
	}
	for _, year := range yearsOfLeads(years, leads) {
		var names [2][]string
		var sources []string
		for _, l := range leads {
			if l.Year != year {
				continue
			}
			name, err := org.Names(tx, vn.NewDate(l.Year, 12, 31), l.UnitID)
			if err != nil {
				return t, err
			}
			i := 0
			if l.Post == cluster.PostDeputy {
				i = 1
			}
			names[i] = append(names[i], name[l.UnitID])
			if l.Source != "" && !slices.Contains(sources, l.Source) {
				sources = append(sources, l.Source)
			}
		}
		none, noSource := notFoundYet, notFoundYet
		name := components.Cell{Text: itoa(year)}
		if i := slices.IndexFunc(years, func(y cycle.Year) bool { return y.Year == year }); i >= 0 {
			name.Href = yearPath(c, years[i])
			if years[i].State != cycle.History {
				none, noSource = "chưa bầu", "–"
			}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			name,
			orMissing(strings.Join(names[0], ", "), none),
			orMissing(strings.Join(names[1], ", "), none), orMissing(strings.Join(sources, "; "), noSource),
		}})
	}
	return t, nil
}

// yearsOfLeads are the years that are open or have a lead, newest first.
func yearsOfLeads(years []cycle.Year, leads []cluster.Lead) []int {
	var list []int
	for _, y := range years {
		list = append(list, y.Year)
	}
	for _, l := range leads {
		list = append(list, l.Year)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	slices.Reverse(list)
	return list
}

// orMissing is a cell that says why it has no value.
func orMissing(value, why string) components.Cell {
	if value == "" {
		return components.Cell{Missing: why}
	}
	return components.Cell{Text: value}
}

func upperFirst(text string) string {
	r := []rune(text)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func (s *Server) notFound(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.NotFound, "Không có trang này. Địa chỉ có thể đã gõ nhầm.")
}
