package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// draftMark is a mark as it is typed, with the version that it was typed in.
type draftMark struct {
	CrossMark
	Name    string `json:"name"`
	Version int64  `json:"version"`
}

// DraftCross stores marks that a unit gives others (chấm chéo), encrypted; empty
// points take a mark back. version is the one that the person saw: a mark that
// another has typed since is refused. It returns the version from here on.
func DraftCross(tx *db.Tx, ring *key.Ring, y cycle.Year, unitID string, version int64, marks []CrossMark) (int64, error) {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringCross, scope); err != nil {
		return 0, err
	}
	if err := ownPeople(tx, unitID); err != nil {
		return 0, err
	}
	p, c, err := crossIn(tx, y, unitID)
	if err != nil {
		return 0, err
	}
	drafts, changed, err := p.typed(ring, c, version, marks, tx.Actor.Name)
	if err != nil || changed == 0 {
		return c.Version, err
	}
	return c.Version + 1, keepDraft(tx, ring, y, p, c, drafts)
}

// crossIn finds what a unit may give the others now.
func crossIn(tx *db.Tx, y cycle.Year, unitID string) (crossPlan, crossRow, error) {
	p, err := planCross(tx, y, Opened)
	if err != nil {
		return p, crossRow{}, err
	}
	if !slices.Contains(p.units, unitID) {
		return p, crossRow{}, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	if err := p.mustBeSealed(); err != nil {
		return p, crossRow{}, err
	}
	if err := cycle.MustBeOpen(tx, y, cycle.Cross); err != nil {
		return p, crossRow{}, err
	}
	c, err := crossOf(tx, p.sheet.ID, unitID)
	return p, c, err
}

// typed puts marks into the draft of a unit and returns it with the number of
// those that differ from what stood there.
func (p crossPlan) typed(ring *key.Ring, c crossRow, version int64, marks []CrossMark, name string) ([]draftMark, int, error) {
	drafts, err := c.drafts(ring)
	if err != nil {
		return nil, 0, err
	}
	var list problem.List
	changed := 0
	for _, m := range marks {
		if !p.admits(c.UnitID, m, &list) {
			continue
		}
		points := ""
		if m.Points != "" {
			var ok bool
			if points, ok = p.points(m, &list); !ok {
				continue
			}
		}
		i := slices.IndexFunc(drafts, func(d draftMark) bool { return d.To == m.To && d.Criterion == m.Criterion })
		if i < 0 {
			i, drafts = len(drafts), append(drafts, draftMark{CrossMark: CrossMark{To: m.To, Criterion: m.Criterion}})
		}
		if drafts[i].Points == points {
			continue
		}
		if drafts[i].Version > version {
			list = append(list, &problem.Problem{Kind: problem.Conflict, Field: p.field(m.To, m.Criterion), Text: fmt.Sprintf(
				"%s vừa được %s ghi: %s. Điều bạn gõ chưa lưu; xem lại rồi ghi nếu vẫn khác.",
				p.called(m.To, m.Criterion), drafts[i].Name, or(vn.Grouped(drafts[i].Points), "để trống"))})
			continue
		}
		drafts[i].Points, drafts[i].Name, drafts[i].Version = points, name, c.Version+1
		changed++
	}
	return drafts, changed, list.Err()
}

// admits refuses a mark that the unit does not give.
func (p crossPlan) admits(from string, m CrossMark, list *problem.List) bool {
	field := p.field(m.To, m.Criterion)
	switch {
	case !slices.Contains(p.units, m.To):
		list.Add(field, "Không có đơn vị «%s» trong bảng chấm điểm.", m.To)
	case from == m.To:
		list.Add(field, "Đơn vị không chấm chéo cho chính mình.")
	case p.recused(from, m.To) != nil:
		list.Add(field, "Đơn vị bạn đã từ chối chấm %s.", p.names[m.To])
	case p.row(m.Criterion) == nil:
		list.Add(field, "Không chấm chéo tiêu chí «%s»; mở lại trang rồi ghi lại.", m.Criterion)
	case !p.marks(from, m.To, m.Criterion) && m.Points != "":
		list.Add(field, "%s: tiêu chí không giao cho đơn vị này nên không chấm.", p.called(m.To, m.Criterion))
	default:
		return p.marks(from, m.To, m.Criterion)
	}
	return false
}

func (c crossRow) aboutDraft() string { return "score_cross/" + c.ID + "/draft" }

func (c crossRow) drafts(ring *key.Ring) ([]draftMark, error) {
	if len(c.Draft) == 0 {
		return nil, nil
	}
	var list []draftMark
	if err := unhide(ring, c.Draft, &list, c.aboutDraft()); err != nil {
		return nil, fmt.Errorf("read draft: %w", err)
	}
	return list, nil
}

// keepDraft stores a changed draft as the next version. The record says that the
// unit has typed something, and nothing of what.
func keepDraft(tx *db.Tx, ring *key.Ring, y cycle.Year, p crossPlan, c crossRow, drafts []draftMark) error {
	var err error
	if c.Draft, err = hide(ring, drafts, c.aboutDraft()); err != nil {
		return err
	}
	c.Version++
	if err := saveCross(tx, c); err != nil {
		return fmt.Errorf("store draft: %w", err)
	}
	return noted(tx, y.UnitScope(c.UnitID), access.ScoringCross, p.sheet, nil, map[string]any{"unit": c.UnitID, "cross": "draft"}, "")
}

// whole is the draft as it is sealed: the marks that the unit gives now, in order,
// and which of them are still missing.
func (p crossPlan) whole(from string, drafts []draftMark) (marks []CrossMark, missing []string) {
	at := map[[2]string]string{}
	for _, d := range drafts {
		at[[2]string{d.To, d.Criterion}] = d.Points
	}
	marks = []CrossMark{}
	for _, to := range p.units {
		for _, r := range p.rows {
			switch points := at[[2]string{to, r.Path}]; {
			case !p.marks(from, to, r.Path):
			case points == "":
				missing = append(missing, p.called(to, r.Path))
			default:
				marks = append(marks, CrossMark{to, r.Path, points})
			}
		}
	}
	slices.SortFunc(marks, func(a, b CrossMark) int {
		return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.Criterion, b.Criterion))
	})
	return marks, missing
}
