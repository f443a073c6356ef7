// Package web is HTTP and HTML: the only place that knows either.
//
// routes.go is the table of contents of the whole site. A handler reads the
// request, opens one transaction, calls use cases and reads, and renders a page
// of package pages. What a person did wrong comes back on the same form with
// what was typed; everything else that fails is logged, and the person learns
// only that it failed.
//
// What never happens: a rule of the field decided here, a page that works only
// with script, a role chosen by the visitor outside the demonstration.
package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"giaouoc/internal/account"
	"giaouoc/internal/blob"
	"giaouoc/internal/condition"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/hall"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	"giaouoc/internal/measure"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/signature"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// Config is what a server needs to run.
type Config struct {
	DB       *db.DB
	Blobs    *blob.Store
	Calendar *vn.Calendar
	Log      *slog.Logger
	Keys     *key.Ring
	Site     *url.URL         // the address that people open; passkeys and single sign-on need one with a name
	SSO      SSO              // without an Issuer there is none
	Limits   account.Limits   // of sessions; account.DefaultLimits when zero
	Clock    func() time.Time // of the machine, for sessions and codes; time.Now when nil
	Demo     bool             // one click switches between roles
	Mail     bool             // letters are sent, or shown in the demonstration

	Record       *record.Log // nil where the record is not sealed
	RecordDir    string      // folder of its public files
	FactorForAll bool        // everyone, not only administrators, has to turn a second factor on

	Holders []holder.Signer // the two who sign tokens of secret ballots; none where votes are on paper alone

	Hall      *hall.Hall // nil outside hall mode
	PaperOnly string     // why ballots can be on paper only, in words; empty when browsers take the site for a secure context

	Trust func() (signature.Trust, error) // roots and lists of revoked certificates that signatures are checked against; nil: none is trusted

	Metrics *measure.Metrics // what is counted of requests; nil: nothing
	Place   condition.Place  // what the page on the state of this installation looks at

	BehindProxy bool  // X-Forwarded-For and X-Forwarded-Proto of a near machine are believed
	Paces       Paces // limits on requests; none when zero
}

// Server answers requests.
type Server struct {
	Config
	sessions *scs.SessionManager
	passkeys account.Passkeys
	provider *provider // of the single sign-on; nil for none
	handler  http.Handler
	patterns []string // of every route
	rankings keeping  // published, computed
	kept     keptPages
	tags     pageTags
	paces    map[string]*paced // by what they hold back
	open     openCache
	draining atomic.Bool // told to stop: not ready any more
}

// site is a mux that keeps the list of its routes: a test asks of each who may
// what there, so that none is added without an answer.
type site struct {
	*http.ServeMux
	patterns []string
}

// Handle registers a route.
func (m *site) Handle(pattern string, h http.Handler) {
	m.patterns = append(m.patterns, pattern)
	m.ServeMux.Handle(pattern, h)
}

// HandleFunc registers a route.
func (m *site) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(h))
}

