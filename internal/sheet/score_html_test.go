package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// htmlOf reads a bundle and returns its page.
func htmlOf(t *testing.T, data string) string {
	t.Helper()
	b, err := ReadScoreBundle([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Answer()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := a.WriteHTML(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const fourUnits = `sheet: {name: Bảng điểm, criteria: [{code: I, max: 10, kind: direct}, {code: II, max: 10, kind: direct}]}
units: [{id: U1, name: Một}, {id: U2, name: "<b>Hai</b>"}, {id: U3}, {id: U4, disqualified: {reason: kỷ luật}}]
entries:
  - {unit: U1, criterion: I, points: 9}
  - {unit: U1, criterion: II, points: 5}
  - {unit: U2, criterion: I, points: 5}
  - {unit: U2, criterion: II, points: 8}
  - {unit: U3, criterion: I, points: 3}
  - {unit: U4, criterion: I, points: 3}
cross:
  - {from: U1, to: U2, points: 82}
  - {from: U1, to: U3, points: 72}
  - {from: U1, to: U4, points: 60}
  - {from: U2, to: U1, points: 90}
  - {from: U2, to: U3, points: 80}
  - {from: U2, to: U4, points: 62}
  - {from: U3, to: U1, points: 90}
  - {from: U3, to: U2, points: 88}
  - {from: U3, to: U4, points: 66}
  - {from: U4, to: U1, points: 92}
  - {from: U4, to: U2, points: 85}
  - {from: U4, to: U3, points: 75}
cross_range: [0, 100]
`

// The page shows the ranking and all six parts: a sentence, what it does not
// mean, a picture with its figures in words, and the table.
func TestHTMLHasEveryPart(t *testing.T) {
	page := htmlOf(t, fourUnits)
	for _, key := range []string{"severity", "pairwise", "margins", "coalition", "agreement", "intervals"} {
		_, after, ok := strings.Cut(page, `<section class="part" id="`+key+`">`)
		section, _, _ := strings.Cut(after, "</section>")
		if !ok {
			t.Errorf("no part %s", key)
			continue
		}
		for what, pattern := range map[string]string{
			"finding":  `<p class="finding">[^<]+\.</p>`,
			"caution":  `<p class="caution"><b>Lưu ý\.</b> [^<]+\.</p>`,
			"picture":  `<div role="img" aria-labelledby="` + key + `-ten ` + key + `-ta">`,
			"words":    `id="` + key + `-ta">[^<]*\d[^<]*\.</span>`,
			"drawing":  `<svg [^>]*><(rect|line|circle) `,
			"table":    `<caption>[^<]+</caption>`,
			"two rows": `(?s)<tbody>.*<tr>.*<tr>`,
		} {
			if !regexp.MustCompile(pattern).MatchString(section) {
				t.Errorf("%s has no %s", key, what)
			}
		}
	}
	ranks := regexp.MustCompile(`<th scope="row" data-head="Hạng">([^<]+)</th><td data-head="Đơn vị">(U\d)`).FindAllStringSubmatch(page, -1)
	var got []string
	for _, m := range ranks {
		got = append(got, m[1]+" "+m[2])
	}
	if strings.Join(got, ", ") != "1 U1, 2 U2, 3 U3, – U4" {
		t.Errorf("the ranking is %q", got)
	}
}

// The page needs nothing but itself, and nothing in a bundle becomes markup.
func TestHTMLStandsAlone(t *testing.T) {
	page := htmlOf(t, fourUnits)
	if found := regexp.MustCompile(`(?i)<(script|link|img|iframe)|https?:|src=|url\(|@import|\son\w+=`).FindAllString(page, -1); found != nil {
		t.Errorf("the page has %q", found)
	}
	if strings.Contains(page, "<b>Hai") || !strings.Contains(page, "&lt;b&gt;Hai") {
		t.Error("a name became markup")
	}
}

// Every element is closed where it should be.
func TestHTMLIsWellFormed(t *testing.T) {
	contract, err := os.ReadFile("testdata/contract.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"four units": fourUnits, "the contract": string(contract),
		"one unit": "sheet: {criteria: [{code: I, max: 10, kind: direct}]}\nunits: [{id: U1}]\n",
		"no rank":  "sheet: {rank_by: percent_of_assigned, criteria: [{code: I, max: 10, kind: direct}]}\nunits: [{id: U1, disqualified: {reason: a}}, {id: U2, disqualified: {reason: b}}]\n",
	} {
		t.Run(name, func(t *testing.T) {
			d := xml.NewDecoder(strings.NewReader(htmlOf(t, data)))
			d.Entity = xml.HTMLEntity
			for {
				_, err := d.Token()
				if errors.Is(err, io.EOF) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
