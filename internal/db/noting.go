package db

import (
	"context"
	"sync/atomic"
)

type notedKey struct{}

// Noting is a context that remembers whether an Update under it has written, or may
// have: who fails later cannot say then that nothing was.
func Noting(ctx context.Context) context.Context {
	return context.WithValue(ctx, notedKey{}, new(atomic.Bool))
}

// Written reports whether an Update under a context of Noting has written, or may
// have.
func Written(ctx context.Context) bool {
	n, ok := ctx.Value(notedKey{}).(*atomic.Bool)
	return ok && n.Load()
}

func note(ctx context.Context) {
	if n, ok := ctx.Value(notedKey{}).(*atomic.Bool); ok {
		n.Store(true)
	}
}
