package cycle

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// MovementKind tells a movement from a drive.
type MovementKind string

// Kinds of movement.
const (
	Lasting MovementKind = "movement" // phong trào thi đua: it may go on without an end
	Drive   MovementKind = "drive"    // đợt thi đua: it has an end
)

// Name is the kind in Vietnamese.
func (k MovementKind) Name() string {
	return map[MovementKind]string{Lasting: "phong trào thi đua", Drive: "đợt thi đua"}[k]
}

// MovementState is whether a movement stands.
type MovementState string

// States of a movement.
const (
	MovementRunning   MovementState = "running"
	MovementWithdrawn MovementState = "withdrawn" // ghi nhầm, đã rút
)

// Movement is a movement or a drive as one level launched or joined it (phong
// trào thi đua, đợt thi đua).
type Movement struct {
	ID           string
	YearID       string
	ParentID     string // the movement it joins; empty when launched by itself
	UnitID       string // empty for the centre and for the cluster
	LaunchedBy   string // who of the centre launched it: the Prime Minister, the Council; empty for all others
	Kind         MovementKind
	State        MovementState
	Name         string
	Slogan       string // khẩu hiệu
	FromDay      vn.Date
	ToDay        vn.Date // the last day; zero is open
	LaunchNumber string  // of the document that launches it
	LaunchOn     vn.Date // its day
	FileHash     string
	FileName     string
	Source       string
	WithdrawnFor string
	Version      int64
	CreatedAt    db.Time
	Goals        []string `db:"-"`
}

// OfCentre reports whether the centre launched the movement.
func (m Movement) OfCentre() bool { return m.LaunchedBy != "" }

// OfCluster reports whether the movement is the cluster's own.
func (m Movement) OfCluster() bool { return m.UnitID == "" && m.LaunchedBy == "" }

// Stage is which review of a movement.
type Stage string

// The two reviews.
const (
	MidTerm Stage = "mid"   // sơ kết
	Final   Stage = "final" // tổng kết
)

// Name is the review in Vietnamese.
func (s Stage) Name() string { return map[Stage]string{MidTerm: "sơ kết", Final: "tổng kết"}[s] }

// Review is the mid-term or final review of a movement.
type Review struct {
	ID         string
	MovementID string
	Stage      Stage
	OnDay      vn.Date
	Results    string
	FileHash   string
	FileName   string
	Version    int64
}

// scopeOf is the scope in which the actor does something with a movement of a unit,
// or with the cluster's own.
func (y Year) scopeOf(tx *db.Tx, unitID string) (access.Scope, error) {
	own := y.UnitScope(unitID)
	if unitID == "" || access.May(tx, access.MovementJoin, own) {
		return own, nil
	}
	u, err := org.Find(tx, unitID, tx.Today())
	if err != nil && !problem.Is(err, problem.NotFound) {
		return own, err
	}
	if above := y.UnitScope(u.ParentID); access.May(tx, access.MovementJoin, above) {
		return above, nil
	}
	return own, nil
}
