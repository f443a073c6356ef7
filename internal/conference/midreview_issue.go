package conference

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// document is what is issued, and what its fingerprint is of.
type document struct {
	Format     string          `json:"format"` // "so-ket/1"
	Cluster    string          `json:"cluster"`
	Year       int             `json:"year"`
	Findings   json.RawMessage `json:"findings"`
	Causes     string          `json:"causes"`
	Limits     string          `json:"limits"`
	SecondHalf string          `json:"second_half"`
	Remarks    []ReviewRemark  `json:"remarks"`
}

// IssueMidReview makes the mid-year review public and lets it stand still. What
// people judge must have been written; version is the version the person read.
func IssueMidReview(tx *db.Tx, y cycle.Year, version int64) error {
	if err := access.Require(tx, access.MidReviewIssue, y.Scope()); err != nil {
		return err
	}
	r, err := reviewInHand(tx, y)
	if err != nil {
		return err
	}
	if r.Version != version {
		return staleReview(r)
	}
	var list problem.List
	for _, part := range []struct{ field, text, name string }{
		{"causes", r.Causes, "nguyên nhân"}, {"limits", r.Limits, "hạn chế"}, {"second_half", r.SecondHalf, "nhiệm vụ sáu tháng cuối năm"},
	} {
		if part.text == "" {
			list.Add(part.field, "Viết và lưu phần %s trước khi ban hành.", part.name)
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return err
	}
	remarks, err := remarksOn(tx, r.ID)
	if err != nil {
		return fmt.Errorf("read remarks: %w", err)
	}
	if remarks == nil {
		remarks = []ReviewRemark{}
	}
	r.Document, err = canonical(document{
		Format: "so-ket/1", Cluster: c.Name, Year: y.Year, Findings: json.RawMessage(r.Findings),
		Causes: r.Causes, Limits: r.Limits, SecondHalf: r.SecondHalf, Remarks: remarks,
	})
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(r.Document))
	r.Fingerprint, r.State, r.IssuedAt, r.IssuedBy, r.Version = hex.EncodeToString(sum[:]), ReviewIssued, db.At(tx.Now), tx.Actor.Name, r.Version+1
	if err := updateMidReview(tx, r); err != nil {
		return fmt.Errorf("issue mid-year review: %w", err)
	}
	return notedReview(tx, y, access.MidReviewIssue, r, map[string]string{"fingerprint": r.Fingerprint}, "")
}

// ReadMidReview returns the mid-year review of a year with the members' remarks,
// for those who work on it.
//
// Read: requires the right to read it.
func ReadMidReview(tx *db.Tx, y cycle.Year) (MidReview, []ReviewRemark, error) {
	if err := access.Require(tx, access.MidReviewRead, y.Scope()); err != nil {
		return MidReview{}, nil, err
	}
	return reviewWithRemarks(tx, y)
}

// PublicMidReview returns the mid-year review of a year once it is issued.
//
// Public: it was issued.
func PublicMidReview(tx *db.Tx, y cycle.Year) (MidReview, []ReviewRemark, error) {
	r, remarks, err := reviewWithRemarks(tx, y)
	if err == nil && r.State != ReviewIssued {
		return MidReview{}, nil, problem.New(problem.NotFound, "Báo cáo sơ kết năm %d chưa ban hành.", y.Year)
	}
	return r, remarks, err
}

func reviewWithRemarks(tx *db.Tx, y cycle.Year) (MidReview, []ReviewRemark, error) {
	r, err := findReview(tx, y)
	if err != nil {
		return r, nil, err
	}
	remarks, err := remarksOn(tx, r.ID)
	if err != nil {
		return r, nil, fmt.Errorf("read remarks: %w", err)
	}
	return r, remarks, nil
}

// canonical is a value as compact JSON, NFC.
func canonical(value any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return "", fmt.Errorf("write document: %w", err)
	}
	return vn.NFC(strings.TrimSuffix(b.String(), "\n")), nil
}

func day(t db.Time) string { return vn.DateOf(t.Time).Short() }

// Drift lists what the data say otherwise today than in a draft, as the
// sentences of today; empty when nothing has changed or the review is issued.
//
// Read: requires the right to read the review.
func Drift(tx *db.Tx, y cycle.Year, r MidReview) ([]string, error) {
	if err := access.Require(tx, access.MidReviewRead, y.Scope()); err != nil {
		return nil, err
	}
	if r.State != ReviewDraft || !access.May(tx, access.ReportRead, y.Scope()) {
		return nil, nil
	}
	p, err := cycle.PeriodByID(tx, r.PeriodID)
	if err != nil {
		return nil, err
	}
	said, err := findingsOf(tx, y, p)
	if err != nil || said == r.Findings {
		return nil, err
	}
	then, err := r.Said()
	if err != nil {
		return nil, err
	}
	now, err := MidReview{Findings: said}.Said()
	if err != nil {
		return nil, err
	}
	old := then.All()
	var changed []string
	for _, sentence := range now.All() {
		if !slices.Contains(old, sentence) {
			changed = append(changed, sentence)
		}
	}
	return changed, nil
}
