package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/fund"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// The page of a unit's fund, below its register's own.
const fundPage = "/quy"

func (s *Server) unitFund(w http.ResponseWriter, r *http.Request) error {
	return s.showFund(w, r, nil)
}

// showFund is the book of a year, or the form that opens it.
func (s *Server) showFund(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.FundProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		years, err := fund.YearsOf(tx, u.ID)
		if err != nil {
			return err
		}
		year := fundYear(tx, r, years)
		p = pages.FundProps{
			Frame: refusedFrame(s.registerFrame(tx, r, u, "Quỹ thi đua, khen thưởng năm "+itoa(year)), list), UnitID: u.ID, Asked: year, Years: years,
			Problems: list, Typed: typed(r), Request: db.NewID(), Words: inWords,
			May: access.May(tx, access.FundKeep, access.Scope{Unit: u.ID}),
		}
		b, err := fund.BookOf(tx, law, u.ID, year)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Book = &b
		p.Over = tx.Today().Year() > year || tx.Today() == vn.NewDate(year, 12, 31)
		s.fundTrace(tx, &p.Frame, &b)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Fund(p))
}

// fundYear is the year that is asked for: of the address, else the latest book, else
// this year.
func fundYear(tx *db.Tx, r *http.Request, years []fund.Year) int {
	if n := number(r.PathValue("year")); n > 0 {
		return n
	}
	if text(r, "nam") == "" && len(years) > 0 {
		return years[len(years)-1].Year
	}
	return yearAsked(tx, r)
}

func (s *Server) fundForm(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, l *rules.Law, u org.Unit, year int, version int64) error) error {
	year := number(r.PathValue("year"))
	return s.unitForm(w, r, fundPage+"?nam="+itoa(year), sentence, func(tx *db.Tx, l *rules.Law, u org.Unit) error {
		return act(tx, l, u, year, int64(number(text(r, "version"))))
	}, func(list problem.List) error { return s.showFund(w, r, list) })
}

func (s *Server) openFund(w http.ResponseWriter, r *http.Request) error {
	year := number(text(r, "nam"))
	return s.unitForm(w, r, fundPage+"?nam="+itoa(year), "Đã mở sổ quỹ năm "+itoa(year)+".", func(tx *db.Tx, _ *rules.Law, u org.Unit) error {
		var list problem.List
		opening := dongOf(r, "opening", &list)
		if err := list.Err(); err != nil {
			return err
		}
		_, err := fund.Open(tx, u.ID, year, opening, text(r, "source"))
		return renamed(err, map[string]string{"year": "nam"})
	}, func(list problem.List) error { return s.showFund(w, r, list) })
}

func (s *Server) setFundBase(w http.ResponseWriter, r *http.Request) error {
	return s.fundForm(w, r, "Đã ghi căn cứ mức trần.", func(tx *db.Tx, l *rules.Law, u org.Unit, year int, version int64) error {
		var list problem.List
		base := dongOf(r, "base", &list)
		if err := list.Err(); err != nil {
			return err
		}
		return fund.SetBase(tx, l, u.ID, year, version, text(r, "ceiling"), base, text(r, "base_source"))
	})
}

func (s *Server) enterFund(w http.ResponseWriter, r *http.Request) error {
	return s.fundForm(w, r, "Đã ghi bút toán.", func(tx *db.Tx, l *rules.Law, u org.Unit, year int, version int64) error {
		var list problem.List
		on, err := dayOf(r, "on_day")
		list = append(list, problem.All(err)...)
		kind, purpose, _ := strings.Cut(text(r, "purpose"), "/")
		line := fund.Line{
			Kind: fund.Kind(kind), Purpose: purpose, Dong: dongOf(r, "dong", &list), Document: text(r, "document"), On: on, Note: text(r, "note"),
			Over: text(r, "over") == "1", Request: text(r, "request"),
		}
		if err := list.Err(); err != nil {
			return err
		}
		return fund.Enter(tx, l, u.ID, year, version, line)
	})
}

func (s *Server) reverseFund(w http.ResponseWriter, r *http.Request) error {
	return s.fundForm(w, r, "Đã ghi bút toán đảo.", func(tx *db.Tx, l *rules.Law, u org.Unit, year int, version int64) error {
		on, err := dayOf(r, "rev_on")
		if err != nil {
			return err
		}
		of := number(text(r, "of_year"))
		if of == 0 {
			of = year
		}
		err = fund.Reverse(tx, l, u.ID, year, version, fund.Correction{
			OfYear: of, Number: int64(number(text(r, "number"))), Document: text(r, "rev_document"), On: on, Reason: text(r, "reason"), Request: text(r, "request"),
		})
		return renamed(err, map[string]string{"document": "rev_document", "on_day": "rev_on"})
	})
}

func (s *Server) closeFund(w http.ResponseWriter, r *http.Request) error {
	return s.fundForm(w, r, "Đã khóa sổ quỹ.", func(tx *db.Tx, l *rules.Law, u org.Unit, year int, version int64) error {
		var list problem.List
		left := dongOf(r, "left", &list)
		if text(r, "left") == "" {
			list.Add("left", "Ghi số còn lại theo tài khoản của đơn vị.")
		}
		if err := list.Err(); err != nil {
			return err
		}
		return fund.Close(tx, l, u.ID, year, version, left)
	})
}
