package cross

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// file is the published file.
type file struct {
	Format  string   `json:"format"`
	Seals   []proved `json:"seals"`
	Opening proved   `json:"opening"`
	Forms   []opened `json:"forms"`
	Totals  []total  `json:"totals"`
	Means   []mean   `json:"means"`
}

type proved struct {
	Text  string `json:"text"`
	Entry string `json:"entry"`
	Proof string `json:"proof"`
}

type opened struct {
	Unit string `json:"unit"`
	Salt string `json:"salt"`
	Form string `json:"form"`
}

type total struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Points string `json:"points"`
}

type mean struct {
	Unit      string `json:"unit"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"`
}

// receipt is what a unit keeps of a seal.
type receipt struct {
	Format string `json:"format"`
	Seal   string `json:"seal"`
	Entry  string `json:"entry"`
	Salt   string `json:"salt"`
	Form   string `json:"form"`
}

// form is what a unit sealed.
type form struct {
	Format  string `json:"format"`
	Cluster string `json:"cluster"`
	Year    int64  `json:"year"`
	Sheet   string `json:"sheet"`
	Version int64  `json:"version"`
	From    string `json:"from"`
	Number  int64  `json:"number"`
	Marks   []mark `json:"marks"`
}

type mark struct {
	To        string `json:"to"`
	Criterion string `json:"criterion"`
	Points    string `json:"points"`
}

// seal is what the record published of a seal.
type seal struct {
	Format     string `json:"format"`
	Cluster    string `json:"cluster"`
	Year       int64  `json:"year"`
	Sheet      string `json:"sheet"`
	Version    int64  `json:"version"`
	From       string `json:"from"`
	Number     int64  `json:"number"`
	Commitment string `json:"commitment"`
}

// opening is what the record published of the opening.
type opening struct {
	Format       string     `json:"format"`
	Cluster      string     `json:"cluster"`
	Year         int64      `json:"year"`
	Sheet        string     `json:"sheet"`
	Version      int64      `json:"version"`
	By           string     `json:"by"`
	DropExtremes int        `json:"drop_extremes"`
	Rows         []line     `json:"rows"`
	Units        []counting `json:"units"`
	Recusals     []pair     `json:"recusals"`
}

type line struct {
	Criterion string `json:"criterion"`
	Low       string `json:"low"`
	High      string `json:"high"`
}

type counting struct {
	Unit       string `json:"unit"`
	Name       string `json:"name"`
	Number     int64  `json:"number"`
	Commitment string `json:"commitment"`
}

type pair struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func wrong(format string, args ...any) error {
	return problem.New(problem.Invalid, "SAI: %s.", fmt.Sprintf(format, args...))
}

// decode reads a whole JSON value that has the known keys alone.
func decode(content []byte, value any) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("có thứ lạ ở cuối")
	}
	return nil
}

// exactly reads a text and refuses any spelling of it but the one of its form.
func exactly(text string, value any, what string) error {
	if err := decode([]byte(text), value); err != nil {
		return wrong("%s không đúng dạng", what)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	if b.String() != text+"\n" || vn.NFC(text) != text {
		return wrong("%s không viết đúng dạng chuẩn đến từng byte", what)
	}
	return nil
}

var (
	decimals  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)
	hexDigits = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// decimal reads a decimal in its one spelling.
func decimal(text string) (*big.Rat, bool) {
	if !decimals.MatchString(text) || text == "-0" || len(text) > 80 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// bytes32 reads 32 bytes in hexadecimal.
func bytes32(text string) ([]byte, bool) {
	if !hexDigits.MatchString(text) {
		return nil, false
	}
	raw, err := hex.DecodeString(text)
	return raw, err == nil
}
