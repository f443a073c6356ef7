package covenant

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Source is a covenant whose contents can be copied: last year's, or one signed
// by any cluster, which is public.
type Source struct {
	Year     cycle.Year
	Cluster  cluster.Cluster
	Contents int
}

// Sources lists what a draft of the year can be copied from, last year first.
//
// Read: for the draft's own page, which requires the right to draft; what it
// names is last year's covenant of the same cluster and what is public.
func Sources(tx *db.Tx, y cycle.Year) ([]Source, error) {
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	var sources []Source
	for _, c := range clusters {
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, from := range years {
			last := c.ID == y.ClusterID && from.Year == y.Year-1
			contents, signed, err := textOf(tx, from)
			if err != nil {
				return nil, err
			}
			if from.ID == y.ID || len(contents) == 0 || !signed && !last {
				continue
			}
			s := Source{from, c, len(contents)}
			if last {
				sources = append([]Source{s}, sources...)
			} else {
				sources = append(sources, s)
			}
		}
	}
	return sources, nil
}

// CopyFrom puts the contents of another covenant into an empty draft: the text
// that was signed, or the draft of a year that the person may read. It returns
// how many there are.
func CopyFrom(tx *db.Tx, y, from cycle.Year) (int, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return 0, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return 0, err
	}
	have, err := contentsOf(tx, c.ID)
	if err != nil {
		return 0, fmt.Errorf("read contents: %w", err)
	}
	if len(have) > 0 {
		return 0, problem.New(problem.Closed, "Bản soạn đã có nội dung; chỉ chép được vào bản còn trống.")
	}
	contents, signed, err := textOf(tx, from)
	if err != nil {
		return 0, err
	}
	if !signed {
		if err := access.Require(tx, access.CovenantRead, from.Scope()); err != nil {
			return 0, err
		}
	}
	if len(contents) == 0 {
		return 0, problem.Field("from", "Giao ước năm %d không có nội dung nào trong chương trình để chép.", from.Year)
	}
	for i, n := range contents {
		n.ID, n.CovenantID, n.Number, n.Version = db.NewID(), c.ID, i+1, 1
		if err := insertContent(tx, n); err != nil {
			return 0, fmt.Errorf("copy content: %w", err)
		}
	}
	return len(contents), noted(tx, y, access.CovenantDraft, c, nil, map[string]any{"copied_from": from.ID, "contents": len(contents)}, "")
}

// textOf returns the contents that a year has last signed, or else those of its
// draft; none when it has no covenant.
func textOf(tx *db.Tx, y cycle.Year) (contents []Content, signed bool, err error) {
	c, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find covenant: %w", err)
	}
	versions, err := signedVersions(tx, c.ID)
	if err != nil {
		return nil, false, fmt.Errorf("read signed versions: %w", err)
	}
	if len(versions) == 0 {
		contents, err = contentsOf(tx, c.ID)
		if err != nil {
			return nil, false, fmt.Errorf("read contents: %w", err)
		}
		return contents, false, nil
	}
	text, err := versions[len(versions)-1].Text()
	if err != nil {
		return nil, false, err
	}
	for _, n := range text.Contents {
		contents = append(contents, Content{Number: n.Number, Title: n.Title, Body: n.Body, Serves: n.Serves})
	}
	return contents, true, nil
}
