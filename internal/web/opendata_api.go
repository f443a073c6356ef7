package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/validation"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/opendata"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// apiQuery is what of a set is asked for, and which page of it.
type apiQuery struct {
	Cluster string `query:"cum" maxLength:"100" doc:"Chỉ cụm, khối này: từ trong địa chỉ /cum/{cluster}" example:"nam-thanh-pho"`
	Year    int    `query:"nam" minimum:"1900" maximum:"2200" doc:"Chỉ năm này; không dùng cùng tu-nam, den-nam"`
	From    int    `query:"tu-nam" minimum:"1900" maximum:"2200" doc:"Từ năm này"`
	To      int    `query:"den-nam" minimum:"1900" maximum:"2200" doc:"Đến hết năm này"`
	Page    int    `query:"trang" minimum:"1" maximum:"10000" default:"1" doc:"Trang, từ 1"`
	Size    int    `query:"so-dong" minimum:"1" maximum:"500" default:"100" doc:"Số dòng của một trang"`
}

// Resolve refuses what contradicts itself.
func (q *apiQuery) Resolve(huma.Context) []error {
	var list []error
	if q.Year != 0 && (q.From != 0 || q.To != 0) {
		list = append(list, &huma.ErrorDetail{Location: "query.nam", Value: q.Year, Message: "Dùng «nam» hoặc «tu-nam», «den-nam», không dùng cả hai."})
	}
	if q.From != 0 && q.To != 0 && q.From > q.To {
		list = append(list, &huma.ErrorDetail{
			Location: "query.tu-nam", Value: q.From, Message: fmt.Sprintf("«tu-nam» (%d) không được sau «den-nam» (%d).", q.From, q.To),
		})
	}
	return list
}

func (q *apiQuery) wanted() opendata.Query {
	w := opendata.Query{Cluster: q.Cluster, From: q.From, To: q.To}
	if q.Year != 0 {
		w.From, w.To = q.Year, q.Year
	}
	return w
}

// apiPage is a page of the rows of a set.
type apiPage[T any] struct {
	Licence      string `json:"licence" doc:"Giấy phép của dữ liệu"`
	Source       string `json:"source" doc:"Nguồn của các dòng"`
	Illustrative bool   `json:"illustrative" doc:"Đúng khi trang này có dòng số liệu minh họa"`
	Note         string `json:"note" doc:"Điều cần biết khi dùng; có thể trống"`
	Total        int    `json:"total" doc:"Tổng số dòng của mọi trang; với quyet-dinh đếm đến 100001"`
	Page         int    `json:"page" doc:"Trang này"`
	Size         int    `json:"size" doc:"Số dòng của một trang"`
	Pages        int    `json:"pages" doc:"Số trang"`
	Rows         []T    `json:"rows" nullable:"false" doc:"Các dòng"`
}

type apiAnswer[T any] struct {
	Link string `header:"Link" doc:"Trang sau (rel=next), khi còn"`
	Body apiPage[T]
}

func answerOf[T any](set opendata.Set, q *apiQuery, rows []T, total int, madeUp bool) *apiAnswer[T] {
	a := &apiAnswer[T]{Body: apiPage[T]{
		Licence: openLicence, Source: set.Source, Illustrative: madeUp, Total: total, Page: q.Page, Size: q.Size, Pages: (total + q.Size - 1) / q.Size, Rows: rows,
	}}
	if madeUp {
		a.Body.Note = partlyMadeUp
	}
	if q.Page < a.Body.Pages {
		next := fmt.Sprintf("%s/%s?trang=%d&so-dong=%d", openAPI, set.Key, q.Page+1, q.Size)
		w := q.wanted()
		if w.Cluster != "" {
			next += "&cum=" + vn.Slug(w.Cluster)
		}
		if w.From != 0 {
			next += "&tu-nam=" + itoa(w.From)
		}
		if w.To != 0 {
			next += "&den-nam=" + itoa(w.To)
		}
		a.Link = "<" + next + `>; rel="next"`
	}
	return a
}

// apiMux hands the operations of the API to the site, so that each is on its list of
// routes and its answers last.
type apiMux struct {
	*site
	server *Server
}

// HandleFunc registers an operation.
func (m apiMux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.site.Handle(pattern, m.server.openly(func(w http.ResponseWriter, r *http.Request) error {
		kept := &held{header: w.Header(), status: http.StatusOK}
		h(kept, r)
		if kept.status != http.StatusOK {
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(kept.status)
			_, err := w.Write(kept.body.Bytes())
			return err
		}
		var at time.Time
		if err := m.server.openView(r, func(tx *db.Tx) (err error) {
			_, at, err = openMoment(tx)
			return err
		}); err != nil {
			return err
		}
		return lasting(w, r, kept.body.Bytes(), at)
	}))
}

