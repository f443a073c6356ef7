package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// crossOpeningKind is the breaking of a sheet's seals in the record.
const crossOpeningKind = "cross_opening"

// Unseal breaks the seals of a year (mở niêm phong): once every unit that marks
// has sealed, or the deadline has passed. A unit that has not sealed holds up
// nobody; what it only drafted is not opened and is destroyed.
func Unseal(tx *db.Tx, ring *key.Ring, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringUnseal, y.Scope()); err != nil {
		return err
	}
	p, err := planCross(tx, y, Opened)
	if err != nil || p.opening != nil {
		return err // opened by another meanwhile: that is what was asked for
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read seals: %w", err)
	}
	due, err := crossDue(tx, y)
	if err != nil {
		return err
	}
	if waits := p.unsealed(seals); len(waits) > 0 && !passed(tx, due) {
		return tooEarly(waits, due)
	}
	return breakSeals(tx, ring, y, p, seals)
}

// mustBeOpened refuses to go on while cross-scores are sealed.
func mustBeOpened(tx *db.Tx, sc Scored) error {
	if sc.CrossWay() == CrossNone {
		return nil
	}
	_, err := findCrossOpening(tx, sc.Sheet.ID)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.Closed, "Phiếu chấm chéo chưa mở niêm phong; kết luận sau khi mở.")
	}
	return err
}

func tooEarly(waits []string, due vn.Date) error {
	if due.IsZero() {
		return problem.New(problem.Closed, "Chưa niêm phong: %s. Mở được khi mọi đơn vị đã niêm phong; muốn mở sớm hơn thì đặt hạn «%s» ở trang thời hạn.",
			strings.Join(waits, ", "), cycle.Cross.Name())
	}
	return problem.New(problem.Closed, "Chưa niêm phong: %s. Mở được khi mọi đơn vị đã niêm phong, hoặc sau ngày %s.", strings.Join(waits, ", "), due.Short())
}

// DueToOpen lists the years whose seals the deadline breaks now.
//
// Public: the deadline asks, no person does.
func DueToOpen(tx *db.Tx) ([]cycle.Year, error) {
	sheets, err := openSheets(tx)
	if err != nil {
		return nil, fmt.Errorf("list open sheets: %w", err)
	}
	var due []cycle.Year
	for _, s := range sheets {
		y, err := cycle.ByID(tx, s.YearID)
		if err != nil {
			return nil, err
		}
		p, err := dueNow(tx, y)
		if err != nil {
			return nil, err
		}
		if p != nil {
			due = append(due, y)
		}
	}
	return due, nil
}

// dueNow is what the deadline opens of a year now; nil for nothing.
func dueNow(tx *db.Tx, y cycle.Year) (*crossPlan, error) {
	p, err := planCross(tx, y, Opened)
	if problem.Is(err, problem.NotFound) {
		return nil, nil // no cross-scores
	}
	if err != nil {
		return nil, err
	}
	due, err := crossDue(tx, y)
	if err != nil || p.opening != nil || y.State != cycle.Running || !passed(tx, due) {
		return nil, err
	}
	return &p, nil
}

// UnsealDue breaks the seals of a year whose deadline has passed.
//
// Public: the deadline opens, no person does.
func UnsealDue(tx *db.Tx, ring *key.Ring, y cycle.Year) error {
	p, err := dueNow(tx, y)
	if err != nil || p == nil {
		return err
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read seals: %w", err)
	}
	return breakSeals(tx, ring, y, *p, seals)
}

// keepCross holds opened cross-scores against an amendment: how the members mark
// each other stays, and marks on a criterion that it touches count no more.
func keepCross(tx *db.Tx, s YearSheet, before, after Definition, changes []Change) error {
	_, err := findCrossOpening(tx, s.ID)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find opening: %w", err)
	}
	if before.CrossWay() != after.CrossWay() || !sameNumber(before.CrossLow, after.CrossLow) || !sameNumber(before.CrossHigh, after.CrossHigh) {
		return problem.New(problem.Closed, "Phiếu chấm chéo đã mở niêm phong nên cách chấm chéo giữ nguyên.")
	}
	touched := map[string]bool{}
	for _, c := range changes {
		touched[c.Path()] = touched[c.Path()] || c.Touches()
	}
	list, err := crossGivenOf(tx, s.ID, "")
	if err != nil {
		return fmt.Errorf("read cross-scores: %w", err)
	}
	for _, g := range list {
		marks, err := g.marks()
		if err != nil {
			return err
		}
		kept := slices.DeleteFunc(slices.Clone(marks), func(m CrossMark) bool { return touched[m.Criterion] })
		if len(kept) == len(marks) {
			continue
		}
		if g.Marks, err = pack(kept); err != nil {
			return err
		}
		if err := updateCrossGiven(tx, g); err != nil {
			return fmt.Errorf("drop cross-scores: %w", err)
		}
	}
	return nil
}

