package scoring

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
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

// CrossBoard is how far the members of a year have marked each other. It shows no
// mark before the opening.
type CrossBoard struct {
	Sheet    YearSheet
	By       CrossBy
	Rows     []CrossRow
	Due      vn.Date // last day; zero where none is set
	Units    []CrossUnit
	Recusals []CrossRecusal // of one's own unit; all of them for who reads the whole year
	Opening  *CrossOpening  // nil while the forms are sealed
	Waits    []string       // the units that have not sealed
	Ready    bool           // the seals may be broken now
	Sums     []CrossFileSum // once opened
}

// CrossUnit is one unit of the board.
type CrossUnit struct {
	UnitID string
	Name   string
	Seal   CrossSeal // the last one; without a number for none
	Seals  int
	Must   bool // it has others to mark
	Counts bool // the last seal counts
	Opened bool
}

// ReadCross returns the board of a year.
//
// Read: requires the right to read somewhere in the year.
func ReadCross(tx *db.Tx, y cycle.Year) (CrossBoard, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return CrossBoard{}, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return CrossBoard{}, err
	}
	p, err := planCross(tx, y, Opened, Concluded, Published)
	if err != nil {
		return CrossBoard{}, err
	}
	b, err := p.board(tx, y)
	for _, r := range p.recusals {
		if access.May(tx, access.ScoringRead, y.UnitScope(r.FromID)) {
			b.Recusals = append(b.Recusals, r)
		}
	}
	return b, err
}

// PublicCrossBoard is ReadCross for everybody, without the names of persons, once
// the ranking is published.
//
// Public: it was published.
func PublicCrossBoard(tx *db.Tx, y cycle.Year) (CrossBoard, error) {
	p, err := planCross(tx, y, Published)
	if problem.Is(err, problem.Closed) {
		return CrossBoard{}, unpublished(y)
	}
	if err != nil {
		return CrossBoard{}, err
	}
	if p.opening == nil {
		return CrossBoard{}, problem.New(problem.NotFound, "Phiếu chấm chéo chưa mở niêm phong.")
	}
	b, err := p.board(tx, y)
	for i := range b.Units {
		b.Units[i].Seal.Name, b.Units[i].Seal.AccountID = "", ""
	}
	opening := *p.opening
	opening.Name, opening.AccountID = "", ""
	b.Opening = &opening
	return b, err
}

func unpublished(y cycle.Year) error {
	return problem.New(problem.NotFound, "Kết quả chấm điểm năm %d chưa công bố.", y.Year)
}

// board is how far the members have marked each other, without recusals.
func (p crossPlan) board(tx *db.Tx, y cycle.Year) (CrossBoard, error) {
	b := CrossBoard{Sheet: p.sheet, By: p.by, Rows: p.rows, Opening: p.opening}
	var err error
	if b.Due, err = crossDue(tx, y); err != nil {
		return b, err
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return b, fmt.Errorf("read seals: %w", err)
	}
	rows, err := openedOf(tx, p.sheet.ID)
	if err != nil {
		return b, fmt.Errorf("read forms: %w", err)
	}
	for _, u := range p.units {
		line := CrossUnit{UnitID: u, Name: p.names[u], Seal: lastOf(seals, u), Must: p.mustMark(u)}
		line.Seals, line.Counts = int(line.Seal.Number), line.Seal.Number > 0 && line.Seal.SheetNumber == p.sheet.Number
		if p.opening != nil {
			line.Counts = line.Seal.Number > 0 && line.Seal.SheetNumber == p.opening.Number
		}
		line.Opened = slices.ContainsFunc(rows, func(c crossRow) bool { return c.UnitID == u })
		b.Units = append(b.Units, line)
	}
	slices.SortStableFunc(b.Units, func(a, c CrossUnit) int { return vn.Compare(a.Name, c.Name) })
	b.Waits = p.unsealed(seals)
	b.Ready = p.opening == nil && p.sheet.State == Opened && (len(b.Waits) == 0 || passed(tx, b.Due))
	if p.opening != nil {
		marks, err := p.opened(rows)
		if err != nil {
			return b, err
		}
		b.Sums = crossSums(marks)
	}
	return b, nil
}

