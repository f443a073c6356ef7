package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web/pages"
)

// crossed is a board of units of which each has marked every other.
func crossed(t *testing.T, units int) *board {
	t.Helper()
	most := big.NewRat(30, 1)
	sh := &scoring.Sheet{Name: "Bảng", Decimals: 2, Criteria: []*scoring.Criterion{
		{Code: "I", Name: "Kinh tế", Max: most, Kind: scoring.Direct}, {Code: "II", Name: "Phong trào", Max: most, Kind: scoring.Direct},
	}}
	b := &sheet.ScoreBundle{Sheet: sh, CrossRange: &scoring.CrossRange{Low: new(big.Rat), High: big.NewRat(100, 1)}}
	for i := range units {
		id := fmt.Sprintf("%02d", i+1)
		b.Units = append(b.Units, scoring.Unit{ID: id, Name: "Tỉnh " + string(rune('A'+i))})
		b.Marks = append(b.Marks,
			scoring.Mark{Unit: id, Criterion: "I", Level: scoring.Final, Points: big.NewRat(int64(25-i), 1)},
			scoring.Mark{Unit: id, Criterion: "II", Level: scoring.Final, Points: big.NewRat(int64(5+i*i%4), 1)})
		for j := range units {
			if i != j {
				b.Cross = append(b.Cross, scoring.CrossScore{From: id, To: fmt.Sprintf("%02d", j+1), Points: big.NewRat(int64(80-3*j+7*i%5), 1)})
			}
		}
	}
	made, err := newBoard(sheet.ScoreFile{Bundle: b})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func shown(t *testing.T, b *board) string {
	t.Helper()
	var p pages.CertificateProps
	for _, f := range b.certified().Findings() {
		p.Parts = append(p.Parts, b.part(b.certified(), f))
	}
	var out bytes.Buffer
	if err := pages.Certificate(p).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Every part has its title, its sentence, its caution, a picture with words and a
// table; without cross-scores the parts that need them say why they are not there.
func TestTheCertificateOnItsPage(t *testing.T) {
	for name, b := range map[string]*board{"crossed": crossed(t, 5), "large": crossed(t, 19)} {
		page := shown(t, b)
		for _, f := range b.certified().Findings() {
			for _, text := range []string{f.Title, f.Finding, f.Caution} {
				if !strings.Contains(page, text) {
					t.Errorf("%s: %s: the page lacks %q", name, f.Key, text)
				}
			}
			for _, id := range []string{f.Key + "-hinh-ta", f.Key + "-bang"} {
				if !strings.Contains(page, `id="`+id+`"`) {
					t.Errorf("%s: the page lacks %s", name, id)
				}
			}
		}
		for _, id := range []string{"severity-thu-tu-ta", "tung-cap"} {
			if !strings.Contains(page, `id="`+id+`"`) {
				t.Errorf("%s: the page lacks %s", name, id)
			}
		}
	}
	b := crossed(t, 5)
	b.Bundle.Cross = nil
	page := shown(t, b)
	if n := strings.Count(page, "Chưa tính được. Không có điểm chấm chéo."); n != 4 {
		t.Errorf("%d parts say that there are no cross-scores, not 4", n)
	}
	if strings.Contains(page, "severity-hinh") || !strings.Contains(page, "intervals-hinh") {
		t.Error("a picture without figures, or none where there are")
	}
}

// What is published is computed once, however many come at the same time; a failure
// is not kept; no more is kept than there is room for; and it can be forgotten.
func TestAPublishedRankingIsComputedOnce(t *testing.T) {
	var k keeping
	var made atomic.Int32
	failure := errors.New("no database")
	if _, err := k.get("a", func() (*rankedYear, error) { return nil, failure }); !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
	b := crossed(t, 5)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			y, err := k.get("a", func() (*rankedYear, error) {
				made.Add(1)
				return &rankedYear{Boards: []*board{b}}, nil
			})
			if err != nil || y.Boards[0].certified() != b.certified() {
				t.Errorf("%v, %v", y, err)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("computed %d times", made.Load())
	}
	for i := range 3 * mostKept {
		if _, err := k.get(fmt.Sprint(i), func() (*rankedYear, error) { return &rankedYear{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(k.kept) != mostKept || len(k.order) != mostKept {
		t.Errorf("%d and %d are kept", len(k.kept), len(k.order))
	}
	k.forget()
	if len(k.kept) != 0 {
		t.Error("something is kept after all was to be forgotten")
	}
	y, err := k.get("a", func() (*rankedYear, error) { return nil, failure })
	if !errors.Is(err, failure) {
		t.Errorf("what was forgotten is still kept: %v, %v", y, err)
	}
}

// Nothing that a person wrote or that names one is kept in memory.
func TestNothingPersonalIsKept(t *testing.T) {
	b := crossed(t, 3)
	marks := slices.Clone(b.Bundle.Marks)
	marks[0].Reason = "Bà Lê Thị Kín"
	r, err := scoring.Compute(b.Bundle.Sheet, b.Bundle.Units, nil, marks)
	if err != nil {
		t.Fatal(err)
	}
	said := func(sc scoring.Scored) string {
		all := fmt.Sprintf("%+v %+v %+v %+v", sc.Markings, sc.Given, sc.Filled, sc.Sheet)
		for _, u := range sc.Result.Units {
			for _, l := range u.Leaves {
				all += fmt.Sprintf(" %+v", l.Mark(scoring.Final))
			}
		}
		return all
	}
	sc := scoring.Scored{
		Sheet: scoring.YearSheet{ID: "bảng", Frozen: "Kín nói"}, Result: r, Given: []scoring.Given{{Name: "Kín"}}, Filled: []scoring.Filled{{Note: "Kín"}},
		Markings: []scoring.Marking{{MovedBy: "Kín"}},
	}
	if n := strings.Count(said(sc), "Kín"); n != 5 {
		t.Fatalf("%d names to begin with", n)
	}
	if kept := said(impersonal(sc)); strings.Contains(kept, "Kín") || !strings.Contains(kept, "bảng") {
		t.Error(kept)
	}
}

// lookOf is a look at a board alone, its units under their codes.
func lookOf(t *testing.T, b *board) rankingLook {
	t.Helper()
	r := b.Ranked.Result
	look := rankingLook{Base: "/xep-hang", Whole: true, rankedYear: &rankedYear{Boards: []*board{b}, Codes: map[string]string{}}}
	look.Scored.Result, look.Scored.Decimals = r, r.Sheet.Decimals
	for _, u := range r.Units {
		b.Units = append(b.Units, u.Unit.ID)
		look.Codes[u.Unit.ID] = u.Unit.ID
	}
	for _, c := range r.Sheet.Criteria {
		look.Scored.Rows = append(look.Scored.Rows, scoring.Row{Path: c.Code, Name: c.Name, Max: "30", Kind: c.Kind})
	}
	return look
}

// What parts two units adds up to the difference of their totals, the most first;
// where the cap on bonus points eats a part, the table says so.
func TestTwoUnitsSideBySide(t *testing.T) {
	b := crossed(t, 2)
	sh := b.Bundle.Sheet
	sh.BonusCap = big.NewRat(2, 1)
	sh.Criteria = append(sh.Criteria, &scoring.Criterion{Code: "T", Name: "Thưởng", Max: big.NewRat(5, 1), Kind: scoring.Bonus}, &scoring.Criterion{Code: "P", Name: "Trừ", Max: big.NewRat(5, 1), Kind: scoring.Penalty})
	for i, points := range []int64{5, 1} {
		id := b.Bundle.Units[i].ID
		b.Bundle.Entries = append(b.Bundle.Entries, scoring.Entry{Unit: id, Criterion: "T", Points: big.NewRat(points, 1)}, scoring.Entry{Unit: id, Criterion: "P", Points: big.NewRat(3-points/2, 1)})
	}
	b, err := newBoard(sheet.ScoreFile{Bundle: b.Bundle})
	if err != nil {
		t.Fatal(err)
	}
	look := lookOf(t, b)
	var p pages.CompareProps
	look.pair(httptest.NewRequest("GET", "/so-sanh?a=01&b=02", nil), look.places(b), &p)
	if p.Pair == nil {
		t.Fatalf("no pair: %v", p.Problems)
	}
	var got []string
	for _, r := range append(p.Pair.Rows, p.Pair.Foot...) {
		got = append(got, r.Cells[0].Text+" "+r.Cells[3].Text)
	}
	// 25 and 24, 5 and 6, bonus 5 and 1 of at most 2, penalty 1 and 3.
	want := []string{"T. Thưởng +4,00", "P. Trừ +2,00", "I. Kinh tế +1,00", "II. Phong trào -1,00", "Trần điểm thưởng -3,00", "Tổng điểm +3,00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if p.PairWords != "Tỉnh A hơn Tỉnh B 3,00 điểm; khác nhau nhiều nhất ở T. Thưởng." {
		t.Error(p.PairWords)
	}
}
