package midreview

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// State is where a review stands.
type State string

// States of a review.
const (
	Writing State = "draft"  // đang soạn
	Issued  State = "issued" // đã ban hành
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Writing: "đang soạn", Issued: "đã ban hành"}[s]
}

// Review is the mid-year review of a year (sơ kết).
type Review struct {
	ID        string
	YearID    string
	PeriodID  string
	State     State
	Written          // what people wrote
	SavedBy   string // who wrote last
	Version   int64  // of what people wrote
	Data      string // JSON of the Snapshot
	Changed   string // JSON of the Differences that the last drafting made
	DraftedAt db.Time
	DraftedBy string
	Drafted   int64 // how many times the figures were drafted

	Number      string // of the document on paper; empty for none
	Text        string // canonical, once issued
	Fingerprint string
	IssuedOn    vn.Date
	IssuedBy    string
	IssuedAs    string // position
}

// Written is what people judge and write; the program leaves it blank.
type Written struct {
	Strengths    string `json:"strengths"`
	Shortcomings string `json:"shortcomings"`
	Causes       string `json:"causes"`
	Tasks        string `json:"tasks"`
	Requests     string `json:"requests"`
}

// Part is one part that people write.
type Part struct {
	Field    string // the form field
	Name     string
	Text     string
	Required bool // before the review is issued
}

// Parts are the written parts in the order of the report.
func (w Written) Parts() []Part {
	return []Part{
		{"strengths", "Ưu điểm, mô hình hay", w.Strengths, false},
		{"shortcomings", "Hạn chế, tồn tại", w.Shortcomings, true},
		{"causes", "Nguyên nhân", w.Causes, true},
		{"tasks", "Nhiệm vụ 6 tháng cuối năm", w.Tasks, true},
		{"requests", "Đề xuất, kiến nghị", w.Requests, false},
	}
}

// Remark is what a member said of a review before it was issued (góp ý).
type Remark struct {
	ID        string
	ReviewID  string
	UnitID    string
	AccountID string
	Name      string
	Position  string
	Text      string
	At        db.Time
}
