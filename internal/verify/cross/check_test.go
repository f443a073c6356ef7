package cross

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/logtest"
	"giaouoc/internal/verify/published"
	"giaouoc/internal/verify/record"
)

// made is a year of cross-scores as docs/cham-cheo.md has it, written here once
// more, with the log that holds its seals.
type made struct {
	log     *logtest.Log
	leaves  []string
	file    file
	receipt receipt // of the last seal of the first unit
	first   receipt // of its first seal
}

// text is the one spelling of a value.
func text(value any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// publish adds a leaf to the log that commits to a text.
func (m *made) publish(act, kind, unit, format, said string) int {
	i := m.log.Size()
	sum := sha256.Sum256([]byte(said))
	what := fmt.Sprintf(`{"after":{"published":"%s","sha256":"%x","bytes":%d}}`, format, sum, len(said))
	salt := sha256.Sum256([]byte(strconv.Itoa(i)))
	hash := sha256.Sum256(append(salt[:16:16], what...))
	who := ""
	if unit != "" {
		who = `,"unit":"` + unit + `"`
	}
	leaf := fmt.Sprintf(`{"v":2,"id":"id-%d","at":"2026-12-01T06:00:00Z","act":"%s","kind":"%s","object":"s"%s,"role":"unit_leader","who":"%x","what":"%x"}`, i, act, kind, who, salt, hash)
	m.log.Append([]byte(leaf))
	coded := base64.StdEncoding.EncodeToString(salt[:16])
	m.leaves = append(m.leaves, text(logtest.Extra{Leaf: leaf, What: &what, Salt: &coded}))
	return i
}

// proof is the proof of a leaf in the log as it is at the end.
func (m *made) proof(i int) string {
	var extra logtest.Extra
	if err := json.Unmarshal([]byte(m.leaves[i]), &extra); err != nil {
		panic(err)
	}
	return string(m.log.Bundle(i, m.log.Size(), extra))
}

// make draws a year: units that seal once or more or not at all, by the whole
// sheet or by leaf.
func draw(t *rapid.T) *made {
	m := &made{log: logtest.New("cross.example/nhat-ky")}
	m.file.Format = "cham-cheo/1"
	n := rapid.IntRange(2, 5).Draw(t, "units")
	o := opening{Format: "mo-cham-cheo/1", Cluster: "c", Year: 2026, Sheet: "s", Version: 2, By: "whole", Rows: []line{{"", "-5", "100"}}, Recusals: []pair{}}
	if rapid.Bool().Draw(t, "by leaf") {
		o.By, o.Rows, o.DropExtremes = "leaf", []line{{"I/1", "0", "10"}, {"I/2", "0", "20.5"}}, rapid.IntRange(0, 1).Draw(t, "drop")
	}
	if n > 2 && rapid.Bool().Draw(t, "recusal") {
		o.Recusals = append(o.Recusals, pair{"u0", "u1"})
	}
	var at []int
	for i := range n {
		unit := fmt.Sprintf("u%d", i)
		counts := counting{Unit: unit, Name: "Đơn vị " + strconv.Itoa(i)}
		seals := rapid.IntRange(0, 3).Draw(t, "seals")
		if i == 0 {
			seals = rapid.IntRange(2, 3).Draw(t, "seals of the first")
		}
		outdated := i > 0 && rapid.IntRange(0, 4).Draw(t, "outdated") == 0
		for number := int64(1); number <= int64(seals); number++ {
			version := int64(2)
			if number == 1 && seals > 1 || outdated {
				version = 1
			}
			f := form{Format: "phieu-cham-cheo/1", Cluster: "c", Year: 2026, Sheet: "s", Version: version, From: unit, Number: number, Marks: []mark{}}
			for j := range n {
				for _, row := range o.Rows {
					if j != i {
						f.Marks = append(f.Marks, mark{fmt.Sprintf("u%d", j), row.Criterion, rapid.SampledFrom([]string{"0", "7.31", "10", "0.000001", "9.5"}).Draw(t, "points")})
					}
				}
			}
			salt := sha256.Sum256(fmt.Append(nil, unit, number))
			sealed := text(f)
			hash := sha256.Sum256([]byte("giaouoc/cham-cheo/1\n" + string(salt[:]) + sealed))
			s := seal{"niem-phong-cheo/1", "c", 2026, "s", version, unit, number, hex.EncodeToString(hash[:])}
			at = append(at, m.publish("scoring.seal", "cross_form", unit, "niem-phong-cheo/1", text(s)))
			entry := "e" + strconv.Itoa(len(at))
			m.file.Seals = append(m.file.Seals, published.Proved{Text: text(s), Entry: entry})
			if i == 0 {
				m.receipt = receipt{"bien-nhan-cham-cheo/1", text(s), entry, hex.EncodeToString(salt[:]), sealed}
				if number == 1 {
					m.first = m.receipt
				}
			}
			if number == int64(seals) && !outdated {
				counts.Number, counts.Commitment = number, s.Commitment
				m.file.Forms = append(m.file.Forms, opened{unit, hex.EncodeToString(salt[:]), sealed})
			}
		}
		m.log.Append(logtest.Leaf(i)) // something else happens too
		m.leaves = append(m.leaves, "")
		o.Units = append(o.Units, counts)
	}
	at = append(at, m.publish("scoring.unseal", "cross_opening", "u0", "mo-cham-cheo/1", text(o)))
	m.file.Opening = published.Proved{Text: text(o), Entry: "open"}
	for i := range m.file.Seals {
		m.file.Seals[i].Proof = m.proof(at[i])
	}
	m.file.Opening.Proof = m.proof(at[len(at)-1])
	m.sum(o)
	return m
}

// sum adds sums and means.
func (m *made) sum(o opening) {
	m.file.Totals, m.file.Means = []total{}, []mean{}
	given := map[[2]string][]*big.Rat{}
	for _, x := range m.file.Forms {
		var f form
		if err := json.Unmarshal([]byte(x.Form), &f); err != nil {
			panic(err)
		}
		for _, u := range o.Units {
			sum, any := new(big.Rat), false
			for _, k := range f.Marks {
				if k.To != u.Unit || slices.Contains(o.Recusals, pair{f.From, k.To}) {
					continue
				}
				points, _ := new(big.Rat).SetString(k.Points)
				sum.Add(sum, points)
				any = true
				given[[2]string{k.To, k.Criterion}] = append(given[[2]string{k.To, k.Criterion}], points)
			}
			if any {
				m.file.Totals = append(m.file.Totals, total{f.From, u.Unit, sum.RatString()})
			}
		}
	}
	for _, u := range o.Units {
		for _, row := range o.Rows {
			list := given[[2]string{u.Unit, row.Criterion}]
			slices.SortFunc(list, (*big.Rat).Cmp)
			if len(list) <= 2*o.DropExtremes {
				continue
			}
			list = list[o.DropExtremes : len(list)-o.DropExtremes]
			sum := new(big.Rat)
			for _, x := range list {
				sum.Add(sum, x)
			}
			m.file.Means = append(m.file.Means, mean{u.Unit, row.Criterion, sum.Mul(sum, big.NewRat(1, int64(len(list)))).RatString()})
		}
	}
}

// terms are those of who has read the whole record and has a receipt.
func (m *made) terms() Terms {
	log := &Log{Terms: record.Terms{Key: m.log.Key()}, Whole: true}
	for _, extra := range m.leaves {
		var x logtest.Extra
		if json.Unmarshal([]byte(extra), &x) == nil {
			log.Take(x.Leaf)
		}
	}
	return Terms{Log: log, Receipt: []byte(text(m.receipt))}
}

func (m *made) copied() *made {
	c := *m
	c.log, c.leaves, c.file = m.log.Copy(), slices.Clone(m.leaves), file{}
	if err := json.Unmarshal([]byte(text(m.file)), &c.file); err != nil {
		panic(err)
	}
	return &c
}

// damages are single changes of a right file, each with the reason for which it is
// refused. One that finds nothing to change reports false.
var damages = []struct {
	name, reason string
	do           func(m *made) bool
}{
	{"a mark is changed", "không cho dấu niêm phong", func(m *made) bool {
		m.file.Forms[0].Form = strings.Replace(m.file.Forms[0].Form, `"points":"`, `"points":"1`, 1)
		return true
	}},
	{"two units are swapped in a form", "không cho dấu niêm phong", func(m *made) bool {
		was := m.file.Forms[0].Form
		m.file.Forms[0].Form = strings.ReplaceAll(was, `"to":"u1"`, `"to":"u9"`)
		return was != m.file.Forms[0].Form
	}},
	{"a salt is changed", "không cho dấu niêm phong", func(m *made) bool {
		m.file.Forms[0].Salt = flip(m.file.Forms[0].Salt)
		return true
	}},
	{"a salt is cut", "muối không phải 32 byte", func(m *made) bool {
		m.file.Forms[0].Salt = m.file.Forms[0].Salt[2:]
		return true
	}},
	{"the hash of a seal is changed", "khác dấu lúc niêm phong", func(m *made) bool {
		return m.reseal(len(m.sealsOf("u0"))-1, func(s *seal) { s.Commitment = flip(s.Commitment) })
	}},
	{"the hash of an earlier seal is changed", "nhật ký không công bố văn bản này", func(m *made) bool {
		return m.reseal(0, func(s *seal) { s.Commitment = flip(s.Commitment) })
	}},
	{"the hash is changed in the opening", "khác dấu lúc niêm phong", func(m *made) bool {
		return m.reopen(func(o *opening) { o.Units[0].Commitment = flip(o.Units[0].Commitment) })
	}},
	{"an earlier seal is opened", "lần niêm phong cuối được tính là lần", func(m *made) bool {
		return m.reopen(func(o *opening) { o.Units[0].Number-- })
	}},
	{"a form is dropped", "thiếu phiếu đã niêm phong của Đơn vị 0", func(m *made) bool {
		m.file.Forms = m.file.Forms[1:]
		return true
	}},
	{"a form is there twice", "không đúng thứ tự, hoặc trùng", func(m *made) bool {
		m.file.Forms = append(m.file.Forms[:1:1], m.file.Forms...)
		return true
	}},
	{"the forms of two units are swapped", "không cho dấu niêm phong", func(m *made) bool {
		if len(m.file.Forms) < 2 {
			return false
		}
		f := m.file.Forms
		f[0].Form, f[1].Form, f[0].Salt, f[1].Salt = f[1].Form, f[0].Form, f[1].Salt, f[0].Salt
		return true
	}},
	{"a silent unit has a form", "không có lần niêm phong nào được tính", func(m *made) bool {
		var o opening
		_ = json.Unmarshal([]byte(m.file.Opening.Text), &o)
		for _, u := range o.Units {
			if u.Number == 0 {
				m.file.Forms = append(m.file.Forms, opened{u.Unit, m.file.Forms[0].Salt, m.file.Forms[0].Form})
				slices.SortFunc(m.file.Forms, func(a, b opened) int { return strings.Compare(a.Unit, b.Unit) })
				return true
			}
		}
		return false
	}},
	{"a seal in the middle is dropped", "thiếu lần niêm phong 1 của Đơn vị 0", func(m *made) bool {
		m.file.Seals = m.file.Seals[1:]
		return true
	}},
	{"the last seal is dropped", "lần niêm phong cuối được tính là lần", func(m *made) bool {
		at := m.sealsOf("u0")
		m.file.Seals = slices.Delete(m.file.Seals, at[len(at)-1], at[len(at)-1]+1)
		return true
	}},
	{"a seal is there twice", "hai lần niêm phong cùng số", func(m *made) bool {
		m.file.Seals = append(m.file.Seals, m.file.Seals[0])
		return true
	}},
	{"a seal is appended", "lần niêm phong cuối được tính là lần", func(m *made) bool {
		var s seal
		at := m.sealsOf("u0")
		last := m.file.Seals[at[len(at)-1]]
		_ = json.Unmarshal([]byte(last.Text), &s)
		s.Number++
		last.Text = text(s)
		m.file.Seals = append(m.file.Seals, last)
		return true
	}},
	{"a seal is another unit's", "SAI", func(m *made) bool { return m.reseal(0, func(s *seal) { s.From = "u1" }) }},
	{"a seal is of another year", "thuộc bảng chấm điểm khác", func(m *made) bool { return m.reseal(0, func(s *seal) { s.Year++ }) }},
	{"a unit is renamed in the opening", "nhật ký không công bố văn bản này", func(m *made) bool {
		return m.reopen(func(o *opening) { o.Units[0].Name = "Khác" })
	}},
	{"a pair is recused afterwards", "SAI", func(m *made) bool {
		return m.reopen(func(o *opening) { o.Recusals = append(o.Recusals, pair{"u1", "u0"}) })
	}},
	{"the range is widened", "nhật ký không công bố văn bản này", func(m *made) bool {
		return m.reopen(func(o *opening) { o.Rows[0].High = "1000" })
	}},
	{"a total is changed", "tổng điểm trong tệp", func(m *made) bool {
		m.file.Totals[0].Points += "1"
		return true
	}},
	{"a total is dropped", "tổng điểm trong tệp", func(m *made) bool {
		m.file.Totals = m.file.Totals[1:]
		return true
	}},
	{"a mean is changed", "điểm trung bình trong tệp", func(m *made) bool {
		if len(m.file.Means) == 0 {
			return false
		}
		m.file.Means[0].Points = "1/3"
		return true
	}},
	{"a proof is another's", "SAI", func(m *made) bool {
		m.file.Seals[0].Proof = m.file.Seals[1].Proof
		return true
	}},
	{"a proof is cut", "gói chứng minh", func(m *made) bool {
		m.file.Opening.Proof = m.file.Opening.Proof[:len(m.file.Opening.Proof)/2]
		return true
	}},
	{"a proof is missing", "gói chứng minh", func(m *made) bool {
		m.file.Seals[0].Proof = ""
		return true
	}},
	{"the record has a seal that the file leaves out", "mà tệp bỏ sót", func(m *made) bool {
		m.publish("scoring.seal", "cross_form", "u0", "niem-phong-cheo/1", "{}")
		return true
	}},
	{"the receipt is of another form", "phiếu và muối không cho dấu niêm phong", func(m *made) bool {
		m.receipt.Form = strings.Replace(m.receipt.Form, `"points":"`, `"points":"2`, 1)
		return true
	}},
	{"the receipt is of a seal that was hidden", "không có trong tệp", func(m *made) bool {
		m.receipt.Entry = "hidden"
		return true
	}},
	{"the file is of another form", "không đúng dạng cham-cheo/1", func(m *made) bool {
		m.file.Format = "cham-cheo/2"
		return true
	}},
}

func flip(digits string) string {
	if digits[0] == '0' {
		return "1" + digits[1:]
	}
	return "0" + digits[1:]
}

// sealsOf are the places of a unit's seals in the file.
func (m *made) sealsOf(unit string) []int {
	var at []int
	for i, p := range m.file.Seals {
		if strings.Contains(p.Text, `"from":"`+unit+`"`) {
			at = append(at, i)
		}
	}
	return at
}

func (m *made) reseal(i int, change func(*seal)) bool {
	var s seal
	_ = json.Unmarshal([]byte(m.file.Seals[i].Text), &s)
	change(&s)
	m.file.Seals[i].Text = text(s)
	return true
}

func (m *made) reopen(change func(*opening)) bool {
	var o opening
	_ = json.Unmarshal([]byte(m.file.Opening.Text), &o)
	change(&o)
	m.file.Opening.Text = text(o)
	return true
}

// A right file passes, with and without the record; each single damage to it is
// refused for its own reason.
func TestEveryDamageIsFound(t *testing.T) {
	found := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		for what, terms := range map[string]Terms{"alone": {}, "with all": m.terms(), "with the key": {Log: &Log{Terms: record.Terms{Key: m.log.Key()}}}} {
			r, err := Check([]byte(text(m.file)), terms)
			if err != nil {
				t.Fatalf("the right file %s: %v", what, err)
			}
			if !strings.HasPrefix(r.String(), "ĐÚNG: ") || strings.Contains(r.String(), "CHƯA") != (terms.Log == nil) {
				t.Fatalf("%s: %s", what, r)
			}
		}
		if r, err := Check([]byte(text(m.file)), Terms{Receipt: []byte(text(m.first))}); err != nil || !strings.Contains(r.Receipt, "đã niêm phong lại") {
			t.Fatalf("an earlier receipt: %v, %v", r, err)
		}
		for _, d := range damages {
			hurt := m.copied()
			if !d.do(hurt) {
				continue
			}
			found[d.name] = true
			if _, err := Check([]byte(text(hurt.file)), hurt.terms()); problem.All(err) == nil || !strings.Contains(err.Error(), d.reason) || !strings.HasPrefix(err.Error(), "SAI: ") {
				t.Fatalf("%s: %v, want «%s»", d.name, err, d.reason)
			}
		}
	})
	for _, d := range damages {
		if !found[d.name] {
			t.Errorf("never happened: %s", d.name)
		}
	}
}

