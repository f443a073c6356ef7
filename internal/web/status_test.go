package web

import (
	"net/http"
	"testing"

	"giaouoc/internal/problem"
)

// A browser that is told 503 asks again; what a person has to put right has another code.
func TestTheCodeOfAProblem(t *testing.T) {
	for kind, want := range map[problem.Kind]int{
		problem.Invalid: http.StatusUnprocessableEntity, problem.Denied: http.StatusForbidden, problem.NotFound: http.StatusNotFound,
		problem.Conflict: http.StatusConflict, problem.Closed: http.StatusConflict, problem.TooSoon: http.StatusTooManyRequests,
		problem.Unreachable: http.StatusServiceUnavailable, problem.Unsure: http.StatusGatewayTimeout,
	} {
		if got := statusOf(problem.List{problem.New(kind, "x")}); got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
}
