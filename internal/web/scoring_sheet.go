package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// sheetPage is the page of the criteria, below a year.
const sheetPage = scoringPage + "/bang"

func (s *Server) sheet(w http.ResponseWriter, r *http.Request) error {
	return s.showSheet(w, r, nil)
}

// showSheet is the tree of criteria: to be arranged by those who may define it,
// to be read by others.
func (s *Server) showSheet(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SheetProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := requireSomewhere(tx, y, access.ScoringRead); err != nil {
			return err
		}
		p = pages.SheetProps{
			Frame: refusedFrame(s.sheetFrame(tx, r, c, y, "Bảng chấm điểm năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + sheetPage, Work: workPath(c, y) + scoringPage, Problems: list, Chosen: text(r, "dong"),
			MayDefine: access.May(tx, access.ScoringDefine, y.Scope()),
		}
		if err := fillSheet(tx, y, &p); err != nil {
			return err
		}
		if p.Edits {
			p.Frame.Head = pages.SheetScript()
			p.Faults = faultsOf(p.Sheet.Name, p.Def)
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: p.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SheetPage(p))
}

// fillSheet finds what of a sheet is shown: what the person edits, else what is
// in force.
func fillSheet(tx *db.Tx, y cycle.Year, p *pages.SheetProps) error {
	versions, err := scoring.Versions(tx, y)
	if err := skipNotFound(err); err != nil {
		return err
	}
	p.Versions = versions
	if p.MayDefine {
		sheet, d, err := scoring.Editing(tx, y)
		if err == nil {
			p.Sheet, p.Def, p.Edits, p.Defined = sheet, d, y.MustRun() == nil, sheet.Version > 0
			p.Amending = sheet.State == scoring.Opened
			return nil
		}
		if !problem.Is(err, problem.Closed) {
			return err
		}
	}
	sc, err := scoring.Standing(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	p.Sheet, p.Def, p.Defined = sc.Sheet, sc.Definition, true
	return err
}

func (s *Server) sheetFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, title string) components.PageProps {
	f := s.yearFrame(tx, r, c, y, title)
	f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"})
	if base := workPath(c, y) + sheetPage; r.URL.Path != base {
		f.Crumbs = append(f.Crumbs, components.Link{Href: base, Text: "Bảng chấm điểm"})
	}
	return f
}

// faultsOf are what keeps a sheet from being opened, each at its criterion.
func faultsOf(name string, d scoring.Definition) []pages.Fault {
	if len(d.Rows) == 0 {
		return nil
	}
	_, err := d.Sheet(name)
	var faults []pages.Fault
	for _, p := range problem.All(err) {
		f := pages.Fault{Text: p.Text}
		if line, ok := strings.CutPrefix(p.Field, "dòng "); ok {
			if i := number(line); i >= 1 && i <= len(d.Rows) {
				f.Path = d.Rows[i-1].Path
			}
		}
		faults = append(faults, f)
	}
	return faults
}

// submitSheet runs a use case of the sheet. It leads back to the tree, at the
// criterion that the use case names.
func (s *Server) submitSheet(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, y cycle.Year) (path string, err error), again func(problem.List) error) error {
	var to string
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		path, err := act(tx, y)
		to = workPath(c, y) + sheetPage
		if path != "" {
			to += "?dong=" + queryEscape(path) + "#chon"
		}
		return err
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}

// arrangeSheet does what a button of the tree says with the criterion that is
// chosen.
func (s *Server) arrangeSheet(w http.ResponseWriter, r *http.Request) error {
	again := func(list problem.List) error { return s.showSheet(w, r, list) }
	path, act := text(r, "dong"), text(r, "viec")
	base := strings.TrimSuffix(r.URL.Path, "/sap-xep")
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		return access.Require(tx, access.ScoringDefine, y.Scope())
	})
	if err != nil {
		return err
	}
	if path == "" {
		return again(problem.List{problem.New(problem.Invalid, "Chọn một tiêu chí trong bảng trước, rồi bấm việc cần làm.")})
	}
	switch act {
	case "sua":
		return s.lead(w, r, pages.CriterionHref(base, path))
	case "bo":
		return s.lead(w, r, pages.CriterionHref(base, path)+"&bo=1")
	case "them-sau":
		return s.lead(w, r, base+"/tieu-chi?sau="+queryEscape(path))
	case "them-trong":
		return s.lead(w, r, base+"/tieu-chi?trong="+queryEscape(path))
	case "thu":
		return s.lead(w, r, base+"/thu?dong="+queryEscape(path))
	}
	return s.submitSheet(w, r, "Đã chuyển «"+path+"».", func(tx *db.Tx, y cycle.Year) (string, error) {
		return scoring.MoveRow(tx, y, path, scoring.Way(act), text(r, "canh"))
	}, again)
}