// apiRoutes are the operations, and their description as OpenAPI 3.1.
func (s *Server) apiRoutes(mux *site) {
	inVietnamese()
	config := huma.DefaultConfig("Giao Ước: dữ liệu mở", "1.0.0")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no links to schemas in answers
	config.RejectUnknownQueryParameters = true
	config.Info.Description = "Những gì đã công bố về giao ước thi đua, số liệu, điểm, xếp hạng và khen thưởng. Chỉ đọc, không cần khóa. " +
		"Số được viết dạng chuỗi thập phân chính xác. Trường illustrative = true: số liệu minh họa, không phải số liệu thật. " +
		"Địa chỉ và trường không đổi trong phiên bản v1; có thể thêm trường."
	config.Info.License = &huma.License{Name: openLicenceName, URL: openLicence}
	config.Servers = []*huma.Server{{URL: "/"}}
	api := humago.New(apiMux{mux, s}, config)

	listed(api, s, "cum", "listClusters", func(x *opendata.Sets) []opendata.Cluster { return x.Clusters })
	listed(api, s, "nam", "listYears", func(x *opendata.Sets) []opendata.Year { return x.Years })
	listed(api, s, "thanh-vien", "listMembers", func(x *opendata.Sets) []opendata.Member { return x.Members })
	listed(api, s, "giao-uoc", "listCovenants", func(x *opendata.Sets) []opendata.Covenant { return x.Covenants })
	listed(api, s, "chi-so", "listIndicators", func(x *opendata.Sets) []opendata.Indicator { return x.Indicators })
	listed(api, s, "chi-tieu", "listTargets", func(x *opendata.Sets) []opendata.Target { return x.Targets })
	listed(api, s, "so-lieu", "listFigures", func(x *opendata.Sets) []opendata.Figure { return x.Figures })
	listed(api, s, "diem", "listPoints", func(x *opendata.Sets) []opendata.Points { return x.Points })
	listed(api, s, "xep-hang", "listRankings", func(x *opendata.Sets) []opendata.Ranking { return x.Rankings })
	listed(api, s, "de-nghi", "listProposals", func(x *opendata.Sets) []opendata.Proposal { return x.Proposals })
	listed(api, s, opendata.ExemplarSet, "listExemplars", func(x *opendata.Sets) []opendata.Exemplar { return x.Exemplars })
	huma.Register(api, operation(opendata.AwardSet, "listAwards"), s.apiAwards)
	huma.Register(api, huma.Operation{
		OperationID: "getCovenant", Method: http.MethodGet, Path: openAPI + "/giao-uoc/{cluster}/{year}/{version}", Summary: "Văn bản của một bản giao ước đã ký",
		Description: "Đúng các byte mà dấu vân tay (SHA-256) được tính từ đó, và các bên đã ký.", Errors: []int{404, 422, 429, 500},
	}, s.apiCovenant)
	for _, schema := range api.OpenAPI().Components.Schemas.Map() {
		schema.AdditionalProperties = nil // a field may be added
	}
	mux.Handle("GET "+openAPI+"/openapi.json", s.described("application/vnd.oai.openapi+json;version=3.1", sync.OnceValues(func() ([]byte, error) {
		return json.MarshalIndent(api.OpenAPI(), "", " ")
	})))
	mux.Handle("GET "+openAPI+"/openapi.yaml", s.described("application/vnd.oai.openapi;version=3.1", sync.OnceValues(api.OpenAPI().YAML)))
}

// described sends the description of the API.
func (s *Server) described(kind string, write func() ([]byte, error)) http.Handler {
	return s.openly(func(w http.ResponseWriter, r *http.Request) error {
		content, err := write()
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", kind)
		return lasting(w, r, content, time.Time{})
	})
}

func operation(key, id string) huma.Operation {
	set, _ := opendata.Find(key)
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: openAPI + "/" + key, Summary: set.Title, Description: set.Says + " Nguồn: " + set.Source + ".",
		Errors: []int{422, 429, 500},
	}
}

// listed registers a set that is kept.
func listed[T opendata.Row](api huma.API, s *Server, key, id string, of func(*opendata.Sets) []T) {
	set, _ := opendata.Find(key)
	huma.Register(api, operation(key, id), func(ctx context.Context, q *apiQuery) (*apiAnswer[T], error) {
		var rows []T
		err := s.DB.View(ctx, func(tx *db.Tx) error {
			sets, _, err := s.openSetsFor(tx, key, q.wanted())
			if err == nil {
				rows = opendata.Pick(of(sets), q.wanted())
			}
			return err
		})
		if err != nil {
			return nil, s.apiProblem(key, err)
		}
		total := len(rows)
		from := min((q.Page-1)*q.Size, total)
		rows = rows[from:min(from+q.Size, total)]
		madeUp := false
		for _, r := range rows {
			madeUp = madeUp || r.MadeUp()
		}
		return answerOf(set, q, rows, total, madeUp), nil
	})
}

