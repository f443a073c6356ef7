package scoring

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
)

// theBands are those of a regulation of 100 points: xuất sắc from 90 with no
// criterion under 85 %, and so on.
func theBands(on FloorOn) []Band {
	return []Band{
		{Name: "xuất sắc", From: rat("90"), Floor: rat("85"), FloorOn: on},
		{Name: "tốt", From: rat("80"), Floor: rat("80"), FloorOn: on},
		{Name: "hoàn thành", From: rat("70"), Floor: rat("70"), FloorOn: on},
		{Name: "không hoàn thành"},
	}
}

// bandSheet is 100 points in two groups, with bonus and penalty beside them.
func bandSheet(on FloorOn) *Sheet {
	return &Sheet{Decimals: 2, Bands: theBands(on), Criteria: []*Criterion{
		{Code: "I", Children: []*Criterion{{Code: "1", Kind: Direct, Max: rat("40")}, {Code: "2", Kind: Direct, Max: rat("20")}}},
		{Code: "II", Children: []*Criterion{{Code: "1", Kind: Direct, Max: rat("40")}, {Code: "0", Kind: Direct, Max: rat("0")}}},
		{Code: "T", Kind: Bonus, Max: rat("10")},
		{Code: "P", Kind: Penalty, Max: rat("50")},
	}}
}

// onBands is "I/1:35 I/2:- II/1:40": a dash is a leaf that was not assigned.
func onBands(text string) []Entry {
	var list []Entry
	for _, part := range strings.Fields(text) {
		path, points, _ := strings.Cut(part, ":")
		e := Entry{Unit: "U1", Criterion: path, Unassigned: points == "-"}
		if !e.Unassigned {
			e.Points = rat(points)
		}
		list = append(list, e)
	}
	return list
}

// band says what a unit reached and what withheld more.
func band(u *UnitResult) string {
	text := "–"
	if u.Band != nil {
		text = u.Band.Name
	}
	for _, h := range u.Held {
		text += "; " + h.Band.Name + " bị giữ bởi"
		for _, under := range h.Under {
			text += " " + under.Path + " " + under.Percent.FloatString(2)
		}
	}
	return text
}

