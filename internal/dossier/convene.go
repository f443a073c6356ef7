package dossier

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Convene puts a dossier before the council. What the law lays on it has to be done
// first: posting before the council meets, opinions of others.
func Convene(tx *db.Tx, b Basis, a Ask) (Dossier, error) {
	before, m, err := begin(tx, MoveConvene, a)
	if err != nil {
		return before, err
	}
	if err := dutiful(tx, b, &before); err != nil {
		return before, err
	}
	list, err := candidatesOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read candidates of dossier %s: %w", before.ID, err)
	}
	fit := 0
	for i := range list {
		if list[i].Verdict == Fit {
			fit++
		}
	}
	if fit == 0 {
		return before, problem.New(problem.Closed, "Không đối tượng nào đủ điều kiện theo kết luận thẩm định; trả lại hồ sơ, nêu căn cứ.")
	}
	return finish(tx, b, m, before, before, "", "")
}

// dutiful refuses a dossier on which a duty of the law is not done.
func dutiful(tx *db.Tx, b Basis, d *Dossier) error {
	duties, err := owed(tx, b, d, d.Day(tx.Today()))
	if err != nil {
		return err
	}
	var list problem.List
	for _, o := range duties {
		if !o.Judged && !o.Done {
			g := Gap{Text: o.Says + " Hồ sơ này chưa làm.", Cite: o.Cite, Certainty: o.Certainty}
			list = append(list, problem.New(problem.Closed, "%s", g.Sentence()))
		}
	}
	return list.Err()
}

// Meeting is what a council decided on a dossier.
type Meeting struct {
	On      vn.Date
	Number  string // of the minutes
	Members int    // all of them
	Present int
	Votes   map[int]int // for, by the candidate's number; who is not fit has none
}

// Vote writes the council's vote. Where the law fixes a majority it is one of all
// members, so that who is absent counts against; else more than half of them.
func Vote(tx *db.Tx, b Basis, a Ask, v Meeting) (Dossier, error) {
	before, m, err := begin(tx, MoveVote, a)
	if err != nil {
		return before, err
	}
	list, err := candidatesOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read candidates of dossier %s: %w", before.ID, err)
	}
	var wrong problem.List
	if v.Number = vn.Line(v.Number); v.Number == "" {
		wrong.Add("minutes_number", "Ghi số biên bản họp Hội đồng.")
	}
	if v.On.IsZero() || v.On.After(tx.Today()) || v.On.Before(before.ReceivedOn) {
		wrong.Add("council_on", "Ghi ngày họp Hội đồng, từ ngày tiếp nhận %s đến hôm nay.", before.ReceivedOn.Short())
	}
	if v.Members < 1 || v.Members > 1000 {
		wrong.Add("members", "Ghi tổng số thành viên Hội đồng, từ 1 đến 1.000.")
	}
	if v.Present < 1 || v.Present > v.Members {
		wrong.Add("present", "Số người dự từ 1 đến %d.", v.Members)
	}
	for i := range list {
		c := &list[i]
		if c.Verdict != Fit {
			continue
		}
		n, said := v.Votes[c.N]
		if !said || n < 0 || n > v.Members {
			wrong.Add(fmt.Sprintf("votes_%d", c.N), "%s: ghi số phiếu đồng ý, từ 0 đến %d.", c.Name, max(v.Members, 0))
		}
		if len(wrong) >= mostMistakes {
			break
		}
	}
	wrong = append(wrong, v.beforeDuties(tx, b, &before)...)
	if err := wrong.Err(); err != nil {
		return before, err
	}
	for i := range list {
		if c := &list[i]; c.Verdict == Fit {
			if err := saveVotes(tx, before.ID, c.N, v.Votes[c.N]); err != nil {
				return before, fmt.Errorf("store votes of dossier %s: %w", before.ID, err)
			}
		}
	}
	d := before
	d.CouncilOn, d.MinutesNumber, d.Members, d.Present = v.On, v.Number, v.Members, v.Present
	return finish(tx, b, m, before, d, "", "")
}

// beforeDuties refuses a meeting that was held before the posting was over.
func (v *Meeting) beforeDuties(tx *db.Tx, b Basis, d *Dossier) problem.List {
	duties, err := owed(tx, b, d, d.Day(tx.Today()))
	if err != nil {
		return nil // what cannot be read here is found out by the statements that follow
	}
	var list problem.List
	for _, o := range duties {
		if o.Duty.Duty == "posting" && o.Done && !v.On.IsZero() && v.On.Before(o.On) {
			list.Add("council_on", "Hội đồng họp ngày %s, trước khi niêm yết kết thúc ngày %s. (%s)", v.On.Short(), o.On.Short(), o.Cite)
		}
	}
	return list
}

// Needed is how many of the council's members have to agree, and where that stands;
// the citation is empty where the law fixes none and more than half are asked.
func (b Basis) Needed(d *Dossier, today vn.Date) (votes int, cite string) {
	if m := b.Law.Values.Majority(d.Award, d.Day(today)); m != nil {
		return m.Needed(d.Members), m.Cite
	}
	return d.Members/2 + 1, ""
}

// Carried reports whether the council carried a candidate.
func (b Basis) Carried(d *Dossier, c *Candidate, today vn.Date) bool {
	needed, _ := b.Needed(d, today)
	return c.Verdict == Fit && c.Votes >= needed
}
