package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/help"
	"giaouoc/internal/incoming"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// Bounds of what one question looks at.
const (
	mostClustersFound = 8   // whose pages are looked through
	mostLookedAt      = 200 // of the newest dossiers, of the newest documents of a year
	mostOfGroup       = 8
)

// find shows what the words of the address lead to, of all that the person may open.
func (s *Server) find(w http.ResponseWriter, r *http.Request) error {
	var p pages.FindProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := mustBeSignedIn(tx); err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Tìm")
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Text = shortQuery(r.FormValue("q"))
		q := questionOf(p.Text)
		if len(q) == 0 {
			return nil
		}
		for _, look := range []func(*db.Tx, *http.Request, question) (pages.FoundGroup, error){s.findPages, findClusters, findDossiers, findDocuments, findDrafts, findPublished, findGuides} {
			g, err := look(tx, r, q)
			if err != nil {
				return err
			}
			if len(g.Hits) > mostOfGroup {
				g.Hits, g.More = g.Hits[:mostOfGroup], true
			}
			if len(g.Hits) > 0 {
				p.Groups = append(p.Groups, g)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Find(p))
}

// forgotten are parts of addresses whose pages the browser does not remember: what they
// are called is not for who sits at the machine next.
var forgotten = []string{"/don-thu", "/du-lieu-ca-nhan", "/hiep-y", "/bo-phieu", "/cham-cheo", "/loi-moi", "/chung-minh", "/lich-su"}

// remembered says that a page is an object's, which the browser lists among those that were
// open last.
func remembered(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Pattern, "{") && !strings.Contains(r.Pattern, "{$}") &&
		!slices.ContainsFunc(forgotten, func(part string) bool { return strings.Contains(r.Pattern, part) })
}

// question is the folded words that all have to be found.
type question []string

// questionOf reads a question; more than ten words are left out.
func questionOf(text string) question {
	list := strings.Fields(vn.Fold(text))
	return list[:min(len(list), 10)]
}

// in says that a text has all words of the question, each at the beginning of one of its own.
func (q question) in(text string) bool {
	words := " " + strings.Join(strings.FieldsFunc(vn.Fold(text), func(r rune) bool { return strings.ContainsRune(" ,.:;«»()–", r) }), " ")
	return !slices.ContainsFunc(q, func(w string) bool { return !strings.Contains(words, " "+w) })
}

// findPages finds pages of the navigation: those of no year and those of each year that
// is worked on.
func (s *Server) findPages(tx *db.Tx, r *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Trang làm việc"}
	for i := range ownTasks {
		if t := &ownTasks[i]; t.may(tx) && q.in(t.text) {
			g.Hits = append(g.Hits, pages.FoundHit{Href: t.href, Title: t.text, Ours: true})
		}
	}
	c, y, ok := s.yearInHand(tx, r)
	if ok && y.ID != "" {
		g.Hits = append(g.Hits, pagesOfYear(tx, c, y, q)...)
	}
	clusters, err := readable(tx)
	if err != nil {
		return g, err
	}
	var looked int
	for _, other := range clusters {
		if len(clusters) > mostClustersFound && !slices.ContainsFunc(q, func(w string) bool { return question{w}.in(other.Name) }) {
			continue
		}
		if looked++; looked > mostClustersFound {
			break
		}
		years, err := cycle.Years(tx, other.ID)
		if err != nil {
			return g, err
		}
		for _, one := range years {
			if one.ID != y.ID && one.State != cycle.History && access.May(tx, access.YearRead, one.Scope()) {
				g.Hits = append(g.Hits, pagesOfYear(tx, other, one, q)...)
			}
		}
	}
	return g, nil
}

// pagesOfYear finds pages of a year by their names, with the year and the cluster.
func pagesOfYear(tx *db.Tx, c cluster.Cluster, y cycle.Year, q question) []pages.FoundHit {
	var hits []pages.FoundHit
	for _, t := range yearTasks {
		ask := requireSomewhere
		if t.act == access.CovenantRegister {
			ask = requireOwn
		}
		if q.in(strings.Join([]string{t.text, itoa(y.Year), c.Name}, " ")) && ask(tx, y, t.act) == nil {
			hits = append(hits, pages.FoundHit{Href: workPath(c, y) + t.path, Title: t.text, Detail: c.Name + ", năm " + itoa(y.Year), Ours: true})
		}
	}
	return hits
}

// readable are the clusters that the person works with.
func readable(tx *db.Tx) ([]cluster.Cluster, error) {
	list, err := cluster.List(tx)
	return slices.DeleteFunc(list, func(c cluster.Cluster) bool { return !access.May(tx, access.ClusterRead, cluster.Scope(c.ID)) }), err
}

