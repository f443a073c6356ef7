package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/db"
)

// Nodes on one database tell each other every second who has asked often, so that who
// asks all of them in turn has the pace of one.

const (
	paceTopic = "pace"
	paceEvery = time.Second
	// oftenOf is what part of a burst somebody has to have used in a second to be told of.
	oftenOf = 100
	// longestWord is how much one word to the other nodes may hold.
	longestWord = 6000
)

// hearPaces has what other nodes tell count here too.
func (s *Server) hearPaces() {
	if s.DB.Engine == db.SQLite {
		return
	}
	s.DB.Hear(paceTopic, func(text string) {
		kind, list, _ := strings.Cut(text, " ")
		p := s.paces[kind]
		if p == nil {
			return
		}
		for one := range strings.FieldsSeq(list) {
			at := strings.LastIndexByte(one, '=')
			n, err := strconv.Atoi(one[at+1:])
			if at > 0 && err == nil && n > 0 {
				p.spend(one[:at], n, s.Clock())
			}
		}
	})
}

// SharePaces tells the other nodes how often each has asked here, until ctx ends.
func (s *Server) SharePaces(ctx context.Context) {
	if s.DB.Engine == db.SQLite {
		return
	}
	for _, p := range s.paces {
		p.mutex.Lock()
		p.used = map[string]int{}
		p.mutex.Unlock()
	}
	every := time.NewTicker(paceEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		for kind, p := range s.paces {
			for _, list := range p.often() {
				// What cannot be told is forgotten: the database is away then, and few pages open.
				_ = s.DB.Tell(ctx, paceTopic, kind+" "+list)
			}
		}
	}
}

// spend counts what somebody has asked elsewhere.
func (p *paced) spend(key string, n int, now time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.pace == (Pace{}) {
		return
	}
	p.at(key).ReserveN(now, min(n, p.pace.Burst))
}

// often lists who has asked often since the last time, as words to other nodes.
func (p *paced) often() (lists []string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var b strings.Builder
	for key, n := range p.used {
		if n < max(1, p.pace.Burst/oftenOf) {
			continue
		}
		if b.Len() > longestWord {
			lists = append(lists, b.String())
			b.Reset()
		}
		b.WriteString(key + "=" + strconv.Itoa(n) + " ")
	}
	clear(p.used)
	if b.Len() > 0 {
		lists = append(lists, b.String())
	}
	return lists
}
