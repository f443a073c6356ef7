package indicator

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// maxEvidence bounds the files of one figure.
const maxEvidence = 20

// Attachment adds a stored file to a figure as evidence.
type Attachment struct {
	PeriodID    string
	UnitID      string
	IndicatorID string
	File        blob.File
}

// Attach adds evidence to a figure of a report that is with its unit; the same
// file is added once.
func Attach(tx *db.Tx, y cycle.Year, a Attachment) error {
	scope := y.UnitScope(a.UnitID)
	if err := access.Require(tx, access.ReportWrite, scope); err != nil {
		return err
	}
	_, r, err := reportToWrite(tx, y, a.PeriodID, a.UnitID)
	if err != nil {
		return err
	}
	i, err := Find(tx, y.ID, a.IndicatorID)
	if err != nil {
		return err
	}
	if a.File.Hash == "" {
		return problem.Field("file", "Chọn một tệp.")
	}
	if r.ID == "" {
		r.ID = db.NewID()
		if err := insertReport(tx, r); err != nil {
			return fmt.Errorf("attach evidence: %w", err)
		}
	}
	there, err := evidenceOf(tx, r.ID)
	if err != nil {
		return fmt.Errorf("find evidence: %w", err)
	}
	count := 0
	for _, e := range there {
		if e.IndicatorID != a.IndicatorID {
			continue
		}
		if e.Hash == a.File.Hash {
			return nil
		}
		count++
	}
	if count >= maxEvidence {
		return problem.Field("file", "«%s» đã có %d tệp minh chứng; hãy gộp lại hoặc bỏ bớt.", i.Name, count)
	}
	e := Evidence{
		ID: db.NewID(), ReportID: r.ID, IndicatorID: a.IndicatorID, Hash: a.File.Hash, Name: a.File.Name,
		Type: string(a.File.Type), Size: a.File.Size, AddedBy: tx.Actor.Name, At: db.At(tx.Now),
	}
	if err := insertEvidence(tx, e); err != nil {
		return fmt.Errorf("attach evidence: %w", err)
	}
	return attached(tx, scope, r.ID, nil, e)
}

// Detach takes evidence off a figure of a report that is with its unit. The
// file itself stays in the store, and the record names it.
func Detach(tx *db.Tx, y cycle.Year, evidenceID string) error {
	e, r, err := evidenceAndReport(tx, y, evidenceID)
	if err != nil {
		return err
	}
	scope := y.UnitScope(r.UnitID)
	if err := access.Require(tx, access.ReportWrite, scope); err != nil {
		return err
	}
	if _, _, err := reportToWrite(tx, y, r.PeriodID, r.UnitID); err != nil {
		return err
	}
	if err := deleteEvidence(tx, e.ID); err != nil {
		return fmt.Errorf("detach evidence %s: %w", e.ID, err)
	}
	return attached(tx, scope, r.ID, e, nil)
}

func attached(tx *db.Tx, scope access.Scope, reportID string, before, after any) error {
	return record.Add(tx, record.Act{
		Act: access.ReportWrite, Object: record.Object{Kind: "report", ID: reportID}, Scope: scope, Before: before, After: after,
	})
}

// FindEvidence returns a file's entry to who may read the report it belongs to.
//
// Read: requires the right to read it.
func FindEvidence(tx *db.Tx, y cycle.Year, evidenceID string) (Evidence, error) {
	e, r, err := evidenceAndReport(tx, y, evidenceID)
	if err != nil {
		return Evidence{}, err
	}
	return e, mustRead(tx, y, r)
}

func evidenceAndReport(tx *db.Tx, y cycle.Year, evidenceID string) (Evidence, Report, error) {
	missing := problem.New(problem.NotFound, "Không có minh chứng này; có thể đã có người bỏ.")
	e, err := findEvidence(tx, evidenceID)
	if errors.Is(err, db.ErrNoRow) {
		return Evidence{}, Report{}, missing
	}
	if err != nil {
		return Evidence{}, Report{}, fmt.Errorf("find evidence %s: %w", evidenceID, err)
	}
	r, err := reportByID(tx, e.ReportID)
	if err != nil {
		return Evidence{}, Report{}, fmt.Errorf("find report %s: %w", e.ReportID, err)
	}
	if r.YearID != y.ID {
		return Evidence{}, Report{}, missing
	}
	return e, r, nil
}