func TestBands(t *testing.T) {
	for _, tc := range []struct {
		name    string
		change  func(*Sheet)
		on      FloorOn
		entries string
		want    string
	}{
		{"the highest", nil, "", "I/1:36 I/2:18 II/1:36", "xuất sắc"},
		{"just under the value", nil, "", "I/1:36 I/2:18 II/1:35.99", "tốt"},
		{"a floor exactly", nil, "", "I/1:40 I/2:17 II/1:40", "xuất sắc"},
		{"just under a floor", nil, "", "I/1:40 I/2:16.99 II/1:40", "tốt; xuất sắc bị giữ bởi I/2 84.95"},
		{"two floors down", nil, "", "I/1:40 I/2:15 II/1:40", "hoàn thành; xuất sắc bị giữ bởi I/2 75.00; tốt bị giữ bởi I/2 75.00"},
		{"down to the last, which has no value", nil, "", "I/1:40 I/2:0 II/1:40", "không hoàn thành; tốt bị giữ bởi I/2 0.00; hoàn thành bị giữ bởi I/2 0.00"},
		{"a negative total is in the last", nil, "", "P:50", "không hoàn thành"},
		{"by group, a leaf is not held", nil, FloorTop, "I/1:40 I/2:15 II/1:40", "xuất sắc"},
		{"by group", nil, FloorTop, "I/1:40 I/2:20 II/1:33", "tốt; xuất sắc bị giữ bởi II 82.50"},
		{"bonus lifts the value and no floor", nil, FloorTop, "I/1:30 I/2:20 II/1:40 T:10", "tốt; xuất sắc bị giữ bởi I 83.33"},
		{"a leaf not assigned has no floor", func(s *Sheet) { s.RankBy = ByPercent }, "", "I/1:40 I/2:- II/1:36", "xuất sắc"},
		{"nor in its group", func(s *Sheet) { s.RankBy = ByPercent }, FloorTop, "I/1:34 I/2:- II/1:40", "xuất sắc"},
		{"a whole group not assigned", func(s *Sheet) { s.RankBy = ByPercent }, FloorTop, "I/1:- I/2:- II/1:40", "xuất sắc"},
		{"full mark for what was not assigned", func(s *Sheet) { s.Unassigned = FullMark }, "", "I/1:35 I/2:- II/1:36", "xuất sắc"},
		{"by percent", func(s *Sheet) { s.RankBy = ByPercent }, "", "I/1:- I/2:18 II/1:35", "tốt"},
		{"nothing assigned", nil, "", "I/1:- I/2:- II/1:- II/0:-", "–"},
		{"a sheet without bands", func(s *Sheet) { s.Bands = nil }, "", "I/1:40", "–"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := bandSheet(tc.on)
			if tc.change != nil {
				tc.change(s)
			}
			r, err := Compute(s, []Unit{{ID: "U1"}}, onBands(tc.entries), nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tc.want, band(&r.Units[0])); d != "" {
				t.Error(d)
			}
		})
	}
	r, err := Compute(bandSheet(""), []Unit{{ID: "U1", Disqualified: &Disqualified{Reason: "kỷ luật"}}}, onBands("I/1:40 I/2:20 II/1:40"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := band(&r.Units[0]); got != "–" {
		t.Errorf("a unit knocked out is %s", got)
	}
}

func TestBadBands(t *testing.T) {
	for _, tc := range []struct {
		name  string
		bands []Band
		want  string
	}{
		{"no name", []Band{{From: rat("90")}}, "bands: Mức xếp loại thứ 1 chưa có tên; hãy ghi name."},
		{"a name twice", []Band{{Name: "tốt", From: rat("90")}, {Name: "tốt", From: rat("80")}}, "bands: Mức xếp loại “tốt” được ghi hai lần."},
		{"no value but in the last", []Band{{Name: "tốt"}, {Name: "khá", From: rat("80")}}, "bands: Mức xếp loại “tốt” chưa có điểm thấp nhất; hãy ghi from (chỉ mức cuối được bỏ trống)."},
		{"upside down", []Band{{Name: "khá", From: rat("80")}, {Name: "tốt", From: rat("90")}}, "bands: Mức xếp loại “tốt” từ 90 không thấp hơn mức “khá” đứng trước từ 80; hãy xếp từ mức cao xuống mức thấp."},
		{"a floor above everything", []Band{{Name: "tốt", From: rat("80"), Floor: rat("101")}}, "bands: Mức khống chế 101% của “tốt” cao hơn 100%."},
		{"a negative floor", []Band{{Name: "tốt", From: rat("80"), Floor: rat("-1")}}, "bands: Số -1 ở floor là số âm; hãy ghi số không âm."},
		{"a floor on nothing known", []Band{{Name: "tốt", From: rat("80"), Floor: rat("1"), FloorOn: "group"}}, "floor_on: Giá trị “group” của floor_on không được nhận; hãy ghi một trong: leaf, top."},
		{"on what, but no floor", []Band{{Name: "tốt", From: rat("80"), FloorOn: FloorTop}}, "bands: Mức xếp loại “tốt” có floor_on nhưng không có floor; hãy ghi floor hoặc bỏ floor_on."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := bandSheet("")
			s.Bands = tc.bands
			var got []string
			for _, p := range problem.All(s.Check()) {
				got = append(got, p.Error())
			}
			if d := cmp.Diff(tc.want, strings.Join(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

// More points on any leaf never bring a lower band.
func TestMorePointsNeverLowerTheBand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := bandSheet(rapid.SampledFrom([]FloorOn{FloorLeaves, FloorTop}).Draw(rt, "on"))
		s.RankBy = rapid.SampledFrom([]RankBy{ByTotal, ByPercent}).Draw(rt, "by")
		place := func(entries []Entry) int {
			r, err := Compute(s, []Unit{{ID: "U1"}}, entries, nil)
			if err != nil {
				rt.Fatal(err)
			}
			for i := range s.Bands {
				if r.Units[0].Band == &s.Bands[i] {
					return i
				}
			}
			rt.Fatalf("no band at %v", r.Units[0].Total)
			return 0
		}
		var entries []Entry
		for _, n := range newCheck(s, nil).leaves {
			hundredths := new(big.Rat).Mul(n.c.Max, big.NewRat(100, 1)).Num().Int64()
			from := hundredths * 7 / 10
			entries = append(entries, Entry{Unit: "U1", Criterion: n.path, Points: big.NewRat(rapid.Int64Range(from, hundredths).Draw(rt, n.path), 100)})
		}
		before := place(entries)
		i := rapid.IntRange(0, 3).Draw(rt, "leaf") // one that counts
		c := s.Find(entries[i].Criterion)
		room := new(big.Rat).Sub(c.Max, entries[i].Points)
		entries[i].Points = room.Add(entries[i].Points, room.Mul(room, big.NewRat(rapid.Int64Range(0, 4).Draw(rt, "share"), 4)))
		if after := place(entries); after > before {
			rt.Fatal(fmt.Sprintf("more on %s, and from band %d to %d", entries[i].Criterion, before, after))
		}
	})
}
