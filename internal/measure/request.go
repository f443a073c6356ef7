package measure

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"regexp"
)

type requestKey struct{}

// WithRequest is a context of the request with an id.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestOf is the id of the request that a context belongs to, or empty.
func RequestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// NewRequest makes an id.
func NewRequest() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails: the program ends where there is no chance
	return hex.EncodeToString(b)
}

var requestID = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// IsRequest reports whether a text can be an id: it breaks no line of a log.
func IsRequest(id string) bool { return requestID.MatchString(id) }

// Logs is a handler of log lines that adds the id of the request to each.
func Logs(h slog.Handler) slog.Handler { return logs{h} }

type logs struct{ slog.Handler }

// Handle implements slog.Handler.
func (l logs) Handle(ctx context.Context, line slog.Record) error {
	if id := RequestOf(ctx); id != "" {
		line = line.Clone()
		line.AddAttrs(slog.String("request", id))
	}
	return l.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (l logs) WithAttrs(list []slog.Attr) slog.Handler { return logs{l.Handler.WithAttrs(list)} }

// WithGroup implements slog.Handler.
func (l logs) WithGroup(name string) slog.Handler { return logs{l.Handler.WithGroup(name)} }