// opened are the marks of the opened forms, without those of recused pairs.
func (p crossPlan) opened(rows []crossRow) ([]crossMark, error) {
	var marks []crossMark
	for _, c := range rows {
		form, err := sealedForm{c.Salt, c.Form}.read()
		if err != nil {
			return nil, fmt.Errorf("read the form of %s: %w", c.UnitID, err)
		}
		for _, m := range form.Marks {
			if p.recused(c.UnitID, m.To) == nil {
				marks = append(marks, crossMark{c.UnitID, m})
			}
		}
	}
	return marks, nil
}

// CrossDesk is what one unit gives the others, as its own people see it.
type CrossDesk struct {
	Sheet    YearSheet
	By       CrossBy
	Rows     []CrossRow
	UnitID   string
	Name     string
	Others   []CrossOther
	Version  int64
	Due      vn.Date
	Closed   string    // why nothing can be written now
	Seal     CrossSeal // the last one; without a number for none
	Seals    []CrossSeal
	Changed  bool // something differs from what is sealed
	Outdated bool // the sheet was amended since
	Done     int
	All      int
}

// Lacks reports whether a line of another unit has no mark yet.
func (d CrossDesk) Lacks(o CrossOther, path string) bool {
	return o.Recusal == nil && !o.Off[path] && o.Marks[path] == ""
}

// CrossOther is another unit with the marks that it is given.
type CrossOther struct {
	UnitID  string
	Name    string
	Column  int // in CrossField
	Recusal *CrossRecusal
	Marks   map[string]string // points by path, as typed
	Off     map[string]bool   // paths that are not marked: not given to that unit
	Version map[string]int64
}

// ReadCrossDesk returns what a unit gives the others: as it is drafted, and once
// opened as it was sealed.
//
// Read: requires the right to mark for the unit.
func ReadCrossDesk(tx *db.Tx, ring *key.Ring, y cycle.Year, unitID string) (CrossDesk, error) {
	if err := access.Require(tx, access.ScoringCross, y.UnitScope(unitID)); err != nil {
		return CrossDesk{}, err
	}
	if err := ownPeople(tx, unitID); err != nil {
		return CrossDesk{}, err
	}
	p, err := planCross(tx, y, Opened, Concluded, Published)
	if err != nil {
		return CrossDesk{}, err
	}
	d := CrossDesk{Sheet: p.sheet, By: p.by, Rows: p.rows, UnitID: unitID, Name: p.names[unitID]}
	if !slices.Contains(p.units, unitID) {
		return d, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	if d.Due, err = crossDue(tx, y); err != nil {
		return d, err
	}
	_, c, err := crossIn(tx, y, unitID)
	if why := problem.All(err); len(why) > 0 {
		d.Closed = why[0].Text
		c, err = crossOf(tx, p.sheet.ID, unitID)
	}
	if err != nil {
		return d, err
	}
	drafts, err := c.drafts(ring)
	if err != nil {
		return d, err
	}
	if c.Form != "" {
		form, err := sealedForm{c.Salt, c.Form}.read()
		if err != nil {
			return d, fmt.Errorf("read form: %w", err)
		}
		for _, m := range form.Marks {
			drafts = append(drafts, draftMark{CrossMark: m})
		}
	}
	d.Version = c.Version
	d.Others = p.others(unitID, drafts)
	for _, o := range d.Others {
		for _, r := range p.rows {
			if p.marks(unitID, o.UnitID, r.Path) {
				d.All++
				if o.Marks[r.Path] != "" {
					d.Done++
				}
			}
		}
	}
	return d, d.sealing(tx, ring, p, c, drafts)
}

// sealing fills in what has been sealed of a desk.
func (d *CrossDesk) sealing(tx *db.Tx, ring *key.Ring, p crossPlan, c crossRow, drafts []draftMark) error {
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read seals: %w", err)
	}
	d.Seals = slices.DeleteFunc(seals, func(s CrossSeal) bool { return s.UnitID != c.UnitID })
	slices.SortFunc(d.Seals, func(a, b CrossSeal) int { return cmp.Compare(a.Number, b.Number) })
	last, form, err := p.lastSeal(tx, ring, c)
	if err != nil {
		return err
	}
	d.Seal = last
	if last.Number == 0 || p.opening != nil {
		return nil
	}
	given, _ := p.whole(c.UnitID, drafts)
	d.Outdated = last.SheetNumber != p.sheet.Number
	d.Changed = !d.Outdated && !slices.Equal(given, form.Marks)
	return nil
}

