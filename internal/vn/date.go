// Package vn reads and writes Vietnamese days, numbers and words.
package vn

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata"
)

type Date struct{ y, m, d int }

var zone = func() *time.Location { l, _ := time.LoadLocation("Asia/Ho_Chi_Minh"); return l }()

func NewDate(y, m, d int) Date { return DateOf(time.Date(y, time.Month(m), d, 12, 0, 0, 0, zone)) }
func DateOf(t time.Time) Date  { t = t.In(zone); return Date{t.Year(), int(t.Month()), t.Day()} }
func (d Date) IsZero() bool    { return d == Date{} }
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.y, d.m, d.d)
}
func (d Date) Short() string                { return fmt.Sprintf("%d/%d/%d", d.d, d.m, d.y) }
func (d Date) Before(o Date) bool           { return d.String() < o.String() }
func (d Date) After(o Date) bool            { return d.String() > o.String() }
func (d Date) Value() (driver.Value, error) { return d.String(), nil }
func (d *Date) Scan(src any) error {
	s, _ := src.(string)
	if b, ok := src.([]byte); ok {
		s = string(b)
	}
	*d = Date{}
	if s == "" {
		return nil
	}
	_, err := fmt.Sscanf(s, "%d-%d-%d", &d.y, &d.m, &d.d)
	return err
}
func MustDate(s string) Date                 { var d Date; d.Scan(s); return d }
func (d Date) MarshalText() ([]byte, error)  { return []byte(d.String()), nil }
func (d *Date) UnmarshalText(b []byte) error { return d.Scan(string(b)) }
func Compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}
func Slug(s string) string { return s }
