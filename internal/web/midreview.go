package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const midReviewPage = "/so-ket"

func (s *Server) midReview(w http.ResponseWriter, r *http.Request) error {
	return s.renderMidReview(w, r, nil)
}

// renderMidReview is the mid-year review for those who write it, remark on it or
// follow it.
func (s *Server) renderMidReview(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MidReviewProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.MidReviewProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Sơ kết sáu tháng đầu năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + midReviewPage, Problems: list, Typed: typed(r),
		}
		review, remarks, err := conference.ReadMidReview(tx, y)
		begun := cycle.MustHaveBegun(tx, y, cycle.MidReview)
		open := y.State == cycle.Running && begun == nil && review.State != conference.ReviewIssued
		p.MayWrite = open && access.May(tx, access.MidReviewWrite, y.Scope())
		p.MayRemark = open && review.ID != "" && access.May(tx, access.MidReviewRemark, y.UnitScope(tx.Actor.Unit))
		p.MayIssue = open && review.ID != "" && access.May(tx, access.MidReviewIssue, y.Scope())
		periods, errPeriods := cycle.Periods(tx, y.ID)
		if errPeriods != nil {
			return errPeriods
		}
		for _, period := range periods {
			p.Periods = append(p.Periods, components.Option{Value: period.ID, Text: period.Name})
		}
		if problem.Is(err, problem.NotFound) {
			if problems := problem.All(begun); problems != nil {
				p.NotYet = problems[0].Text
			}
			return nil
		}
		if err != nil {
			return err
		}
		if p.Drift, err = conference.Drift(tx, y, review); err != nil {
			return err
		}
		p.Public = yearPath(c, y) + midReviewPage
		return fillReview(tx, review, remarks, &p.Review)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.MidReview(p))
}

// fillReview turns a review into what its pages show.
func fillReview(tx *db.Tx, review conference.MidReview, remarks []conference.ReviewRemark, p *pages.ReviewText) error {
	said, err := review.Said()
	if err != nil {
		return err
	}
	p.MidReview, p.Findings = review, said
	var units []string
	for _, m := range remarks {
		units = append(units, m.UnitID)
	}
	names, err := org.Names(tx, vn.DateOf(review.DraftedAt.Time), units...)
	if err != nil {
		return err
	}
	for _, m := range remarks {
		p.Remarks = append(p.Remarks, pages.ReviewRemark{Unit: names[m.UnitID], UnitID: m.UnitID, Body: m.Body, Name: m.Name, On: vn.DateOf(m.At.Time).Short()})
	}
	p.Chart = doneBars(said)
	return nil
}

// doneBars are the indicators that add up, in per cent of the year's target.
func doneBars(said conference.Findings) components.BarProps {
	bars := components.BarProps{Full: 100, ChartProps: components.ChartProps{
		ID: "dat-chi-tieu", Finding: "Thực hiện so với chỉ tiêu cả năm", What: said.Period + ", phần trăm của chỉ tiêu cả năm; chỉ gồm chỉ số cộng được",
		NameHead: "Chỉ số", ValueHead: "So với chỉ tiêu", Unit: "%", Source: components.SourceProps{Name: "báo cáo của các đơn vị"},
	}}
	for _, f := range said.Indicators {
		if done, ok := f.Done(); ok {
			bars.Bars = append(bars.Bars, components.Bar{Label: f.Name, Value: done.InexactFloat64(), Text: vn.Percent(done, 1)})
		}
	}
	return bars
}

func (s *Server) submitMidReview(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, midReviewPage, sentence, act, func(list problem.List) error { return s.renderMidReview(w, r, list) })
}

func (s *Server) draftMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã lấy số liệu vào dự thảo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := conference.DraftMidReview(tx, y, text(r, "period"), int64(number(text(r, "version"))))
		return err
	})
}

func (s *Server) writeMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã lưu phần viết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.WriteMidReview(tx, y, int64(number(text(r, "version"))), conference.WrittenParts{
			Causes: text(r, "causes"), Limits: text(r, "limits"), SecondHalf: text(r, "second_half"),
		})
	})
}

func (s *Server) remarkMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã ghi nhận xét.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.RemarkMidReview(tx, y, tx.Actor.Unit, text(r, "body"))
	})
}

func (s *Server) issueMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã ban hành báo cáo sơ kết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.IssueMidReview(tx, y, int64(number(text(r, "version"))))
	})
}

// showMidReview is the public page of an issued review.
func (s *Server) showMidReview(w http.ResponseWriter, r *http.Request) error {
	var p pages.PublicReviewProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		review, remarks, err := conference.PublicMidReview(tx, y)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Sơ kết sáu tháng đầu năm "+itoa(y.Year))
		p.Bytes = yearPath(c, y) + midReviewPage + "/van-ban.json"
		return fillReview(tx, review, remarks, &p.Review)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.PublicReview(p))
}

// midReviewBytes gives the bytes that the fingerprint of a review is of.
func (s *Server) midReviewBytes(w http.ResponseWriter, r *http.Request) error {
	var review conference.MidReview
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		review, _, err = conference.PublicMidReview(tx, y)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="so-ket-`+itoa(number(r.PathValue("year")))+`.json"`)
	_, err = w.Write([]byte(review.Document))
	return err
}
