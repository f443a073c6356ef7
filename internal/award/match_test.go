package award

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/rules"
)

func called(name string, year int, place string) Who {
	return Who{Kind: rules.Person, Name: name, BirthYear: year, Place: place}
}

func TestWhoIsWho(t *testing.T) {
	with := func(w Who, number string) Who { w.Identity = number; return w }
	office := Who{Kind: rules.Collective, Name: "Phòng Tổ chức"}
	c := func(id, unit string, w Who, before ...string) Candidate { return Candidate{id, unit, w, before} }
	const a, b = "001080012345", "001080099999"
	for name, x := range map[string]struct {
		who     Who
		among   []Candidate
		verdict Verdict
		found   string
		says    string
	}{
		"nobody":                      {called("Lê Văn Tám", 1980, ""), nil, New, "", "chưa có ai cùng tên"},
		"name and year":               {called("LÊ VĂN TÁM", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 1980, "Văn phòng"))}, Same, "1", "cùng năm sinh 1980"},
		"marks left out":              {called("Tran Thi Dao", 1980, ""), []Candidate{c("1", "u", called("Trần Thị Đào", 1980, ""))}, Same, "1", "cùng năm sinh"},
		"marks set the other way":     {called("Lê Thị Hoà", 1980, ""), []Candidate{c("1", "u", called("Lê Thị Hòa", 1980, ""))}, Same, "1", ""},
		"other marks":                 {called("Lê Văn Hùng", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Hưng", 1980, ""))}, Doubtful, "1", "khác dấu"},
		"other marks beside the same": {called("Lê Văn Hùng", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Hưng", 1980, "")), c("2", "u", called("Lê Văn Hùng", 1980, ""))}, Same, "2", ""},
		"no marks and two":            {called("Le Van Hung", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Hưng", 1980, "")), c("2", "u", called("Lê Văn Hùng", 1980, ""))}, Doubtful, "1 2", "2 hồ sơ cùng tên"},
		"one letter":                  {called("Lê Văn Tấm", 1980, "Văn phòng"), []Candidate{c("1", "u", called("Lê Văng Tám", 1980, "Văn phòng"))}, Doubtful, "1", "khác một chữ cái"},
		"one letter elsewhere":        {called("Lê Văn Tám", 1980, "Văn phòng"), []Candidate{c("1", "u", called("Lê Văng Tám", 1980, "Thanh tra"))}, New, "", ""},
		"one letter, no year":         {called("Lê Văn Tám", 0, ""), []Candidate{c("1", "u", called("Lê Văng Tám", 1980, ""))}, New, "", ""},
		"another year":                {called("Lê Văn Tám", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 1981, ""))}, New, "", "khác năm sinh (sổ ghi 1981)"},
		"no year in the list":         {called("Lê Văn Tám", 0, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 1981, ""))}, Doubtful, "1", "danh sách không ghi năm sinh"},
		"no year in the register":     {called("Lê Văn Tám", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 0, ""))}, Doubtful, "1", "sổ chưa có năm sinh"},
		"two of one name and year":    {called("Lê Văn Tám", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 1980, "")), c("2", "u", called("Lê Văn Tám", 1980, ""))}, Doubtful, "1 2", "2 hồ sơ"},
		"one sure and one unsaid":     {called("Lê Văn Tám", 1980, ""), []Candidate{c("1", "u", called("Lê Văn Tám", 0, "")), c("2", "u", called("Lê Văn Tám", 1980, ""))}, Doubtful, "2 1", "2 hồ sơ"},
		"another place":               {called("Lê Văn Tám", 1980, "Văn phòng"), []Candidate{c("1", "u", called("Lê Văn Tám", 1980, "Thanh tra"))}, Doubtful, "1", "khác nơi công tác: danh sách ghi «Văn phòng», sổ ghi «Thanh tra»"},
		"the longer name of a place":  {called("Lê Văn Tám", 1980, "Phòng Tổ chức"), []Candidate{c("1", "u", called("Lê Văn Tám", 1980, "Phòng Tổ chức, Sở Nội vụ"))}, Same, "1", ""},
		"another unit":                {called("Lê Văn Tám", 1980, ""), []Candidate{c("1", "v", called("Lê Văn Tám", 1980, ""))}, Doubtful, "1", "đơn vị khác giữ"},
		"identity":                    {with(called("Lê Văn Tám", 1980, ""), a), []Candidate{c("1", "v", with(called("Lê Văn Tám", 1981, ""), a)), c("2", "u", called("Lê Văn Tám", 1980, ""))}, Same, "1", "Cùng số định danh."},
		"identity, another name":      {with(called("Lê Văn Tám", 1980, ""), a), []Candidate{c("1", "u", with(called("Lê Thị Chín", 1980, ""), a))}, Doubtful, "1", "khác tên: danh sách ghi «Lê Văn Tám», sổ ghi «Lê Thị Chín»"},
		"another identity":            {with(called("Lê Văn Tám", 1980, ""), a), []Candidate{c("1", "u", with(called("Lê Văn Tám", 1980, ""), b))}, New, "", "khác số định danh"},
		"an office":                   {office, []Candidate{c("1", "u", office), c("2", "v", office)}, Same, "1", "cùng đơn vị"},
		"an office of others":         {office, []Candidate{c("2", "v", office)}, New, "", ""},
		"an earlier name":             {office, []Candidate{c("1", "u", Who{Kind: rules.Collective, Name: "Phòng Tổ chức cán bộ"}, "Phòng Tổ chức")}, Same, "1", ""},
		"a person is no office":       {called("Phòng Tổ chức", 0, ""), []Candidate{c("1", "u", office)}, New, "", ""},
	} {
		got := Match(x.who, NewKnown("u", x.among))
		if got.Verdict != x.verdict || strings.Join(got.Found, " ") != x.found || !strings.Contains(got.Reason, x.says) || got.Reason == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

var names = rapid.SampledFrom([]string{"Lê Văn Tám", "Le Van Tam", "LÊ VĂN TÁM", "Lê Văn Tâm", "Lê Vân Tám", "Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "Nguyen Thi Hoa", "Nguyễn Thị Hoan"})

func anybody(t *rapid.T, label string) Who {
	return Who{
		Kind: rapid.SampledFrom([]rules.Kind{rules.Person, rules.Person, rules.Collective}).Draw(t, label+" kind"), Name: names.Draw(t, label+" name"),
		BirthYear: rapid.SampledFrom([]int{0, 1980, 1981}).Draw(t, label+" year"), Place: rapid.SampledFrom([]string{"", "Văn phòng", "Thanh tra"}).Draw(t, label+" place"),
		Identity: rapid.SampledFrom([]string{"", "", "001080012345", "001080099999"}).Draw(t, label+" number"),
	}
}

// Whom a list means does not depend on the order of the register; who is surely the
// same has nothing that speaks against it; nobody of another number is found.
func TestMatchingHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var among []Candidate
		for i := range rapid.IntRange(0, 6).Draw(t, "candidates") {
			among = append(among, Candidate{ID: string(rune('a' + i)), UnitID: rapid.SampledFrom([]string{"u", "v"}).Draw(t, "unit"), Who: anybody(t, "candidate")})
		}
		w := anybody(t, "who")
		got := Match(w, NewKnown("u", among))
		turned := make([]Candidate, len(among))
		for i, c := range among {
			turned[len(among)-1-i] = c
		}
		back := Match(w, NewKnown("u", turned))
		if got.Verdict != back.Verdict || len(got.Found) != len(back.Found) {
			t.Fatalf("%+v, turned around %+v", got, back)
		}
		if got.Verdict == Same && len(got.Found) != 1 || got.Verdict == New && len(got.Found) != 0 || got.Verdict == Doubtful && len(got.Found) == 0 {
			t.Fatalf("%+v", got)
		}
		for _, c := range among {
			for _, id := range got.Found {
				if id != c.ID {
					continue
				}
				numbers := w.Identity != "" && c.Identity != ""
				if numbers && w.Identity != c.Identity || w.Person() != c.Person() {
					t.Fatalf("%+v is found for %+v", c, w)
				}
				if got.Verdict == Same && (!numbers && w.Person() && (w.BirthYear == 0 || w.BirthYear != c.BirthYear || c.UnitID != "u") || Folded(w.Name) != Folded(c.Name)) {
					t.Fatalf("%+v is surely %+v", w, c)
				}
			}
		}
	})
}

