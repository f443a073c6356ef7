package scoring

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// maxEvidence bounds the files and links of one leaf.
const maxEvidence = 20

// Attachment adds a stored file or a link to a leaf of a unit as evidence.
type Attachment struct {
	UnitID    string
	Criterion string
	File      blob.File
	Link      string
	Name      string // what the link leads to
}

// Attach adds evidence to a leaf: while the unit marks itself, and to what it
// explains. The same file or link is added once.
func Attach(tx *db.Tx, y cycle.Year, a Attachment) error {
	scope := y.UnitScope(a.UnitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, _, err := mayShow(tx, y, a.UnitID, a.Criterion)
	if err != nil {
		return err
	}
	e := Evidence{
		ID: db.NewID(), SheetID: s.ID, UnitID: a.UnitID, Criterion: a.Criterion, Hash: a.File.Hash, Name: a.File.Name,
		Type: string(a.File.Type), Size: a.File.Size, AccountID: tx.Actor.ID, AddedBy: tx.Actor.Name, At: db.At(tx.Now),
	}
	if a.File.Hash == "" {
		if e.Link, e.Name, err = checkLink(a); err != nil {
			return err
		}
	}
	there, err := evidenceOf(tx, s.ID, a.UnitID)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	there = slices.DeleteFunc(there, func(o Evidence) bool { return o.Criterion != a.Criterion })
	if slices.ContainsFunc(there, func(o Evidence) bool { return o.Hash == e.Hash && o.Link == e.Link }) {
		return nil
	}
	if len(there) >= maxEvidence {
		return problem.Field("file", "%s đã có %d minh chứng; hãy gộp lại hoặc bỏ bớt.", a.Criterion, len(there))
	}
	if err := insertEvidence(tx, e); err != nil {
		return fmt.Errorf("attach evidence: %w", err)
	}
	return noted(tx, scope, access.ScoringSelf, s, nil, e, "")
}

func checkLink(a Attachment) (link, name string, err error) {
	link, name = strings.TrimSpace(a.Link), vn.NFC(strings.TrimSpace(a.Name))
	var list problem.List
	u, err := url.Parse(link)
	switch {
	case link == "":
		return "", "", problem.Field("file", "Chọn một tệp hoặc ghi một liên kết.")
	case err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(link) > 2000:
		list.Add("link", "Liên kết bắt đầu bằng https:// và dẫn tới một trang, ví dụ https://baochinhphu.vn/….")
	}
	if name == "" {
		list.Add("link_name", "Ghi liên kết dẫn tới gì, ví dụ «Quyết định 123/QĐ-UBND».")
	}
	blob.RefuseSecrets(&list, "link_name", name)
	return link, name, list.Err()
}

// mayShow finds a unit's part while evidence of a leaf may change.
func mayShow(tx *db.Tx, y cycle.Year, unitID, criterion string) (YearSheet, Marking, error) {
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitReturned, UnitAppraised)
	if err != nil {
		return s, m, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return s, m, err
	}
	if sc.leafRow(criterion) == nil {
		return s, m, problem.New(problem.NotFound, "Bảng chấm điểm không có tiêu chí «%s».", criterion)
	}
	if m.State == UnitAppraised {
		return s, m, cycle.MustBeOpen(tx, y, cycle.Explain)
	}
	locks, err := locksOf(tx, y, sc, m)
	if err == nil {
		err = locks.whole
	}
	if why := locks.leaf[criterion]; err == nil && why != "" {
		err = problem.New(problem.Closed, "%s", why)
	}
	return s, m, err
}

// Detach takes evidence off a leaf. The file itself stays in the store, and the
// record names it.
func Detach(tx *db.Tx, y cycle.Year, unitID, evidenceID string) error {
	e, err := evidenceIn(tx, y, unitID, evidenceID)
	if err != nil {
		return err
	}
	scope := y.UnitScope(e.UnitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, m, err := mayShow(tx, y, e.UnitID, e.Criterion)
	if err != nil {
		return err
	}
	if m.State == UnitAppraised && !e.At.After(m.MovedAt.Time) {
		return problem.New(problem.Closed, "Minh chứng này đã được thẩm định nên ở lại; bạn vẫn thêm được minh chứng mới.")
	}
	if err := deleteEvidence(tx, e.ID); err != nil {
		return fmt.Errorf("detach evidence %s: %w", e.ID, err)
	}
	return noted(tx, scope, access.ScoringSelf, s, e, nil, "")
}

// FindEvidence returns a file's entry to who may read the unit's part.
//
// Read: requires the right to read it.
func FindEvidence(tx *db.Tx, y cycle.Year, unitID, evidenceID string) (Evidence, error) {
	e, err := evidenceIn(tx, y, unitID, evidenceID)
	if err != nil {
		return e, err
	}
	return e, access.Require(tx, access.ScoringRead, y.UnitScope(e.UnitID))
}

func evidenceIn(tx *db.Tx, y cycle.Year, unitID, id string) (Evidence, error) {
	missing := problem.New(problem.NotFound, "Không có minh chứng này; có thể đã có người bỏ.")
	e, err := findEvidence(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return e, missing
	}
	if err != nil {
		return e, fmt.Errorf("find evidence %s: %w", id, err)
	}
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err != nil {
		return e, err
	}
	if s.ID != e.SheetID || unitID != e.UnitID {
		return e, missing
	}
	return e, nil
}
