package scoring

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// State is where a year's score sheet stands.
type State string

// States of a year's score sheet.
const (
	Drafted   State = "draft"     // đang soạn
	Opened    State = "open"      // đang chấm; tiêu chí đứng yên
	Concluded State = "concluded" // đã kết luận; điểm đứng yên
	Published State = "published" // đã công bố
)

// StateName is the state in Vietnamese.
func (s State) StateName() string {
	return map[State]string{Drafted: "đang soạn", Opened: "đang chấm điểm", Concluded: "đã kết luận", Published: "đã công bố"}[s]
}

// YearSheet is the score sheet of one year with its state.
type YearSheet struct {
	ID           string
	YearID       string
	State        State
	Name         string
	Definition   string  // JSON of the Definition in force, or of the draft
	Number       int64   // of the version in force; entries and marks carry it; 0 for a draft
	Amending     string  // JSON of the Definition that is prepared as the next version; empty for none
	Frozen       string  // JSON of []Filled, once concluded
	ConcludedOn  vn.Date // zero before, and where that was not kept
	AppealsUntil vn.Date // the last day for an appeal; zero before, and where there was no such time
	PublishedAt  db.Time
	Version      int64
}

// Version is a text of the sheet by which units were marked (bản của bảng chấm).
type Version struct {
	SheetID    string
	Number     int64
	Name       string
	Definition string
	Reason     string // of an amendment
	At         db.Time
}
