package web

import (
	"container/list"
	"context"
	"net/http"
	"sync"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Bounds of the pages that are kept in memory.
const (
	mostPages   = 2_000
	largestKept = 2 << 20
	// keptLife bounds how long a page may miss what another process has written and not
	// told.
	keptLife = time.Second
	// outliveTime is how long a page is shown after its making while the database is away.
	outliveTime = time.Hour
	// awayTime is how long a database that did not answer is not asked again for a page
	// that there is, and slowTime how long it may take over one.
	awayTime = 2 * time.Second
	slowTime = 5 * time.Second
)

// keptRoutes are the pages that visitors without a session share. They show the same to
// each of them: no puzzle, no form with a key of its own, nothing of the one who asks.
var keptRoutes = map[string]bool{
	"GET /{$}": true, "GET " + newsPage: true, "GET " + noticesPage: true, "GET " + articlePage + "/{story}": true,
	"GET " + postingsPage: true, "GET " + exemplarsPage + "/{slug}": true,
	"GET /tin.rss": true, "GET /tin.atom": true, "GET /sitemap.xml": true,
	"GET /cum/{cluster}": true, "GET /cum/{cluster}" + newsPage: true, "GET /cum/{cluster}" + newsPage + ".rss": true, "GET /cum/{cluster}/{year}": true, "GET /cum/{cluster}/{year}/giao-uoc": true, "GET /cum/{cluster}/{year}/so-lieu": true,
	"GET /cum/{cluster}/{year}/xep-hang": true, "GET /cum/{cluster}/{year}/chi-dao": true, "GET /cum/{cluster}/{year}/phong-trao": true, "GET /cum/{cluster}/{year}/hoi-nghi": true,
}

// keptPages are whole answers to visitors, as they were sent. An answer stands until a
// transaction commits, here or on another node, the day ends in Viet Nam, or its life is
// over; then the next visitor has it made anew while others wait for that one. While the
// database is away it is shown for an hour as it was.
type keptPages struct {
	mu    sync.Mutex
	byKey map[string]*list.Element // of *keptPage
	order list.List                // the last used first
}

type keptPage struct {
	key    string
	making sync.Mutex // one visitor makes the page

	mu     sync.Mutex // of what follows
	answer *keptAnswer
	spared time.Time // until then it is shown as it is: the database was away
}

// at finds the place of a key, and makes room for it.
func (k *keptPages) at(key string) *keptPage {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e, ok := k.byKey[key]; ok {
		k.order.MoveToFront(e)
		return e.Value.(*keptPage)
	}
	if k.byKey == nil {
		k.byKey = map[string]*list.Element{}
	}
	if k.order.Len() >= mostPages {
		delete(k.byKey, k.order.Remove(k.order.Back()).(*keptPage).key)
	}
	p := &keptPage{key: key}
	k.byKey[key] = k.order.PushFront(p)
	return p
}

func (p *keptPage) put(a *keptAnswer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer, p.spared = a, time.Time{}
}

// spare shows the page as it is for a while.
func (p *keptPage) spare(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spared = until
}

func (p *keptPage) last() (a *keptAnswer, spared time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answer, p.spared
}

// standing is the answer of a page while it stands, for a reader who has seen the page as
// it was at a position of the database.
func (s *Server) standing(p *keptPage, seen db.Position) *keptAnswer {
	a, spared := p.last()
	switch now := s.Clock(); {
	case a == nil:
		return nil
	case now.Before(spared):
		return a
	case a.holds < seen || a.commits != s.DB.Commits() || now.After(a.until) || a.day != vn.DateOf(s.DB.Now()):
		return nil
	}
	return a
}

// keptFor answers visitors from memory where a page is one that all of them share.
func (s *Server) keptFor(mux *site, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.Header.Get("Cookie") != "" && s.hasSession(r) || len(r.URL.RawQuery) > 100 {
			next.ServeHTTP(w, r)
			return
		}
		if _, pattern := mux.Handler(r); !keptRoutes[pattern] {
			next.ServeHTTP(w, r)
			return
		}
		p, seen := s.kept.at(keyOf(r)), s.tags.seen(r)
		a := s.standing(p, seen)
		s.Metrics.KeptPage(a != nil)
		if a != nil {
			a.send(w, r)
			return
		}
		s.make(w, r, p, seen, next)
	})
}

// make has a page made, by one visitor for all who wait; what cannot be kept goes to its
// own visitor alone.
func (s *Server) make(w http.ResponseWriter, r *http.Request, p *keptPage, seen db.Position, next http.Handler) {
	made, a := func() (*madeAnswer, *keptAnswer) {
		p.making.Lock()
		defer p.making.Unlock()
		if a := s.standing(p, seen); a != nil {
			return nil, a
		}
		return s.remake(r, p, seen, next)
	}()
	if a != nil {
		a.send(w, r)
		return
	}
	made.send(w)
}

// remake makes the page and keeps it; of what cannot be kept it returns the answer as it
// was made. Where the database is away it returns the page as it was.
func (s *Server) remake(r *http.Request, p *keptPage, seen db.Position, next http.Handler) (*madeAnswer, *keptAnswer) {
	before, _ := p.last()
	made, a := s.makeOnce(r, before, &db.Reading{AtLeast: seen}, next)
	if a.copied && made.status != http.StatusOK {
		made, a = s.makeOnce(r, before, &db.Reading{Here: true}, next) // the copy may not have it yet
	}
	if made.status >= http.StatusInternalServerError && before != nil && s.Clock().Before(before.made.Add(outliveTime)) && s.away(r) {
		p.spare(s.Clock().Add(awayTime))
		return nil, before
	}
	if made.status != http.StatusOK || made.header.Get("Set-Cookie") != "" || made.body.Len() > largestKept {
		return made, nil
	}
	a.fill(made, before, s.tags)
	a.until = s.Clock().Add(keptLife)
	p.put(a)
	return nil, a
}

// makeOnce has the page made, as far as the database was then.
func (s *Server) makeOnce(r *http.Request, before *keptAnswer, reading *db.Reading, next http.Handler) (*madeAnswer, *keptAnswer) {
	a := &keptAnswer{commits: s.DB.Commits(), day: vn.DateOf(s.DB.Now()), made: s.Clock()}
	ctx := db.WithReading(context.WithoutCancel(r.Context()), reading) // the others wait for it too
	if before != nil {
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, slowTime)
		defer done()
	}
	asked := r.WithContext(ctx)
	asked.Header = asked.Header.Clone()
	asked.Header.Del("If-None-Match")
	made := &madeAnswer{header: http.Header{}}
	next.ServeHTTP(made, asked)
	a.holds, a.shows, a.copied = reading.Holds(), reading.Shows(), reading.Copied()
	return made, a
}

// away reports whether the database does not answer.
func (s *Server) away(r *http.Request) bool {
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), readyTime)
	defer done()
	return s.DB.Ready(ctx) != nil
}
