package covenant

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Find returns the covenant of a year.
//
// Read: how far a covenant is, is known to every page that shows the year.
func Find(tx *db.Tx, y cycle.Year) (Covenant, error) {
	c, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Năm %d chưa có giao ước.", y.Year)
	}
	if err != nil {
		return c, fmt.Errorf("find covenant: %w", err)
	}
	return c, nil
}

// Work is a covenant as those who make it see it.
type Work struct {
	Covenant   Covenant
	Contents   []Content
	Repeated   map[int]bool // numbers of contents that repeat last year's
	Versions   []Version
	Version    Version     // the one in hand: the last sent, or signed
	Comments   []Remark    // on the version in hand
	Signatures []Signature // on the version in hand
	Parties    []Party     // the same by member
	Witness    *Signature  // nil while missing
	Draft      Snapshot    // the text as it is now
	Unsent     []Change    // what the draft changes in the version in hand
	Amends     []Change    // what an amendment changes in the signed version
}

// Party is a member and what it has done for the version in hand.
type Party struct {
	UnitID    string
	Name      string
	Remarks   []Remark
	Targets   int        // how many it has registered
	Signature *Signature // nil while missing
}

// Silent names the members that have not answered the version in hand.
func (w Work) Silent() []string {
	var names []string
	for _, p := range w.Parties {
		if len(p.Remarks) == 0 {
			names = append(names, p.Name)
		}
	}
	return names
}

// SignedBy counts the members that have confirmed the version in hand.
func (w Work) SignedBy() int {
	n := 0
	for _, p := range w.Parties {
		if p.Signature != nil {
			n++
		}
	}
	return n
}

// Overview returns the covenant of a year for its makers.
//
// Read: requires the right to read it.
func Overview(tx *db.Tx, y cycle.Year) (Work, error) {
	if err := access.Require(tx, access.CovenantRead, y.Scope()); err != nil {
		return Work{}, err
	}
	c, err := Find(tx, y)
	if err != nil {
		return Work{}, err
	}
	w := Work{Covenant: c}
	if w.Contents, err = contentsOf(tx, c.ID); err != nil {
		return w, fmt.Errorf("read contents: %w", err)
	}
	if w.Repeated, err = repeated(tx, y, w.Contents); err != nil {
		return w, err
	}
	if w.Versions, err = versionsOf(tx, c.ID); err != nil {
		return w, fmt.Errorf("read versions: %w", err)
	}
	for _, v := range w.Versions {
		if c.State != Signed || !v.SignedOn.IsZero() {
			w.Version = v
		}
	}
	if w.Draft, err = take(tx, y, c); err != nil {
		return w, err
	}
	if c.Amending != "" {
		if w.Amends, err = sinceSigned(tx, y, c); err != nil {
			return w, err
		}
	}
	return w, w.fillParties(tx)
}

// fillParties gathers what each party has done. While signing the parties are
// those of the text; before, those of the year.
func (w *Work) fillParties(tx *db.Tx) error {
	text := w.Draft
	if w.Version.ID != "" {
		out, err := w.Version.Text()
		if err != nil {
			return err
		}
		if w.Comments, err = commentsOn(tx, w.Version.ID); err != nil {
			return fmt.Errorf("read comments: %w", err)
		}
		if w.Signatures, err = signaturesOn(tx, w.Version.ID); err != nil {
			return fmt.Errorf("read signatures: %w", err)
		}
		if w.Covenant.State == Signing || w.Covenant.State == Signed {
			text = out
		} else {
			w.Unsent = Compare(out, w.Draft)
		}
	}
	for _, m := range text.Members {
		p := Party{UnitID: m.ID, Name: m.Name}
		for _, r := range w.Comments {
			if r.UnitID == m.ID {
				p.Remarks = append(p.Remarks, r)
			}
		}
		for _, t := range text.Targets {
			if t.Unit == m.ID {
				p.Targets++
			}
		}
		p.Signature = signatureOf(w.Signatures, PartMember, m.ID)
		w.Parties = append(w.Parties, p)
	}
	w.Witness = signatureOf(w.Signatures, PartWitness, "")
	return nil
}

func signatureOf(list []Signature, part Part, unitID string) *Signature {
	for _, s := range list {
		if s.Part == part && s.UnitID == unitID {
			return &s
		}
	}
	return nil
}

func repeated(tx *db.Tx, y cycle.Year, contents []Content) (map[int]bool, error) {
	last, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	old, _, err := textOf(tx, last)
	if err != nil {
		return nil, err
	}
	return Repeated(contents, old), nil
}

// ContentsOf returns the contents of a year's covenant, none when there is none.
//
// Read: used to compare and copy by pages that have required their right.
func ContentsOf(tx *db.Tx, y cycle.Year) ([]Content, error) {
	c, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find covenant: %w", err)
	}
	list, err := contentsOf(tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read contents: %w", err)
	}
	return list, nil
}

