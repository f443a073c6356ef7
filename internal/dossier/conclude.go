package dossier

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Appraise ends the appraisal: in words for the whole, and for each candidate who does
// not meet what is asked with the reason; unfit is by the candidate's number.
func Appraise(tx *db.Tx, b Basis, a Ask, conclusion string, unfit map[int]string) (Dossier, error) {
	before, m, err := begin(tx, MoveConclude, a)
	if err != nil {
		return before, err
	}
	var list problem.List
	d := before
	if d.Conclusion = vn.Text(conclusion); d.Conclusion == "" {
		list.Add("conclusion", "Ghi kết luận thẩm định.")
	}
	for n, why := range unfit {
		if vn.Line(why) == "" {
			list.Add(fmt.Sprintf("why_%d", n), "Ghi lý do không đủ điều kiện.")
		}
	}
	if err := list.Err(); err != nil {
		return before, err
	}
	if err := saveVerdicts(tx, d.ID, Fit); err != nil {
		return before, fmt.Errorf("conclude dossier %s: %w", d.ID, err)
	}
	for n, why := range unfit {
		found, err := saveVerdict(tx, d.ID, n, Unfit, vn.Line(why))
		if err != nil {
			return before, fmt.Errorf("conclude dossier %s: %w", d.ID, err)
		}
		if found == 0 {
			return before, problem.New(problem.NotFound, "Hồ sơ không có đối tượng số %d.", n)
		}
	}
	return finish(tx, b, m, before, d, "", "")
}