// New prepares a server.
func New(c Config) *Server {
	s := &Server{Config: c, sessions: scs.New(), paces: map[string]*paced{
		addressesPaced: newPaced(c.Paces.Address, mostPaced), accountsPaced: newPaced(c.Paces.Account, mostPaced), certificatePaced: newPaced(checkPace, mostPaced),
	}}
	if s.Log != nil {
		s.Log = slog.New(measure.Logs(s.Log.Handler()))
	}
	if s.Clock == nil {
		s.Clock = time.Now
	}
	if s.Limits == (account.Limits{}) {
		s.Limits = account.DefaultLimits
	}
	s.sessions.Store = sessionStore{c.DB, s.Clock, s.Log}
	s.sessions.HashTokenInStore = true
	s.sessions.Lifetime = s.Limits.Whole + afterwards
	s.sessions.Cookie.Name = sessionName
	s.sessions.Cookie.HttpOnly = true
	s.sessions.Cookie.SameSite = http.SameSiteLaxMode
	s.sessions.ErrorFunc = s.unsaved
	if c.Site != nil && c.Keys != nil {
		s.passkeys = account.NewPasskeys(c.Site, c.Keys)
	}
	if c.Site != nil && c.SSO.Issuer != "" {
		s.provider = newProvider(c.SSO, c.Site)
	}
	s.tags = s.newPageTags()
	s.hearPaces()
	mux := &site{ServeMux: http.NewServeMux()}
	s.routes(mux)
	s.patterns = mux.patterns
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(s.page(fromElsewhere))
	known := s.recognised(s.accountPaced(s.unkept(bounded(s.legible(mux)))))
	visitors := s.keptFor(mux, s.translated(s.logged(secured(s.addressPaced(s.remembered(own.Handler(known)))))))
	s.handler = spoken(s.measured(mux.ServeMux, s.numbered(noting(s.opened(s.apart(s.met(s.probed(visitors)), mux), mux.ServeMux)))))
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// handle is a handler that may fail; page turns its error into an answer.
type handle func(w http.ResponseWriter, r *http.Request) error

func (s *Server) page(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// view runs fn in a reading transaction on behalf of who asks.
func (s *Server) view(r *http.Request, fn func(tx *db.Tx) error) error {
	return s.told(r, s.DB.View(r.Context(), func(tx *db.Tx) error { return s.onBehalf(tx, r, fn) }))
}

// update runs fn in a writing transaction on behalf of who asks.
func (s *Server) update(r *http.Request, fn func(tx *db.Tx) error) error {
	long := takeOverlong(r)
	for {
		err := s.DB.Update(r.Context(), func(tx *db.Tx) error {
			if err := s.onBehalf(tx, r, fn); err != nil {
				return err
			}
			return long.Err()
		})
		var u *unjudged
		if !errors.As(err, &u) {
			return s.told(r, err)
		}
		s.judge(r, u.field)
	}
}

func (s *Server) onBehalf(tx *db.Tx, r *http.Request, fn func(tx *db.Tx) error) error {
	id := s.sessions.GetString(r.Context(), sessionKey)
	if id == "" {
		return fn(tx)
	}
	session, err := account.Recognise(tx, id, s.Clock(), s.Limits)
	if problem.All(err) != nil {
		return fn(tx) // over since the request began
	}
	if err != nil {
		return err
	}
	actor, err := cycle.Person(tx, session.AccountID)
	if problem.Is(err, problem.NotFound) {
		return fn(tx) // the account is gone: a visitor again
	}
	if err != nil {
		return err
	}
	if mustEnrol(r) {
		actor.Grants = nil // until a second factor is there
	}
	tx.Actor = actor
	return fn(tx)
}

// render writes a page; nothing is sent before the whole page has rendered.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// fail answers an error: a person's problem as a page with its sentence, ours
// as a page without details.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	err = s.told(r, err)
	list := problem.All(err)
	if list == nil {
		if tooLarge(err) {
			list = problem.All(tooMuch(err))
		} else {
			s.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", loggedPath(r), "error", err)
		}
	}
	if gone := awayOf(r, err); gone != nil {
		s.bare(w, r, gone) // what is around other pages could not be read
		return
	}
	if len(list) > 0 && list[0].Kind == problem.Denied {
		s.Log.InfoContext(r.Context(), "denied", "method", r.Method, "path", loggedPath(r), "account", sessionOfRequest(r).AccountID, "address", addressOf(r))
	}
	if s.askToSignIn(w, r, list) {
		return
	}
	status := http.StatusInternalServerError
	if list != nil {
		status = statusOf(list)
		retryAfter(w, list)
	}
	var page templ.Component
	if viewErr := s.view(r, func(tx *db.Tx) error {
		f := heldFrame(s.frame(tx, r, problemTitle(list)), r)
		f.Recent = false
		page = pages.Problem(f, list)
		return nil
	}); viewErr != nil {
		s.Log.ErrorContext(r.Context(), "show problem", "error", viewErr)
		s.bare(w, r, list)
		return
	}
	s.answer(w, r, status, page)
}

// statusOf maps problems to the status code of an answer.
func statusOf(list problem.List) int {
	if len(list) == 0 {
		return http.StatusOK
	}
	switch list[0].Kind {
	case problem.Denied:
		return http.StatusForbidden
	case problem.NotFound:
		return http.StatusNotFound
	case problem.Conflict, problem.Closed:
		return http.StatusConflict
	case problem.TooSoon:
		return http.StatusTooManyRequests
	case problem.Unreachable:
		return http.StatusServiceUnavailable
	case problem.Unsure:
		return http.StatusGatewayTimeout
	}
	return http.StatusUnprocessableEntity
}

func problemTitle(list problem.List) string {
	switch {
	case len(list) == 0:
		return "Hệ thống gặp lỗi"
	case list[0].Kind == problem.Denied:
		return "Bạn không có quyền"
	case list[0].Kind == problem.NotFound:
		return "Không tìm thấy"
	case list[0].Kind == problem.TooSoon:
		return "Hãy chờ một lát"
	case list[0].Kind == problem.Unsure:
		return "Chưa rõ đã ghi hay chưa"
	}
	return "Chưa làm được việc này"
}

// refused splits an error of a form: problems to show beside its fields, or an
// error to fail with. Denied and not found concern the page, not the form.
func refused(err error) (problem.List, error) {
	list := problem.All(err)
	if list == nil || problem.Is(err, problem.Denied) || problem.Is(err, problem.NotFound) {
		return nil, err
	}
	return list, nil
}
