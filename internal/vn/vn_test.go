package vn_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func TestDayInVietNam(t *testing.T) {
	// Half past five in the evening in London is already the next day in Hà Nội.
	if got := vn.DateOf(time.Date(2021, 4, 8, 17, 30, 0, 0, time.UTC)); got != vn.NewDate(2021, 4, 9) {
		t.Errorf("got %s", got)
	}
	day := vn.MustDate("1/12/2022")
	for got, want := range map[string]string{
		day.LongWords():                            "Thứ Năm, ngày 1 tháng 12 năm 2022",
		vn.NewDate(2021, 4, 9).Words():             "ngày 09 tháng 4 năm 2021",
		vn.NewDate(2021, 4, 9).Short():             "9/4/2021",
		vn.NewDate(2021, 4, 9).String():            "2021-04-09",
		vn.NewDate(2024, 2, 28).AddDays(1).Short(): "29/2/2024",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got, err := vn.ParseDate("\ufeff 09.04.2021\u00a0"); err != nil || got != vn.NewDate(2021, 4, 9) {
		t.Errorf("got %s, %v", got, err)
	}
	for _, bad := range []string{"", "30/2/2024", "2021-4-9", "9/4/21", "mai", "13/13/2020", "9/4-2021", "2021-04-09T00:00:00Z", "1/1/0000", "9/4/0221"} {
		if _, err := vn.ParseDate(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: got %v, want an invalid problem", bad, err)
		}
	}
}

// No day stays no day, whatever is done to it.
func TestNoDay(t *testing.T) {
	var none vn.Date
	if none.AddDays(3) != none || vn.DateOf(time.Time{}) != none || none.String()+none.Short()+none.Words()+none.LongWords() != "" {
		t.Error("no day became a day")
	}
	if !none.Before(vn.NewDate(1, 1, 1)) || none.After(none) {
		t.Error("no day must stand before all")
	}
}

func TestDaysInColumns(t *testing.T) {
	for _, src := range []any{"2021-04-09", []byte("2021-04-09")} {
		var d vn.Date
		if err := d.Scan(src); err != nil || d != vn.NewDate(2021, 4, 9) {
			t.Errorf("%v: got %s, %v", src, d, err)
		}
	}
	for _, src := range []any{"", nil} {
		d := vn.NewDate(2021, 4, 9)
		if err := d.Scan(src); err != nil || !d.IsZero() {
			t.Errorf("%v: got %s, %v", src, d, err)
		}
	}
	for _, src := range []any{"9/4/2021", "2021-02-30", "2021-04-09 ", 7, time.Now()} {
		var d vn.Date
		if err := d.Scan(src); err == nil || problem.All(err) != nil {
			t.Errorf("%v: got %s, %v; want an error that is ours", src, d, err)
		}
	}
}

func TestDaysSurviveEveryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := vn.NewDate(2000, 1, 1).AddDays(rapid.IntRange(-40000, 40000).Draw(t, "days"))
		for _, text := range []string{d.String(), d.Short()} {
			if back, err := vn.ParseDate(text); err != nil || back != d {
				t.Fatalf("%q: got %s, %v", text, back, err)
			}
		}
		column, _ := d.Value()
		var scanned vn.Date
		if err := scanned.Scan(column); err != nil || scanned != d {
			t.Fatalf("through a column: got %s, %v", scanned, err)
		}
		type carrier struct{ On vn.Date }
		asJSON, _ := json.Marshal(carrier{d})
		var fromJSON, fromYAML carrier
		if err := json.Unmarshal(asJSON, &fromJSON); err != nil || fromJSON.On != d {
			t.Fatalf("through %s: got %s, %v", asJSON, fromJSON.On, err)
		}
		asYAML, _ := yaml.Marshal(carrier{d})
		if err := yaml.Unmarshal(asYAML, &fromYAML); err != nil || fromYAML.On != d {
			t.Fatalf("through %s: got %s, %v", asYAML, fromYAML.On, err)
		}
		if n := rapid.IntRange(-5000, 5000).Draw(t, "n"); d.DaysUntil(d.AddDays(n)) != n {
			t.Fatalf("%s plus %d days is %d days away", d, n, d.DaysUntil(d.AddDays(n)))
		}
	})
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"774.000": "774000", "834.875,801": "834875.801", "51,4": "51.4", "1.896,410": "1896.41", "99,6": "99.6",
		"-0,5": "-0.5", "1 000": "1000", "12345": "12345", "−3": "-3", "– 3": "-3", "+7": "7", "0,05": "0.05",
		"51.375": "51375", "834,875": "834.875", "1.234.567,89": "1234567.89", "\ufeff 774.000\u00a0\n": "774000",
		"774\u202f000,5": "774000.5", "007": "7", "5,10": "5.1",
	} {
		got, err := vn.ParseNumber(text)
		if err != nil || !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("%q: got %s, %v; want %s", text, got, err, want)
		}
	}
	for number, want := range map[string]string{"774000": "774.000", "1896.410": "1.896,41", "-999.5": "-999,5", "-1000": "-1.000", "0": "0"} {
		if got := vn.Format(decimal.RequireFromString(number)); got != want {
			t.Errorf("%s: got %q, want %q", number, got, want)
		}
	}
	if got := vn.FormatFixed(decimal.RequireFromString("-1234.5"), 0) + " " + vn.FormatFixed(decimal.NewFromInt(5), 2); got != "-1.235 5,00" {
		t.Errorf("got %q", got)
	}
	if got := vn.Percent(decimal.RequireFromString("51.3496"), 1); got != "51,3%" {
		t.Errorf("got %q", got)
	}
}

