package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const summaryPage = scoringPage + "/tong-hop"

// wholeScored is the computed sheet of a year, for who may read the parts of all
// units.
func wholeScored(tx *db.Tx, r *http.Request) (c cluster.Cluster, y cycle.Year, sc scoring.Scored, err error) {
	if c, y, err = yearOf(tx, r); err != nil {
		return c, y, sc, err
	}
	if err = access.Require(tx, access.ScoringRead, y.Scope()); err != nil {
		return c, y, sc, err
	}
	sc, err = scoring.Standing(tx, y)
	if err == nil && sc.Sheet.State == scoring.Drafted {
		err = problem.New(problem.NotFound, "Bảng chấm điểm đang soạn; chưa có điểm để tổng hợp.")
	}
	return c, y, sc, err
}

// scoreSummary is the page of all units' points side by side.
func (s *Server) scoreSummary(w http.ResponseWriter, r *http.Request) error {
	var p pages.SummaryProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, sc, err := wholeScored(tx, r)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Bảng tổng hợp điểm năm "+itoa(y.Year))
		f.Lead = summaryState(sc)
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_sheet", ID: sc.Sheet.ID})
		p = pages.SummaryProps{Frame: f, Xlsx: workPath(c, y) + summaryPage + ".xlsx", Scored: sc, Summary: sc.Summary(), Standings: ranking.Of(sc.Result)}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Summary(p))
}

// summaryState says how final the points are.
func summaryState(sc scoring.Scored) string {
	switch sc.Sheet.State {
	case scoring.Concluded:
		return "Điểm đã kết luận, chưa công bố."
	case scoring.Published:
		return "Điểm đã công bố."
	}
	return "Tạm tính: còn đơn vị chưa được thẩm định hoặc kết luận. Điểm thẩm định hiện khi thẩm định xong."
}

// scoreSummaryXlsx is the same as a workbook.
func (s *Server) scoreSummaryXlsx(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		c, y, sc, err := wholeScored(tx, r)
		if err != nil {
			return err
		}
		b := sheet.SummaryBook{
			Title: "Bảng tổng hợp điểm năm " + itoa(y.Year), Scored: sc, Standings: ranking.Of(sc.Result), Notes: map[string]string{},
			About: []string{c.Name + ". " + sc.Sheet.Name + ", bản " + itoa(int(sc.Sheet.Number)) + ".", summaryState(sc) + " Tải về " + moment(tx.Now) + "."},
		}
		if y.Illustrative {
			b.About = append(b.About, illustrative)
		}
		for i, u := range sc.Result.Units {
			switch {
			case u.Unit.Disqualified != nil:
				b.Notes[u.Unit.ID] = "Không xếp hạng: " + u.Unit.Disqualified.Reason + " (" + u.Unit.Disqualified.Document + ")"
			case b.Standings[i].Rank == 0:
				b.Notes[u.Unit.ID] = "Không xếp hạng: không tiêu chí nào được giao"
			case sc.Sheet.State == scoring.Opened:
				b.Notes[u.Unit.ID] = "Tạm tính"
			}
		}
		content, err = b.Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "tong-hop-diem-"+r.PathValue("cluster")+"-"+r.PathValue("year")+".xlsx", content)
}
