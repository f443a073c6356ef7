package rules

import "giaouoc/internal/vn"

// Facts are what is known of a subject. The keys of the file are those of the
// tags; numbers of years are years of achievement.
type Facts struct {
	Subject     Subject         `yaml:"subject" json:"subject"`
	Years       []Rated         `yaml:"years" json:"years"`
	Awards      []Held          `yaml:"awards" json:"awards"`
	Initiatives []Initiative    `yaml:"initiatives" json:"initiatives"`
	Discipline  []Discipline    `yaml:"discipline" json:"discipline"`
	Pending     []string        `yaml:"pending" json:"pending"`
	Members     *Members        `yaml:"members" json:"members"`
	Leads       []Place         `yaml:"leads" json:"leads"`
	Outstanding []Place         `yaml:"outstanding_in" json:"outstanding_in"`
	Exceeded    *bool           `yaml:"targets_exceeded" json:"targets_exceeded"`
	Council     *Council        `yaml:"council" json:"council"`
	Anniversary *Anniversary    `yaml:"anniversary" json:"anniversary"`
	Decided     map[string]bool `yaml:"decided" json:"decided"`
	Posts       []Post          `yaml:"posts" json:"posts"`
	Service     []Service       `yaml:"service" json:"service"`
	Feats       []Feat          `yaml:"feats" json:"feats"`
	ModelYears  *int            `yaml:"model_years" json:"model_years"`
	Prizes      []Prize         `yaml:"prizes" json:"prizes"`
	Opinions    []Opinion       `yaml:"opinions" json:"opinions"`
	Posted      *Span           `yaml:"posted" json:"posted"`
	Movements   []Movement      `yaml:"movements" json:"movements"`
	Year        int             `yaml:"year" json:"year"` // the year of achievement, or the end of the period, asked for
}

// Subject is who is proposed.
type Subject struct {
	Kind        Kind     `yaml:"kind" json:"kind"`
	Name        string   `yaml:"name" json:"name"`
	Classes     []string `yaml:"classes" json:"classes"`
	Female      bool     `yaml:"female" json:"female"`
	Founded     Day      `yaml:"founded" json:"founded"`
	FemaleShare *float64 `yaml:"female_share" json:"female_share"` // of a collective, 0 to 1
}

// Kind is the kind of a subject.
type Kind string

// The kinds of subject.
const (
	Person     Kind = "person"
	Collective Kind = "collective"
	Household  Kind = "household"
	Foreigner  Kind = "foreigner"
)

// Rating is how a year's task was completed; a higher one is better.
type Rating string

// The ratings, the best first.
const (
	HTXS Rating = "HTXS" // hoàn thành xuất sắc nhiệm vụ
	HTT  Rating = "HTT"  // hoàn thành tốt nhiệm vụ
	HT   Rating = "HT"   // hoàn thành nhiệm vụ
	KHT  Rating = "KHT"  // không hoàn thành nhiệm vụ
)

// ratings are in the order of their worth.
var ratings = []Rating{KHT, HT, HTT, HTXS}

// Rated is the rating of one year.
type Rated struct {
	Year   int    `yaml:"year" json:"year"`
	Rating Rating `yaml:"rating" json:"rating"`
}

// Occasion is the kind of commendation (loại hình khen thưởng).
type Occasion string

// The occasions; the empty one means Merit.
const (
	Merit      Occasion = "merit"      // công trạng
	AdHoc      Occasion = "ad_hoc"     // đột xuất
	OfMovement Occasion = "movement"   // phong trào thi đua
	Dedication Occasion = "dedication" // quá trình cống hiến
)

// Held is an award that the subject already has.
type Held struct {
	Award     string   `yaml:"award" json:"award"`
	Year      int      `yaml:"year" json:"year"` // of the achievement, or the end of its period
	DecidedOn Day      `yaml:"decided_on" json:"decided_on"`
	Number    string   `yaml:"number" json:"number"`
	Occasion  Occasion `yaml:"occasion" json:"occasion"`
}

// Initiative is an initiative or piece of research with the scope in which it was
// recognised.
type Initiative struct {
	Year  int    `yaml:"year" json:"year"`
	Scope string `yaml:"scope" json:"scope"`
}

// scopes of initiatives, in the order of their reach.
var scopes = []string{"unit", "ministry_or_province", "national"}

// Discipline is a measure with the days in which it was in force.
type Discipline struct {
	Form string `yaml:"form" json:"form"`
	From Day    `yaml:"from" json:"from"`
	To   Day    `yaml:"to" json:"to"`
}

// Members are those of a collective in the year asked; shares are of 1.
type Members struct {
	Count         int      `yaml:"count" json:"count"`
	Completed     *float64 `yaml:"completed_share" json:"completed_share"`
	Advanced      *float64 `yaml:"advanced_worker_share" json:"advanced_worker_share"`
	Fighters      *float64 `yaml:"grassroots_fighters" json:"grassroots_fighters"`
	FromWarningUp *float64 `yaml:"disciplined_from_warning" json:"disciplined_from_warning"`
}

// Place is a place in a cluster of a year.
type Place struct {
	ClusterOf string `yaml:"cluster_of" json:"cluster_of"`
	Year      int    `yaml:"year" json:"year"`
}

// Council is the vote of a council on the proposal.
type Council struct {
	Members int `yaml:"members" json:"members"`
	Present int `yaml:"present" json:"present"`
	Yes     int `yaml:"yes" json:"yes"`
}

// Anniversary is what a proposal is made for.
type Anniversary struct {
	Founded Day `yaml:"founded" json:"founded"`
}

// Post is a leading post that a person held; an empty To is still held.
type Post struct {
	Post        string `yaml:"post" json:"post"`
	From        Day    `yaml:"from" json:"from"`
	To          Day    `yaml:"to" json:"to"`
	Disciplined bool   `yaml:"disciplined" json:"disciplined"`
}

// Service is time served in the army or the police; an empty To goes on.
type Service struct {
	Force    string `yaml:"force" json:"force"`
	From     Day    `yaml:"from" json:"from"`
	To       Day    `yaml:"to" json:"to"`
	Hardship string `yaml:"hardship" json:"hardship"`
}

// Feat is one achievement outside the plan.
type Feat struct {
	Kind  string `yaml:"kind" json:"kind"`
	Scope string `yaml:"scope" json:"scope"`
	On    Day    `yaml:"on" json:"on"`
}

// Prize is an international prize.
type Prize struct {
	Level string `yaml:"level" json:"level"`
	Rank  string `yaml:"rank" json:"rank"`
}

// Opinion is what a body that must be asked has said.
type Opinion struct {
	Of    string `yaml:"of" json:"of"`
	Given bool   `yaml:"given" json:"given"`
}

// Span is the days in which a list of names was posted for comment.
type Span struct {
	From Day `yaml:"from" json:"from"`
	To   Day `yaml:"to" json:"to"`
}

// Movement is an emulation movement in which the subject took part.
type Movement struct {
	LaunchedBy string `yaml:"launched_by" json:"launched_by"`
	Years      int    `yaml:"years" json:"years"`
	Review     string `yaml:"review" json:"review"`
	Role       string `yaml:"role" json:"role"`
}

// Day is a day as facts write it, 2024-05-01; what is no day is kept to be named.
type Day struct {
	vn.Date
	wrong string
}

// UnmarshalText reads a day; a mistake is reported later, with its line.
func (d *Day) UnmarshalText(text []byte) error {
	*d = Day{}
	if len(text) == 0 {
		return nil
	}
	var err error
	if d.Date, err = vn.ParseDate(string(text)); err != nil {
		d.wrong = string(text)
	}
	return nil
}