// Reading is one version with what was said of it and who has signed it.
type Reading struct {
	Covenant   Covenant
	Version    Version
	Text       Snapshot
	Remarks    []Remark
	Signatures []Signature
	Last       bool // no later version has been sent
}

// ReadVersion returns a version by its number, for its makers.
//
// Read: requires the right to read the draft.
func ReadVersion(tx *db.Tx, y cycle.Year, number int) (Reading, error) {
	if err := access.Require(tx, access.CovenantRead, y.Scope()); err != nil {
		return Reading{}, err
	}
	c, err := Find(tx, y)
	if err != nil {
		return Reading{}, err
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return Reading{}, fmt.Errorf("read versions: %w", err)
	}
	if number < 1 || number > len(versions) {
		return Reading{}, problem.New(problem.NotFound, "Không có bản %d của giao ước năm %d.", number, y.Year)
	}
	r := Reading{Covenant: c, Version: versions[number-1], Last: number == len(versions)}
	if r.Text, err = r.Version.Text(); err != nil {
		return r, err
	}
	if r.Remarks, err = commentsOn(tx, r.Version.ID); err != nil {
		return r, fmt.Errorf("read comments: %w", err)
	}
	if r.Signatures, err = signaturesOn(tx, r.Version.ID); err != nil {
		return r, fmt.Errorf("read signatures: %w", err)
	}
	return r, nil
}

// DraftText returns the text as it stands now, for a comparison.
//
// Read: requires the right to read the draft.
func DraftText(tx *db.Tx, y cycle.Year) (Snapshot, error) {
	if err := access.Require(tx, access.CovenantRead, y.Scope()); err != nil {
		return Snapshot{}, err
	}
	c, err := Find(tx, y)
	if err != nil {
		return Snapshot{}, err
	}
	return take(tx, y, c)
}

// SinceLastYear lists what the text in hand changes in last year's covenant; ok
// is false when last year has no text here.
//
// Read: requires the right to read the draft.
func SinceLastYear(tx *db.Tx, y cycle.Year) (changes []Change, ok bool, err error) {
	now, err := DraftText(tx, y)
	if err != nil {
		return nil, false, err
	}
	last, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	if problem.Is(err, problem.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	contents, _, err := textOf(tx, last)
	if err != nil || len(contents) == 0 {
		return nil, false, err
	}
	var before Snapshot
	for _, n := range contents {
		before.Contents = append(before.Contents, SnapContent{n.Number, n.Title, n.Body, n.Serves})
	}
	return Compare(before, Snapshot{Contents: now.Contents}), true, nil
}

// Open is what the public sees of a covenant.
type Open struct {
	Covenant   Covenant
	Version    Version // one that all have signed; the last, unless another was asked for
	Text       Snapshot
	Signatures []Signature
	Signed     []Version // all signed versions, the earliest first
	Amends     []Change  // what this version changed in the signed one before it
}

// Later reports whether another version has been signed since this one.
func (o Open) Later() bool {
	n := len(o.Signed)
	return n > 0 && o.Signed[n-1].ID != o.Version.ID
}

// PublicOf returns the covenant that a year has signed, or what was published
// of it. A covenant that was never signed is not found.
//
// Public: a signed covenant is public.
func PublicOf(tx *db.Tx, y cycle.Year) (Open, error) { return open(tx, y, 0) }

// PublicVersion returns one signed version by its number.
//
// Public: a signed covenant is public, and so is what it said before it was
// amended.
func PublicVersion(tx *db.Tx, y cycle.Year, number int) (Open, error) {
	if number < 1 {
		return Open{}, problem.New(problem.NotFound, "Không có bản này của giao ước.")
	}
	return open(tx, y, number)
}

// open finds a signed version by number; 0 for the last.
func open(tx *db.Tx, y cycle.Year, number int) (Open, error) {
	c, err := Find(tx, y)
	if err != nil {
		return Open{}, err
	}
	o := Open{Covenant: c}
	if c.State == History && number == 0 {
		return o, nil
	}
	if o.Signed, err = signedVersions(tx, c.ID); err != nil {
		return o, fmt.Errorf("read signed versions: %w", err)
	}
	if len(o.Signed) == 0 {
		return o, problem.New(problem.NotFound, "Giao ước năm %d chưa được ký nên chưa công khai.", y.Year)
	}
	at := -1
	for i, v := range o.Signed {
		if number == 0 || v.Number == number {
			at = i
		}
	}
	if at < 0 {
		return o, problem.New(problem.NotFound, "Giao ước năm %d không có bản đã ký nào mang số %d.", y.Year, number)
	}
	o.Version = o.Signed[at]
	if o.Signatures, err = signaturesOn(tx, o.Version.ID); err != nil {
		return o, fmt.Errorf("read signatures: %w", err)
	}
	if o.Text, err = o.Version.Text(); err != nil || at == 0 {
		return o, err
	}
	before, err := o.Signed[at-1].Text()
	if err != nil {
		return o, err
	}
	o.Amends = Compare(before, o.Text)
	return o, nil
}
