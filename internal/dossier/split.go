package dossier

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Split parts some candidates off into a dossier of their own, at the same step and
// with the same days. The parts of the whole belong to both.
func Split(tx *db.Tx, b Basis, a Ask, ids []string, title string) (Dossier, error) {
	before, m, err := begin(tx, MoveSplit, a)
	if err != nil {
		return before, err
	}
	if len(ids) == 0 || len(ids) >= before.Candidates {
		return before, problem.Field("chon", "Chọn các đối tượng sang hồ sơ mới; mỗi hồ sơ còn ít nhất một đối tượng.")
	}
	next := before
	next.ID, next.FromID, next.Version, next.CreatedAt = db.NewID(), before.ID, 1, db.At(tx.Now)
	next.Candidates, next.ReceiptNumber = len(ids), ""
	if next.Title = vn.Line(title); next.Title == "" {
		next.Title = before.Title + " (tách)"
	}
	if err := insertDossier(tx, next); err != nil {
		return before, fmt.Errorf("split dossier %s: %w", before.ID, err)
	}
	for i, id := range ids {
		n, err := moveCandidate(tx, before.ID, id, next.ID, i+1)
		if err != nil {
			return before, fmt.Errorf("split dossier %s: %w", before.ID, err)
		}
		if n == 0 {
			return before, problem.New(problem.NotFound, "Hồ sơ không có đối tượng này.")
		}
		if err := movePartsOf(tx, before.ID, id, next.ID); err != nil {
			return before, fmt.Errorf("split dossier %s: %w", before.ID, err)
		}
	}
	parts, err := partsOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read parts of dossier %s: %w", before.ID, err)
	}
	for _, p := range parts {
		if p.CandidateID != "" {
			continue
		}
		p.ID, p.DossierID = db.NewID(), next.ID
		if err := insertPart(tx, p); err != nil {
			return before, fmt.Errorf("split dossier %s: %w", before.ID, err)
		}
	}
	if _, err := finish(tx, b, m, next, next, a.Reason, ""); err != nil {
		return before, err
	}
	d := before
	d.Candidates -= len(ids)
	if _, err := finish(tx, b, m, before, d, a.Reason, ""); err != nil {
		return before, err
	}
	return find(tx, next.ID)
}

// Join puts the candidates of a dossier into another of the same unit, office, award,
// year and step; the one that is joined is over.
func Join(tx *db.Tx, b Basis, a Ask, intoID string) (Dossier, error) {
	before, m, err := begin(tx, MoveJoin, a)
	if err != nil {
		return before, err
	}
	into, err := findDossier(tx, intoID)
	if err != nil || intoID == before.ID || !before.joins(&into) {
		return before, problem.Field("into", "Chọn một hồ sơ khác của cùng đơn vị, cơ quan, loại, hình thức, năm và đang ở cùng bước.")
	}
	if err := into.may(tx, m.Who); err != nil {
		return before, err
	}
	if into.Candidates+before.Candidates > MostCandidates {
		return before, problem.Field("into", "Gộp lại sẽ có quá %d đối tượng.", MostCandidates)
	}
	of, err := candidatesOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read candidates of dossier %s: %w", before.ID, err)
	}
	there, err := candidatesOf(tx, into.ID)
	if err != nil {
		return before, fmt.Errorf("read candidates of dossier %s: %w", into.ID, err)
	}
	last, seen := 0, map[string]bool{}
	for i := range there {
		last, seen[there[i].key()] = max(last, there[i].N), true
	}
	for i := range of {
		if seen[of[i].key()] {
			return before, problem.Field("into", "%s đã có trong hồ sơ «%s».", of[i].Name, into.Title)
		}
		last++
		if _, err := moveCandidate(tx, before.ID, of[i].ID, into.ID, last); err != nil {
			return before, fmt.Errorf("join dossier %s: %w", before.ID, err)
		}
		if err := movePartsOf(tx, before.ID, of[i].ID, into.ID); err != nil {
			return before, fmt.Errorf("join dossier %s: %w", before.ID, err)
		}
	}
	if err := b.grow(tx, m, into, before, a.Reason); err != nil {
		return before, err
	}
	d := before
	d.IntoID, d.Candidates = into.ID, 0
	return finish(tx, b, m, before, d, a.Reason, "")
}

// grow stores the dossier that another was joined to, with the earlier of their days.
func (b Basis) grow(tx *db.Tx, m Move, into, joined Dossier, why string) error {
	d := into
	d.Candidates += joined.Candidates
	if d.ReceivedOn.After(joined.ReceivedOn) {
		d.ReceivedOn = joined.ReceivedOn
	}
	if !joined.DueOn.IsZero() && (d.DueOn.IsZero() || d.DueOn.After(joined.DueOn)) {
		d.DueOn, d.LimitID = joined.DueOn, joined.LimitID
	}
	m.To = ""
	_, err := finish(tx, b, m, into, d, why, "")
	return err
}

func (d *Dossier) joins(o *Dossier) bool {
	return d.UnitID == o.UnitID && d.OfficeID == o.OfficeID && d.Kind == o.Kind && d.Award == o.Award && d.Year == o.Year && d.FromYear == o.FromYear &&
		d.Proposer == o.Proposer && d.YearID == o.YearID && d.Simple == o.Simple && d.Step == o.Step
}
