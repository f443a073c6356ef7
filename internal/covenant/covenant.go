package covenant

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
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
	ScanHash   string
	ScanName   string
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
	Name      string
	Position  string
	At        db.Time
}

// Snapshot is the text of a version.
type Snapshot struct {
	Format     string          `json:"format"` // "giao-uoc/1"
	Cluster    string          `json:"cluster"`
	Year       int             `json:"year"`
	Members    []SnapMember    `json:"members"`
	Contents   []SnapContent   `json:"contents"`
	Indicators []SnapIndicator `json:"indicators"`
	Targets    []SnapTarget    `json:"targets"`
}

// SnapMember is a member with its name at the time.
type SnapMember struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SnapContent is a content as it was.
type SnapContent struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	Serves string `json:"serves"`
}

// SnapIndicator is an indicator as it was.
type SnapIndicator struct {
	Code      string              `json:"code"`
	Name      string              `json:"name"`
	Unit      string              `json:"unit"`
	Direction indicator.Direction `json:"direction"`
	Sum       indicator.Sum       `json:"sum"`
	Content   int                 `json:"content"`
}

// SnapTarget is a target as it was; an empty Baseline is not known.
type SnapTarget struct {
	Indicator string `json:"indicator"` // code
	Unit      string `json:"unit"`      // member's id
	Value     string `json:"value"`
	Baseline  string `json:"baseline,omitempty"`
}

const snapshotFormat = "giao-uoc/1"

// Canonical returns the bytes of a snapshot and their fingerprint, the hex
// SHA-256.
func (s Snapshot) Canonical() (text, fingerprint string, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return "", "", fmt.Errorf("write covenant: %w", err)
	}
	text = string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

// Text reads back the snapshot of a version.
func (v Version) Text() (Snapshot, error) {
	var s Snapshot
	if err := json.Unmarshal([]byte(v.Snapshot), &s); err != nil {
		return s, fmt.Errorf("read covenant version %d: %w", v.Number, err)
	}
	return s, nil
}

func plain(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}
