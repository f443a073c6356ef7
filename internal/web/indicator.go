package web

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	indicatorPage = "/chi-so"
	registerPage  = cycle.RegisterPage
)

// typedDecimal reads a number typed the Vietnamese way; problems go beside the
// field.
func typedDecimal(r *http.Request, field string, list *problem.List) decimal.NullDecimal {
	value := text(r, field)
	if value == "" {
		return decimal.NullDecimal{}
	}
	d, err := vn.ParseNumber(value)
	if err != nil {
		for _, p := range problem.All(err) {
			list.Add(field, "%s", p.Text)
		}
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d)
}

// unknownCodes are codes for which a form brings a number although the year has
// no such indicator: it was made up, or taken out since the form was opened.
func unknownCodes(r *http.Request, indicators []indicator.Indicator) []string {
	if r.ParseForm() != nil {
		return nil // a form that cannot be read brings nothing
	}
	var codes []string
	for field := range r.Form {
		code, isValue := strings.CutPrefix(field, indicator.ValueField(""))
		known := slices.ContainsFunc(indicators, func(i indicator.Indicator) bool { return i.Code == code })
		if isValue && !known && text(r, field) != "" {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// readAloud answers a number in words, for the line under its field.
func (s *Server) readAloud(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	value := text(r, "gia-tri")
	if value == "" {
		return nil
	}
	answer := ""
	if d, err := vn.ParseNumber(value); err == nil {
		answer = pages.InWords(d, text(r, "don-vi"))
	} else {
		answer = problem.All(err)[0].Text
	}
	_, err := io.WriteString(w, answer)
	return err
}

func (s *Server) indicators(w http.ResponseWriter, r *http.Request) error {
	return s.showIndicators(w, r, nil)
}

// showIndicators lists the indicators of a year with the form for one more.
func (s *Server) showIndicators(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.IndicatorsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.CovenantRead, y.Scope()); err != nil {
			return err
		}
		p = pages.IndicatorsProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Chỉ số của năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + indicatorPage, Problems: list, Typed: typed(r),
		}
		if p.Frozen, err = indicator.Frozen(tx, y.ID); err != nil {
			return err
		}
		may := y.State == cycle.Running && access.May(tx, access.IndicatorDefine, y.Scope())
		p.MayDefine, p.MayRule, p.Parts = may && !p.Frozen, may, r.Form["parts"]
		if p.List, err = indicator.List(tx, y.ID); err != nil {
			return err
		}
		p.Rules, err = indicator.Rules(tx, y.ID)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Indicators(p))
}

func (s *Server) submitIndicator(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, indicatorPage, sentence, act, func(list problem.List) error { return s.showIndicators(w, r, list) })
}

func (s *Server) defineIndicator(w http.ResponseWriter, r *http.Request) error {
	return s.submitIndicator(w, r, "Đã thêm chỉ số.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
			return err
		}
		i, err := typedIndicator(r)
		if err != nil {
			return err
		}
		_, err = indicator.Define(tx, y, i)
		return err
	})
}

func typedIndicator(r *http.Request) (indicator.Indicator, error) {
	var list problem.List
	i := indicator.Indicator{
		Code: text(r, "code"), Name: text(r, "name"), Unit: text(r, "unit"), Direction: indicator.Direction(text(r, "direction")),
		Sum: indicator.Sum(text(r, "sum")), WeightID: text(r, "weight_id"), Decimals: typedCount(r, "decimals", &list),
		ContentNo: typedCount(r, "content_no", &list), Serves: text(r, "serves"), Position: typedCount(r, "position", &list),
		ID: r.PathValue("indicator"), Version: int64(number(text(r, "version"))),
	}
	return i, list.Err()
}

func (s *Server) indicator(w http.ResponseWriter, r *http.Request) error {
	return s.showIndicator(w, r, nil)
}

// showIndicator is the form that changes one indicator.
func (s *Server) showIndicator(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.IndicatorProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
			return err
		}
		i, err := indicator.Find(tx, y.ID, r.PathValue("indicator"))
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Sửa chỉ số «"+i.Name+"»")
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + indicatorPage, Text: "Chỉ số"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "indicator", ID: i.ID})
		p = pages.IndicatorProps{
			Frame: refusedFrame(f, list), Base: workPath(c, y) + indicatorPage, Problems: list, Typed: typed(r), Stored: i,
			Posted: r.Method == http.MethodPost,
		}
		if p.Frozen, err = indicator.Frozen(tx, y.ID); err != nil {
			return err
		}
		p.List, err = indicator.List(tx, y.ID)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Indicator(p))
}

func (s *Server) reviseIndicator(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
			return err
		}
		i, err := typedIndicator(r)
		if err != nil {
			return err
		}
		return indicator.Revise(tx, y, i)
	}
	return s.submit(w, r, indicatorPage, "Đã sửa chỉ số.", act, func(list problem.List) error { return s.showIndicator(w, r, list) })
}

