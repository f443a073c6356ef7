package db

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Several servers (nodes) may stand on one PostgreSQL. Each tells the others that it
// has committed, so that they make anew what they keep in memory, and may tell them
// more under a topic. What is told is a hint: it comes some milliseconds after the
// commit, and what is said while a node is away is lost to it.

const (
	// wordChannel is where the nodes of a database hear each other.
	wordChannel = "giaouoc"
	// committed is the topic under which a node tells of its commits.
	committed = "commit"
	// silence is after how long without a word a node asks whether its line still stands.
	silence = 10 * time.Second
	// answerTime is how long the answer to that may take.
	answerTime = 3 * time.Second
)

// words is how one node speaks with the others.
type words struct {
	node      string        // nobody hears himself
	committed chan struct{} // holds one thing to tell

	mu    sync.Mutex
	heard map[string]func(text string) // by topic
}

func newWords() words {
	return words{node: NewID(), committed: make(chan struct{}, 1), heard: map[string]func(string){}}
}

// Node is the identity of this process among the servers on the database.
func (d *DB) Node() string { return d.words.node }

// Hear has do called with what other nodes tell under a topic, one word at a time. It
// is for before Follow.
func (d *DB) Hear(topic string, do func(text string)) {
	d.words.mu.Lock()
	defer d.words.mu.Unlock()
	d.words.heard[topic] = do
}

// Tell says a text of at most 7,000 bytes to the other nodes that listen now. On SQLite
// there are none.
func (d *DB) Tell(ctx context.Context, topic, text string) error {
	if d.Engine == SQLite {
		return nil
	}
	if _, err := d.writer.ExecContext(ctx, `SELECT pg_notify($1, $2)`, wordChannel, d.words.node+" "+topic+" "+text); err != nil {
		return fmt.Errorf("tell the other nodes of %s: %w", topic, err)
	}
	return nil
}

// Follow tells the other nodes what this one commits and hears what they tell, until
// ctx ends. A line that breaks is made again; what may have been missed meanwhile
// counts as a commit.
func (d *DB) Follow(ctx context.Context, log *slog.Logger) {
	if d.Engine == SQLite {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { d.tellCommits(ctx) })
	both.Go(func() { d.listen(ctx, log) })
	both.Wait()
}

// tellCommits tells of many commits at once while the word before is on its way.
func (d *DB) tellCommits(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.words.committed:
		}
		// Where it fails the others keep their pages for their usual life.
		_ = d.Tell(ctx, committed, "")
	}
}

func (d *DB) listen(ctx context.Context, log *slog.Logger) {
	said := false
	for ctx.Err() == nil {
		err := d.listenOnce(ctx, func() { said = false })
		if ctx.Err() != nil {
			return
		}
		if !said {
			said = true
			log.Warn("other nodes are not heard", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// listenOnce hears the others on one line until it breaks.
func (d *DB) listenOnce(ctx context.Context, stands func()) error {
	begun, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	config := d.leader.config.Copy()
	if err := d.leader.first(begun, config); err != nil {
		return fmt.Errorf("find the leader: %w", err)
	}
	c, err := pgx.ConnectConfig(begun, config)
	if err != nil {
		return fmt.Errorf("connect to hear other nodes: %w", err)
	}
	defer c.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the line is broken or no more needed
	if _, err := c.Exec(begun, `LISTEN `+wordChannel); err != nil {
		return fmt.Errorf("listen to other nodes: %w", err)
	}
	d.commits.Add(1) // what was told before now was not heard
	stands()
	for {
		if err := d.hearOne(ctx, c); err != nil {
			return err
		}
	}
}

// hearOne waits for a word; after a silence it asks whether the line still stands.
func (d *DB) hearOne(ctx context.Context, c *pgx.Conn) error {
	wait, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	n, err := c.WaitForNotification(wait)
	switch {
	case err == nil:
		d.hear(n.Payload)
		return nil
	case wait.Err() == nil || ctx.Err() != nil:
		return fmt.Errorf("hear other nodes: %w", err)
	}
	asked, done := context.WithTimeout(ctx, answerTime)
	defer done()
	if err := c.Ping(asked); err != nil {
		return fmt.Errorf("hear other nodes: %w", err)
	}
	return nil
}

func (d *DB) hear(payload string) {
	node, rest, _ := strings.Cut(payload, " ")
	topic, text, _ := strings.Cut(rest, " ")
	if node == d.words.node {
		return
	}
	if topic == committed {
		d.commits.Add(1)
		return
	}
	d.words.mu.Lock()
	do := d.words.heard[topic]
	d.words.mu.Unlock()
	if do != nil {
		do(text)
	}
}