// ReadCrossForm returns the opened form of a unit to every member.
//
// Read: requires the right to read somewhere in the year.
func ReadCrossForm(tx *db.Tx, y cycle.Year, unitID string) (CrossDesk, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return CrossDesk{}, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return CrossDesk{}, err
	}
	p, err := planCross(tx, y, Opened, Concluded, Published)
	if err != nil {
		return CrossDesk{}, err
	}
	d := CrossDesk{Sheet: p.sheet, By: p.by, Rows: p.rows, UnitID: unitID, Name: p.names[unitID]}
	c, err := crossOf(tx, p.sheet.ID, unitID)
	if err != nil {
		return d, err
	}
	if p.opening == nil || c.Form == "" {
		return d, problem.New(problem.NotFound, "Không có phiếu chấm chéo đã mở của đơn vị này.")
	}
	marks, err := p.opened([]crossRow{c})
	if err != nil {
		return d, err
	}
	var shown []draftMark
	for _, m := range marks {
		shown = append(shown, draftMark{CrossMark: m.CrossMark})
	}
	d.Others = p.others(unitID, shown)
	return d, nil
}

// others are the other units in Vietnamese order, with a unit's marks of them.
func (p crossPlan) others(from string, drafts []draftMark) []CrossOther {
	var list []CrossOther
	for i, u := range p.units {
		if u == from {
			continue
		}
		o := CrossOther{UnitID: u, Name: p.names[u], Column: i, Recusal: p.recused(from, u), Marks: map[string]string{}, Off: map[string]bool{}, Version: map[string]int64{}}
		for _, m := range drafts {
			if m.To == u {
				o.Marks[m.Criterion], o.Version[m.Criterion] = m.Points, m.Version
			}
		}
		for _, r := range p.rows {
			o.Off[r.Path] = p.off[[2]string{u, r.Path}]
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b CrossOther) int { return vn.Compare(a.Name, b.Name) })
	return list
}

// ReadCrossReceipt returns what a unit keeps of its last seal.
//
// Read: requires the right to mark for the unit.
func ReadCrossReceipt(tx *db.Tx, ring *key.Ring, y cycle.Year, unitID string) (CrossReceipt, CrossSeal, error) {
	if err := access.Require(tx, access.ScoringCross, y.UnitScope(unitID)); err != nil {
		return CrossReceipt{}, CrossSeal{}, err
	}
	if err := ownPeople(tx, unitID); err != nil {
		return CrossReceipt{}, CrossSeal{}, err
	}
	p, err := planCross(tx, y, Opened, Concluded, Published)
	if err != nil {
		return CrossReceipt{}, CrossSeal{}, err
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return CrossReceipt{}, CrossSeal{}, fmt.Errorf("read seals: %w", err)
	}
	last := lastOf(seals, unitID)
	if last.Number == 0 {
		return CrossReceipt{}, last, problem.New(problem.NotFound, "Đơn vị chưa niêm phong phiếu chấm chéo nào.")
	}
	c, err := crossOf(tx, p.sheet.ID, unitID)
	if err != nil {
		return CrossReceipt{}, last, err
	}
	kept := sealedForm{c.Salt, c.Form}
	if len(c.Sealed) > 0 {
		if err := unhide(ring, c.Sealed, &kept, c.aboutSealed()); err != nil {
			return CrossReceipt{}, last, fmt.Errorf("read sealed form: %w", err)
		}
	}
	if kept.Form == "" {
		return CrossReceipt{}, last, problem.New(problem.NotFound, "Phiếu niêm phong lần này không còn được giữ ở đây.")
	}
	printed, err := record.Print(tx, last.EntryID)
	if err != nil {
		return CrossReceipt{}, last, err
	}
	return CrossReceipt{crossReceiptFormat, printed.Text, last.EntryID, kept.Salt, kept.Form}, last, nil
}

