package measure

import "context"

type unmeasuredKey struct{}

// Unmeasured is a context of which nothing is counted, timed or logged by whoever
// measures: a voter's requests in a secret ballot.
func Unmeasured(ctx context.Context) context.Context {
	return context.WithValue(ctx, unmeasuredKey{}, true)
}

// IsUnmeasured reports whether nothing is to be noted of what happens in a context.
func IsUnmeasured(ctx context.Context) bool { return ctx.Value(unmeasuredKey{}) != nil }