// crossDue is the last day of marking each other; zero where none is set.
func crossDue(tx *db.Tx, y cycle.Year) (vn.Date, error) {
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil {
		return vn.Date{}, err
	}
	for _, ph := range phases {
		if ph.Kind == cycle.Cross {
			return ph.DueOn, nil
		}
	}
	return vn.Date{}, nil
}

func passed(tx *db.Tx, due vn.Date) bool { return !due.IsZero() && tx.Today().After(due) }

// unsealed names the units that must mark and have no seal that counts.
func (p crossPlan) unsealed(seals []CrossSeal) []string {
	var names []string
	for _, u := range p.units {
		if p.mustMark(u) && lastOf(seals, u).SheetNumber != p.sheet.Number {
			names = append(names, p.names[u])
		}
	}
	return names
}

// breakSeals opens every form whose last seal counts, publishes which they are,
// and destroys what is still hidden.
func breakSeals(tx *db.Tx, ring *key.Ring, y cycle.Year, p crossPlan, seals []CrossSeal) error {
	said := crossOpened{
		Format: crossOpeningFormat, Cluster: y.ClusterID, Year: y.Year, Sheet: p.sheet.ID, Version: p.sheet.Number, By: p.by, DropExtremes: p.settings.DropExtremes,
		Rows: []crossLine{}, Units: []crossCounting{}, Recusals: []crossPair{},
	}
	for _, r := range p.rows {
		said.Rows = append(said.Rows, crossLine{r.Path, decimalText(r.Low), decimalText(r.High)})
	}
	for _, r := range p.recusals {
		said.Recusals = append(said.Recusals, crossPair{r.FromID, r.ToID})
	}
	rows, err := crossesOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read sealed forms: %w", err)
	}
	for _, u := range p.units {
		counts := crossCounting{Unit: u, Name: p.names[u]}
		last := lastOf(seals, u)
		if last.SheetNumber == p.sheet.Number {
			counts.Number, counts.Commitment = last.Number, last.Commitment
		}
		said.Units = append(said.Units, counts)
		i := slices.IndexFunc(rows, func(c crossRow) bool { return c.UnitID == u })
		if i < 0 {
			continue
		}
		if err := breakSeal(tx, ring, p, rows[i], counts); err != nil {
			return err
		}
	}
	text, err := record.Canonical(said)
	if err != nil {
		return err
	}
	o := record.Object{Kind: crossOpeningKind, ID: p.sheet.ID}
	if err := record.Publish(tx, record.Publication{Act: access.ScoringUnseal, Object: o, Scope: y.Scope(), Format: crossOpeningFormat, Text: text}); err != nil {
		return err
	}
	opening := CrossOpening{SheetID: p.sheet.ID, Number: p.sheet.Number, AccountID: tx.Actor.ID, Name: access.Signature(tx.Actor, access.ScoringUnseal, y.Scope()), At: db.At(tx.Now)}
	if opening.EntryID, err = entryOf(tx, o, text); err != nil {
		return err
	}
	if err := insertCrossOpening(tx, opening); err != nil {
		return fmt.Errorf("open the seals: %w", err)
	}
	return cycle.TellUnits(tx, y, fmt.Sprintf("Phiếu chấm chéo năm %d đã mở niêm phong", y.Year), cycle.CrossPage, p.units...)
}

// breakSeal opens the form of one unit where one counts. A form that is not the
// one committed to stays closed, for all to see; it holds up nobody.
func breakSeal(tx *db.Tx, ring *key.Ring, p crossPlan, c crossRow, counts crossCounting) error {
	var kept sealedForm
	if counts.Number > 0 && unhide(ring, c.Sealed, &kept, c.aboutSealed()) == nil && kept.fits(counts.Commitment) {
		form, err := kept.read()
		if err != nil {
			return fmt.Errorf("read the form of %s: %w", c.UnitID, err)
		}
		if err := p.giveOut(tx, c, form.Marks); err != nil {
			return fmt.Errorf("store the marks of %s: %w", c.UnitID, err)
		}
		c.Salt, c.Form = kept.Salt, kept.Form
	}
	c.Draft, c.Sealed, c.Version = nil, nil, c.Version+1
	if err := saveCross(tx, c); err != nil {
		return fmt.Errorf("open the form of %s: %w", c.UnitID, err)
	}
	return nil
}

// giveOut stores the opened marks of a unit by the unit that they are of.
func (p crossPlan) giveOut(tx *db.Tx, c crossRow, marks []CrossMark) error {
	for _, to := range p.units {
		own := slices.DeleteFunc(slices.Clone(marks), func(m CrossMark) bool { return m.To != to })
		if len(own) == 0 || p.recused(c.UnitID, to) != nil {
			continue
		}
		text, err := pack(own)
		if err != nil {
			return err
		}
		if err := insertCrossGiven(tx, crossGiven{c.SheetID, c.UnitID, to, text}); err != nil {
			return err
		}
	}
	return nil
}