func (s *Server) removeIndicator(w http.ResponseWriter, r *http.Request) error {
	return s.submitIndicator(w, r, "Đã bỏ chỉ số.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return indicator.Remove(tx, y, r.PathValue("indicator"), int64(number(text(r, "version"))))
	})
}

// setRule adds a relation between figures.
func (s *Server) setRule(w http.ResponseWriter, r *http.Request) error {
	return s.submitIndicator(w, r, "Đã đặt quan hệ giữa các số liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		tolerance := typedDecimal(r, "tolerance", &list)
		if err := list.Err(); err != nil {
			return err
		}
		_, err := indicator.SetRule(tx, y, indicator.Rule{
			Kind: indicator.RuleKind(text(r, "kind")), IndicatorID: text(r, "indicator"), Parts: r.Form["parts"], Tolerance: tolerance.Decimal,
		})
		return err
	})
}

func (s *Server) removeRule(w http.ResponseWriter, r *http.Request) error {
	return s.submitIndicator(w, r, "Đã bỏ quan hệ giữa các số liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return indicator.RemoveRule(tx, y, r.PathValue("rule"))
	})
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) error {
	return s.showRegister(w, r, nil)
}

// showRegister is the form in which a unit registers its targets.
func (s *Server) showRegister(w http.ResponseWriter, r *http.Request, list problem.List) error {
	list = atCells(r, list)
	var p pages.RegisterProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := tx.Actor.Unit
		if err := requireOwn(tx, y, access.CovenantRegister); err != nil {
			return err
		}
		p = pages.RegisterProps{
			Frame:  refusedFrame(s.yearFrame(tx, r, c, y, "Đăng ký chỉ tiêu năm "+itoa(y.Year)), list),
			Action: workPath(c, y) + registerPage, Problems: list, Typed: typed(r), Posted: r.Method == http.MethodPost,
			Targets: map[string]indicator.Target{},
		}
		if access.May(tx, access.RecordRead, y.Scope()) {
			p.Frame.Trace = []components.Link{{Href: recordOf(record.Object{Kind: "target"}, y.UnitScope(unit)), Text: "Lịch sử"}}
		}
		if p.Frozen, err = indicator.Frozen(tx, y.ID); err != nil {
			return err
		}
		if p.List, err = indicator.List(tx, y.ID); err != nil {
			return err
		}
		targets, err := indicator.Targets(tx, y.ID)
		for _, t := range targets {
			if t.UnitID == unit {
				p.Targets[t.IndicatorID] = t
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Register(p))
}

// saveTargets registers every target that the form carries.
func (s *Server) saveTargets(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := requireOwn(tx, y, access.CovenantRegister); err != nil {
			return err
		}
		indicators, err := indicator.List(tx, y.ID)
		if err != nil {
			return err
		}
		var list problem.List
		for _, code := range unknownCodes(r, indicators) {
			wrong, err := refused(indicator.SetTarget(tx, y, indicator.Target{IndicatorID: code, UnitID: tx.Actor.Unit}))
			if err != nil {
				return err
			}
			for _, p := range wrong {
				list.Add("", "%s: %s", code, p.Text)
			}
		}
		for _, i := range indicators {
			value := typedDecimal(r, "value-"+i.Code, &list)
			baseline := typedDecimal(r, "baseline-"+i.Code, &list)
			if !value.Valid {
				version := number(text(r, "version-"+i.Code))
				switch {
				case text(r, "value-"+i.Code) != "": // typed, but no number: said already
				case baseline.Valid:
					list.Add("value-"+i.Code, "Đã ghi số gốc, còn thiếu chỉ tiêu.")
				case version > 0:
					list.Add("value-"+i.Code, "Chỉ tiêu đã đăng ký thì không để trống được; hãy ghi chỉ tiêu mới hoặc giữ số cũ.")
				}
				continue
			}
			err := indicator.SetTarget(tx, y, indicator.Target{
				IndicatorID: i.ID, UnitID: tx.Actor.Unit, Value: value.Decimal, Baseline: baseline, Version: int64(number(text(r, "version-"+i.Code))),
			})
			wrong, err := refused(err)
			if err != nil {
				return err
			}
			for _, p := range wrong {
				if p.Kind != problem.Closed {
					p.Field = "value-" + i.Code
				}
			}
			list = append(list, wrong...)
			if len(wrong) > 0 && wrong[0].Kind == problem.Closed {
				break
			}
		}
		return list.Err()
	}
	return s.submit(w, r, registerPage, "Đã đăng ký chỉ tiêu.", act, func(list problem.List) error { return s.showRegister(w, r, list) })
}
