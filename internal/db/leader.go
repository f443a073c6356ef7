package db

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Several PostgreSQL servers of which one at a time takes writes: the address
// names them all, and who leads may change at any moment. A connection that
// leads nowhere any more is noticed within seconds, whatever the network says of
// it, and who hangs on it is let go.

const (
	connectTime = 3 * time.Second // to one server, where the address does not say
	pingTime    = 2 * time.Second // of a connection that has rested
	watchEvery  = time.Second

	// A silent network breaks a connection after these, on each side of it.
	keepIdle, keepEvery, keepCount = 3 * time.Second, 2 * time.Second, 3
	unackedTime                    = 8 * time.Second
)

// leader knows which of several servers takes writes.
type leader struct {
	config *pgx.ConnConfig // of its connections

	mu    sync.Mutex
	at    string             // address of who led last; empty before the first
	hosts map[string]string  // names by the addresses they resolved to
	open  map[*link]struct{} // every connection
	stop  context.CancelFunc // of the watch
	ended chan struct{}      // when it has stopped
}

// link is a connection that the leader can close under who hangs on it.
type link struct {
	net.Conn
	of *leader
}

// Close implements net.Conn.
func (l *link) Close() error {
	l.of.mu.Lock()
	delete(l.of.open, l)
	l.of.mu.Unlock()
	return l.Conn.Close()
}

// leading reads a postgres:// address into a configuration with which a
// connection goes to the server that leads.
func leading(dsn string) (*pgx.ConnConfig, *leader, error) {
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, nil, err
	}
	l := &leader{config: c, hosts: map[string]string{}, open: map[*link]struct{}{}}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTime
	}
	dialer := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepIdle, Interval: keepEvery, Count: keepCount},
		Control:         unacked,
	}
	c.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		k := &link{conn, l}
		l.mu.Lock()
		l.open[k] = struct{}{}
		l.mu.Unlock()
		return k, nil
	}
	if !several(c) {
		return c, l, nil
	}
	if c.ValidateConnect == nil {
		c.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	look := c.LookupFunc
	c.LookupFunc = func(ctx context.Context, host string) ([]string, error) {
		found, err := look(ctx, host)
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, ip := range found {
			l.hosts[ip] = host
		}
		return found, err
	}
	c.AfterConnect = func(_ context.Context, conn *pgconn.PgConn) error { l.found(conn.Conn()); return nil }
	return c, l, nil
}

// several reports whether a configuration names more than one server. One server
// has several entries where it is asked with and without TLS.
func several(c *pgx.ConnConfig) bool {
	for _, f := range c.Fallbacks {
		if f.Host != c.Host || f.Port != c.Port {
			return true
		}
	}
	return false
}

// found notes who leads. Connections to another are closed: it leads no more, or
// hangs, and then nobody would tell those who wait for its answer.
func (l *leader) found(conn net.Conn) {
	at := conn.RemoteAddr().String()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at == at {
		return
	}
	l.at = at
	for k := range l.open {
		if k.RemoteAddr().String() != at {
			_ = k.Conn.Close() // who holds it learns it by its next word
			delete(l.open, k)
		}
	}
}

// first puts who led last before the others, so that a server which is gone costs
// no connection its time.
func (l *leader) first(_ context.Context, c *pgx.ConnConfig) error {
	l.mu.Lock()
	ip, port, err := net.SplitHostPort(l.at)
	host := l.hosts[ip]
	l.mu.Unlock()
	if err != nil {
		return nil // nobody yet, or not over a network
	}
	all := append([]*pgconn.FallbackConfig{{Host: c.Host, Port: c.Port, TLSConfig: c.TLSConfig}}, c.Fallbacks...)
	var leads, others []*pgconn.FallbackConfig
	for _, f := range all {
		if (f.Host == host || f.Host == ip) && fmt.Sprint(f.Port) == port {
			leads = append(leads, f)
		} else {
			others = append(others, f)
		}
	}
	all = append(leads, others...)
	c.Host, c.Port, c.TLSConfig, c.Fallbacks = all[0].Host, all[0].Port, all[0].TLSConfig, all[1:]
	return nil
}

// openPostgres opens a pool of connections to the server that leads.
func openPostgres(dsn string) (*sql.DB, *leader, error) {
	c, l, err := leading(dsn)
	if err != nil {
		return nil, nil, err
	}
	options := []stdlib.OptionOpenDB{stdlib.OptionShouldPing(dead)}
	if several(c) {
		options = append(options, stdlib.OptionBeforeConnect(l.first))
		l.watch(c)
	}
	pool := sql.OpenDB(stdlib.GetConnector(*c, options...))
	pool.SetMaxOpenConns(mostOpen)
	pool.SetMaxIdleConns(mostIdle)
	pool.SetConnMaxLifetime(time.Hour)
	return pool, l, nil
}

const mostOpen, mostIdle = 16, 8

// dead asks a connection that has rested whether it still leads anywhere. One that
// does not answer in time is closed by that, and the driver drops it.
func dead(ctx context.Context, p stdlib.ShouldPingParams) bool {
	if p.IdleDuration < time.Second {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	return p.Conn.PgConn().Ping(ctx) != nil
}

// watch keeps a connection of its own to who leads, beside the pool: when every
// connection of that hangs, it finds the next leader and lets them go.
func (l *leader) watch(c *pgx.ConnConfig) {
	ctx, stop := context.WithCancel(context.Background())
	l.stop, l.ended = stop, make(chan struct{})
	go func() {
		defer close(l.ended)
		var conn *pgx.Conn
		look := time.NewTicker(watchEvery)
		defer look.Stop()
		for {
			conn = l.look(ctx, c, conn)
			select {
			case <-ctx.Done():
				if conn != nil {
					_ = conn.Close(context.Background()) // it is of no use any more
				}
				return
			case <-look.C:
			}
		}
	}()
}

// look asks who leads; nil when nobody is found.
func (l *leader) look(ctx context.Context, c *pgx.ConnConfig, conn *pgx.Conn) *pgx.Conn {
	if conn != nil {
		asked, cancel := context.WithTimeout(ctx, pingTime)
		err := conn.Ping(asked)
		cancel()
		if err == nil {
			return conn
		}
		_ = conn.Close(ctx) // it is broken
	}
	next := c.Copy()
	if err := l.first(ctx, next); err != nil {
		return nil
	}
	conn, err := pgx.ConnectConfig(ctx, next)
	if err != nil {
		return nil // it is asked again
	}
	return conn
}

// close ends the watch.
func (l *leader) close() {
	if l == nil || l.stop == nil {
		return
	}
	l.stop()
	<-l.ended
}
