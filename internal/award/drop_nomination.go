package award

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// ForeseeDrop says what taking nominations off the list would do: the ceiling of
// another award may be a share of those who are on it.
//
// Read: requires the right to nominate.
func ForeseeDrop(tx *db.Tx, l *rules.Law, a ListChange) (Foresight, error) {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: a.UnitID}); err != nil {
		return Foresight{}, err
	}
	f, _, err := foreseeDrop(tx, l, a)
	return f, err
}

func foreseeDrop(tx *db.Tx, l *rules.Law, a ListChange) (Foresight, map[string]Nomination, error) {
	p, err := planOf(tx, l, a.UnitID, a.Year, a.Day, "")
	if err != nil {
		return Foresight{}, nil, err
	}
	f := Foresight{Version: p.Version, Plan: p}
	gone := map[string]Nomination{}
	for _, id := range a.Nominations {
		for _, n := range p.Nominations {
			if n.ID == id {
				gone[id] = n
			}
		}
		if gone[id].ID == "" {
			return f, nil, problem.New(problem.Conflict, "Danh sách vừa được người khác sửa: đối tượng này không còn trong danh sách. Hãy xem lại.")
		}
	}
	if len(gone) == 0 {
		return f, nil, problem.Field("de-nghi", "Chọn ít nhất một đối tượng trong danh sách dự kiến.")
	}
	after := p.without(gone)
	f.Breaks = breaks(p.quotas, &p.counts, &after)
	return f, gone, nil
}

// DropNomination takes nominations off the list of a year. Where that lowers the
// ceiling of another award below what is on its list, it asks as Nominate does.
func DropNomination(tx *db.Tx, l *rules.Law, a ListChange) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: a.UnitID}); err != nil {
		return err
	}
	f, gone, err := foreseeDrop(tx, l, a)
	if err != nil {
		return err
	}
	a.Reason = strings.TrimSpace(vn.NFC(a.Reason))
	if err := f.allows(a); err != nil {
		return err
	}
	for _, id := range a.Nominations {
		n, there := gone[id]
		if !there {
			continue
		}
		delete(gone, id) // named twice
		if err := deleteNomination(tx, id); err != nil {
			return fmt.Errorf("drop nomination %s: %w", id, err)
		}
		if err := record.Add(tx, record.Act{
			Act: access.AwardNominate, Object: record.Object{Kind: "nomination", ID: id}, Scope: access.Scope{Unit: a.UnitID}, Before: n, Reason: a.Reason,
		}); err != nil {
			return err
		}
	}
	return raised(tx, a)
}
