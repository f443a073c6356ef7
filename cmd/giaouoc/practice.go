package main

import (
	"fmt"
	"time"

	"giaouoc/data"
	"giaouoc/internal/account"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/midreview"
	"giaouoc/internal/vn"
)

// step is what one person does on a day of the practice year.
type step struct {
	month time.Month
	day   int
	login string // empty: the person at the machine
	act   func(tx *db.Tx, y cycle.Year) error
}

// members are the leaders of the practice year's members, by unit.
var members = []struct{ unit, leader string }{
	{"u-ha-noi", "ha-noi-lanh-dao"},
	{"u-ho-chi-minh", "ho-chi-minh-lanh-dao"},
	{"u-hai-phong", "hai-phong-lanh-dao"},
	{"u-da-nang", "da-nang-lanh-dao"},
	{"u-can-tho", "can-tho-lanh-dao"},
	{"u-hue", "hue-lanh-dao"},
}

const (
	practiceCluster = "nam-thanh-pho"
	practiceYear    = 2026
	practiceLead    = "ha-noi-lanh-dao"
	practiceDeputy  = "ho-chi-minh-lanh-dao"
)

// play takes the practice year to where there is something to do in every
// role: the covenant is signed, the first half of the year is reported and
// public, the report of the whole year is open. Each made-up person does the
// own part through the same use cases as the pages, on its day; all of it is one
// transaction, so that a demonstration is never half played.
func play(tx *db.Tx, p polls) error {
	written, err := p.articles()
	if err != nil {
		return err
	}
	for _, s := range append(practice(p), written...) {
		tx.Now = time.Date(practiceYear, s.month, s.day, 9, 0, 0, 0, vn.Zone).UTC()
		if err := s.take(tx); err != nil {
			return fmt.Errorf("%s, %d/%d: %w", s.login, s.day, s.month, err)
		}
	}
	return nil
}

func (s step) take(tx *db.Tx) error {
	tx.Actor = operator()
	if s.login != "" {
		a, err := account.ByLogin(tx, s.login)
		if err != nil {
			return err
		}
		if tx.Actor, err = cycle.Person(tx, a.ID); err != nil {
			return err
		}
	}
	c, err := cluster.BySlug(tx, practiceCluster)
	if err != nil {
		return err
	}
	y, err := cycle.Find(tx, c.ID, practiceYear)
	if err != nil {
		return err
	}
	return s.act(tx, y)
}

func practice(p polls) []step {
	steps := []step{
		{time.February, 24, "", load("practice-covenant.yaml", data.PracticeCovenant)},
		{time.February, 26, practiceLead, func(tx *db.Tx, y cycle.Year) error {
			_, err := covenant.Send(tx, y, vn.NewDate(practiceYear, 3, 6))
			return err
		}},
	}
	for _, m := range members {
		answer := covenant.Answer{None: true}
		if m.unit == "u-da-nang" {
			answer = covenant.Answer{Body: "Đề nghị ghi rõ cách tính tỷ lệ hồ sơ đúng hạn khi hồ sơ bị trả lại."}
		}
		steps = append(steps, step{time.March, 4, m.leader, func(tx *db.Tx, y cycle.Year) error {
			answer.UnitID = m.unit
			return covenant.Reply(tx, y, answer)
		}})
	}
	steps = append(steps, step{time.March, 16, practiceLead, func(tx *db.Tx, y cycle.Year) error {
		_, err := covenant.OpenSigning(tx, y)
		return err
	}})
	for _, m := range members {
		steps = append(steps, step{time.March, 16, m.leader, func(tx *db.Tx, y cycle.Year) error {
			print, err := openText(tx, y)
			if err != nil {
				return err
			}
			return covenant.Sign(tx, y, m.unit, print)
		}})
	}
	steps = append(steps,
		step{time.March, 16, "hoi-dong", func(tx *db.Tx, y cycle.Year) error {
			print, err := openText(tx, y)
			if err != nil {
				return err
			}
			return covenant.Witness(tx, y, print)
		}},
		step{time.March, 16, practiceLead, p.chooseTopics},
		step{time.April, 24, "", load("practice-launch.yaml", data.PracticeLaunch)},
		step{time.June, 26, "da-nang-lanh-dao", reportTask("Đã lập danh sách 12 người trực tiếp lao động, kèm thành tích từng người.")},
		step{time.July, 1, "", load("practice-figures.yaml", data.PracticeFigures)},
	)
	return append(steps, reported()...)
}

