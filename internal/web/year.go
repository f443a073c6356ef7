package web

import (
	"net/http"

	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// notFoundYet is what a page says where no source was found.
const notFoundYet = "chưa tìm thấy nguồn"

// showYear is the public page of a year: covenant, figures, conference,
// proposals.
func (s *Server) showYear(w http.ResponseWriter, r *http.Request) error {
	var p pages.YearProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Năm thi đua "+itoa(y.Year))
		p.Path, p.Year, p.History = yearPath(c, y), y.Year, y.State == cycle.History
		for _, fill := range []func(*db.Tx, cluster.Cluster, cycle.Year, *pages.YearProps) error{
			fillLeads, fillYearCovenant, fillMidReview, fillYearConference, fillBallots, fillDirectives, fillRanking, fillFigures, fillPeriods, fillProposals, fillDeadlines, fillComments, fillNews,
		} {
			if err := fill(tx, c, y, &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Year(p))
}

func fillLeads(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	leads, err := cluster.LeadsOf(tx, c.ID, y.Year)
	if err != nil {
		return err
	}
	for _, post := range []cluster.Post{cluster.PostLead, cluster.PostDeputy} {
		fact := pages.Fact{Name: upperFirst(post.Word(c.Kind))}
		if y.State != cycle.History {
			fact.Text = "chưa bầu"
		}
		for _, l := range leads {
			if l.Post != post {
				continue
			}
			names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), l.UnitID)
			if err != nil {
				return err
			}
			fact.Text, fact.Source = names[l.UnitID], l.Source
		}
		p.Facts = append(p.Facts, fact)
	}
	return nil
}

// fillDeadlines offers the days of the year to a calendar program.
func fillDeadlines(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	phases, err := cycle.Phases(tx, y.ID)
	if len(phases) > 0 {
		p.Facts = append(p.Facts, pages.Fact{Name: "Thời hạn", Text: "Tải lịch các thời hạn của năm (.ics)", Href: p.Path + "/thoi-han.ics"})
	}
	return err
}

func fillYearCovenant(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	o, err := covenant.PublicOf(tx, y)
	fact := pages.Fact{Name: "Giao ước"}
	switch {
	case problem.Is(err, problem.NotFound) && y.State == cycle.History:
	case problem.Is(err, problem.NotFound):
		fact.Text = "chưa ký"
	case err != nil:
		return err
	default:
		fact.Href, fact.Source = p.Path+covenantPage, o.Covenant.Source
		fact.Text = "đã ký"
		if !o.Covenant.SignedOn.IsZero() {
			fact.Text = "ký ngày " + o.Covenant.SignedOn.Short()
		}
		if n := max(o.Covenant.Contents, len(o.Text.Contents)); n > 0 {
			fact.Text += ", " + itoa(n) + " nội dung"
		}
	}
	p.Facts = append(p.Facts, fact)
	return nil
}

func fillYearConference(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	s, err := conference.PublicOf(tx, y)
	fact := pages.Fact{Name: "Hội nghị tổng kết"}
	switch {
	case problem.Is(err, problem.NotFound) && y.State == cycle.History:
	case problem.Is(err, problem.NotFound):
		fact.Text = "chưa họp"
	case err != nil:
		return err
	default:
		fact.Text = s.Conference.HeldOn.LongWords() + ", " + s.Conference.Place
		fact.Href, fact.Source = p.Path+conferencePage, s.Conference.Source
	}
	p.Facts = append(p.Facts, fact)
	return nil
}

func fillDirectives(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	board, err := cycle.Board(tx, y)
	if err != nil {
		return err
	}
	fact := pages.Fact{Name: "Chỉ đạo của Hội đồng"}
	if y.State != cycle.History {
		fact.Text = "chưa có"
	}
	if len(board) > 0 {
		fact.Text, fact.Href = itoa(len(board))+" chỉ đạo", p.Path+directivePage
		if y.State == cycle.History {
			fact.Source = board[0].Source
		}
	}
	p.Facts = append(p.Facts, fact)
	if y.State != cycle.History {
		p.Facts = append(p.Facts, pages.Fact{Name: "Phong trào, kế hoạch", Text: "đơn vị nào đã hưởng ứng, ban hành kế hoạch khi nào", Href: p.Path + movementPage})
	}
	return nil
}

// fillRanking leads to the points of a year once they are published.
func fillRanking(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	if y.State == cycle.History {
		p.Facts = append(p.Facts, pages.Fact{Name: "Điểm và thứ hạng"})
		return nil
	}
	fact := pages.Fact{Name: "Điểm và thứ hạng", Text: "chưa công bố"}
	_, err := scoring.PublicSheet(tx, y)
	if err == nil {
		fact.Text, fact.Href = "đã công bố", p.Path+rankingPage
	}
	p.Facts = append(p.Facts, fact)
	if err == nil {
		p.Facts = append(p.Facts, pages.Fact{Name: "Dữ liệu chấm điểm", Text: "Tải gói điểm để tự tính lại", Href: p.Path + rankingPage + "/chung-nhan#tep"})
	}
	return skipNotFound(err)
}

func fillProposals(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	list, err := award.PublicOf(tx, y)
	if err != nil {
		return err
	}
	p.Proposals = components.TableProps{
		ID: "de-nghi", Caption: "Đề nghị khen thưởng năm " + itoa(y.Year), Quiet: true,
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Hình thức"}, {Head: "Điều kiện"}, {Head: "Quyết định"}, {Head: "Nguồn"}, {Head: "Nhật ký"}},
	}
	printed, err := record.PublicationsOfKind(tx, "proposal", y.ID)
	if err != nil {
		return err
	}
	for _, q := range list {
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), q.UnitID)
		if err != nil {
			return err
		}
		decision := components.Cell{Missing: notFoundYet}
		if q.DecisionNumber != "" {
			decision = components.Cell{Text: q.State.Name() + ", " + q.DecisionNumber + " ngày " + q.DecisionOn.Short()}
		} else if y.State != cycle.History {
			decision = components.Cell{Missing: "chưa có"}
		}
		if q.ScanHash != "" {
			decision.Href = p.Path + awardPage + "/" + q.ID + "/ban-quet"
		}
		source := q.Source
		if source == "" {
			source = "Hội nghị tổng kết năm " + itoa(y.Year)
		}
		p.Proposals.Rows = append(p.Proposals.Rows, components.Row{Cells: []components.Cell{
			{Text: names[q.UnitID]}, {Text: q.Award.Name()}, checkCell(&q), decision, {Text: source}, proofCell(printed[q.ID]),
		}})
	}
	return nil
}

// checkCell is what the law check said of a proposal on its day, in a few words.
func checkCell(q *award.Proposal) components.Cell {
	c := q.AsItWas()
	if c == nil {
		return components.Cell{Missing: q.CheckWords()}
	}
	return components.Cell{Text: q.CheckWords(), Note: "theo luật, ngày " + c.On.Short()}
}

func orText(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
