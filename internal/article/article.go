package article

import (
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Kind is what a text is.
type Kind string

// The kinds.
const (
	News   Kind = "news"
	Notice Kind = "notice"
)

// Kinds are all kinds.
var Kinds = []Kind{News, Notice}

// Name is the kind in Vietnamese.
func (k Kind) Name() string {
	return map[Kind]string{News: "bài viết", Notice: "thông báo"}[k]
}

// State is where the text that editors write stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Review    State = "review"
	Scheduled State = "scheduled"
	Published State = "published"
	Withdrawn State = "withdrawn"
)

// States are all states, in their order.
var States = []State{Draft, Review, Scheduled, Published, Withdrawn}

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Draft: "bản nháp", Review: "chờ duyệt", Scheduled: "hẹn giờ đăng", Published: "đã đăng", Withdrawn: "đã gỡ"}[s]
}

// Text is what an editor writes.
type Text struct {
	Title      string
	Summary    string
	Source     string // who reports, of the dateline
	Place      string // where, of the dateline
	Author     string // as readers see it
	EventDay   vn.Date
	Body       string `json:"-"` // Markdown
	PictureID  string `json:"-"` // the lead picture
	ClusterID  string `json:"-"` // whose page shows it too
	Year       int64
	ExpiresOn  vn.Date
	Related    string `json:"-"` // ids of articles, in order, parted by spaces
	Files      string `json:"-"` // ids of files, the same
	Correction string // what this version corrects in the one before
}

// RelatedIDs are the articles that the editor chose to stand below.
func (t Text) RelatedIDs() []string { return strings.Fields(t.Related) }

// FileIDs are the files that go with the text.
func (t Text) FileIDs() []string { return strings.Fields(t.Files) }

// Article is a text with its way to the readers.
type Article struct {
	ID    string
	Slug  string
	Kind  Kind
	State State
	Text
	Version       int64
	Writers       string `json:"-"` // accounts that wrote since the last publication
	Remark        string // why it was sent back
	PublishAt     *db.Time
	PublicVersion int64 // the version that readers see; 0 for none
	PublishedAt   *db.Time
	ChangedAt     db.Time `json:"-"`
	WithdrawnAt   *db.Time
	WithdrawnFor  string
	CreatedBy     string `json:"-"`
	Request       string `json:"-"`
}

// IsPublic says that readers can open it.
func (a Article) IsPublic() bool { return a.PublicVersion > 0 && a.WithdrawnAt == nil }

// WroteIt says that a person had a hand in the version that waits.
func (a Article) WroteIt(accounts ...string) bool {
	return slices.ContainsFunc(strings.Fields(a.Writers), func(w string) bool { return slices.Contains(accounts, w) })
}

// Version is one saved text of an article.
type Version struct {
	ArticleID string
	Version   int64
	Text
	WrittenBy string
	WrittenAt db.Time
	PublicAt  *db.Time // none where it never was public
}

// Picture is a picture of an article in three sizes.
type Picture struct {
	ID         string
	ArticleID  string
	Alt        string
	Caption    string
	Width      int64 // of the largest size
	Height     int64
	SmallHash  string `json:"-"`
	MiddleHash string `json:"-"`
	LargeHash  string `json:"-"`
	Type       string
	AccountID  string `json:"-"`
	AddedAt    db.Time
}

// File is a file that readers of a notice or article can take along.
type File struct {
	ID        string
	ArticleID string
	Name      string
	FileHash  string
	Size      int64
	Type      string
	AccountID string `json:"-"`
	AddedAt   db.Time
}