// Each text is refused, and the sentence says what to write instead.
func TestNumbersThatReadTwoWays(t *testing.T) {
	for text, says := range map[string]string{
		"":                      "Chưa ghi số",
		"99.6":                  "hãy ghi «99,6» hoặc «996»",
		"12.34":                 "hãy ghi «12,34» hoặc «1.234»",
		"1234.567":              "hãy ghi «1.234,567» hoặc «1.234.567»",
		"0.500":                 "hãy ghi «0,5»",
		"0.5":                   "hãy ghi «0,5»",
		"-0.125":                "hãy ghi «-0,125»",
		"774,000":               "«774,000» có thể là bảy trăm bảy mươi tư nghìn hoặc bảy trăm bảy mươi tư; hãy ghi «774.000» hoặc «774»",
		"1,896,410":             "hãy ghi «1.896.410»",
		"1,234.5":               "hãy ghi «1.234,5»",
		"1,896,410.75":          "hãy ghi «1.896.410,75»",
		"7.74E+05":              "hãy ghi đủ các chữ số",
		"(1.234)":               "hãy ghi dấu trừ: «-1.234»",
		"51,4%":                 "hãy chỉ ghi số: «51,4»",
		"774.000 tỷ đồng":       "đơn vị «tỷ đồng»; hãy chỉ ghi số: «774.000»",
		"5 1":                   "không phải là số",
		"7.740.00":              "không phải là số",
		"012.345.678":           "không phải là số",
		"tám":                   "không phải là số",
		"--1":                   "không phải là số",
		"1,2,3":                 "không phải là số",
		"-":                     "không phải là số",
		strings.Repeat("9", 61): "quá dài",
	} {
		_, err := vn.ParseNumber(text)
		if !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want a problem with %q", text, err, says)
		}
	}
}

// What ParseNumber makes of any text is the number it would write again, and
// what it refuses is a problem.
func TestNumbersFromAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789.,-+ %e(")), 0, 12, -1).Draw(t, "text")
		d, err := vn.ParseNumber(text)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if back, err := vn.ParseNumber(vn.Format(d)); err != nil || !back.Equal(d) {
			t.Fatalf("%q became %s, written %q, became %s, %v", text, d, vn.Format(d), back, err)
		}
	})
}

func TestNumbersSurviveTheirText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-9, 0).Draw(t, "exponent"))
		if back, err := vn.ParseNumber(vn.Format(d)); err != nil || !back.Equal(d) {
			t.Fatalf("%s became %q became %s, %v", d, vn.Format(d), back, err)
		}
	})
}

