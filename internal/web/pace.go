package web

import (
	"container/list"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"giaouoc/internal/problem"
	"giaouoc/internal/web/static"
)

// Pace is how fast requests may come: so many at once, then so many a second.
// The zero Pace sets no limit.
type Pace struct {
	Burst  int
	Second float64
}

// Paces are the limits on requests; zero sets none.
type Paces struct {
	Address Pace // of one address, behind which a whole office may sit
	Account Pace // of one account
}

// UsualPaces let two hundred people behind one address open a page every three
// seconds each, all day, and all at once when a ballot opens.
var UsualPaces = Paces{Address: Pace{Burst: 2000, Second: 100}, Account: Pace{Burst: 200, Second: 10}}

// What is held back, by the names that nodes use among each other.
const (
	addressesPaced   = "address"
	accountsPaced    = "account"
	certificatePaced = "certificate" // checks by number and name, of one address
)

// recordPrefix is where the public files of the record stand.
const recordPrefix = "/nhat-ky/"

// mostPaced is of how many addresses or accounts the pace is remembered; the one
// that has been away longest is forgotten first.
const mostPaced = 20_000

// paced holds the pace of each of many.
type paced struct {
	pace  Pace
	most  int
	mutex sync.Mutex
	byKey map[string]*list.Element
	order *list.List     // of *pacer, the latest in front
	used  map[string]int // since the other nodes were told; nil where there are none
}

type pacer struct {
	key     string
	limiter *rate.Limiter
}

func newPaced(p Pace, most int) *paced {
	return &paced{pace: p, most: most, byKey: map[string]*list.Element{}, order: list.New()}
}

// wait is how long key has to wait before its next request; zero lets it pass.
func (p *paced) wait(key string, now time.Time) time.Duration {
	if p.pace == (Pace{}) || key == "" {
		return 0
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	one := p.at(key).ReserveN(now, 1)
	wait := one.DelayFrom(now)
	switch {
	case wait > 0:
		one.CancelAt(now)
	case p.used != nil:
		p.used[key]++
	}
	return wait
}

// at is the pace of key, which is the latest now.
func (p *paced) at(key string) *rate.Limiter {
	at := p.byKey[key]
	if at == nil {
		if p.order.Len() >= p.most {
			last := p.order.Back()
			delete(p.byKey, p.order.Remove(last).(*pacer).key)
		}
		at = p.order.PushFront(&pacer{key, rate.NewLimiter(rate.Limit(p.pace.Second), p.pace.Burst)})
		p.byKey[key] = at
	}
	p.order.MoveToFront(at)
	return at.Value.(*pacer).limiter
}

// addressPaced keeps the pace of each address. The machine itself is not held
// back: a proxy that we are not told of makes everybody look like it. Nor are the
// files beside a page, and those of the record, of which a check reads thousands.
func (s *Server) addressPaced(next http.Handler) http.Handler {
	limits := s.paces[addressesPaced]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address := visitorOfRequest(r).address
		if strings.HasPrefix(r.URL.Path, static.Prefix) || strings.HasPrefix(r.URL.Path, recordPrefix) || address.IsLoopback() {
			next.ServeHTTP(w, r)
			return
		}
		if wait := limits.wait(networkOf(address), s.Clock()); wait > 0 {
			s.bare(w, r, tooFast(wait))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// accountPaced keeps the pace of each account, whatever addresses it comes from.
func (s *Server) accountPaced(next http.Handler) http.Handler {
	limits := s.paces[accountsPaced]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := limits.wait(sessionOfRequest(r).AccountID, s.Clock()); wait > 0 {
			s.bare(w, r, tooFast(wait))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// networkOf is an address, or of IPv6 the /64 that one subscriber has whole.
func networkOf(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func tooFast(wait time.Duration) problem.List {
	seconds := int((wait + time.Second - 1) / time.Second)
	return problem.List{{
		Kind: problem.TooSoon, Wait: wait,
		Text: fmt.Sprintf("Có quá nhiều yêu cầu trong thời gian ngắn từ nơi này. Hãy chờ %d giây rồi mở lại trang; việc đã ghi trước đó vẫn còn.", seconds),
	}}
}
