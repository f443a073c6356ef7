package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

func paths(rows []scoring.Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Path)
	}
	return strings.Join(list, " ")
}

func TestNumberingBecomesATree(t *testing.T) {
	for name, c := range map[string]struct{ codes, want string }{
		"paths":                  {"I I/1 I/1/a II", "I I/1 I/1/a II"},
		"roman, number, letter":  {"I 1. a) b) 2. II 1.", "I I/1 I/1/a I/1/b I/2 II II/1"},
		"dotted":                 {"1. 1.1 1.1.1 1.2 2. 2.1", "1 1/1.1 1/1.1/1.1.1 1/1.2 2 2/2.1"},
		"roman and dotted":       {"I I.1 I.1.a I.2 II II.1", "I I/I.1 I/I.1/I.1.a I/I.2 II II/II.1"},
		"letters that are roman": {"A I II B I C I D", "A A/I A/II B B/I C C/I D"},
		"many romans":            {"I 1 II 1 III IV V 1 VI", "I I/1 II II/1 III IV V V/1 VI"},
		"bullets":                {"1. - - 2. -", "1 1/1 1/2 2 2/1"},
		"flat":                   {"1 2 3", "1 2 3"},
	} {
		var text strings.Builder
		for _, code := range strings.Fields(c.codes) {
			fmt.Fprintf(&text, "%s\tTên\t10\n", code)
		}
		rows, err := scoring.ParseRows(text.String(), "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := paths(rows); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func TestAPasteBringsEveryColumn(t *testing.T) {
	rows, err := scoring.ParseRows("STT\tNội dung\tĐiểm chuẩn\tMinh chứng\tHạn\tCách chấm\tCông thức\tBậc\tThứ hạng\tĐiểm mỗi lần\tĐơn vị tính\tChiều tốt\n"+
		"I\tNhóm\t\n"+
		"1.\t\"Thu ngân sách\ntrên địa bàn\"\t10\tcó\t30/11/2026\tchỉ tiêu\ttheo bậc\t100: 10; 99,5: 8\t\t\ttỷ đồng\tcao\n"+
		"2.\tPhong trào \"Toàn dân\" đoàn kết\t10\t\t\tthứ hạng\t\t\t1: 10; 2: 7,5\n"+
		"3.\t\"Toàn dân\" đoàn kết\t10\t\t\ttrừ dần\t\t\t\t0,5\n"+
		"4.\tKhác\t5\n", scoring.Direct)
	if err != nil {
		t.Fatal(err)
	}
	if got := paths(rows); got != "I I/1 I/2 I/3 I/4" {
		t.Fatalf("paths %s", got)
	}
	r := rows[1]
	if r.Name != "Thu ngân sách trên địa bàn" || r.Kind != scoring.Target || r.Scheme != scoring.Threshold || !r.Evidence || r.Deadline != "2026-11-30" ||
		r.Measure != "tỷ đồng" || len(r.Steps) != 2 || r.Steps[1] != (scoring.StepRow{From: "99.5", Points: "8"}) {
		t.Errorf("row %+v", r)
	}
	if r := rows[2]; r.Name != `Phong trào "Toàn dân" đoàn kết` || len(r.Table) != 2 || r.Table[1].Points != "7.5" {
		t.Errorf("row %+v", r)
	}
	if r := rows[3]; r.Name != `"Toàn dân" đoàn kết` || r.Each != "0.5" {
		t.Errorf("row %+v", r)
	}
	if rows[0].Kind != "" || rows[4].Kind != scoring.Direct {
		t.Errorf("kinds %q, %q", rows[0].Kind, rows[4].Kind)
	}
	if _, err := whole(rows).Sheet("Bảng"); err != nil {
		t.Error(err)
	}
}

// Each mistake is a sentence that names its line.
func TestMistakesOfAPasteAreNamedByLine(t *testing.T) {
	for name, c := range map[string]struct{ text, place, sentence string }{
		"a parent that does not add up": {"Mã\tTên\tĐiểm tối đa\tCách chấm\n\nI\tNhóm\t20\nI/1\tMột\t10\tđạt\n", "dòng 3", "là 20 nhưng tổng điểm tối đa của các tiêu chí con là 10"},
		"a code twice":                  {"1\tMột\t10\tđạt\n\n1\tHai\t10\tđạt\n", "dòng 3", "Mã «1» có hai lần (lần trước ở dòng 1)"},
		"an unknown kind":               {"1\tMột\t10\tbói\n", "dòng 1", "Không có cách chấm «bói»"},
		"steps that do not descend":     {"1\tMột\t10\tchỉ tiêu\ttheo bậc\t\t\t\t\t90: 5; 100: 10\n", "dòng 1", "không giảm dần: «100: 10» đứng sau «90: 5»"},
		"steps that are no pairs":       {"1\tMột\t10\tchỉ tiêu\ttheo bậc\t\t\t\t\t90\n", "dòng 1", "«90» không đọc được"},
		"a step above the maximum":      {"1\tMột\t10\tchỉ tiêu\ttheo bậc\t\t\t\t\t90: 11\n", "dòng 1", "cao hơn điểm tối đa 10"},
		"no points for one":             {"1\tMột\t10\ttheo lần\n", "dòng 1", "cần điểm mỗi lần"},
		"a rank twice":                  {"1\tMột\t10\tthứ hạng\t\t\t\t\t\t\t1: 10; 1: 9\n", "dòng 1", "Thứ hạng 1 của «1» ghi hai lần"},
		"a day that is none":            {"1\tMột\t10\tđạt\t\t\t\t\t\t\t\t\t31/2/2026\n", "dòng 1", "Không có ngày"},
		"no code":                       {"\tTổng cộng\t100\n1\tMột\t10\tđạt\n", "dòng 1", "chưa có mã"},
	} {
		rows, err := scoring.ParseRows(c.text, "")
		if err == nil {
			_, err = whole(rows).Sheet("Bảng")
		}
		list := problem.All(err)
		if len(list) != 1 || list[0].Field != c.place || !strings.Contains(list[0].Text, c.sentence) {
			t.Errorf("%s: %v, want %s: %s", name, err, c.place, c.sentence)
		}
	}
	rows, err := scoring.ParseRows(strings.Repeat("1\tMột\t10\tđạt\n", 5000), "")
	if list := problem.All(err); len(rows) != 0 || len(list) != 1 || !strings.Contains(list[0].Text, "5.000 dòng") {
		t.Errorf("5,000 rows: %v", err)
	}
}

func TestSettingsWithMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		s     scoring.Settings
		field string
	}{
		"weights that sum to zero": {scoring.Settings{Final: scoring.Weighted, Weights: map[scoring.Level]string{scoring.Self: "0", scoring.Cross: "0"}}, "weights"},
		"a negative weight":        {scoring.Settings{Final: scoring.Weighted, Weights: map[scoring.Level]string{scoring.Self: "-1", scoring.Cross: "2"}}, "weight_self"},
		"a bonus cap below zero":   {scoring.Settings{BonusCap: "-1"}, "bonus_cap"},
		"bands that do not fall":   {scoring.Settings{Bands: []scoring.BandRow{{Name: "Tốt", From: "80"}, {Name: "Xuất sắc", From: "90"}}}, "band_from_2"},
		"a floor above 100":        {scoring.Settings{Bands: []scoring.BandRow{{Name: "Tốt", From: "80", Floor: "101"}}}, "band_floor_1"},
		"a unit in two groups":     {scoring.Settings{Groups: []scoring.UnitGroup{{Name: "1", Units: []string{"a"}}, {Name: "2", Units: []string{"a"}}}}, "group_a"},
		"an unknown tie-break":     {scoring.Settings{TieBreak: []string{"IX"}}, "tie_break"},
	} {
		d := scoring.Definition{Settings: c.s, Rows: []scoring.Row{{Path: "1", Name: "Một", Max: "10", Kind: scoring.Achieved}}}
		_, err := d.Sheet("Bảng")
		if list := problem.All(err); len(list) == 0 || list[0].Field != c.field {
			t.Errorf("%s: %v, want a problem of %s", name, err, c.field)
		}
	}
}
