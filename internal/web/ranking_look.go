package web

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// rankingPage is where a year's ranking and what explains it stand, under the public
// page of the year and under its scoring.
const rankingPage = "/xep-hang"

// board is the ranking of the units that are ranked together, computed from the
// bundle that anyone may download. What takes time is made when it is first asked
// for, and once.
type board struct {
	Group     string   // empty where all units are ranked together
	Units     []string // ids of those it ranks
	Bundle    *sheet.ScoreBundle
	Ranked    *sheet.ScoreAnswer // without the certificate
	certified func() *sheet.ScoreAnswer
	written   map[string]func() ([]byte, error) // the bundle as a file, by its ending
}

func newBoard(f sheet.ScoreFile) (*board, error) {
	ranked, err := f.Bundle.Ranked()
	if err != nil {
		return nil, err
	}
	return &board{
		Group: f.Group, Units: f.Units, Bundle: f.Bundle, Ranked: ranked,
		certified: sync.OnceValue(func() *sheet.ScoreAnswer {
			a := *ranked
			f.Bundle.Certify(&a)
			return &a
		}),
		written: map[string]func() ([]byte, error){"yaml": sync.OnceValues(f.Bundle.WriteYAML), "xlsx": sync.OnceValues(f.Bundle.WriteWorkbook)},
	}, nil
}

// rankedYear is a year's points and ranking, computed.
type rankedYear struct {
	Scored scoring.Scored
	Boards []*board
	Codes  map[string]string // of the bundles, by unit id
}

// newRankedYear computes the boards of a scored sheet. Units are called as they were
// when it was published; the bundles call them by their codes. Of a part of the units
// there is no board, for points may rest on those left out.
func newRankedYear(tx *db.Tx, sc scoring.Scored, whole bool) (*rankedYear, error) {
	var ids []string
	for _, u := range sc.Result.Units {
		ids = append(ids, u.Unit.ID)
	}
	called, err := scoring.CalledUnits(tx, sc.Sheet, ids)
	if err != nil {
		return nil, err
	}
	times := map[string]int{}
	for _, id := range ids {
		times[called[id].Code]++
	}
	out := &rankedYear{Scored: sc, Codes: map[string]string{}}
	as := map[string]scoring.Unit{}
	for i := range sc.Result.Units {
		u := &sc.Result.Units[i].Unit
		u.Name = called[u.ID].Name
		code := called[u.ID].Code
		if times[code] > 1 {
			code = ""
		}
		out.Codes[u.ID] = cmp.Or(code, u.ID)
		as[u.ID] = scoring.Unit{ID: out.Codes[u.ID], Name: u.Name, Disqualified: u.Disqualified}
	}
	if !whole {
		return out, nil
	}
	for _, f := range sheet.ExportGroups(sc.Result, sc.Cross, sc.CrossRange, sc.Groups, as) {
		b, err := newBoard(f)
		if err != nil {
			return nil, err
		}
		out.Boards = append(out.Boards, b)
	}
	return out, nil
}

// unitID is the id of the unit that a bundle calls by a code.
func (ry *rankedYear) unitID(code string) string {
	for id, c := range ry.Codes {
		if c == code {
			return id
		}
	}
	return ""
}

// mostKept is how many published rankings are kept computed; one of 20 units that
// marked each other on every criterion of a large sheet takes 30 MB.
const mostKept = 12

// keeping holds published rankings computed, each under what changes when it does.
// Who comes while one is being computed waits for it.
type keeping struct {
	mu    sync.Mutex
	kept  map[string]*keptYear
	order []string // of the keys, the oldest first
}

type keptYear struct {
	mu   sync.Mutex
	year *rankedYear
}

func (k *keeping) at(key string) *keptYear {
	k.mu.Lock()
	defer k.mu.Unlock()
	if one := k.kept[key]; one != nil {
		return one
	}
	if k.kept == nil {
		k.kept = map[string]*keptYear{}
	}
	if len(k.order) == mostKept {
		delete(k.kept, k.order[0])
		k.order = k.order[1:]
	}
	one := &keptYear{}
	k.kept[key], k.order = one, append(k.order, key)
	return one
}

// forget drops everything that is kept.
func (k *keeping) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept, k.order = nil, nil
}

// get returns what is kept under a key, made first where nothing is.
func (k *keeping) get(key string, compute func() (*rankedYear, error)) (*rankedYear, error) {
	one := k.at(key)
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.year == nil {
		made, err := compute()
		if err != nil {
			return nil, err
		}
		one.year = made
	}
	return one.year, nil
}

