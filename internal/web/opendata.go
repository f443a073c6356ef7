package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/opendata"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// Addresses of open data. They are a promise: what stands there stays there.
const (
	openPage      = "/du-lieu"
	openAPI       = "/api/v1"
	openCatalogue = openPage + "/dcat.jsonld"
)

const (
	openLicence     = "https://creativecommons.org/licenses/by/4.0/"
	openLicenceName = "CC BY 4.0"
	mostAwardRows   = 100_000 // of the awards in one file
	firstOpenYear   = 1900
	lastOpenYear    = 2200
)

// openRoutes are the addresses of open data. All but the page itself answer without
// a session: see opened.
func (s *Server) openRoutes(mux *site) {
	mux.Handle("GET "+openPage, s.page(s.showOpenData))
	mux.Handle("GET "+openCatalogue, s.openly(s.openDCAT))
	for _, set := range opendata.SetList {
		for _, ending := range openEndings {
			mux.Handle("GET "+openPage+"/"+set.Key+"."+ending, s.openly(s.openFile(set.Key, openForms[ending])))
		}
	}
	mux.Handle("GET "+embedPage+"/xep-hang/{cluster}/{year}", s.openly(s.embedRanking))
	mux.Handle("GET "+embedPage+"/so-lieu/{cluster}/{year}/{indicator}", s.openly(s.embedFigure))
	s.apiRoutes(mux)
}

// openForm writes a part of a set as a file.
type openForm struct {
	kind  string
	write func(opendata.Part) ([]byte, error)
}

var openForms = map[string]openForm{
	"csv":  {"text/csv; charset=utf-8; header=present", func(p opendata.Part) ([]byte, error) { return sheet.WriteCSV(p.Table) }},
	"xlsx": {xlsxType, func(p opendata.Part) ([]byte, error) { return sheet.WriteTables(noted(p)) }},
	"json": {"application/json; charset=utf-8", func(p opendata.Part) ([]byte, error) { return json.MarshalIndent(headOf(p), "", " ") }},
}

// openEndings are the endings of openForms in the order in which they are offered.
var openEndings = []string{"csv", "xlsx", "json"}

// openHead is what stands beside the rows of a set.
type openHead struct {
	Title        string `json:"title"`
	Licence      string `json:"licence"`
	Source       string `json:"source"`
	Illustrative bool   `json:"illustrative"`
	Note         string `json:"note,omitempty"`
	Rows         any    `json:"rows"`
}

func headOf(p opendata.Part) openHead {
	h := openHead{Title: p.Set.Title, Licence: openLicence, Source: p.Set.Source, Illustrative: p.MadeUp, Rows: p.Rows}
	if p.MadeUp {
		h.Note = partlyMadeUp
	}
	return h
}

// partlyMadeUp says that some rows are of a year that was made up for practice.
const partlyMadeUp = "Có số liệu minh họa: những dòng ghi illustrative = true là của năm được dựng để tập dùng, không phải số liệu thật."

// noted is the table of a part with what has to be said under it.
func noted(p opendata.Part) sheet.Table {
	t := p.Table
	t.Notes = []string{"Nguồn: " + p.Set.Source + ".", "Giấy phép: " + openLicenceName + ", " + openLicence}
	if p.MadeUp {
		t.Notes = append(t.Notes, partlyMadeUp)
	}
	return t
}

// openCache keeps all sets as they were at the newest entry of the record: what is
// published leaves an entry.
type openCache struct {
	mu   sync.Mutex
	at   string
	sets *opendata.Sets
}

// openMoment is the newest entry of the record, and its time; the day is part of it, as
// members and leads are of a day.
func openMoment(tx *db.Tx) (key string, at time.Time, err error) {
	latest, err := record.Latest(tx, 1)
	if err != nil || len(latest) == 0 {
		return tx.Today().String(), time.Time{}, err
	}
	return latest[0].ID + " " + tx.Today().String(), latest[0].At.Time, nil
}