// Every line has one party; parties that a line may be come before it was decided,
// never itself; the same two lines always come together.
func TestPartiesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		for range rapid.IntRange(1, 8).Draw(t, "lines") {
			lines = append(lines, Line{Who: anybody(t, "line")})
		}
		list, of := parties(lines)
		for i, n := range of {
			if n < 1 || n > len(list) || list[n-1].N != n {
				t.Fatalf("line %d is of party %d of %d", i, n, len(list))
			}
			p := list[n-1]
			if a, b := lines[i].Who, p.Who; Folded(a.Name) != Folded(b.Name) || a.Identity != "" && a.Identity != b.Identity || a.BirthYear != 0 && a.BirthYear != b.BirthYear && a.Identity == "" {
				t.Fatalf("%+v went to %+v", a, b)
			}
			for j := range of {
				if lines[i].Who == lines[j].Who && of[i] != of[j] && len(list[of[i]-1].Like)+len(list[of[j]-1].Like) == 0 {
					t.Fatalf("%+v is two without a doubt", lines[i].Who)
				}
			}
		}
		var depth func(n, left int)
		depth = func(n, left int) {
			if left == 0 {
				t.Fatal("parties that wait for each other")
			}
			for _, m := range list[n-1].Like {
				depth(m, left-1)
			}
		}
		for _, p := range list {
			depth(p.N, len(list)+1)
		}
	})
}

func TestRowsOfOnePersonComeTogether(t *testing.T) {
	list, of := parties([]Line{
		{Who: called("Lê Văn Tám", 0, "Văn phòng")},
		{Who: called("Lê Văn Tám", 1980, "Văn phòng")},
		{Who: called("LE VAN TAM", 1980, "")},
		{Who: called("Lê Văn Tám", 1975, "Thanh tra")},
		{Who: called("Lê Văn Tám", 0, "")},
	})
	if want := []int{1, 1, 1, 2, 3}; len(list) != 3 || !slices.Equal(of, want) {
		t.Fatalf("%v of %+v", of, list)
	}
	if list[0].BirthYear != 1980 || len(list[0].Like) != 0 || len(list[2].Like) != 2 || !strings.Contains(list[2].LikeWhy, "nhiều người cùng tên") {
		t.Fatalf("%+v", list)
	}
	list, _ = parties([]Line{{Who: called("Lê Văn Tám", 1980, "Văn phòng")}, {Who: called("Lê Văn Tám", 1980, "Phòng Tổ chức")}})
	if len(list) != 2 || !slices.Equal(list[1].Like, []int{1}) || !strings.Contains(list[1].LikeWhy, "nơi công tác khác") {
		t.Fatalf("%+v", list)
	}
}