// OpenedCross returns all of a year's cross-scores to the members once the seals
// are broken, without the proofs, which the record gives.
//
// Read: requires the right to read somewhere in the year.
func OpenedCross(tx *db.Tx, y cycle.Year) (CrossFile, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return CrossFile{}, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return CrossFile{}, err
	}
	return crossFile(tx, y, Opened, Concluded, Published)
}

// PublicCross is OpenedCross for everybody once the ranking is published.
//
// Public: it was published.
func PublicCross(tx *db.Tx, y cycle.Year) (CrossFile, error) {
	f, err := crossFile(tx, y, Published)
	if problem.Is(err, problem.Closed) {
		return f, unpublished(y)
	}
	return f, err
}

func crossFile(tx *db.Tx, y cycle.Year, states ...State) (CrossFile, error) {
	var f CrossFile
	p, err := planCross(tx, y, states...)
	if err != nil {
		return f, err
	}
	if p.opening == nil {
		return f, problem.New(problem.NotFound, "Phiếu chấm chéo chưa mở niêm phong.")
	}
	f = CrossFile{Format: crossFileFormat, Seals: []CrossProved{}, Forms: []CrossFileForm{}}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return f, fmt.Errorf("read seals: %w", err)
	}
	for _, s := range seals {
		f.Seals = append(f.Seals, CrossProved{Entry: s.EntryID})
	}
	f.Opening.Entry = p.opening.EntryID
	for _, t := range append(pointers(f.Seals), &f.Opening) {
		printed, err := record.Print(tx, t.Entry)
		if err != nil {
			return f, err
		}
		t.Text = printed.Text
	}
	return f, f.fill(tx, p)
}

func pointers(list []CrossProved) []*CrossProved {
	all := make([]*CrossProved, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

// fill adds the opened forms and what they sum up to.
func (f *CrossFile) fill(tx *db.Tx, p crossPlan) error {
	rows, err := openedOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read forms: %w", err)
	}
	for _, c := range rows {
		f.Forms = append(f.Forms, CrossFileForm{c.UnitID, c.Salt, c.Form})
	}
	slices.SortFunc(f.Forms, func(a, b CrossFileForm) int { return strings.Compare(a.Unit, b.Unit) })
	marks, err := p.opened(rows)
	if err != nil {
		return err
	}
	var said crossOpened
	if err := json.Unmarshal([]byte(f.Opening.Text), &said); err != nil {
		return fmt.Errorf("read opening: %w", err)
	}
	f.Totals, f.Means = crossSums(marks), crossMeans(marks, said.DropExtremes)
	return nil
}

// crossScores are the opened cross-scores of a sheet that count now, of one unit
// where it is named, and what a mark of the whole sheet may be.
func crossScores(tx *db.Tx, s YearSheet, d Definition, unitID string) ([]CrossScore, *CrossRange, error) {
	if d.CrossWay() == CrossNone {
		return nil, nil, nil
	}
	given, err := crossGivenOf(tx, s.ID, unitID)
	if err != nil || len(given) == 0 {
		return nil, nil, err
	}
	unassigned, err := unassignedOf(tx, s.ID)
	if err != nil {
		return nil, nil, err
	}
	off := map[[2]string]bool{}
	for _, u := range unassigned {
		off[[2]string{u.UnitID, u.Criterion}] = true
	}
	var scores []CrossScore
	for _, g := range given {
		marks, err := g.marks()
		if err != nil {
			return nil, nil, err
		}
		for _, m := range marks {
			if !off[[2]string{g.ToID, m.Criterion}] {
				scores = append(scores, CrossScore{From: g.FromID, To: g.ToID, Criterion: m.Criterion, Points: fraction(m.Points)})
			}
		}
	}
	bounds := CrossRange{Low: new(big.Rat), High: new(big.Rat)}
	for _, r := range d.crossRows() {
		bounds.Low.Add(bounds.Low, r.Low)
		bounds.High.Add(bounds.High, r.High)
	}
	return scores, &bounds, nil
}

// Text is the file as it is served.
func (f CrossFile) Text() ([]byte, error) { return json.MarshalIndent(f, "", " ") }
