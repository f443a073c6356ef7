package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// slidesPage is where the figures of a year are shown on the screen of a conference.
const slidesPage = "/trinh-chieu"

// slides are the figures of the newest period, one finding a slide, and the published
// ranking.
func (s *Server) slides(w http.ResponseWriter, r *http.Request) error {
	var p pages.SlidesProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ReportRead, y.Scope()); err != nil {
			return err
		}
		p = pages.SlidesProps{Cluster: c.Name, Year: y.Year, MadeUp: y.Illustrative, Back: workPath(c, y), Day: tx.Today().LongWords()}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		names, err := memberNames(tx, members)
		if err != nil {
			return err
		}
		for _, m := range members {
			p.Members = append(p.Members, names[m.UnitID])
		}
		if err := fillFigureSlides(tx, y, names, &p); err != nil {
			return err
		}
		return s.fillRankSlides(tx, c, y, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Slides(p))
}

// fillFigureSlides shows the last period of which something was reported.
func fillFigureSlides(tx *db.Tx, y cycle.Year, names map[string]string, p *pages.SlidesProps) error {
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return err
	}
	slices.Reverse(periods)
	for _, period := range periods {
		o, err := indicator.ReadOverview(tx, y, period.ID)
		if err != nil {
			return err
		}
		if len(o.Figures) == 0 {
			continue
		}
		p.Period, p.OnTime = period.Name, itoa(o.OnTime.Part)+"/"+itoa(o.OnTime.Whole)
		all := indicator.PublicPeriod{Period: period, Figures: o.Figures}
		for _, l := range o.Lines {
			all.Members = append(all.Members, l.UnitID)
			p.Reports = append(p.Reports, pages.SlideReport{Unit: names[l.UnitID], Tag: components.TagProps{Text: upperFirst(l.Timing.Name()), Tone: timingTones[l.Timing]}})
		}
		for _, a := range o.Sums {
			if len(a.Have) == 0 {
				continue
			}
			bars := memberBars(all, a.Indicator, names)
			bars.ID, bars.Source.Name = "bieu-do-"+itoa(len(p.Charts)+1), "báo cáo của các đơn vị, đã nộp hoặc đã duyệt"
			p.Charts = append(p.Charts, pages.SlideChart{Bars: bars, Sum: slideSum(a)})
		}
		return nil
	}
	return nil
}

// slideSum is what an indicator adds up to, and its share of the country.
func slideSum(a indicator.Aggregate) string {
	if a.Value == nil {
		return ""
	}
	text := upperFirst(a.Indicator.Sum.Name()) + ": " + vn.Format(a.Value.Round(a.Indicator.Decimals)) + unitSuffix(a.Indicator.Unit)
	if a.Share != nil {
		text += ", bằng " + vn.Format(a.Share.Round(1)) + "% cả nước"
	}
	if n := len(a.Missing); n > 0 {
		text += "; " + itoa(n) + " đơn vị chưa có số"
	}
	return text
}

// fillRankSlides shows each published ranking of a year.
func (s *Server) fillRankSlides(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.SlidesProps) error {
	sh, err := scoring.PublicSheet(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	look := rankingLook{Cluster: c, Year: y, Whole: true}
	if look.rankedYear, err = s.published(tx, y, sh); err != nil {
		return err
	}
	for _, b := range look.Boards {
		ranking := pages.SlideRanking{Group: b.Group}
		for _, u := range look.places(b) {
			if u.Rank > 0 {
				ranking.Places = append(ranking.Places, pages.SlidePlace{Rank: u.Rank, Unit: u.Result.Unit.Name, Total: look.totalCell(u).Text})
			}
		}
		if len(ranking.Places) > 0 {
			p.Rankings = append(p.Rankings, ranking)
		}
	}
	return nil
}
