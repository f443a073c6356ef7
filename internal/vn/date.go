package vn

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // machines without a zone database, Windows above all
	"unicode"

	"giaouoc/internal/problem"
)

// Date is a calendar day in Viet Nam. The zero Date is no day: open, unknown or
// not typed. Dates compare with ==.
type Date struct {
	year       int
	month, day int8
}

// Zone is the time of Viet Nam.
var Zone = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(fmt.Sprintf("load time zone: %v", err)) // the zone database is linked in
	}
	return zone
}()

// NewDate is the day of a year, month and day of month; values beyond their
// range roll over as in time.Date.
func NewDate(year, month, day int) Date {
	return DateOf(time.Date(year, time.Month(month), day, 12, 0, 0, 0, Zone))
}

// DateOf is the day in Viet Nam at a moment; no day for the zero time.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.In(Zone).Date()
	return Date{y, int8(m), int8(d)}
}

var (
	isoDay   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)
	shortDay = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})$`)
)

// ParseDate reads "2021-04-09" or "9/4/2021" (also with points or dashes), the
// day always before the month, with spaces around it passed over. The error is
// an Invalid problem.
func ParseDate(text string) (Date, error) {
	text = trimmed(text)
	var y, m, d int
	if p := isoDay.FindStringSubmatch(text); p != nil {
		y, m, d = atoi(p[1]), atoi(p[2]), atoi(p[3])
	} else if p := shortDay.FindStringSubmatch(text); p != nil && p[2] == p[4] {
		d, m, y = atoi(p[1]), atoi(p[3]), atoi(p[5])
	} else {
		return Date{}, problem.Field("", "«%s» không phải là ngày; hãy ghi ngày/tháng/năm, ví dụ 9/4/2021.", quotable(text))
	}
	date := NewDate(y, m, d)
	if y < 1000 || date.year != y || int(date.month) != m || int(date.day) != d {
		return Date{}, problem.Field("", "Không có ngày %s; hãy kiểm tra lại ngày, tháng và năm.", text)
	}
	return date, nil
}

// trimmed is what was typed without the spaces and invisible signs that come
// along when a cell or a line is pasted.
func trimmed(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b'
	})
}

// quotable is the beginning of what was typed, short enough for a sentence.
func quotable(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

func atoi(text string) int {
	n, _ := strconv.Atoi(text) // digits, by the expressions above
	return n
}

// MustDate is ParseDate for a day written in the program; it panics on an error.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Year is the year of the day.
func (d Date) Year() int { return d.year }

// Month is the month of the day, 1 to 12.
func (d Date) Month() int { return int(d.month) }

// Day is the day of the month.
func (d Date) Day() int { return int(d.day) }

func (d Date) noon() time.Time {
	return time.Date(d.year, time.Month(d.month), int(d.day), 12, 0, 0, 0, time.UTC)
}

// Weekday is the day of the week; it means nothing for no day.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// AddDays is the day n calendar days later, or earlier when n is negative; from
// no day it is no day.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return NewDate(d.year, int(d.month), int(d.day)+n)
}

// DaysUntil is the number of calendar days from d to o, negative when o is the
// earlier; it means nothing when one of them is no day.
func (d Date) DaysUntil(o Date) int { return int(o.noon().Sub(d.noon()) / (24 * time.Hour)) }

// Compare orders days; the zero Date stands before all.
func (d Date) Compare(o Date) int {
	for _, diff := range []int{d.year - o.year, int(d.month) - int(o.month), int(d.day) - int(o.day)} {
		if diff != 0 {
			return diff
		}
	}
	return 0
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// String is the ISO form, "2021-04-09"; empty for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// Short is "9/4/2021"; empty for no day.
func (d Date) Short() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d/%d/%d", d.day, d.month, d.year)
}

// Words is "ngày 9 tháng 4 năm 2021", with the leading zeros that official
// documents ask of days below 10 and of January and February.
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	month := strconv.Itoa(int(d.month))
	if d.month < 3 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.day, month, d.year)
}

var weekdays = [...]string{"Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}

// LongWords is "Thứ Năm, ngày 1 tháng 12 năm 2022".
func (d Date) LongWords() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s, ngày %d tháng %d năm %d", weekdays[d.Weekday()], d.day, d.month, d.year)
}

// Value implements driver.Valuer: ISO text, empty for no day.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan implements sql.Scanner for ISO text, empty or NULL for no day. Anything
// else in a column is our fault and no problem of the person.
func (d *Date) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case nil:
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("scan day: unexpected %T", src)
	}
	*d = Date{}
	if text == "" {
		return nil
	}
	day, err := ParseDate(text)
	if err != nil || day.String() != text {
		return fmt.Errorf("scan day: %q is not a day in ISO form", text)
	}
	*d = day
	return nil
}

// MarshalText implements encoding.TextMarshaler with the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler for what ParseDate reads;
// an empty text is no day.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) == 0 {
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// Clock is the time of day of a moment in Viet Nam, as minutes of a meeting write
// it: "8 giờ 05 phút".
func Clock(t time.Time) string {
	at := t.In(Zone)
	return fmt.Sprintf("%d giờ %02d phút", at.Hour(), at.Minute())
}
