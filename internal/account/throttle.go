package account

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Failed sign-ins slow down whoever makes them and nobody else. Each attempt
// counts against
//
//   - the browser, where it has signed in to this account before; it is then
//     counted alone, so that the person goes on whatever others try elsewhere;
//   - else the pair of account and address, the address over all accounts, and
//     the account over all addresses.
//
// The wait runs from the last failure of the browser, the pair or the address
// itself. A crowd of addresses makes each of them wait longer after its own
// failure; it cannot begin a wait for an address that has not failed.

// slope is how the waits of a counter grow: none below free failures, then two
// seconds, doubled by each further failure up to the longest.
type slope struct {
	free    int64
	longest time.Duration
}

var (
	pairSlope    = slope{free: 5, longest: 5 * time.Minute}
	addressSlope = slope{free: 30, longest: 30 * time.Second} // a whole office may stand behind one address
	accountSlope = slope{free: 100, longest: 5 * time.Minute}
)

const (
	shortestWait = 2 * time.Second
	throttleKept = 24 * time.Hour
	mostThrottle = 100_000 // counters kept; the oldest go first
)

// wait is how long to wait after the last of n failures.
func (s slope) wait(n int64) time.Duration {
	switch over := n - s.free; {
	case over < 0:
		return 0
	case over > 20:
		return s.longest
	default:
		return min(shortestWait<<over, s.longest)
	}
}

type throttle struct {
	ID       string
	Failures int64
	LastAt   db.Time
}

// keys are the ids of the counters of one attempt.
type keys struct {
	device               string // "" for a browser that is not known to the account
	pair, address, whole string
}

// What is tried: each has counters of its own, so that a known password does not
// make the guesses of a code free.
const (
	tryPassword = "password"
	tryCode     = "code"
	tryLink     = "link"
)

// keysOf are the counters of an attempt on a login from a browser; known says
// that the browser has signed in to the account before.
func keysOf(what, login string, b Browser, known bool) keys {
	net := network(b.Address)
	k := keys{pair: digest(what, "pair", login, net), address: digest(what, "address", net), whole: digest(what, "account", login)}
	if known {
		k.device = digest(what, "device", login, b.Device)
	}
	return k
}

func (k keys) counted() []string {
	if k.device != "" {
		return []string{k.device}
	}
	return []string{k.pair, k.address, k.whole}
}

// network is the address itself, or the /64 of an IPv6 address, which one
// subscriber has whole.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return ip.String()
	}
	return prefix.String()
}

// until is the moment before which the attempt has to wait.
func (k keys) until(tx *db.Tx) (time.Time, error) {
	if k.device != "" {
		own, err := counter(tx, k.device)
		return own.LastAt.Add(pairSlope.wait(own.Failures)), err
	}
	pair, err := counter(tx, k.pair)
	address, err2 := counter(tx, k.address)
	whole, err3 := counter(tx, k.whole)
	if err := errors.Join(err, err2, err3); err != nil {
		return time.Time{}, err
	}
	until := address.LastAt.Add(addressSlope.wait(address.Failures))
	if pair.Failures > 0 {
		wait := max(pairSlope.wait(pair.Failures), accountSlope.wait(whole.Failures))
		if own := pair.LastAt.Add(wait); own.After(until) {
			until = own
		}
	}
	return until, nil
}

func counter(tx *db.Tx, id string) (throttle, error) {
	t, err := findThrottle(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return throttle{ID: id}, nil
	}
	return t, err
}

// count counts an attempt as failed before its password is looked at, so that a
// thousand at once are not all looked at; a success takes it back. It refuses
// the attempt whose time has not come.
func (k keys) count(tx *db.Tx, at time.Time) error {
	until, err := k.until(tx)
	if err != nil {
		return fmt.Errorf("read delays of signing in: %w", err)
	}
	if until.After(at) {
		return later(until, at)
	}
	for _, id := range k.counted() {
		if err := addFailure(tx, id, db.At(at), db.At(at.Add(-throttleKept))); err != nil {
			return fmt.Errorf("count an attempt of signing in: %w", err)
		}
	}
	if err := sweepThrottle(tx, db.At(at.Add(-throttleKept))); err != nil {
		return fmt.Errorf("sweep delays of signing in: %w", err)
	}
	return nil
}

// clear takes back what count counted: the pair and the browser begin anew, the
// others lose one.
func (k keys) clear(tx *db.Tx) error {
	if k.device != "" {
		return forgetFailures(tx, k.device)
	}
	return errors.Join(forgetFailures(tx, k.pair), takeFailure(tx, k.address), takeFailure(tx, k.whole))
}

// later says when to try again, and nothing of whether the account exists.
func later(until, at time.Time) error {
	wait := until.Sub(at)
	return &problem.Problem{
		Kind: problem.TooSoon, Wait: wait,
		Text: fmt.Sprintf("Đã có nhiều lần đăng nhập không thành từ nơi này. Hãy thử lại sau %s (lúc %s); trình duyệt bạn vẫn thường dùng thì không phải chờ. Quên mật khẩu thì báo quản trị viên.", waitWords(wait), vn.Clock(until)),
	}
}

func waitWords(d time.Duration) string {
	if d <= time.Minute {
		return fmt.Sprintf("%d giây", int64((d+time.Second-1)/time.Second))
	}
	return fmt.Sprintf("%d phút", int64((d+time.Minute-1)/time.Minute))
}
