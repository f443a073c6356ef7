package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/db"
)

// A tag tells how far the database was; one that somebody made up tells nothing, or
// anybody could have every page made anew.
func TestATagTellsWhatWasSeen(t *testing.T) {
	tags := pageTags{[]byte("a key of thirty-two bytes or so.")}
	seen := func(line string) db.Position {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("If-None-Match", line)
		return tags.seen(r)
	}
	own, later := tags.tag("sum", 0x16B374D848), tags.tag("other", 0x16B374D849)
	for line, want := range map[string]db.Position{
		own: 0x16B374D848, "W/" + own: 0x16B374D848, own + ", " + later: 0x16B374D849, later + "," + own: 0x16B374D849, `"x", ` + own: 0x16B374D848,
		"": 0, "*": 0, `"sum"`: 0, `"sum.AAAA"`: 0, own[:len(own)-2] + `A"`: 0,
		strings.Replace(own, "sum", "som", 1):           0,
		(pageTags{[]byte("another key")}).tag("sum", 5): 0,
		own + strings.Repeat(`, "x"`, 300):              0,
	} {
		if got := seen(line); got != want {
			t.Errorf("%s: %x, want %x", line, got, want)
		}
	}
	if got := (pageTags{}).tag("sum", 5); got != `"sum"` {
		t.Errorf("without a key: %s", got)
	}
}
