package conference

import (
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Call is what all invitations (giấy mời) of a conference say beside its plan.
type Call struct {
	ConferenceID string
	Number       string // of the letter, where it has one
	Begins       string // 08:00
	Body         string
	ToldOn       vn.Date // the day and the place when the members were last told
	ToldPlace    string
	SentBy       string
	SentAt       db.Time
}

// Sent reports whether the members have been invited.
func (c Call) Sent() bool { return c.ConferenceID != "" }

// Answer is what a member replies to its invitation.
type Answer string

// The answers.
const (
	Unanswered Answer = ""
	Comes      Answer = "comes"      // lãnh đạo hoặc người của đơn vị dự
	Sends      Answer = "sends"      // cử người dự thay, có văn bản ủy quyền
	StaysAway  Answer = "stays_away" // vắng, có lý do
)

// Name is the answer in Vietnamese.
func (a Answer) Name() string {
	return map[Answer]string{Unanswered: "chưa trả lời", Comes: "dự họp", Sends: "cử người dự thay", StaysAway: "vắng"}[a]
}

// Invitation is the invitation of one member with its answer.
type Invitation struct {
	ConferenceID    string
	UnitID          string
	Reply           Answer
	Delegate        string
	Position        string
	AuthorityNumber string
	AuthorityOn     vn.Date
	FileHash        string
	FileName        string
	Reason          string
	AccountID       string
	AnsweredBy      string
	AnsweredAt      db.Time
	Version         int64
	File            blob.File `db:"-" json:"-"` // sent with the answer; none keeps the one that is there
}

// person is the delegate with the position, as the roll and the minutes name one.
func (i Invitation) person() string {
	if i.Position == "" {
		return i.Delegate
	}
	return i.Delegate + ", " + i.Position
}

// Authority is the written authority in words.
func (i Invitation) Authority() string {
	if i.AuthorityNumber == "" {
		return ""
	}
	return i.AuthorityNumber + " ngày " + i.AuthorityOn.Short()
}

// Pass is a code by which a member is checked in (mã điểm danh). It is good once
// and stands for nothing but its invitation: who checks in holds the right.
type Pass struct {
	Code         string
	ConferenceID string
	UnitID       string
	UsedAt       db.Time
	WithdrawnAt  db.Time
}

// Guest is somebody invited from outside, who has no account.
type Guest struct {
	ID           string
	ConferenceID string
	Name         string
	Organisation string
}

// Document is a file of an agenda point.
type Document struct {
	ID      string
	ItemID  string
	Hash    string
	Name    string
	AddedBy string
	AddedAt db.Time
}

// SpeechState is where a request for the floor stands.
type SpeechState string

// States of a speech.
const (
	Asked     SpeechState = "waiting"   // chờ mời
	Called    SpeechState = "called"    // đang phát biểu
	Ended     SpeechState = "ended"     // đã phát biểu
	Skipped   SpeechState = "skipped"   // chưa được mời
	Withdrawn SpeechState = "withdrawn" // đã rút
)

// Name is the state in Vietnamese.
func (s SpeechState) Name() string {
	return map[SpeechState]string{Asked: "chờ mời", Called: "đang phát biểu", Ended: "đã phát biểu", Skipped: "chưa được mời", Withdrawn: "đã rút"}[s]
}

// Speech is a request for the floor (đăng ký phát biểu) and what became of it.
type Speech struct {
	ID           string
	ConferenceID string
	ItemID       string
	UnitID       string
	AccountID    string
	Speaker      string
	Topic        string
	State        SpeechState
	AskedAt      db.Time
	CalledAt     db.Time
	EndedAt      db.Time
}

// Post is what an officer of a conference does.
type Post string

// The posts.
const (
	Chair     Post = "chair"     // chủ trì
	Secretary Post = "secretary" // thư ký
)

var posts = []Post{Chair, Secretary}

// Name is the post in Vietnamese.
func (p Post) Name() string { return map[Post]string{Chair: "Chủ trì", Secretary: "Thư ký"}[p] }

// Officer is who chairs a conference or writes its minutes, and the minutes that
// the person has signed.
type Officer struct {
	ConferenceID string
	Post         Post
	AccountID    string
	Name         string
	Position     string
	SHA256       string  `db:"sha256"` // hex, of the text that was signed; empty until then
	SignedAt     db.Time // zero until then
}

// ItemState is where an agenda point stands.
type ItemState string

// States of an agenda point.
const (
	ItemWaiting  ItemState = "waiting"  // chưa bàn
	ItemRunning  ItemState = "running"  // đang bàn
	ItemFinished ItemState = "finished" // đã xong
	ItemStruck   ItemState = "struck"   // đã rút khỏi chương trình
)

// Name is the state in Vietnamese.
func (s ItemState) Name() string {
	return map[ItemState]string{ItemWaiting: "chưa bàn", ItemRunning: "đang bàn", ItemFinished: "đã xong", ItemStruck: "đã rút khỏi chương trình"}[s]
}

// State is where the point stands.
func (i Item) State() ItemState {
	switch {
	case i.StruckFor != "":
		return ItemStruck
	case !i.FinishedAt.IsZero():
		return ItemFinished
	case !i.StartedAt.IsZero():
		return ItemRunning
	}
	return ItemWaiting
}

// Clock is how long a point has taken at a moment and how much is left of its
// time, in seconds; left is negative when it is late, and counts only where timed.
func (i Item) Clock(at db.Time) (elapsed, left int, timed bool) {
	if i.StartedAt.IsZero() {
		return 0, i.Minutes * 60, i.Minutes > 0
	}
	end := at
	if !i.FinishedAt.IsZero() {
		end = i.FinishedAt
	}
	elapsed = max(0, int(end.Sub(i.StartedAt.Time).Seconds()))
	return elapsed, i.Minutes*60 - elapsed, i.Minutes > 0
}
