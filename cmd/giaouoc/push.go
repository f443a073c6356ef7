package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/witness"
)

// push sends the checkpoints of the record to a witness and publishes what it
// cosigns. It runs beside sealing and never holds it up: a witness that is down
// is asked again later, for the newest checkpoint then.
type push struct {
	log    *record.Log
	to     string // address of add-checkpoint
	hand   string // address of the hand-overs of keys
	key    *witness.Verifier
	client *http.Client
	say    *slog.Logger
	old    int64 // size of the last checkpoint that the witness has cosigned, as far as is known
}

// How long a witness may take, and the shortest and longest pause after a failure.
const (
	pushTakes   = 10 * time.Second
	pushAgain   = time.Second
	pushAtLast  = time.Minute
	largestSays = 64 << 10
)

// newPush reads URL=KEY.
func newPush(to string, l *record.Log, say *slog.Logger) (*push, error) {
	address, vkey, _ := strings.Cut(to, "=")
	key, err := witness.NewVerifier(vkey)
	if err != nil {
		return nil, problem.Field("--witness", "«%s» không phải địa chỉ và khóa công khai của một nhân chứng; ghi ĐỊA-CHỈ=KHÓA, cả hai do «giaouoc witness» in ra.", to)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, problem.Field("--witness", "«%s» không phải địa chỉ http:// hoặc https:// của một nhân chứng.", address)
	}
	// The operator has named the witness; where it would send us on to is nobody's wish.
	client := &http.Client{Timeout: pushTakes, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &push{log: l, to: u.JoinPath("add-checkpoint").String(), hand: u.JoinPath(handOverPath).String(), key: key, client: client, say: say}, nil
}

// pushes are those to every witness that the command line names.
func (p *place) pushes(l *record.Log, say *slog.Logger) ([]*push, error) {
	var list []*push
	for _, to := range p.Witness {
		one, err := newPush(to, l, say)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// run pushes until ctx ends. Of failures that go on it tells once.
func (p *push) run(ctx context.Context) {
	said, pause := "", pushAgain
	for done := int64(0); ; {
		c, err := p.log.Next(ctx, done)
		if err == nil {
			err = p.send(ctx, c)
		}
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			done, said, pause = c.Size, "", pushAgain
			continue
		}
		if err.Error() != said {
			p.say.Warn("a witness does not cosign", "witness", p.to, "error", err)
			said = err.Error()
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, pushAtLast)
	}
}

// send has one checkpoint cosigned. A witness that has cosigned another size than
// was known says so, and is asked once more; so is one that does not know the key,
// once it was told who handed the record over to it.
func (p *push) send(ctx context.Context, c record.Checkpoint) error {
	told := false
	for range 3 {
		code, answer, err := p.ask(ctx, c)
		switch {
		case err != nil:
			return err
		case code == http.StatusForbidden && !told:
			told = true
			if err := p.handOver(ctx); err != nil {
				return err
			}
			continue
		case code == http.StatusOK:
			p.old = c.Size
			return p.log.Cosigned(ctx, c.Size, func(signed []byte) ([]byte, error) { return witness.AddSignatures(signed, answer, p.key) })
		case code != http.StatusConflict:
			return fmt.Errorf("it answers %d: %.200q", code, answer)
		}
		size, err := witness.ParseSize(answer)
		switch {
		case err != nil:
			return err
		case size == p.old:
			return fmt.Errorf("it has cosigned another record of the same name at size %d: this record contradicts an earlier one", size)
		case size > p.log.Published().Size:
			return fmt.Errorf("it has cosigned a record of the same name of %d entries, more than are here: the database may be an older one", size)
		}
		p.old = size
		if size >= c.Size {
			return nil // another node of this record was faster
		}
	}
	return fmt.Errorf("it answers with one size after the other")
}

// handOver tells the witness who handed the record over to the key that signs.
func (p *push) handOver(ctx context.Context) error {
	keys, err := p.log.Keys()
	if err != nil {
		return err
	}
	code, answer, err := p.post(ctx, p.hand, keys)
	if err == nil && code != http.StatusOK {
		err = fmt.Errorf("it does not know the key of this record, and answers %d to its hand-over: %.200q", code, answer)
	}
	return err
}

func (p *push) ask(ctx context.Context, c record.Checkpoint) (code int, answer []byte, err error) {
	proof, err := p.log.Consistency(c, min(p.old, c.Size))
	if err != nil {
		return 0, nil, fmt.Errorf("prove that the record only grew: %w", err)
	}
	return p.post(ctx, p.to, witness.Request(min(p.old, c.Size), proof, c.Note))
}

func (p *push) post(ctx context.Context, to string, body []byte) (code int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	res, err := p.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(res.Body, largestSays))
	return res.StatusCode, answer, err
}