// openSetsFor are the sets that a request for one of them needs: exemplars are never kept.
func (s *Server) openSetsFor(tx *db.Tx, key string, q opendata.Query) (*opendata.Sets, time.Time, error) {
	sets, at, err := s.openSets(tx, q)
	if err != nil || key != opendata.ExemplarSet {
		return sets, at, err
	}
	own := *sets
	own.Exemplars, err = opendata.Exemplars(tx, q, s.Demo)
	return &own, at, err
}

// openSets are the sets but the awards and the exemplars. One cluster and year are read by themselves;
// all are kept until something is entered in the record.
func (s *Server) openSets(tx *db.Tx, q opendata.Query) (*opendata.Sets, time.Time, error) {
	key, at, err := openMoment(tx)
	if err != nil {
		return nil, at, err
	}
	if q.Cluster != "" && q.From != 0 && q.From == q.To {
		sets, err := opendata.Gather(tx, q)
		return sets, at, err
	}
	s.open.mu.Lock()
	defer s.open.mu.Unlock()
	if s.open.sets == nil || s.open.at != key {
		sets, err := opendata.Gather(tx, opendata.Query{})
		if err != nil {
			return nil, at, err
		}
		s.open.at, s.open.sets = key, sets
	}
	return s.open.sets, at, nil
}

// openView reads on behalf of nobody: a session opens nothing more here.
func (s *Server) openView(r *http.Request, fn func(tx *db.Tx) error) error {
	return s.DB.View(r.Context(), fn)
}

// openFile sends a set as a file.
func (s *Server) openFile(key string, form openForm) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		q, err := openQuery(r.URL.Query())
		if err != nil {
			return err
		}
		var p opendata.Part
		var at time.Time
		err = s.openView(r, func(tx *db.Tx) error {
			if key == opendata.AwardSet {
				p, at, err = s.awardPart(tx, q)
				return err
			}
			var sets *opendata.Sets
			if sets, at, err = s.openSetsFor(tx, key, q); err == nil {
				p, _ = sets.Part(key, q)
			}
			return err
		})
		if err != nil {
			return err
		}
		content, err := form.write(p)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", form.kind)
		return lasting(w, r, content, at)
	}
}

// awardPart is the awards decided in some years as one part; too many are refused
// rather than cut.
func (s *Server) awardPart(tx *db.Tx, q opendata.Query) (p opendata.Part, at time.Time, err error) {
	if q.Cluster != "" {
		return p, at, problem.Field("cum", "Khen thưởng theo quyết định không chia theo cụm, khối; hãy bỏ «cum» và lọc bằng «nam», «tu-nam», «den-nam».")
	}
	span := spanOf(q)
	n, err := award.CountPublicGrants(tx, span, mostAwardRows+1)
	if err != nil {
		return p, at, err
	}
	if n > mostAwardRows {
		return p, at, problem.Field("nam", "Có hơn %s dòng, nhiều hơn một tệp chứa. Hãy tải theo năm của quyết định, ví dụ thêm ?nam=%d.", vn.Grouped(itoa(mostAwardRows)), tx.Today().Year())
	}
	l, err := rules.Carried()
	if err != nil {
		return p, at, err
	}
	list, err := opendata.Awards(tx, l, span, 0, mostAwardRows, s.Demo)
	if err != nil {
		return p, at, err
	}
	_, at, err = openMoment(tx)
	return opendata.AwardPart(list), at, err
}

// spanOf are the days of the years that are asked for.
func spanOf(q opendata.Query) award.Span {
	var span award.Span
	if q.From != 0 {
		span.From = vn.NewDate(q.From, 1, 1)
	}
	if q.To != 0 {
		span.To = vn.NewDate(q.To, 12, 31)
	}
	return span
}

