package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"giaouoc/internal/db/dbtest"
)

// What was done is not told as refused because the sentence about it cannot be kept; a
// sign-in without its session is.
func TestWhatWasDoneIsNotRefusedForItsSentence(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	s := sessionStore{d, time.Now, slog.New(slog.NewTextHandler(io.Discard, nil))}
	asked := func(method string, says, must bool) context.Context {
		r := withNotes(httptest.NewRequest(method, "/", nil))
		notesOf(r.Context()).says = says
		if must {
			mustKeep(r.Context())
		}
		return r.Context()
	}
	commit := func(ctx context.Context) error {
		return s.CommitCtx(ctx, "token", []byte("data"), time.Now().Add(time.Hour))
	}
	if err := commit(asked(http.MethodPost, true, false)); err != nil {
		t.Fatalf("while all is well: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := commit(asked(http.MethodPost, true, false)); err != nil {
		t.Errorf("an act that is done: %v", err)
	}
	for what, ctx := range map[string]context.Context{
		"a sign-in":                 asked(http.MethodPost, true, true),
		"an act that says nothing":  asked(http.MethodPost, false, false),
		"a page that cannot be had": asked(http.MethodGet, false, false),
		"outside a request":         context.Background(),
	} {
		if commit(ctx) == nil {
			t.Errorf("%s: its notes are lost, and nobody is told", what)
		}
	}
}