// apiAwards lists awards by the year of the day of their decision.
func (s *Server) apiAwards(ctx context.Context, q *apiQuery) (*apiAnswer[opendata.Award], error) {
	set, _ := opendata.Find(opendata.AwardSet)
	if q.Cluster != "" {
		return nil, huma.Error422UnprocessableEntity("", &huma.ErrorDetail{Location: "query.cum", Value: q.Cluster, Message: "Khen thưởng theo quyết định không chia theo cụm, khối; hãy bỏ «cum»."})
	}
	if q.Page*q.Size > mostAwardRows {
		return nil, huma.Error422UnprocessableEntity("", &huma.ErrorDetail{
			Location: "query.trang", Value: q.Page, Message: "Chỉ lật được 100.000 dòng; hãy lọc theo năm của quyết định bằng «nam» hoặc «tu-nam», «den-nam».",
		})
	}
	var rows []opendata.Award
	total := 0
	err := s.DB.View(ctx, func(tx *db.Tx) error {
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		if total, err = award.CountPublicGrants(tx, spanOf(q.wanted()), mostAwardRows+1); err != nil {
			return err
		}
		rows, err = opendata.Awards(tx, l, spanOf(q.wanted()), (q.Page-1)*q.Size, q.Size, s.Demo)
		return err
	})
	if err != nil {
		return nil, s.apiProblem(set.Key, err)
	}
	return answerOf(set, q, rows, total, s.Demo && len(rows) > 0), nil
}

type apiCovenantPath struct {
	Cluster string `path:"cluster" maxLength:"100" doc:"Cụm, khối"`
	Year    int    `path:"year" minimum:"1900" maximum:"2200" doc:"Năm thi đua"`
	Version int    `path:"version" minimum:"1" maximum:"10000" doc:"Bản"`
}

type apiCovenantAnswer struct {
	Body opendata.SignedText
}

// apiCovenant is the text of a signed covenant.
func (s *Server) apiCovenant(ctx context.Context, p *apiCovenantPath) (*apiCovenantAnswer, error) {
	var a apiCovenantAnswer
	err := s.DB.View(ctx, func(tx *db.Tx) (err error) {
		a.Body, err = opendata.Signed(tx, p.Cluster, p.Year, p.Version)
		return err
	})
	if err != nil {
		return nil, s.apiProblem("giao-uoc", err)
	}
	return &a, nil
}

// apiProblem is an error as the API says it; ours is logged.
func (s *Server) apiProblem(what string, err error) error {
	list := problem.All(err)
	if list == nil {
		s.Log.Error("request failed", "path", openAPI+"/"+what, "error", err)
		if errors.Is(err, db.ErrAway) {
			return huma.NewError(http.StatusServiceUnavailable, "")
		}
		return huma.Error500InternalServerError("")
	}
	return huma.NewError(statusOf(list), list[0].Text)
}

// inVietnamese has what the library says said in Vietnamese; it says it for the whole
// program.
var inVietnamese = sync.OnceFunc(func() {
	validation.MsgExpectedInteger = "phải là số nguyên"
	validation.MsgExpectedNumber = "phải là số"
	validation.MsgExpectedString = "phải là chữ"
	validation.MsgExpectedMinimumNumber = "phải từ %v trở lên"
	validation.MsgExpectedMaximumNumber = "không được quá %v"
	validation.MsgExpectedMaxLength = "dài không quá %d ký tự"
	huma.NewError = func(status int, detail string, errs ...error) huma.StatusError {
		m := problemModel(status)
		if status >= http.StatusInternalServerError {
			return m
		}
		if said, ok := apiWords[detail]; ok {
			detail = said
		}
		if detail != "" {
			m.Detail = detail
		}
		for _, err := range errs {
			d := &huma.ErrorDetail{Message: err.Error()}
			if e, ok := err.(huma.ErrorDetailer); ok {
				d = e.ErrorDetail()
			}
			if said, ok := apiWords[d.Message]; ok {
				d.Message = said
			}
			if text, ok := d.Value.(string); ok {
				d.Value = echoed(text)
			}
			m.Errors = append(m.Errors, d)
		}
		return m
	}
})

// apiWords are sentences of the library, in Vietnamese.
var apiWords = map[string]string{
	"validation failed":          "",
	"invalid integer":            "phải là số nguyên",
	"unknown query parameter":    "không có tham số này; các tham số ghi ở bản mô tả",
	"unexpected query parameter": "không có tham số này; các tham số ghi ở bản mô tả",
}
