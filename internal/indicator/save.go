package indicator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Saving is what a person typed into a report's form. Indicators that are not
// among the entries stay as they are.
type Saving struct {
	PeriodID string
	UnitID   string
	Version  int64 // of the report the person saw; 0 for one not saved before
	Entries  []Entry
}

// Entry is what was typed for one indicator.
type Entry struct {
	IndicatorID string
	Value       decimal.NullDecimal
	Paper       string // neutral number of a paper dossier, instead of a value
	Note        string
	Reason      string // why a jump against the previous value is right
}

// Save stores the figures of a report that is with its unit. The warnings name
// rules that the figures break as they stand; Submit refuses what is only
// warned of here. A stale version comes back as conflicts, one beside each
// figure that another person changed; saving what is already stored changes
// nothing.
func Save(tx *db.Tx, y cycle.Year, s Saving) (Report, problem.List, error) {
	scope := y.UnitScope(s.UnitID)
	if err := access.Require(tx, access.ReportWrite, scope); err != nil {
		return Report{}, nil, err
	}
	p, r, err := reportToWrite(tx, y, s.PeriodID, s.UnitID)
	if err != nil {
		return Report{}, nil, err
	}
	d, err := draftOf(tx, y, p, r)
	if err != nil {
		return Report{}, nil, err
	}
	if err := d.tidy(s.Entries); err != nil {
		return Report{}, nil, err
	}
	since, err := d.since(tx, s.Version)
	if err != nil {
		return Report{}, nil, err
	}
	changed := slices.DeleteFunc(d.changed(s.Entries), func(f Figure) bool { return leftAlone(f, since) })
	if len(changed) == 0 {
		return r, d.warnings(), nil
	}
	if err := d.conflicts(since, changed); err != nil {
		return Report{}, nil, err
	}
	if err := d.check(changed); err != nil {
		return Report{}, nil, err
	}
	if r, err = d.store(tx, changed); err != nil {
		return Report{}, nil, fmt.Errorf("save report: %w", err)
	}
	return r, d.warnings(), record.Add(tx, record.Act{
		Act: access.ReportWrite, Object: record.Object{Kind: "report", ID: r.ID}, Scope: scope, Before: d.before, After: changed,
	})
}

// LeftAlone returns, by indicator, which entries of a stale form another person
// has changed since while who sends it did not touch them. The form shown again
// has what is stored there.
//
// Read: requires the right to write the report.
func LeftAlone(tx *db.Tx, y cycle.Year, s Saving) (map[string]bool, error) {
	if err := access.Require(tx, access.ReportWrite, y.UnitScope(s.UnitID)); err != nil {
		return nil, err
	}
	p, r, err := reportToWrite(tx, y, s.PeriodID, s.UnitID)
	if err != nil {
		return nil, err
	}
	d, err := draftOf(tx, y, p, r)
	if err != nil {
		return nil, err
	}
	if err := d.tidy(s.Entries); err != nil {
		return nil, err
	}
	since, err := d.since(tx, s.Version)
	if err != nil {
		return nil, err
	}
	list := map[string]bool{}
	for _, f := range d.changed(s.Entries) {
		if leftAlone(f, since) {
			list[f.IndicatorID] = true
		}
	}
	return list, nil
}

// since is what others changed after the version that a person saw.
func (d *draft) since(tx *db.Tx, version int64) (map[string]Change, error) {
	if version == d.report.Version {
		return nil, nil
	}
	return ChangedSince(tx, d.report.ID, version)
}

// leftAlone reports whether a figure of a form says what it said before another
// person changed it.
func leftAlone(f Figure, since map[string]Change) bool {
	c, ok := since[f.IndicatorID]
	return ok && sameNumber(f.Value, c.OldValue) && f.Note == c.OldNote && f.Paper == c.OldPaper
}

// draft is a report with what is needed to judge a change of it.
type draft struct {
	year       cycle.Year
	period     cycle.Period
	report     Report
	indicators []Indicator
	known      map[string]Indicator
	figures    map[string]Figure // by indicator
	before     []Figure          // figures that a change replaces
	previous   map[string]Previous
	rules      []Rule
}

func draftOf(tx *db.Tx, y cycle.Year, p cycle.Period, r Report) (*draft, error) {
	d := &draft{year: y, period: p, report: r, figures: map[string]Figure{}}
	var err error
	if d.indicators, err = List(tx, y.ID); err != nil {
		return nil, err
	}
	d.known = byID(d.indicators)
	stored, err := figuresOf(tx, r.ID)
	if err != nil {
		return nil, fmt.Errorf("find figures: %w", err)
	}
	for _, f := range stored {
		d.figures[f.IndicatorID] = f
	}
	if d.previous, err = previousOf(tx, y, p, r.UnitID, d.indicators); err != nil {
		return nil, err
	}
	d.rules, err = Rules(tx, y.ID)
	return d, err
}

// tidy trims and composes what was typed and refuses an indicator that the year
// does not have.
func (d *draft) tidy(entries []Entry) error {
	for n := range entries {
		e := &entries[n]
		if _, ok := d.known[e.IndicatorID]; !ok {
			return problem.New(problem.Invalid, "Chỉ số «%s» không có trong giao ước năm %d nên số của nó không lưu được. Các số khác còn nguyên; hãy lưu lại.", e.IndicatorID, d.year.Year)
		}
		e.Note, e.Reason = vn.NFC(strings.TrimSpace(e.Note)), vn.NFC(strings.TrimSpace(e.Reason))
		e.Paper = strings.ToUpper(vn.NFC(strings.TrimSpace(e.Paper)))
	}
	return nil
}

