package conference

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/vn"
)

// ReviewState is where a mid-year review stands.
type ReviewState string

// States of a mid-year review.
const (
	ReviewDraft  ReviewState = "draft"  // đang soạn
	ReviewIssued ReviewState = "issued" // đã ban hành
)

// Name is the state in Vietnamese.
func (s ReviewState) Name() string {
	return map[ReviewState]string{ReviewDraft: "đang soạn", ReviewIssued: "đã ban hành"}[s]
}

// MidReview is the mid-year review of a year (báo cáo sơ kết): what the data of
// a period say, and what the lead writes of it.
type MidReview struct {
	ID          string
	YearID      string
	PeriodID    string
	State       ReviewState
	Findings    string // JSON of Findings
	Causes      string // nguyên nhân
	Limits      string // hạn chế
	SecondHalf  string // nhiệm vụ sáu tháng cuối năm
	DraftedAt   db.Time
	IssuedAt    db.Time // zero before
	IssuedBy    string
	Document    string // what was issued, to the byte
	Fingerprint string // hex SHA-256 of Document
	Version     int64
}

// Said reads back what the data said when the review was drafted.
func (r MidReview) Said() (Findings, error) {
	var f Findings
	if err := json.Unmarshal([]byte(r.Findings), &f); err != nil {
		return f, fmt.Errorf("read findings: %w", err)
	}
	return f, nil
}

// ReviewRemark is what a member says of a mid-year review.
type ReviewRemark struct {
	ReviewID string  `json:"-"`
	UnitID   string  `json:"unit"`
	Body     string  `json:"body"`
	Name     string  `json:"name"`
	At       db.Time `json:"at"`
}

// Findings are what the data of a period say, in plain decimals; an empty text
// is not known.
type Findings struct {
	Period     string             `json:"period"`
	Members    int                `json:"members"`
	Entered    string             `json:"entered"` // per cent of the figures
	OnTime     int                `json:"on_time"` // members whose report was in by the deadline
	Indicators []IndicatorFinding `json:"indicators"`
	Tasks      []TaskFinding      `json:"tasks"`
	Movements  []MovementFinding  `json:"movements"`
}

// IndicatorFinding is what the members add up to for one indicator.
type IndicatorFinding struct {
	Code   string        `json:"code"`
	Name   string        `json:"name"`
	Unit   string        `json:"unit"`
	Sum    indicator.Sum `json:"sum"`
	Have   int           `json:"have"` // members whose figure counts
	Value  string        `json:"value"`
	Target string        `json:"target"` // of the whole year
	Before string        `json:"before"` // published for the whole year before
	Share  string        `json:"share"`  // per cent of the country
}

// TaskFinding is how many tasks of directives are in a state.
type TaskFinding struct {
	State string `json:"state"`
	Count int    `json:"count"`
}

// MovementFinding is how many have joined a movement.
type MovementFinding struct {
	Name    string `json:"name"`
	Joined  int    `json:"joined"`
	Reached int    `json:"reached"`
}

// Sentence says a finding in words that come from its figures alone.
func (f IndicatorFinding) Sentence(members int) string {
	if f.Value == "" {
		return f.Name + ": chưa có số liệu tổng hợp."
	}
	text := f.Name + ": " + amount(f.Value, f.Unit)
	if f.Sum != indicator.Total {
		text = f.Name + ": " + f.Sum.Name() + " " + amount(f.Value, f.Unit)
	}
	switch done, ok := f.Done(); {
	case ok:
		text += ", bằng " + vn.Percent(done, 1) + " chỉ tiêu cả năm (" + amount(f.Target, f.Unit) + ")"
	case f.Target != "":
		text += "; chỉ tiêu cả năm " + amount(f.Target, f.Unit)
	}
	if f.Share != "" {
		text += "; chiếm " + vn.Grouped(f.Share) + "% cả nước"
	}
	if f.Before != "" {
		text += "; cả năm trước " + amount(f.Before, f.Unit)
	}
	if f.Have < members {
		text += fmt.Sprintf("; tính từ %d/%d đơn vị", f.Have, members)
	}
	return text + "."
}

// Done is the value in per cent of the year's target; only of what is added up,
// as an average of half a year is no part of the year's.
func (f IndicatorFinding) Done() (decimal.Decimal, bool) {
	value, errValue := decimal.NewFromString(f.Value)
	target, errTarget := decimal.NewFromString(f.Target)
	if f.Sum != indicator.Total || errValue != nil || errTarget != nil || target.IsZero() {
		return decimal.Zero, false
	}
	return value.Mul(decimal.NewFromInt(100)).DivRound(target, 1), true
}

// All are the sentences of the indicators and then the rest.
func (f Findings) All() []string {
	var list []string
	for _, i := range f.Indicators {
		list = append(list, i.Sentence(f.Members))
	}
	return append(list, f.Sentences()...)
}

// Sentences say how the reports, directives and movements stand.
func (f Findings) Sentences() []string {
	list := []string{fmt.Sprintf("Kỳ «%s»: %d/%d đơn vị nộp báo cáo đúng hạn; đã nhập %s%% số liệu.", f.Period, f.OnTime, f.Members, vn.Grouped(f.Entered))}
	total := 0
	text := ""
	for _, t := range f.Tasks {
		total += t.Count
		if t.Count > 0 {
			text += fmt.Sprintf(", %d %s", t.Count, t.State)
		}
	}
	if total > 0 {
		list = append(list, fmt.Sprintf("Việc theo chỉ đạo của Hội đồng: %d việc%s.", total, text))
	}
	for _, m := range f.Movements {
		list = append(list, fmt.Sprintf("«%s»: %d/%d đơn vị hưởng ứng.", m.Name, m.Joined, m.Reached))
	}
	return list
}

func amount(plain, unit string) string {
	if unit == "%" {
		return vn.Grouped(plain) + "%"
	}
	return vn.Grouped(plain) + " " + unit
}
