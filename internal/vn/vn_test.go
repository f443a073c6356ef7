package vn_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"giaouoc/data"
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
	for _, bad := range []string{"", "30/2/2024", "2021-4-9", "9/4/21", "mai", "13/13/2020"} {
		if _, err := vn.ParseDate(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: got %v, want an invalid problem", bad, err)
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
		if n := rapid.IntRange(-5000, 5000).Draw(t, "n"); d.DaysUntil(d.AddDays(n)) != n {
			t.Fatalf("%s plus %d days is %d days away", d, n, d.DaysUntil(d.AddDays(n)))
		}
	})
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"774.000": "774000", "834.875,801": "834875.801", "51,4": "51.4", "1.896,410": "1896.41", "99,6": "99.6",
		"-0,5": "-0.5", "1 000": "1000", "12345": "12345", "−3": "-3",
	} {
		got, err := vn.ParseNumber(text)
		if err != nil || !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("%q: got %s, %v; want %s", text, got, err, want)
		}
	}
	for _, bad := range []string{"", "99.6", "1,896,410", "1,234.5", "12.34", "7.740.00", "1e5", "tám", "--1", "1,2,3"} {
		if _, err := vn.ParseNumber(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: got %v, want an invalid problem", bad, err)
		}
	}
	if got := vn.Percent(decimal.RequireFromString("51.3496"), 1); got != "51,3%" {
		t.Errorf("got %q", got)
	}
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

func TestFolding(t *testing.T) {
	if got := vn.Fold(norm.NFD.String("Đặng Văn Đức")); got != "dang van duc" {
		t.Errorf("got %q", got)
	}
	if got := vn.Slug("Bà Rịa – Vũng Tàu"); got != "ba-ria-vung-tau" {
		t.Errorf("got %q", got)
	}
	if vn.Compare("Đà Nẵng", "Hà Nội") >= 0 || vn.Compare("Cần Thơ", "Đà Nẵng") >= 0 {
		t.Error("đ must stand after c and d, before h")
	}
}

func TestWorkingDays(t *testing.T) {
	c, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2021-02-09", 1, "2021-02-17"}, // over Tết
		{"2021-04-29", 1, "2021-05-04"}, // over two holidays and a made-up Monday
		{"2024-05-03", 1, "2024-05-04"}, // a Saturday worked in exchange
		{"2025-06-02", 20, "2025-06-30"},
		{"2025-06-28", 0, "2025-06-30"}, // from a Saturday
	} {
		got, err := c.AddWorkingDays(vn.MustDate(test.from), test.n)
		if err != nil || got != vn.MustDate(test.want) {
			t.Errorf("%s + %d: got %s, %v; want %s", test.from, test.n, got, err, test.want)
		}
		if n, err := c.WorkingDaysBetween(vn.MustDate(test.from), vn.MustDate(test.want)); test.n > 0 && (err != nil || n != test.n) {
			t.Errorf("%s to %s: got %d, %v; want %d", test.from, test.want, n, err, test.n)
		}
	}
	if _, err := c.AddWorkingDays(vn.MustDate("2030-01-02"), 5); !problem.Is(err, problem.Invalid) {
		t.Errorf("a year without a calendar: got %v, want a problem that says so", err)
	}
}
