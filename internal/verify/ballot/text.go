package ballot

import "giaouoc/internal/verify/published"

// file is the published file.
type file struct {
	Format    string           `json:"format"`
	Motion    published.Proved `json:"motion"`
	CheckOffs []shownCheckOff  `json:"check_offs"`
	Box       []shownPaper     `json:"box"` // null for a sealed board
	Closing   published.Proved `json:"closing"`
}

type shownCheckOff struct {
	Text  string `json:"text"`
	Proof proof  `json:"proof"`
}

// proof is what the voter's credential made: of a passkey all three, of a slip the
// signature alone.
type proof struct {
	Authenticator []byte `json:"authenticator,omitempty"`
	Client        []byte `json:"client,omitempty"`
	Signature     []byte `json:"signature"`
}

type shownPaper struct {
	Paper     string   `json:"paper"`
	Signature []byte   `json:"signature"`
	Tokens    [][]byte `json:"tokens"`
}

type motion struct {
	Format     string      `json:"format"`
	ID         string      `json:"id"`
	Cluster    string      `json:"cluster"`
	Year       int         `json:"year"`
	Title      string      `json:"title"`
	Kind       string      `json:"kind"`
	Candidates []candidate `json:"candidates"`
	Most       int         `json:"most"`
	Seats      int         `json:"seats"`
	Base       string      `json:"base"`
	Members    int         `json:"members"`
	Present    int         `json:"present"`
	Percent    int         `json:"percent"`
	Again      string      `json:"again"`
	Until      string      `json:"until"`
	Form       string      `json:"form"`
	Site       string      `json:"site"`
	Roll       []voter     `json:"roll"`
	Holders    []holder    `json:"holders"`
	ReceiptKey []byte      `json:"receipt_key"`
}

type candidate struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type voter struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Credential credential `json:"credential"`
}

type credential struct {
	Kind string `json:"kind"`
	Key  []byte `json:"key"`
}

type holder struct {
	Name string `json:"name"`
	Key  []byte `json:"key"`
}

type checkOff struct {
	Format  string   `json:"format"`
	Motion  string   `json:"motion"`
	Voter   string   `json:"voter"`
	Blinded []string `json:"blinded"`
}

type paper struct {
	Format string   `json:"format"`
	Motion string   `json:"motion"`
	Token  []byte   `json:"token"`
	Number int      `json:"number"`
	Choice []string `json:"choice"`
}

type receipt struct {
	Format    string `json:"format"`
	Motion    string `json:"motion"`
	Paper     string `json:"paper"`
	Signature []byte `json:"signature"`
}

type closing struct {
	Format    string   `json:"format"`
	Motion    string   `json:"motion"`
	CheckOffs int      `json:"check_offs"`
	RollRoot  string   `json:"roll_root"`
	Papers    int      `json:"papers"`
	BoxRoot   string   `json:"box_root"`
	Counted   *counted `json:"counted"`
	Moved     []string `json:"moved"`
	Result    result   `json:"result"`
}

type counted struct {
	Given      int       `json:"given"`
	Returned   int       `json:"returned"`
	Valid      int       `json:"valid"`
	Candidates []tallied `json:"candidates"`
}

type tallied struct {
	ID      string `json:"id"`
	Votes   int    `json:"votes"`
	Against int    `json:"against"`
	Points  int    `json:"points"`
}

type result struct {
	Valid      int        `json:"valid"`
	Candidates []standing `json:"candidates"`
	Needed     int        `json:"needed"`
	Chosen     []string   `json:"chosen"`
	Tied       []string   `json:"tied"`
}

type standing struct {
	ID      string `json:"id"`
	Votes   int    `json:"votes"`
	Against int    `json:"against"`
	Points  int    `json:"points"`
	Passed  bool   `json:"passed"`
}