// findClusters finds the clusters that the person arranges or reads.
func findClusters(tx *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Cụm, khối"}
	list, err := readable(tx)
	for _, c := range list {
		if q.in(c.Name) {
			g.Hits = append(g.Hits, pages.FoundHit{Href: "/lam-viec/" + c.Slug, Title: c.Name, Detail: c.OrganisedBy})
		}
	}
	return g, err
}

// findDossiers finds dossiers by title and award.
func findDossiers(tx *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Hồ sơ khen thưởng"}
	if !dossier.Looks(tx) {
		return g, nil
	}
	for page := 1; page*dossier.PageSize <= mostLookedAt; page++ {
		list, total, err := dossier.List(tx, dossier.Filter{Page: page})
		if err != nil {
			return g, err
		}
		for i := range list {
			if d := &list[i]; q.in(d.Title + " " + d.LetterNumber + " " + d.ReceiptNumber + " " + itoa(d.Year)) {
				g.Hits = append(g.Hits, pages.FoundHit{Href: dossierPage + "/" + d.ID, Title: d.Title, Detail: d.Step.Name()})
			}
		}
		if page*dossier.PageSize >= total {
			break
		}
	}
	return g, nil
}

// findDocuments finds documents that came to the offices of the person, or left them, this
// year and the year before.
func findDocuments(tx *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Văn bản"}
	for _, year := range []int{tx.Today().Year(), tx.Today().Year() - 1} {
		for _, unit := range officesOf(tx) {
			list, err := incoming.Register(tx, unit, year, "")
			if err != nil {
				return g, err
			}
			for i := range list[:min(len(list), mostLookedAt)] {
				if d := &list[i]; q.in(d.Abstract + " " + d.Sign + " " + d.Sender) {
					g.Hits = append(g.Hits, pages.FoundHit{Href: incoming.Page + "/" + unit + "/" + d.ID, Title: d.Abstract, Detail: strings.Trim(d.Sender+", "+d.Sign, ", ")})
				}
			}
		}
		for _, unit := range ownUnits(tx, access.DocumentRead) {
			list, err := document.Register(tx, unit, year)
			if err != nil {
				return g, err
			}
			for i := range list[:min(len(list), mostLookedAt)] {
				if e := &list[i]; q.in(e.Abstract + " " + itoa(int(e.Number)) + "/" + e.Sign + " " + e.Kind.Name()) {
					g.Hits = append(g.Hits, pages.FoundHit{Href: numbersPage + "/" + unit + "?nam=" + itoa(year), Title: e.Abstract, Detail: itoa(int(e.Number)) + "/" + e.Sign})
				}
			}
		}
	}
	return g, nil
}

// findDrafts finds texts of the portal that are not out yet.
func findDrafts(tx *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Bài đang soạn"}
	if !access.May(tx, access.ArticleRead, access.Scope{Portal: true}) {
		return g, nil
	}
	for _, state := range []article.State{article.Draft, article.Review, article.Scheduled} {
		list, _, err := article.List(tx, state, mostLookedAt)
		if err != nil {
			return g, err
		}
		for i := range list {
			if a := &list[i]; q.in(a.Title) {
				g.Hits = append(g.Hits, pages.FoundHit{Href: editorPage + "/" + a.ID, Title: a.Title, Detail: state.Name()})
			}
		}
	}
	return g, nil
}

// findPublished finds what everyone finds: units, covenants, texts, awards.
func findPublished(tx *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Đã công bố"}
	found, err := search.Find(tx, search.Query{Text: strings.Join(q, " "), Page: 1})
	for _, e := range found.Entries {
		if e.Address != "" {
			g.Hits = append(g.Hits, pages.FoundHit{Href: e.Address, Title: e.Title, Detail: e.Kind.Name()})
		}
	}
	g.More = found.Pages > 1
	g.All = searchAddress(strings.Join(q, " "), "", 1)
	return g, err
}

// findGuides finds guides and their sections.
func findGuides(_ *db.Tx, _ *http.Request, q question) (pages.FoundGroup, error) {
	g := pages.FoundGroup{Title: "Trợ giúp"}
	for _, one := range help.All() {
		if q.in(one.Title) {
			g.Hits = append(g.Hits, pages.FoundHit{Href: one.Address(), Title: one.Title})
		}
		for _, part := range one.Sections {
			if q.in(part.Title) {
				g.Hits = append(g.Hits, pages.FoundHit{Href: one.Address() + "#" + part.ID, Title: part.Title, Detail: one.Title})
			}
		}
	}
	return g, nil
}
