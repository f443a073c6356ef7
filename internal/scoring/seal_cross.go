package scoring

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// crossKind is a sealed form in the record; its object is the sheet.
const crossKind = "cross_form"

// SealCross stores the given marks and seals all marks of the unit (niêm phong):
// from here on the record holds a commitment to them. The last seal before the
// opening counts. version is the one that the person saw. Sealing once more what
// is sealed changes nothing.
func SealCross(tx *db.Tx, ring *key.Ring, y cycle.Year, unitID string, version int64, marks []CrossMark) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSeal, scope); err != nil {
		return err
	}
	if err := ownPeople(tx, unitID); err != nil {
		return err
	}
	p, c, err := crossIn(tx, y, unitID)
	if err != nil {
		return err
	}
	drafts, changed, err := p.typed(ring, c, version, marks, tx.Actor.Name)
	if err != nil {
		return err
	}
	given, missing := p.whole(unitID, drafts)
	var list problem.List
	for _, m := range given {
		p.points(m, &list) // the sheet may have been amended since it was typed
	}
	if err := list.Err(); err != nil {
		return err
	}
	last, form, err := p.lastSeal(tx, ring, c)
	if err != nil {
		return err
	}
	switch {
	case last.SheetNumber == p.sheet.Number && slices.Equal(given, form.Marks):
		return nil // the same form sent twice
	case c.Version != version:
		return problem.New(problem.Conflict, "Phiếu vừa được ghi ở nơi khác. Hãy xem lại các điểm rồi niêm phong.")
	case len(given)+len(missing) == 0:
		return problem.New(problem.Invalid, "Đơn vị bạn không chấm đơn vị nào nên không có gì để niêm phong.")
	case len(missing) > 0:
		return problem.New(problem.Invalid, "Còn %d điểm chưa chấm: %s. Không chấm được đơn vị nào thì từ chối chấm, có lý do.", len(missing), some(missing))
	}
	if changed > 0 {
		if err := keepDraft(tx, ring, y, p, c, drafts); err != nil {
			return err
		}
		if c, err = crossOf(tx, p.sheet.ID, unitID); err != nil {
			return err
		}
	}
	return seal(tx, ring, y, p, c, CrossSeal{CrossID: c.ID, Number: last.Number + 1}, given)
}

// seal stores a form encrypted and publishes the commitment to it.
func seal(tx *db.Tx, ring *key.Ring, y cycle.Year, p crossPlan, c crossRow, s CrossSeal, given []CrossMark) error {
	text, err := p.formOf(y, c.UnitID, s.Number, given)
	if err != nil {
		return err
	}
	form, committed, err := newSealedForm(text)
	if err != nil {
		return err
	}
	if c.Sealed, err = hide(ring, form, c.aboutSealed()); err != nil {
		return err
	}
	c.Version++
	if err := saveCross(tx, c); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	said, err := record.Canonical(crossSeal{
		Format: crossSealFormat, Cluster: y.ClusterID, Year: y.Year, Sheet: p.sheet.ID, Version: p.sheet.Number, From: c.UnitID, Number: s.Number, Commitment: committed,
	})
	if err != nil {
		return err
	}
	o := record.Object{Kind: crossKind, ID: p.sheet.ID}
	if err := record.Publish(tx, record.Publication{Act: access.ScoringSeal, Object: o, Scope: y.UnitScope(c.UnitID), Format: crossSealFormat, Text: said}); err != nil {
		return err
	}
	if s.EntryID, err = entryOf(tx, o, said); err != nil {
		return err
	}
	s.SheetNumber, s.Commitment, s.At = p.sheet.Number, committed, db.At(tx.Now)
	s.AccountID, s.Name = tx.Actor.ID, access.Signature(tx.Actor, access.ScoringSeal, y.UnitScope(c.UnitID))
	if err := insertCrossSeal(tx, s); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

// entryOf is the entry by which a text was published.
func entryOf(tx *db.Tx, o record.Object, text string) (string, error) {
	list, err := record.Publications(tx, o)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	for _, p := range list {
		if p.SHA256 == hex.EncodeToString(sum[:]) {
			return p.EntryID, nil
		}
	}
	return "", fmt.Errorf("the record has no publication of %s %s with this text", o.Kind, o.ID)
}

func (c crossRow) aboutSealed() string { return "score_cross/" + c.ID + "/sealed" }

// lastSeal is the last seal of a unit with the form in it; both are empty before
// the first.
func (p crossPlan) lastSeal(tx *db.Tx, ring *key.Ring, c crossRow) (CrossSeal, crossForm, error) {
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return CrossSeal{}, crossForm{}, fmt.Errorf("read seals: %w", err)
	}
	last := lastOf(seals, c.UnitID)
	if last.Number == 0 || len(c.Sealed) == 0 {
		return last, crossForm{}, nil
	}
	var kept sealedForm
	if err := unhide(ring, c.Sealed, &kept, c.aboutSealed()); err != nil {
		return last, crossForm{}, fmt.Errorf("read sealed form: %w", err)
	}
	form, err := kept.read()
	return last, form, err
}

// lastOf is the last seal of a unit; without a number where it has none.
func lastOf(seals []CrossSeal, unitID string) CrossSeal {
	var last CrossSeal
	for _, s := range seals {
		if s.UnitID == unitID && s.Number > last.Number {
			last = s
		}
	}
	return last
}

// some lists the first of many.
func some(list []string) string {
	const most = 5
	if len(list) <= most {
		return strings.Join(list, "; ")
	}
	return fmt.Sprintf("%s và %d điểm nữa", strings.Join(list[:most], "; "), len(list)-most)
}
