package scoring

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/cycle"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// The formats of docs/cham-cheo.md.
const (
	crossFormFormat    = "phieu-cham-cheo/1"
	crossSealFormat    = "niem-phong-cheo/1"
	crossOpeningFormat = "mo-cham-cheo/1"
	crossFileFormat    = "cham-cheo/1"
	crossReceiptFormat = "bien-nhan-cham-cheo/1"
)

// CrossMark is the mark that a unit gives another on one line: Criterion is empty
// for the whole sheet, Points a decimal with a point.
type CrossMark struct {
	To        string `json:"to"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"`
}

// crossForm is what one unit seals (phiếu chấm chéo). Its canonical text is what
// the commitment is over.
type crossForm struct {
	Format  string      `json:"format"`
	Cluster string      `json:"cluster"`
	Year    int         `json:"year"`
	Sheet   string      `json:"sheet"`
	Version int64       `json:"version"` // of the sheet
	From    string      `json:"from"`
	Number  int64       `json:"number"` // of the seal of this unit, from 1
	Marks   []CrossMark `json:"marks"`
}

// crossSeal is what the record publishes of a seal.
type crossSeal struct {
	Format     string `json:"format"`
	Cluster    string `json:"cluster"`
	Year       int    `json:"year"`
	Sheet      string `json:"sheet"`
	Version    int64  `json:"version"`
	From       string `json:"from"`
	Number     int64  `json:"number"`
	Commitment string `json:"commitment"`
}

// crossOpened is what the record publishes of the opening: what was marked, which
// seal of each unit counts, and which pairs do not mark each other. It shows no
// mark.
type crossOpened struct {
	Format       string          `json:"format"`
	Cluster      string          `json:"cluster"`
	Year         int             `json:"year"`
	Sheet        string          `json:"sheet"`
	Version      int64           `json:"version"`
	By           CrossBy         `json:"by"`
	DropExtremes int             `json:"drop_extremes"`
	Rows         []crossLine     `json:"rows"`
	Units        []crossCounting `json:"units"`
	Recusals     []crossPair     `json:"recusals"`
}

// crossLine is a line that was marked, with what a mark on it may be.
type crossLine struct {
	Criterion string `json:"criterion"`
	Low       string `json:"low"`
	High      string `json:"high"`
}

type crossCounting struct {
	Unit       string `json:"unit"`
	Name       string `json:"name"`
	Number     int64  `json:"number"` // 0 where none counts
	Commitment string `json:"commitment"`
}

type crossPair struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// CrossReceipt is what a unit keeps of its own seal (biên nhận).
type CrossReceipt struct {
	Format string `json:"format"`
	Seal   string `json:"seal"`  // the text that the record published
	Entry  string `json:"entry"` // of the record
	Salt   string `json:"salt"`  // hex
	Form   string `json:"form"`  // the canonical text
}

// CrossFile is all that anybody needs to check the cross-scores of a year.
type CrossFile struct {
	Format  string          `json:"format"`
	Seals   []CrossProved   `json:"seals"`
	Opening CrossProved     `json:"opening"`
	Forms   []CrossFileForm `json:"forms"` // opened
	Totals  []CrossFileSum  `json:"totals"`
	Means   []CrossFileMean `json:"means"`
}

// CrossProved is a text that the record published, with its proof.
type CrossProved struct {
	Text  string `json:"text"`
	Entry string `json:"entry"`
	Proof string `json:"proof"` // a .tlog-proof
}

// CrossFileForm is an opened form.
type CrossFileForm struct {
	Unit string `json:"unit"`
	Salt string `json:"salt"`
	Form string `json:"form"`
}

// CrossFileSum is what one unit gave another in all.
type CrossFileSum struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Points string `json:"points"` // exact fraction
}

// CrossFileMean is the mean of the marks that a unit received on one line.
type CrossFileMean struct {
	Unit      string `json:"unit"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"` // exact fraction
}

// crossSaltSize is 256 bits.
const crossSaltSize = 32

// crossDomain keeps a commitment from being taken for any other hash.
const crossDomain = "giaouoc/cham-cheo/1\n"

