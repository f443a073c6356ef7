package midreview

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/vn"
)

// Snapshot is the data of a review as they were drafted. Numbers are plain
// decimals; an empty one is not known. Say are the program's sentences.
type Snapshot struct {
	Cluster    string          `json:"cluster"`
	Kind       string          `json:"kind"` // "cụm" or "khối"
	Year       int             `json:"year"`
	Period     string          `json:"period"`
	PeriodDue  vn.Date         `json:"period_due"`
	TakenOn    vn.Date         `json:"taken_on"`
	Members    []SnapMember    `json:"members"`
	Reports    []string        `json:"reports"` // sentences
	Indicators []SnapIndicator `json:"indicators"`
	Tasks      string          `json:"tasks"` // the directives in one sentence
	Directives []SnapDirective `json:"directives"`
	Movements  []SnapMovement  `json:"movements"`
}

// SnapMember is a member with its report for the period.
type SnapMember struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	State   string `json:"state"`
	Timing  string `json:"timing"`
	Entered int    `json:"entered"`
	Whole   int    `json:"whole"`
}

// SnapIndicator is what an indicator added up to.
type SnapIndicator struct {
	Code      string       `json:"code"`
	Name      string       `json:"name"`
	Direction string       `json:"direction"`
	Unit      string       `json:"unit"`
	Value     string       `json:"value"`
	Target    string       `json:"target"`
	Before    string       `json:"before"`
	Share     string       `json:"share"` // of the country, in percent
	Source    string       `json:"source"`
	Figures   []SnapFigure `json:"figures"`
	Say       string       `json:"say"` // a sentence that follows the name
}

// SnapFigure is one member's figure and target.
type SnapFigure struct {
	Member string `json:"member"` // id
	Value  string `json:"value"`
	Target string `json:"target"`
	Paper  bool   `json:"paper"` // kept as a paper dossier
}

// SnapDirective is a directive with its tasks by state.
type SnapDirective struct {
	Number int    `json:"number"`
	Body   string `json:"body"`
	Say    string `json:"say"`
}

// SnapMovement is a movement of the cluster with who has joined it.
type SnapMovement struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Say  string `json:"say"`
}

// Text is an issued review.
type Text struct {
	Format   string   `json:"format"` // "so-ket/1"
	Number   string   `json:"number"`
	IssuedOn vn.Date  `json:"issued_on"`
	IssuedBy string   `json:"issued_by"`
	IssuedAs string   `json:"issued_as"`
	Data     Snapshot `json:"data"`
	Written  Written  `json:"written"`
}

const textFormat = "so-ket/1"

// canonical returns the bytes of a text and their fingerprint; the package
// comment says how the bytes are made.
func canonical(t Text) (text, fingerprint string, err error) {
	if text, err = toJSON(t); err != nil {
		return "", "", err
	}
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

func toJSON(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("write mid-year review: %w", err)
	}
	return vn.NFC(string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))), nil
}

// Snapshot reads back the data of a review.
func (r Review) Snapshot() (Snapshot, error) {
	var s Snapshot
	if err := json.Unmarshal([]byte(r.Data), &s); err != nil {
		return s, fmt.Errorf("read data of mid-year review %s: %w", r.ID, err)
	}
	return s, nil
}

// Difference is one thing of the data that changed.
type Difference struct {
	What   string `json:"what"`
	Before string `json:"before"` // empty: not there
	Now    string `json:"now"`
}

// fact is one thing of a snapshot that can change.
type fact struct{ key, what, text string }

func (s Snapshot) facts() []fact {
	list := []fact{{"period", "Kỳ báo cáo", s.Period}}
	names := map[string]string{}
	for _, m := range s.Members {
		names[m.ID] = m.Name
		list = append(list, fact{"report " + m.ID, "Báo cáo của " + m.Name, fmt.Sprintf("%s, %s, %d/%d số liệu", m.State, m.Timing, m.Entered, m.Whole)})
	}
	for _, i := range s.Indicators {
		for _, v := range []fact{
			{"value", "toàn " + s.Kind, i.Value}, {"target", "chỉ tiêu", i.Target}, {"before", "năm trước", i.Before},
		} {
			list = append(list, fact{v.key + " " + i.Code, i.Name + ", " + v.what, withUnit(v.text, i.Unit)})
		}
		list = append(list, fact{"share " + i.Code, i.Name + ", tỷ trọng cả nước", withUnit(i.Share, "%")})
		for _, f := range i.Figures {
			text := withUnit(f.Value, i.Unit)
			if f.Paper {
				text = "hồ sơ giấy"
			}
			list = append(list, fact{"figure " + i.Code + " " + f.Member, i.Name + ", " + names[f.Member], text})
		}
	}
	for _, d := range s.Directives {
		list = append(list, fact{fmt.Sprintf("directive %d", d.Number), fmt.Sprintf("Chỉ đạo số %d", d.Number), d.Say})
	}
	for _, m := range s.Movements {
		list = append(list, fact{"movement " + m.ID, m.Name, m.Say})
	}
	return list
}

// differences lists what two snapshots of one year do not have in common.
func differences(before, now Snapshot) []Difference {
	old := map[string]fact{}
	for _, f := range before.facts() {
		old[f.key] = f
	}
	list := []Difference{}
	for _, f := range now.facts() {
		if was := old[f.key].text; was != f.text {
			list = append(list, Difference{f.what, was, f.text})
		}
		delete(old, f.key)
	}
	for _, f := range before.facts() {
		if gone, ok := old[f.key]; ok && gone.text != "" {
			list = append(list, Difference{gone.what, gone.text, ""})
		}
	}
	return list
}

func withUnit(plain, unit string) string {
	switch {
	case plain == "":
		return ""
	case unit == "%":
		return printed(plain) + "%"
	}
	return strings.TrimSpace(printed(plain) + " " + unit)
}
