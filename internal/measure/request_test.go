package measure_test

import (
	"log/slog"
	"strings"
	"testing"

	"giaouoc/internal/measure"
)

func TestEachLineHasTheIDOfItsRequest(t *testing.T) {
	var b strings.Builder
	log := slog.New(measure.Logs(slog.NewTextHandler(&b, nil))).With("a", 1)
	log.InfoContext(measure.WithRequest(t.Context(), "0123abcd"), "one")
	log.InfoContext(t.Context(), "two")
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[0], "msg=one a=1 request=0123abcd") || !strings.HasSuffix(lines[1], "msg=two a=1") {
		t.Errorf("the log says %q", lines)
	}
}

func TestWhatCanBeAnID(t *testing.T) {
	for id, want := range map[string]bool{
		measure.NewRequest(): true, "a-B-3456": true, strings.Repeat("x", 64): true,
		"": false, "short-7": false, strings.Repeat("x", 65): false, "with space": false, "two\nlines": false, "số-một-hai-ba": false, "ends-in-nl\n": false,
	} {
		if measure.IsRequest(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
	if one, other := measure.NewRequest(), measure.NewRequest(); one == other {
		t.Error("two requests have one id")
	}
}