// A file that is cut anywhere, or that has something after its end, is refused.
func TestACutFileIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := text(draw(t).file)
		cut := whole[:rapid.IntRange(0, len(whole)-1).Draw(t, "length")]
		for _, content := range []string{cut, whole + "x", whole + whole, strings.Replace(whole, `{"format"`, `{"more":1,"format"`, 1)} {
			if _, err := Check([]byte(content), Terms{}); problem.All(err) == nil {
				t.Fatalf("passes: %d of %d bytes", len(content), len(whole))
			}
		}
	})
}

// Another spelling of a text is refused even where its hash would fit.
func TestATextHasOneSpelling(t *testing.T) {
	right := text(seal{Format: "niem-phong-cheo/1", From: "Đ<&"})
	var s seal
	if err := published.Exactly(right, &s, "x"); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{" " + right, right + "\n", strings.Replace(right, ":", ": ", 1), strings.Replace(right, "Đ", "\\u0110", 1), strings.Replace(right, "<", "\\u003c", 1), strings.Replace(right, `"year":0,`, "", 1), "null"} {
		if published.Exactly(other, &s, "x") == nil {
			t.Errorf("%s passes", other)
		}
	}
}

func TestDecimalsHaveOneSpelling(t *testing.T) {
	for text, ok := range map[string]bool{
		"0": true, "7.31": true, "-5": true, "100": true, "0.5": true,
		"": false, "-0": false, "07": false, "7.0": false, "7.": false, ".5": false, "1e3": false, "+1": false, "1/2": false, "7,5": false, " 1": false,
	} {
		if _, got := decimal(text); got != ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}