// published returns the published ranking of a year.
func (s *Server) published(tx *db.Tx, y cycle.Year, sh scoring.YearSheet) (*rankedYear, error) {
	printed, err := scoring.Printing(tx, sh)
	if err != nil {
		return nil, err
	}
	key := strings.Join([]string{sh.ID, strconv.FormatInt(sh.Version, 10), printed.SHA256}, " ")
	return s.rankings.get(key, func() (*rankedYear, error) {
		sc, err := scoring.PublicStanding(tx, y)
		if err != nil {
			return nil, err
		}
		return newRankedYear(tx, impersonal(sc), true)
	})
}

// impersonal leaves out of what is kept in memory all that persons wrote or that
// names them: it may be erased while the rest stays kept.
func impersonal(sc scoring.Scored) scoring.Scored {
	sc.Markings, sc.Given, sc.Filled, sc.Sheet.Frozen = nil, nil, nil, ""
	for i := range sc.Result.Units {
		for j := range sc.Result.Units[i].Leaves {
			for _, level := range scoring.Levels {
				if m := sc.Result.Units[i].Leaves[j].Mark(level); m != nil {
					m.Reason = ""
				}
			}
		}
	}
	return sc
}

// rankingLook is what a page beside the ranking looks at.
type rankingLook struct {
	*rankedYear
	Cluster cluster.Cluster
	Year    cycle.Year
	Base    string // address of the ranking
	Public  bool   // the page is everybody's
	Whole   bool   // who asks may see every unit
}

// lookAt reads the ranking that a page is about: on a public page the published
// one; on a page of those who work on it the one so far, of which a unit sees its
// own part.
func (s *Server) lookAt(tx *db.Tx, r *http.Request) (rankingLook, error) {
	c, y, err := yearOf(tx, r)
	if err != nil {
		return rankingLook{}, err
	}
	look := rankingLook{Cluster: c, Year: y, Base: yearPath(c, y) + rankingPage, Public: true, Whole: true}
	if strings.HasPrefix(r.URL.Path, "/lam-viec/") {
		look.Base, look.Public = workPath(c, y)+scoringPage+rankingPage, false
		if err := requireSomewhere(tx, y, access.ScoringRead); err != nil {
			return look, err
		}
	}
	sh, err := scoring.PublicSheet(tx, y)
	switch {
	case err == nil:
		look.rankedYear, err = s.published(tx, y, sh)
		return look, err
	case look.Public || !problem.Is(err, problem.NotFound):
		return look, err
	}
	sc, err := scoring.Standing(tx, y)
	if err != nil {
		return look, err
	}
	if sc.Sheet.State == scoring.Drafted {
		return look, problem.New(problem.NotFound, "Bảng chấm điểm năm %d chưa mở chấm nên chưa có điểm.", y.Year)
	}
	look.Whole = sc.Sheet.State == scoring.Concluded || access.May(tx, access.ScoringRead, y.Scope())
	look.rankedYear, err = newRankedYear(tx, sc, look.Whole)
	return look, err
}

// lookAtAll is lookAt for a page that shows every unit.
func (s *Server) lookAtAll(tx *db.Tx, r *http.Request) (rankingLook, error) {
	look, err := s.lookAt(tx, r)
	if err == nil && !look.Whole {
		err = access.Require(tx, access.ScoringRead, look.Year.Scope())
	}
	return look, err
}

// lookFrame is what stands around a page beside the ranking.
func (s *Server) lookFrame(tx *db.Tx, r *http.Request, look rankingLook, title string) components.PageProps {
	f := s.yearFrame(tx, r, look.Cluster, look.Year, title)
	up := components.Link{Href: look.Base, Text: "Điểm và thứ hạng"}
	if !look.Public {
		up = components.Link{Href: look.Base, Text: "Xếp hạng"}
	}
	f.Crumbs = append(f.Crumbs, up)
	s.traced(tx, &f, look.Year.Scope(), record.Object{Kind: "score_sheet", ID: look.Scored.Sheet.ID})
	return f
}

// yearBefore is the published ranking of the year before; a problem where there is
// none.
func (look rankingLook) yearBefore(tx *db.Tx, s *Server) (rankingLook, error) {
	before := rankingLook{Cluster: look.Cluster, Public: true, Whole: true}
	var err error
	if before.Year, err = cycle.Find(tx, look.Cluster.ID, look.Year.Year-1); err != nil {
		return before, err
	}
	sh, err := scoring.PublicSheet(tx, before.Year)
	if err != nil {
		return before, err
	}
	before.Base = yearPath(before.Cluster, before.Year) + rankingPage
	before.rankedYear, err = s.published(tx, before.Year, sh)
	return before, err
}

// totalCell is a unit's total as its sheet rounds it.
func (look rankingLook) totalCell(u placed) components.Cell {
	return components.Cell{Text: vn.Grouped(scoring.Format(u.Result.Total, look.Scored.Decimals))}
}