func TestNumbersAloud(t *testing.T) {
	for number, want := range map[string]string{
		"774000":        "bảy trăm bảy mươi tư nghìn",
		"0":             "không",
		"10":            "mười",
		"15":            "mười lăm",
		"21":            "hai mươi mốt",
		"101":           "một trăm linh một",
		"1005":          "một nghìn không trăm linh năm",
		"1000000000":    "một tỷ",
		"1000000001":    "một tỷ không trăm linh một",
		"51.4":          "năm mươi mốt phẩy bốn",
		"-24":           "âm hai mươi tư",
		"2300000000000": "hai nghìn ba trăm tỷ",
	} {
		if got := vn.InWords(decimal.RequireFromString(number)); got != want {
			t.Errorf("%s: got %q, want %q", number, got, want)
		}
	}
}

func TestAmountsAloud(t *testing.T) {
	for _, test := range []struct{ number, unit, want string }{
		{"774000", "tỷ đồng", "bảy trăm bảy mươi tư nghìn tỷ đồng"},
		{"51.4", "%", "năm mươi mốt phẩy bốn phần trăm"},
		{"834875.801", "tỷ đồng", "tám trăm ba mươi tư nghìn tám trăm bảy mươi lăm phẩy tám không một tỷ đồng"},
		{"3", "", "ba"},
	} {
		if got := vn.AmountInWords(decimal.RequireFromString(test.number), test.unit); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.number, test.unit, got, test.want)
		}
	}
}

// Read aloud and written down again, every whole number is itself.
func TestNumbersAloudAreHeardRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, math.MaxInt64).Draw(t, "n")
		words := vn.InWords(decimal.NewFromInt(n))
		if got := heard(words); got != n {
			t.Fatalf("%d is read %q and heard as %d", n, words, got)
		}
	})
}

// heard is the number that a listener writes down.
func heard(words string) int64 {
	digits := map[string]int64{
		"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
		"năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
	}
	var total, group, last int64 // all before the last "tỷ"; thousands since; hundreds since
	said := strings.Fields(words)
	for i, word := range said {
		switch word {
		case "mười":
			last += 10
		case "trăm", "mươi", "linh":
		case "nghìn", "triệu":
			group += last * map[string]int64{"nghìn": 1_000, "triệu": 1_000_000}[word]
			last = 0
		case "tỷ":
			scale := int64(1_000_000_000)
			if i+1 < len(said) && said[i+1] == "tỷ" {
				continue // "tỷ tỷ" is said for all that stands before it at the second
			}
			if said[i-1] == "tỷ" {
				scale *= scale
			}
			total += (group + last) * scale
			group, last = 0, 0
		default:
			scale := int64(1)
			if i+1 < len(said) {
				scale = max(1, map[string]int64{"trăm": 100, "mươi": 10}[said[i+1]])
			}
			last += digits[word] * scale
		}
	}
	return total + group + last
}

func TestLegible(t *testing.T) {
	for text, want := range map[string]string{
		"Đặng\tVăn\r\nĐức": "Đặng\tVăn\r\nĐức", "a\x00b\a\x7f\u0085c": "abc", "một\xff\ufffdhai\uffff": "mộthai", "dòng\vdòng\ftrang": "dòng\ndòng\ntrang",
	} {
		if got := vn.Legible(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFolding(t *testing.T) {
	if got := vn.Fold(norm.NFD.String("Đặng Văn Đức")); got != "dang van duc" {
		t.Errorf("got %q", got)
	}
	if got := vn.Fold("\u00d0ức"); got != "duc" { // typed with the Icelandic letter
		t.Errorf("got %q", got)
	}
	if got := vn.NFC(norm.NFD.String("Cụm thi đua")); got != "Cụm thi đua" {
		t.Errorf("got %q", got)
	}
	if got := vn.Slug("Bà Rịa – Vũng Tàu"); got != "ba-ria-vung-tau" {
		t.Errorf("got %q", got)
	}
	want := []string{"An Giang", "Cà Mau", "Cần Thơ", "Dân", "Đà Nẵng", "Đắk Lắk", "Hà Nội", "Hải Phòng", "Huế", "Ô", "Ơ"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, vn.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClock(t *testing.T) {
	for moment, want := range map[string]string{"2027-03-16T01:05:00Z": "8 giờ 05 phút", "2027-03-16T17:00:00Z": "0 giờ 00 phút"} {
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := vn.Clock(at); got != want {
			t.Errorf("%s: %q, want %q", moment, got, want)
		}
	}
}