// load imports a file of made-up rows.
func load(name string, content []byte) func(*db.Tx, cycle.Year) error {
	return func(tx *db.Tx, _ cycle.Year) error { return importFile(tx, name, content) }
}

// openText is the fingerprint of the text that is open for signing.
func openText(tx *db.Tx, y cycle.Year) (string, error) {
	w, err := covenant.Overview(tx, y)
	return w.Version.Fingerprint, err
}

// reportTask reports the unit's own first task.
func reportTask(body string) func(*db.Tx, cycle.Year) error {
	return func(tx *db.Tx, y cycle.Year) error {
		tasks, err := cycle.Tasks(tx, y, tx.Actor.Unit)
		if err != nil || len(tasks) == 0 {
			return err
		}
		return cycle.ReportTask(tx, y, tasks[0].ID, tasks[0].Version, body, blob.File{})
	}
}

// halfYear does something with the report of a unit for the first half of the
// year.
func halfYear(unit string, do func(*db.Tx, cycle.Year, indicator.Report) error) func(*db.Tx, cycle.Year) error {
	return func(tx *db.Tx, y cycle.Year) error {
		periods, err := cycle.Periods(tx, y.ID)
		if err != nil {
			return err
		}
		form, err := indicator.ReadReport(tx, y, periods[0].ID, unit)
		if err != nil {
			return err
		}
		return do(tx, y, form.Report)
	}
}

// reported hands in the reports of the first half of the year; the lead accepts
// and publishes them, and the deputy accepts the lead's own.
func reported() []step {
	var steps []step
	for _, m := range members {
		reviewer := practiceLead
		if m.leader == practiceLead {
			reviewer = practiceDeputy
		}
		steps = append(steps,
			step{time.July, 6, m.leader, halfYear(m.unit, func(tx *db.Tx, y cycle.Year, r indicator.Report) error {
				_, err := indicator.Submit(tx, y, indicator.Submission{PeriodID: r.PeriodID, UnitID: r.UnitID, Version: r.Version})
				return err
			})},
			step{time.July, 8, reviewer, halfYear(m.unit, func(tx *db.Tx, y cycle.Year, r indicator.Report) error {
				_, err := indicator.Accept(tx, y, indicator.Review{PeriodID: r.PeriodID, UnitID: r.UnitID, Version: r.Version})
				return err
			})})
	}
	return append(
		steps,
		step{time.July, 13, practiceLead, halfYear(members[0].unit, func(tx *db.Tx, y cycle.Year, r indicator.Report) error {
			return indicator.PublishPeriod(tx, y, r.PeriodID)
		})},
		step{time.July, 20, practiceLead, halfYear(members[0].unit, func(tx *db.Tx, y cycle.Year, r indicator.Report) error {
			_, err := midreview.DraftFrom(tx, y, r.PeriodID)
			return err
		})},
		step{time.July, 24, "hue-lanh-dao", func(tx *db.Tx, y cycle.Year) error {
			return midreview.AddRemark(tx, y, "Nhất trí; đề nghị chia sẻ cách làm của Hải Phòng về giải ngân.")
		}},
		step{time.July, 28, practiceLead, reviewWritten},
	)
}

// reviewWritten completes the mid-year review and issues it.
func reviewWritten(tx *db.Tx, y cycle.Year) error {
	r, err := midreview.Write(tx, y, 1, midreview.Written{
		Shortcomings: "Giải ngân vốn đầu tư công còn chậm ở bốn thành phố.",
		Causes:       "Thu nội địa tăng nhờ dịch vụ; xuất khẩu phục hồi từ quý II; mặt bằng sạch giao chậm.",
		Tasks:        "Rà soát từng dự án chậm; công khai tiến độ hằng tháng.",
	})
	if err != nil {
		return err
	}
	_, err = midreview.Issue(tx, y, midreview.Issuing{Version: r.Version, Drafted: r.Drafted})
	return err
}
