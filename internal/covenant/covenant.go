package covenant

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// State is where a covenant stands.
type State string

// States of a covenant.
const (
	Draft   State = "draft"   // đang soạn
	Comment State = "comment" // đang lấy ý kiến
	Signing State = "signing" // đang ký
	Signed  State = "signed"  // đã ký
	History State = "history" // nhập từ nguồn đã công bố
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{
		Draft: "đang soạn", Comment: "đang lấy ý kiến", Signing: "đang ký", Signed: "đã ký", History: "theo nguồn đã công bố",
	}[s]
}

// Covenant is the covenant of one year.
type Covenant struct {
	ID         string
	YearID     string
	State      State
	CommentDue vn.Date
	Amending   string // the reason of the amendment in hand
	SignedOn   vn.Date
	Contents   int // how many contents were published, for history
	Source     string
	Version    int64
}

// Content is one content of emulation (nội dung thi đua).
type Content struct {
	ID         string
	CovenantID string
	Number     int
	Title      string
	Body       string
	Serves     string // the resolution or task it serves
	Version    int64
}

// Version is a numbered text of a covenant.
type Version struct {
	ID          string
	CovenantID  string
	Number      int
	MadeAt      db.Time
	Reason      string // of the amendment that it belongs to
	Snapshot    string
	Fingerprint string
	SignedOn    vn.Date // the day on which the last party signed
	Withdrawn   string  // why it was taken back from signing
	ScanHash    string  // of the scan of the signed original
	ScanName    string
}

// Remark is a member's comment on a version; an empty Body says that the member
// has none.
type Remark struct {
	ID        string
	VersionID string
	UnitID    string
	ContentNo int // 0 for the whole
	Body      string
	Name      string
	At        db.Time
}

// Part is in what part a person signs.
type Part string

// The two parts.
const (
	PartMember  Part = "member"
	PartWitness Part = "witness"
)

// Signature is one electronic confirmation (xác nhận điện tử).
type Signature struct {
	ID        string
	VersionID string
	Part      Part
	UnitID    string
	AccountID string
	UnitName  string // as the unit was called on that day
	Name      string
	Position  string
	At        db.Time
}
