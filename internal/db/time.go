package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// timeLayout has a fixed width, so that SQLite, which keeps times as text,
// compares them as times.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Time is a moment in a TIMESTAMPTZ column on either engine: UTC, to the
// microsecond. The zero Time is NULL.
type Time struct{ time.Time }

// At wraps a moment for the database.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UTC().Format(timeLayout), nil
}

// Scan implements sql.Scanner: SQLite hands over text, PostgreSQL a time.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		t.Time = time.Time{}
	case time.Time:
		t.Time = v.UTC()
	case string:
		return t.parse(v)
	case []byte:
		return t.parse(string(v))
	default:
		return fmt.Errorf("scan time: unexpected %T", src)
	}
	return nil
}

func (t *Time) parse(text string) error {
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return fmt.Errorf("scan time: %w", err)
	}
	t.Time = parsed.UTC()
	return nil
}