// changed returns the figures as typed that differ from what is stored. The
// stored reason of a jump stays as long as the value does.
func (d *draft) changed(entries []Entry) []Figure {
	var list []Figure
	for _, e := range entries {
		stored := d.figures[e.IndicatorID]
		f := Figure{
			ReportID: d.report.ID, IndicatorID: e.IndicatorID,
			Value: e.Value, Paper: e.Paper, Note: e.Note, Confirmed: e.Reason,
		}
		if f.Confirmed == "" && sameNumber(f.Value, stored.Value) {
			f.Confirmed = stored.Confirmed
		}
		if !sameFigure(f, stored) {
			list = append(list, f)
		}
	}
	return list
}

func sameNumber(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && (!a.Valid || a.Decimal.Equal(b.Decimal))
}

func sameFigure(a, b Figure) bool {
	return sameNumber(a.Value, b.Value) && a.Paper == b.Paper && a.Note == b.Note && a.Confirmed == b.Confirmed
}

// conflicts refuses a save over changes that the person has not seen.
func (d *draft) conflicts(since map[string]Change, changed []Figure) error {
	var list problem.List
	for _, f := range changed {
		c, ok := since[f.IndicatorID]
		if !ok {
			continue
		}
		i := d.known[f.IndicatorID]
		list = append(list, &problem.Problem{Kind: problem.Conflict, Field: ValueField(i.Code), Text: fmt.Sprintf(
			"«%s»: %s vừa đổi %s thành %s; bạn gõ %s.", i.Name, c.Name, figureText(c.OldValue, c.OldPaper, c.OldNote),
			figureText(c.NewValue, c.NewPaper, c.NewNote), figureText(f.Value, f.Paper, f.Note))})
	}
	if len(list) == 0 {
		return nil
	}
	whole := problem.New(problem.Conflict, "Báo cáo vừa được người khác lưu; chưa có gì của bạn bị mất. Hãy xem những ô dưới đây rồi lưu lại.")
	return append(problem.List{whole}, list...)
}

// figureText is a figure in a sentence.
func figureText(value decimal.NullDecimal, paper, note string) string {
	text := "(trống)"
	switch {
	case value.Valid:
		text = vn.Format(value.Decimal)
	case paper != "":
		text = "hồ sơ giấy số " + paper
	}
	if note != "" {
		text += " (ghi chú: " + note + ")"
	}
	return text
}

// check refuses changed figures that cannot be kept.
func (d *draft) check(changed []Figure) error {
	var list problem.List
	for n := range changed {
		f := &changed[n]
		i := d.known[f.IndicatorID]
		blob.RefuseSecrets(&list, NoteField(i.Code), f.Note)
		blob.RefuseSecrets(&list, ReasonField(i.Code), f.Confirmed)
		if f.Paper != "" {
			if !paperNumber(f.Paper) {
				list.Add(PaperField(i.Code), "Số hồ sơ giấy chỉ gồm chữ in không dấu, chữ số và dấu - / . (nhiều nhất 20 ký tự, có chữ số), ví dụ HS-12/2026; không ghi nội dung.")
			}
			if f.Value.Valid {
				list.Add(ValueField(i.Code), "«%s» giữ bằng hồ sơ giấy thì không ghi số ở đây; hãy xóa số hoặc xóa số hồ sơ giấy.", i.Name)
			}
		}
		if !f.Value.Valid {
			f.Confirmed = ""
			continue
		}
		if tooLong(f.Value.Decimal) {
			list.Add(ValueField(i.Code), "«%s»: số quá dài; hãy kiểm tra lại.", i.Name)
			continue
		}
		if !jumpFrom(d.previous[i.ID], i.Unit, f.Value.Decimal) {
			f.Confirmed = ""
		} else if f.Confirmed == "" {
			list.Add(ReasonField(i.Code), "%s", jumpText(d.previous[i.ID], i.Name, i.Unit, f.Value.Decimal))
		}
	}
	return list.Err()
}

// store writes the changed figures with their trail and raises the version.
func (d *draft) store(tx *db.Tx, changed []Figure) (Report, error) {
	r := d.report
	r.Version++
	if r.ID == "" {
		r.ID = db.NewID()
		if err := insertReport(tx, r); err != nil {
			return r, err
		}
	} else if err := updateReport(tx, r); err != nil {
		return r, err
	}
	for n := range changed {
		changed[n].ReportID = r.ID
		f, before := changed[n], d.figures[changed[n].IndicatorID]
		if err := putFigure(tx, f); err != nil {
			return r, err
		}
		c := Change{
			IndicatorID: f.IndicatorID, Version: r.Version, OldValue: before.Value, NewValue: f.Value,
			OldNote: before.Note, NewNote: f.Note, OldPaper: before.Paper, NewPaper: f.Paper,
			AccountID: tx.Actor.ID, Name: tx.Actor.Name, At: db.At(tx.Now),
		}
		if err := insertChange(tx, r.ID, c); err != nil {
			return r, err
		}
		if before.ReportID != "" {
			d.before = append(d.before, before)
		}
		d.figures[f.IndicatorID] = f
	}
	d.report = r
	return r, nil
}

// warnings are the rules that the figures break.
func (d *draft) warnings() problem.List {
	entered := map[string]decimal.Decimal{}
	for id, f := range d.figures {
		if f.Value.Valid {
			entered[id] = f.Value.Decimal
		}
	}
	return broken(d.rules, d.known, entered)
}
