package account

import (
	"slices"
	"time"

	"giaouoc/internal/db"
)

// How is what a person showed to sign in.
type How string

// The ways to sign in. Demo is the click of a demonstration, which needs nothing.
const (
	ByPassword     How = "password"
	ByTOTP         How = "password+totp"
	ByRecoveryCode How = "password+code"
	ByPasskey      How = "passkey"
	BySSO          How = "sso"
	BySSOFactors   How = "sso+factors" // the provider asked for two
	BySSOTOTP      How = "sso+totp"
	BySSOCode      How = "sso+code"
	ByInvitation   How = "invitation"
	ByDemo         How = "demo"
)

// Name is the way in Vietnamese.
func (h How) Name() string { return howNames[h] }

var howNames = map[How]string{
	ByPassword: "mật khẩu", ByTOTP: "mật khẩu và mã xác thực", ByRecoveryCode: "mật khẩu và mã dự phòng",
	ByPasskey: "khóa truy cập", BySSO: "đăng nhập một lần", BySSOFactors: "đăng nhập một lần, hai yếu tố",
	BySSOTOTP: "đăng nhập một lần và mã xác thực", BySSOCode: "đăng nhập một lần và mã dự phòng",
	ByInvitation: "liên kết một lần", ByDemo: "chọn vai của bản trình diễn",
}

// Elsewhere reports whether the person signed in at the provider of the single
// sign-on, where another session goes on when this one ends.
func (h How) Elsewhere() bool {
	return slices.Contains([]How{BySSO, BySSOFactors, BySSOTOTP, BySSOCode}, h)
}

// Browser is what is known of who asks, and when by the machine's clock.
type Browser struct {
	Name    string // "Firefox trên Windows"
	Address string // IP address
	Device  string // token of the cookie that a browser keeps after signing in; empty for none
	At      time.Time
}

// Session is one browser's time of being signed in (phiên).
type Session struct {
	ID        string
	AccountID string
	How       How
	Address   string
	Browser   string
	StartedAt db.Time
	SeenAt    db.Time
	ProvedAt  db.Time // when the person last showed a way to sign in
	EndedAt   db.Time // zero while it runs
	EndedWhy  Ending
}

// Ending is why a session ended.
type Ending string

// The endings.
const (
	SignedOut Ending = "sign_out"
	Revoked   Ending = "revoked"
	Disabled  Ending = "disabled"
	Recovered Ending = "recovery"
	Changed   Ending = "changed" // a way to sign in was changed elsewhere
	Idle      Ending = "idle"
	Lapsed    Ending = "lapsed"
)

// Say is what the person reads at the next request.
func (e Ending) Say() string { return endings[e] }

var endings = map[Ending]string{
	SignedOut: "Bạn đã đăng xuất.",
	Revoked:   "Phiên đăng nhập này đã bị kết thúc từ nơi khác. Nếu không phải bạn làm, hãy đăng nhập, đổi mật khẩu và báo quản trị viên.",
	Disabled:  "Tài khoản này đang tạm ngừng nên phiên đăng nhập đã kết thúc. Hãy liên hệ quản trị viên.",
	Recovered: "Tài khoản này vừa được khôi phục nên mọi phiên đăng nhập đã kết thúc. Hãy đăng nhập lại bằng mật khẩu mới.",
	Changed:   "Cách đăng nhập của tài khoản vừa đổi nên phiên này đã kết thúc. Hãy đăng nhập lại.",
	Idle:      "Phiên đăng nhập đã hết vì lâu không dùng. Hãy đăng nhập lại để làm tiếp.",
	Lapsed:    "Phiên đăng nhập đã dài hết mức cho phép. Hãy đăng nhập lại để làm tiếp.",
}

// Limits are how long sessions may last.
type Limits struct {
	Idle  time.Duration // without a request
	Whole time.Duration // from signing in
	Proof time.Duration // how long showing a way to sign in counts for an act that asks for it
}

// DefaultLimits are those of an installation that says nothing.
var DefaultLimits = Limits{Idle: 2 * time.Hour, Whole: 12 * time.Hour, Proof: 10 * time.Minute}

// over is why the session is over at a moment, or empty.
func (s Session) over(at time.Time, l Limits) Ending {
	switch {
	case !s.EndedAt.IsZero():
		return s.EndedWhy
	case !at.Before(s.StartedAt.Add(l.Whole)):
		return Lapsed
	case !at.Before(s.SeenAt.Add(l.Idle)):
		return Idle
	}
	return ""
}

// Proved reports whether the person showed a way to sign in a short while ago.
func (s Session) Proved(at time.Time, l Limits) bool {
	return s.How == ByDemo || at.Before(s.ProvedAt.Add(l.Proof))
}
