package dossier

import (
	"fmt"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// ceilings are the quotas of the award for the unit and the year (tỷ lệ tối đa), and how
// many others of the unit are proposed for it in dossiers that were sent.
func (d *Dossier) ceilings(tx *db.Tx, b Basis) ([]award.Limit, int, error) {
	if d.OfCluster() {
		return nil, 0, nil
	}
	limits, err := award.LimitsOfYear(tx, b.Law, d.UnitID, d.Award, d.Year, d.Day(tx.Today()))
	if err != nil || len(limits) == 0 {
		return nil, 0, err
	}
	others, err := countSent(tx, *d)
	if err != nil {
		return nil, 0, fmt.Errorf("count candidates of unit %s: %w", d.UnitID, err)
	}
	return limits, others, nil
}

// beyond asks for a reason where a dossier goes over a quota; a quota of which nobody
// has said what it is taken of stops nobody.
func (d *Dossier) beyond(tx *db.Tx, b Basis, reason string) error {
	limits, others, err := d.ceilings(tx, b)
	if err != nil || vn.Line(reason) != "" {
		return err
	}
	for _, x := range limits {
		if n := others + d.Candidates; x.Known && n > x.Most {
			return problem.Field("reason", "Vượt tỷ lệ tối đa: %s là %d, hồ sơ này cùng các hồ sơ đã gửi có %d đối tượng (%s). Bớt đối tượng, hoặc ghi lý do đề nghị vượt.", x.Says(), x.Most, n, x.Number)
		}
	}
	return nil
}
