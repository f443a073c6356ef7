package covenant

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
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
	Comments   []Remark    // on the last version
	Signatures []Signature // on the last version
	Silent     []string    // names of members that have not answered it
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
	if len(w.Versions) == 0 {
		return w, nil
	}
	last := w.Versions[len(w.Versions)-1]
	if w.Comments, err = commentsOn(tx, last.ID); err != nil {
		return w, fmt.Errorf("read comments: %w", err)
	}
	if w.Signatures, err = signaturesOn(tx, last.ID); err != nil {
		return w, fmt.Errorf("read signatures: %w", err)
	}
	w.Silent, err = silentMembers(tx, y)
	return w, err
}

func repeated(tx *db.Tx, y cycle.Year, contents []Content) (map[int]bool, error) {
	last, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	old, err := ContentsOf(tx, last)
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

// Open is what the public sees of a covenant.
type Open struct {
	Covenant   Covenant
	Version    Version // the last one that all have signed
	Text       Snapshot
	Signatures []Signature
	Earlier    []Version // signed versions before it
}

// PublicOf returns the covenant that a year has signed, or what was published
// of it. A covenant that was never signed is not found.
//
// Public: a signed covenant is public.
func PublicOf(tx *db.Tx, y cycle.Year) (Open, error) {
	c, err := Find(tx, y)
	if err != nil {
		return Open{}, err
	}
	o := Open{Covenant: c}
	if c.State == History {
		return o, nil
	}
	signed, err := signedVersions(tx, c.ID)
	if err != nil {
		return o, fmt.Errorf("read signed versions: %w", err)
	}
	if len(signed) == 0 {
		return o, problem.New(problem.NotFound, "Giao ước năm %d chưa được ký nên chưa công khai.", y.Year)
	}
	o.Version, o.Earlier = signed[len(signed)-1], signed[:len(signed)-1]
	if o.Signatures, err = signaturesOn(tx, o.Version.ID); err != nil {
		return o, fmt.Errorf("read signatures: %w", err)
	}
	o.Text, err = o.Version.Text()
	return o, err
}

func dayOf(t db.Time) vn.Date { return vn.DateOf(t.Time) }

func vnTime(t db.Time) string { return t.In(vn.Zone).Format("15:04") }