// lead sends the browser to another page of the site.
func (s *Server) lead(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Server) removeCriterion(w http.ResponseWriter, r *http.Request) error {
	path := text(r, "dong")
	return s.submitSheet(w, r, "Đã bỏ «"+path+"».", func(tx *db.Tx, y cycle.Year) (string, error) {
		return "", scoring.RemoveRow(tx, y, path, text(r, "thay"))
	}, func(list problem.List) error { return s.showSheet(w, r, list) })
}

func (s *Server) openSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, scoringPage, "Đã mở chấm điểm; tiêu chí từ đây đứng yên.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return atRows(scoring.OpenSheet(tx, y))
	}, func(list problem.List) error { return s.showSheet(w, r, list) })
}

// atRows takes the places of a definition's mistakes away: the sentences name
// the criteria, and the page has no fields for them.
func atRows(err error) error {
	list := problem.All(err)
	if list == nil {
		return err
	}
	for i, p := range list {
		list[i] = problem.New(p.Kind, "%s", p.Text)
	}
	return list
}

func (s *Server) prepareSheetAmendment(w http.ResponseWriter, r *http.Request) error {
	return s.submitSheet(w, r, "Đã tạo bản sửa đổi để soạn; các đơn vị vẫn chấm theo bản đang dùng.", func(tx *db.Tx, y cycle.Year) (string, error) {
		return "", scoring.PrepareAmendment(tx, y)
	}, func(list problem.List) error { return s.showSheet(w, r, list) })
}

func (s *Server) dropSheetAmendment(w http.ResponseWriter, r *http.Request) error {
	return s.submitSheet(w, r, "Đã bỏ bản sửa đổi đang soạn.", func(tx *db.Tx, y cycle.Year) (string, error) {
		return "", scoring.DropAmendment(tx, y)
	}, func(list problem.List) error { return s.showSheet(w, r, list) })
}

func (s *Server) amendSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submitSheet(w, r, "Đã ban hành bản sửa đổi; mọi thành viên được báo.", func(tx *db.Tx, y cycle.Year) (string, error) {
		until, err := dayOf(r, "until")
		if err != nil {
			return "", err
		}
		err = scoring.Amend(tx, y, scoring.Amendment{Reason: text(r, "reason"), Until: until, Version: int64(number(text(r, "version")))})
		if problem.Is(err, problem.Invalid) && !slices.Contains([]string{"reason", "until"}, problem.All(err)[0].Field) {
			err = atRows(err)
		}
		return "", err
	}, func(list problem.List) error { return s.showSheetAmendment(w, r, list) })
}

func (s *Server) sheetAmendment(w http.ResponseWriter, r *http.Request) error {
	return s.showSheetAmendment(w, r, nil)
}

// showAmendment is what is prepared beside what is in force.
func (s *Server) showSheetAmendment(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SheetVersionProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		a, err := scoring.Prepared(tx, y)
		if err != nil {
			return err
		}
		sheet, _, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		f := s.sheetFrame(tx, r, c, y, "Bản sửa đổi đang soạn: bản "+strconv.FormatInt(a.Number, 10))
		p = pages.SheetVersionProps{Frame: refusedFrame(f, list), Base: workPath(c, y) + sheetPage, Problems: list, Typed: typed(r), Version: a, Sheet: sheet.Version, Prepared: true, Faults: faultsOf(a.Name, a.Definition)}
		if closed := problem.All(cycle.MustBeOpen(tx, y, cycle.Score)); len(closed) > 0 {
			p.Late = closed[0].Text
		}
		return fillVersion(tx, a, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SheetVersion(p))
}

// sheetVersion is one version that was in force.
func (s *Server) sheetVersion(w http.ResponseWriter, r *http.Request) error {
	var p pages.SheetVersionProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		versions, err := scoring.Versions(tx, y)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(versions, func(v scoring.Amended) bool { return v.Number == int64(number(r.PathValue("number"))) })
		if i < 0 {
			return problem.New(problem.NotFound, "Không có bản này của bảng chấm điểm.")
		}
		v := versions[i]
		p = pages.SheetVersionProps{Frame: s.sheetFrame(tx, r, c, y, v.Name+", bản "+strconv.FormatInt(v.Number, 10)), Base: workPath(c, y) + sheetPage, Version: v}
		return fillVersion(tx, v, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.SheetVersion(p))
}

// fillVersion writes the two texts and who marks again.
func fillVersion(tx *db.Tx, a scoring.Amended, p *pages.SheetVersionProps) error {
	var ids []string
	for _, d := range []scoring.Definition{a.Before, a.Definition} {
		for _, g := range d.Groups {
			ids = append(ids, g.Units...)
		}
	}
	for id := range a.Again {
		ids = append(ids, id)
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return err
	}
	name := func(id string) string { return names[id] }
	p.Before, p.After = a.Before.Text(name), a.Definition.Text(name)
	for id, criteria := range a.Again {
		p.Again = append(p.Again, pages.UnitAgain{Name: names[id], Criteria: strings.Join(criteria, ", ")})
	}
	slices.SortFunc(p.Again, func(a, b pages.UnitAgain) int { return strings.Compare(a.Name, b.Name) })
	return nil
}
