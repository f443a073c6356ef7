package notice

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Kind is what a notice is about.
type Kind string

// Kinds of notice.
const (
	Work     Kind = "work"     // new work waits
	Deadline Kind = "deadline" // a deadline is near
	Overdue  Kind = "overdue"  // a deadline is over
	Answer   Kind = "answer"   // the own unit's work was returned, accepted, published
	Account  Kind = "account"  // of the accounts that an administrator looks after
	Security Kind = "security" // of safety on the own account: cannot be turned off
)

// Kinds are the kinds that a person chooses for, in the order of the page.
var Kinds = []Kind{Work, Deadline, Overdue, Answer, Account}

// Name is the kind in Vietnamese.
func (k Kind) Name() string {
	return map[Kind]string{
		Work: "Việc mới chờ bạn", Deadline: "Sắp đến hạn", Overdue: "Quá hạn", Answer: "Trả lời cho đơn vị",
		Account: "Lời mời và khôi phục", Security: "An toàn tài khoản",
	}[k]
}

// Mode is how notices of a kind come by mail.
type Mode string

// The modes.
const (
	AtOnce Mode = "at_once"
	Digest Mode = "digest" // once a day with all others
	None   Mode = "none"   // in the program only
)

// Modes are all modes, the most pressing first.
var Modes = []Mode{AtOnce, Digest, None}

// Name is the mode in Vietnamese.
func (m Mode) Name() string {
	return map[Mode]string{AtOnce: "Gửi ngay", Digest: "Gộp vào bản tin ngày", None: "Không gửi thư"}[m]
}

// Notice is one sentence to one person.
type Notice struct {
	ID         string
	AccountID  string
	Kind       Kind
	Title      string // what: "Báo cáo 6 tháng được trả lại"
	Note       string // a few words of where: the cluster and year
	Href       string // a path of this site
	YearID     string // of the work that it is about
	TaskKey    string // the piece of work, so that the notice settles with it
	At         db.Time
	ReadAt     db.Time
	SettledAt  db.Time // the work is in
	DigestedOn vn.Date
	Also       string `db:"-"` // a second address for a notice of safety: the person's until now
}

// Open reports whether the notice still wants to be read.
func (n Notice) Open() bool { return n.ReadAt.IsZero() && n.SettledAt.IsZero() }

// Settings are how a person is told.
type Settings struct {
	Modes   map[Kind]Mode
	Hour    int   // of the digest, 0 to 23, in Viet Nam
	Steps   []int // working days before a deadline, the farthest first
	Version int64
}

// Default is how a person is told who has chosen nothing.
func Default() Settings {
	return Settings{Modes: map[Kind]Mode{Work: Digest, Deadline: AtOnce, Overdue: AtOnce, Answer: AtOnce, Account: AtOnce}, Hour: 7, Steps: []int{3, 1}}
}

// Mode is how notices of a kind come by mail.
func (s Settings) Mode(k Kind) Mode {
	if k == Security {
		return AtOnce
	}
	if m, ok := s.Modes[k]; ok {
		return m
	}
	return Default().Modes[k]
}

// StepsText is the steps as a person types them: "3, 1".
func (s Settings) StepsText() string {
	texts := make([]string, len(s.Steps))
	for i, n := range s.Steps {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}

// mostSteps and farthest bound what a person can ask for.
const (
	mostSteps = 5
	farthest  = 30
)

// ParseSteps reads "3, 1": working days before a deadline. Its error is a problem
// beside "steps"; an empty text is no step, and then only a deadline that is over
// is told.
func ParseSteps(text string) ([]int, error) {
	var steps []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > farthest {
			return nil, problem.Field("steps", "Ghi số ngày làm việc trước hạn, mỗi số từ 0 đến %d, cách nhau bằng dấu phẩy, ví dụ 3, 1.", farthest)
		}
		if !slices.Contains(steps, n) {
			steps = append(steps, n)
		}
	}
	if len(steps) > mostSteps {
		return nil, problem.Field("steps", "Nhắc nhiều nhất %d lần trước mỗi hạn.", mostSteps)
	}
	slices.SortFunc(steps, func(a, b int) int { return b - a })
	return steps, nil
}

// row is the settings as they are stored.
type row struct {
	AccountID string
	Modes     string
	Hour      int
	Steps     string
	Version   int64
}

func (s Settings) row(accountID string) (row, error) {
	modes, err := json.Marshal(s.Modes)
	return row{AccountID: accountID, Modes: string(modes), Hour: s.Hour, Steps: s.StepsText(), Version: s.Version}, err
}

func (r row) settings() (Settings, error) {
	s := Settings{Hour: r.Hour, Version: r.Version}
	if err := json.Unmarshal([]byte(r.Modes), &s.Modes); err != nil {
		return s, err
	}
	var err error
	s.Steps, err = ParseSteps(r.Steps)
	return s, err
}
