package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"giaouoc/internal/ballot"
	"giaouoc/internal/problem"
)

// farHolder is a holder that is asked over the network.
type farHolder struct {
	name, place, secret string

	here   atomic.Bool // the address is this machine's own
	client *http.Client
	log    *slog.Logger
	down   atomic.Bool // of failures that go on it tells once
}

// How long a holder may take, and how many questions are on their way at once.
const (
	holdTakes  = 30 * time.Second
	holdAtOnce = 32
	maxHeard   = 64 << 10
)

// newHoldClient asks f. A connection that ends at the address where it began has not
// left this machine, whatever the name that was asked for.
func newHoldClient(f *farHolder) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxConnsPerHost, transport.MaxIdleConnsPerHost = holdAtOnce, holdAtOnce
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err == nil && hostOf(c.LocalAddr()) == hostOf(c.RemoteAddr()) {
			f.here.Store(true)
		}
		return c, err
	}
	// The operator has named the holder; where it would send us on to is nobody's wish.
	return &http.Client{Timeout: holdTakes, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func hostOf(a net.Addr) string {
	host, _, _ := net.SplitHostPort(a.String())
	return host
}

// Name implements holder.Signer.
func (f *farHolder) Name() string { return f.name }

// Here implements holder.Signer.
func (f *farHolder) Here() bool { return f.here.Load() }

// Key implements holder.Signer.
func (f *farHolder) Key(ctx context.Context, id string) ([]byte, error) {
	var a holdKeyed
	err := f.ask(ctx, holdKey, holdMotion{id}, &a)
	return a.Key, err
}

// Sign implements holder.Signer.
func (f *farHolder) Sign(ctx context.Context, ask ballot.Ask) ([]byte, error) {
	var a holdSigned
	err := f.ask(ctx, holdSign, ask, &a)
	return a.Signature, err
}

// Seal implements holder.Signer.
func (f *farHolder) Seal(ctx context.Context, id string) (string, error) {
	var a holdSealed
	err := f.ask(ctx, holdSeal, holdMotion{id}, &a)
	return a.Recipient, err
}

// End implements holder.Signer.
func (f *farHolder) End(ctx context.Context, id string) error {
	return f.ask(ctx, holdEnd, holdMotion{id}, &struct{}{})
}

// ask asks a question, and once more where the connection broke.
func (f *farHolder) ask(ctx context.Context, what string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return fmt.Errorf("ask holder: %w", err)
	}
	code, heard, err := f.post(ctx, what, body)
	if err != nil && ctx.Err() == nil && !isTimeout(err) {
		code, heard, err = f.post(ctx, what, body)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && code == http.StatusOK {
		err = json.Unmarshal(heard, answer)
	} else if err == nil {
		if list := refusalOf(code, heard); list != nil {
			f.down.Store(false)
			return list
		}
		err = fmt.Errorf("it answers %d", code)
	}
	if err != nil {
		return f.unreachable(err)
	}
	f.down.Store(false)
	return nil
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

func (f *farHolder) post(ctx context.Context, what string, body []byte) (code int, heard []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.place+"/"+what, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+f.secret)
	req.Header.Set("Content-Type", "application/json")
	res, err := f.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	heard, err = io.ReadAll(io.LimitReader(res.Body, maxHeard))
	return res.StatusCode, heard, err
}

// refusalOf is what a holder refuses; nil where the answer is none of its refusals.
func refusalOf(code int, heard []byte) error {
	var said holdRefused
	if code == http.StatusUnauthorized || code < 400 || code > 499 || json.Unmarshal(heard, &said) != nil || len(said.Problems) == 0 {
		return nil
	}
	var list problem.List
	for _, p := range said.Problems {
		if _, known := holdStatus[p.Kind]; !known || p.Text == "" {
			return nil
		}
		list = append(list, &problem.Problem{Kind: p.Kind, Field: p.Field, Text: p.Text})
	}
	return list
}

// unreachable says what a voter may know, and tells the operator the rest.
func (f *farHolder) unreachable(err error) error {
	if !f.down.Swap(true) {
		f.log.Warn("a holder does not answer", "holder", f.name, "error", err)
	}
	return problem.New(problem.Unreachable, "Người giữ khóa «%s» chưa trả lời; hãy thử lại sau ít phút. Việc đã làm đến đây vẫn còn.", f.name)
}