// commitment is hex SHA-256 over the domain, the salt and the canonical text.
func commitment(salt []byte, text string) string {
	h := sha256.New()
	h.Write([]byte(crossDomain))
	h.Write(salt)
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

// formOf is the canonical text of what a unit seals; the marks are in order.
func (p crossPlan) formOf(y cycle.Year, from string, number int64, marks []CrossMark) (string, error) {
	return record.Canonical(crossForm{
		Format: crossFormFormat, Cluster: y.ClusterID, Year: y.Year, Sheet: p.sheet.ID, Version: p.sheet.Number, From: from, Number: number, Marks: marks,
	})
}

// sealed is a canonical form with its salt, as it is kept encrypted until the
// opening.
type sealedForm struct {
	Salt string `json:"salt"` // hex
	Form string `json:"form"`
}

func newSealedForm(text string) (sealedForm, string, error) {
	salt := make([]byte, crossSaltSize)
	if _, err := rand.Read(salt); err != nil {
		return sealedForm{}, "", fmt.Errorf("make salt: %w", err)
	}
	return sealedForm{hex.EncodeToString(salt), text}, commitment(salt, text), nil
}

// fits reports whether the form is the one that was committed to.
func (f sealedForm) fits(committed string) bool {
	salt, err := hex.DecodeString(f.Salt)
	return err == nil && len(salt) == crossSaltSize && commitment(salt, f.Form) == committed
}

func (f sealedForm) read() (crossForm, error) {
	var form crossForm
	err := json.Unmarshal([]byte(f.Form), &form)
	return form, err
}

// hiddenBlock is the size to which hidden values are filled up, so that their
// length tells no mark.
const hiddenBlock = 4096

// hide encrypts a value with the installation's key; about names whose it is.
func hide(ring *key.Ring, value any, about string) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", about, err)
	}
	filled := append(plain, bytes.Repeat([]byte(" "), hiddenBlock-len(plain)%hiddenBlock)...)
	return ring.Encrypt(filled, about)
}

// unhide opens what hide hid. What another key hid, or what was changed or moved,
// is a problem that names who can help.
func unhide(ring *key.Ring, hidden []byte, value any, about string) error {
	plain, err := ring.Decrypt(hidden, about)
	if err != nil {
		return problem.New(problem.Closed, "Phiếu chấm chéo lưu ở đây không mở được bằng khóa của cài đặt, hoặc đã bị sửa. Hãy báo người vận hành khôi phục thư mục khóa và cơ sở dữ liệu từ cùng một bản sao lưu.")
	}
	return json.Unmarshal(plain, value)
}

// crossMark is one opened mark with the unit that gave it.
type crossMark struct {
	from string
	CrossMark
}

// pack writes what one unit gave another.
func pack(marks []CrossMark) (string, error) {
	pairs := make([][2]string, len(marks))
	for i, m := range marks {
		pairs[i] = [2]string{m.Criterion, m.Points}
	}
	text, err := json.Marshal(pairs)
	return string(text), err
}

// marks reads what pack wrote.
func (g crossGiven) marks() ([]CrossMark, error) {
	var pairs [][2]string
	if err := json.Unmarshal([]byte(g.Marks), &pairs); err != nil {
		return nil, fmt.Errorf("read the marks of %s for %s: %w", g.FromID, g.ToID, err)
	}
	marks := make([]CrossMark, len(pairs))
	for i, p := range pairs {
		marks[i] = CrossMark{g.ToID, p[0], p[1]}
	}
	return marks, nil
}

// crossSums are the sums of what each unit gave each other, in order.
func crossSums(marks []crossMark) []CrossFileSum {
	sums := map[crossPair]num{}
	for _, m := range marks {
		pair := crossPair{m.from, m.To}
		sums[pair] = sums[pair].add(numOf(fraction(m.Points)))
	}
	list := make([]CrossFileSum, 0, len(sums))
	for pair, sum := range sums {
		list = append(list, CrossFileSum{pair.From, pair.To, sum.rat().RatString()})
	}
	slices.SortFunc(list, func(a, b CrossFileSum) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
	return list
}

// crossMeans are the means of what each unit received on each line, without so
// many of the highest and of the lowest; none where none is left.
func crossMeans(marks []crossMark, drop int) []CrossFileMean {
	type at struct{ unit, criterion string }
	received := map[at][]num{}
	for _, m := range marks {
		a := at{m.To, m.Criterion}
		received[a] = append(received[a], numOf(fraction(m.Points)))
	}
	rule := FinalRule{DropExtremes: drop}
	list := []CrossFileMean{}
	for a, points := range received {
		if mean, ok := rule.mean(points); ok {
			list = append(list, CrossFileMean{a.unit, a.criterion, mean.rat().RatString()})
		}
	}
	slices.SortFunc(list, func(a, b CrossFileMean) int {
		return cmp.Or(strings.Compare(a.Unit, b.Unit), strings.Compare(a.Criterion, b.Criterion))
	})
	return list
}