// openQuery reads what of a set is wanted.
func openQuery(form url.Values) (opendata.Query, error) {
	q := opendata.Query{Cluster: form.Get("cum")}
	var list problem.List
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if !slices.Contains([]string{"cum", "nam", "tu-nam", "den-nam"}, name) {
			list.Add(echoed(name), "Không có tham số «%s»; lọc bằng cum, nam, tu-nam, den-nam.", echoed(name))
		}
	}
	if len(q.Cluster) > 100 {
		list.Add("cum", "Mã cụm, khối dài quá 100 ký tự.")
	}
	q.From, q.To = openYear(form, "tu-nam", &list), openYear(form, "den-nam", &list)
	if year := openYear(form, "nam", &list); year != 0 {
		if q.From != 0 || q.To != 0 {
			list.Add("nam", "Dùng «nam» hoặc «tu-nam», «den-nam», không dùng cả hai.")
		}
		q.From, q.To = year, year
	}
	if q.From != 0 && q.To != 0 && q.From > q.To {
		list.Add("tu-nam", "«tu-nam» (%d) không được sau «den-nam» (%d).", q.From, q.To)
	}
	return q, list.Err()
}

func openYear(form url.Values, name string, list *problem.List) int {
	text := form.Get(name)
	if text == "" {
		return 0
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < firstOpenYear || year > lastOpenYear {
		list.Add(name, "«%s» là một năm từ %d đến %d.", name, firstOpenYear, lastOpenYear)
		return 0
	}
	return year
}

// echoed is what somebody sent, short enough to be said back.
func echoed(text string) string {
	if r := []rune(vn.Legible(text)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return vn.Legible(text)
}

// showOpenData is the page that says what there is.
func (s *Server) showOpenData(w http.ResponseWriter, r *http.Request) error {
	var p pages.OpenDataProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Dữ liệu mở")
		p.Frame.Lead = "Mọi thứ đã công bố ở đây, dạng bảng và dạng máy đọc, để dùng lại. Không cần đăng nhập, không cần xin phép."
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
		sets, _, err := s.openSetsFor(tx, opendata.ExemplarSet, opendata.Query{})
		if err != nil {
			return err
		}
		base := s.baseOf(r)
		for _, set := range opendata.SetList {
			one := pages.OpenSet{Key: set.Key, Title: set.Title, Says: set.Says, Source: set.Source, API: openAPI + "/" + set.Key}
			if part, ok := sets.Part(set.Key, opendata.Query{}); ok {
				one.Count, one.MadeUp = vn.Grouped(itoa(len(part.Table.Rows)))+" dòng", part.MadeUp
			} else {
				n, err := award.CountPublicGrants(tx, award.Span{}, mostAwardRows+1)
				if err != nil {
					return err
				}
				one.Count, one.MadeUp = vn.Grouped(itoa(n))+" dòng", s.Demo && n > 0
				if n > mostAwardRows {
					one.Count = "hơn " + vn.Grouped(itoa(mostAwardRows)) + " dòng; tải theo năm, ví dụ " + openPage + "/" + set.Key + ".csv?nam=" + itoa(tx.Today().Year())
				}
			}
			for _, ending := range openEndings {
				one.Files = append(one.Files, components.Link{Href: openPage + "/" + set.Key + "." + ending, Text: strings.ToUpper(ending)})
			}
			for _, c := range part0(sets, set.Key) {
				one.Columns = append(one.Columns, pages.Fact{Name: c.Key, Text: c.Head})
			}
			p.Sets = append(p.Sets, one)
		}
		p.Description, p.Catalogue = openAPI+"/openapi.json", openCatalogue
		p.Embeds = embedsOf(sets, base)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.OpenData(p))
}

// part0 are the columns of a set.
func part0(sets *opendata.Sets, key string) []sheet.Column {
	if part, ok := sets.Part(key, opendata.Query{Cluster: "-"}); ok {
		return part.Table.Columns
	}
	return opendata.AwardPart(nil).Table.Columns
}

// baseOf is the address of the site, without a slash at its end.
func (s *Server) baseOf(r *http.Request) string {
	if s.Site != nil {
		return strings.TrimSuffix(s.Site.String(), "/")
	}
	if visitorOfRequest(r).https {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
