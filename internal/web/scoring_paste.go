package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

func (s *Server) pasteSheet(w http.ResponseWriter, r *http.Request) error {
	return s.showSheetPaste(w, r, nil, false)
}

// showSheetPaste is the form into which a whole sheet is pasted.
func (s *Server) showSheetPaste(w http.ResponseWriter, r *http.Request, list problem.List, mayKeep bool) error {
	var p pages.SheetPasteProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SheetPasteProps{Base: workPath(c, y) + sheetPage, Work: workPath(c, y) + scoringPage, Problems: list, MayKeep: mayKeep}
		if p.Sheet, p.Def, err = scoring.Editing(tx, y); err != nil {
			return err
		}
		if p.Sheet.Name == "" {
			p.Sheet.Name = "Bảng chấm điểm năm " + itoa(y.Year)
		}
		p.Pasted = pastedRows(p.Def.Rows)
		p.Typed = typed(r)
		p.Frame = refusedFrame(s.sheetFrame(tx, r, c, y, "Dán bảng chấm điểm năm "+itoa(y.Year)), list)
		return nil
	})
	if problem.Is(err, problem.Closed) { // it was opened meanwhile: the tree says so
		return s.showSheet(w, r, list)
	}
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SheetPaste(p))
}

// defineSheet takes over what was pasted.
func (s *Server) defineSheet(w http.ResponseWriter, r *http.Request) error {
	mayKeep := false
	return s.submit(w, r, sheetPage, "Đã lưu bảng chấm điểm.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		sheet, d, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		var list problem.List
		name := sheet.Name
		if r.Form.Has("name") {
			name = text(r, "name")
		}
		if r.Form.Has("decimals") {
			d.Decimals = typedCount(r, "decimals", &list)
		}
		if err := list.Err(); err != nil {
			return err
		}
		if d.Rows, err = scoring.ParseRows(r.FormValue("rows"), scoring.Kind(text(r, "unsaid"))); err != nil {
			return besideRows(err)
		}
		define := scoring.Define
		if text(r, "cu_luu") != "" {
			define = scoring.Sketch
		}
		_, err = define(tx, y, name, d, int64(number(text(r, "version"))))
		mayKeep = problem.Is(err, problem.Invalid) && len(d.Rows) > 0
		return besideRows(err)
	}, func(list problem.List) error { return s.showSheetPaste(w, r, list, mayKeep) })
}

// besideRows puts problems of single lines beside the field they were pasted
// into, each with its line; of very many the first ones.
func besideRows(err error) error {
	list := problem.All(err)
	if list == nil {
		return err
	}
	const most = 40
	for i, p := range list {
		if strings.HasPrefix(p.Field, "dòng ") {
			list[i] = problem.Field("rows", "%s: %s", upperFirst(p.Field), p.Text)
		}
	}
	if len(list) > most {
		list = append(list[:most:most], problem.Field("rows", "Còn %d chỗ nữa; sửa các chỗ trên rồi lưu lại.", len(list)-most))
	}
	return list
}

// pastedRows writes criteria as they are pasted from a spreadsheet.
func pastedRows(rows []scoring.Row) string {
	var b strings.Builder
	for _, r := range rows {
		scheme, better, evidence, deadline := "", "", "", ""
		if r.Kind == scoring.Target {
			scheme = map[scoring.Scheme]string{scoring.Threshold: "theo bậc", scoring.Leading: "dẫn đầu"}[r.Scheme]
			if scheme == "" {
				scheme = "tỷ lệ"
			}
			if better = "cao"; r.Better == scoring.Less {
				better = "thấp"
			}
		}
		if r.Evidence {
			evidence = "có"
		}
		if day, err := vn.ParseDate(r.Deadline); err == nil {
			deadline = day.Short()
		}
		cells := []string{
			r.Path, r.Name, plainNumber(r.Max), kindWord(r.Kind), scheme, better, r.Indicator, plainNumber(r.Each),
			r.Measure, scoring.StepsText(r.Steps, ""), scoring.StepsText(r.Table, ""), evidence, deadline,
		}
		b.WriteString(strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")
	}
	return b.String()
}

// kindWord is the word by which a pasted row names a kind.
func kindWord(k scoring.Kind) string {
	return map[scoring.Kind]string{
		scoring.Target: "chỉ tiêu", scoring.Achieved: "đạt", scoring.Direct: "chấm thẳng", scoring.Bonus: "thưởng",
		scoring.Penalty: "trừ", scoring.PerEvent: "theo lần", scoring.Deduction: "trừ dần", scoring.RankPoints: "thứ hạng",
	}[k]
}

func (s *Server) copySheetForm(w http.ResponseWriter, r *http.Request) error {
	return s.showSheetCopy(w, r, nil)
}

func (s *Server) showSheetCopy(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SheetCopyProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SheetCopyProps{Base: workPath(c, y) + sheetPage, Problems: list}
		sheet, d, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		p.Version, p.Have = sheet.Version, len(d.Rows)
		if p.Sources, err = scoring.Sources(tx, y); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.sheetFrame(tx, r, c, y, "Chép bảng chấm điểm"), list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SheetCopy(p))
}

func (s *Server) copySheet(w http.ResponseWriter, r *http.Request) error {
	sentence := "Đã chép bảng chấm điểm."
	var to string
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
			return err
		}
		if text(r, "tu") == "" {
			return problem.Field("tu", "Chọn bảng để chép.")
		}
		from, err := cycle.ByID(tx, text(r, "tu"))
		if err != nil {
			return err
		}
		left, err := scoring.CopySheet(tx, y, from, int64(number(text(r, "version"))))
		if len(left) > 0 {
			sentence += " Năm này không có chỉ số: " + strings.Join(left, ", ") + "; các tiêu chí ấy đơn vị tự ghi số."
		}
		to = workPath(c, y) + sheetPage
		return err
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showSheetCopy(w, r, list)
}
