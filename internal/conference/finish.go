package conference

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Finish closes the conference: the year it reviewed is closed, and who was
// elected leads the next year from this day on. Every motion must have been
// counted by two persons, and where the conference elects, lead and deputy must
// have been elected.
func Finish(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return err
	}
	motions, err := motionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read motions: %w", err)
	}
	for _, m := range motions {
		if m.Way == BySecret && m.Standing() != Confirmed {
			return problem.New(problem.Closed, "«%s»: bỏ phiếu kín chưa đóng.", m.Kind.Name())
		}
		if m.Standing() != Confirmed {
			return problem.New(problem.Closed, "«%s» chưa có kết quả được hai người nhập khớp nhau.", m.Kind.Name())
		}
	}
	resolutions, err := resolutionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read resolutions: %w", err)
	}
	if len(resolutions) == 0 {
		return problem.New(problem.Closed, "Hội nghị chưa có quyết nghị nào; ghi quyết nghị thông qua báo cáo tổng kết trước khi bế mạc.")
	}
	if c.Signs {
		if err := mustBeSigned(tx, y); err != nil {
			return err
		}
	}
	if c.Elects {
		if err := elect(tx, y, r, motions); err != nil {
			return err
		}
	}
	if err := endFloor(tx, c.ID); err != nil {
		return err
	}
	if err := finish(tx, c.ID); err != nil {
		return fmt.Errorf("finish conference: %w", err)
	}
	if err := cycle.CloseYear(tx, y); err != nil {
		return err
	}
	if err := noted(tx, y, access.ConferenceRun, c.ID, Running, Finished, ""); err != nil {
		return err
	}
	return publish(tx, y, access.ConferenceRun)
}

// mustBeSigned refuses to close a conference whose plan has the signing of the
// next year's covenant while it is not signed.
func mustBeSigned(tx *db.Tx, y cycle.Year) error {
	next, err := cycle.Find(tx, y.ClusterID, y.Year+1)
	if err == nil {
		var c covenant.Covenant
		if c, err = covenant.Find(tx, next); err == nil && c.State == covenant.Signed {
			return nil
		}
	}
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	return problem.New(problem.Closed, "Chương trình có ký giao ước năm %d nhưng giao ước chưa ký xong; ký xong rồi bế mạc, hoặc ghi lý do lùi việc ký.", y.Year+1)
}

// Postpone takes the signing of the next year's covenant off the running
// conference, with the reason that the minutes give.
func Postpone(tx *db.Tx, y cycle.Year, reason string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	if !c.Signs {
		return problem.New(problem.Closed, "Hội nghị này không có việc ký giao ước.")
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return problem.Field("postponed", "Ghi lý do lùi việc ký; biên bản ghi lại lý do này.")
	}
	before := c
	c.Signs, c.Postponed, c.Version = false, reason, c.Version+1
	if err := update(tx, c); err != nil {
		return fmt.Errorf("postpone signing: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, before, c, reason)
}

// elect gives the posts of the next year to those whom the votes carried.
func elect(tx *db.Tx, y cycle.Year, r Rules, motions []Motion) error {
	leads := make([]cluster.Lead, 0, 2)
	for _, k := range []Kind{Lead, Deputy} {
		last := Motion{}
		for _, m := range motions {
			if m.Kind == k {
				last = m
			}
		}
		if last.ID == "" {
			return problem.New(problem.Closed, "Hội nghị có bầu nhưng chưa biểu quyết «%s».", k.Name())
		}
		outcomes, needed := last.Outcomes(r)
		j := slices.IndexFunc(outcomes, func(o Outcome) bool { return o.Passed })
		if j < 0 {
			return problem.New(problem.Closed, "«%s»: không đơn vị nào đạt %d phiếu hoặc bằng phiếu nhau; hãy biểu quyết lại.", k.Name(), needed)
		}
		leads = append(leads, cluster.Lead{
			ClusterID: y.ClusterID, Year: y.Year + 1, UnitID: outcomes[j].UnitID, Post: cluster.Post(k), FromDay: tx.Today(),
			Source: fmt.Sprintf("Hội nghị tổng kết năm %d", y.Year),
		})
	}
	return cluster.Elected(tx, leads...)
}
