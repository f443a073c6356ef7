package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
)

const (
	sessionKey  = "session" // id of the account's session, in the data of the browser's cookie
	sessionName = "giaouoc"
	deviceName  = "giaouoc-may"
	deviceLife  = 180 * 24 * time.Hour
)

// cookieName is the name of a cookie for who asks. Over HTTPS it begins so that a
// browser takes it only from this very host and over HTTPS.
func cookieName(r *http.Request, name string) string {
	if visitorOfRequest(r).https {
		return "__Host-" + name
	}
	return name
}

// remembered loads the data of a browser's cookie and keeps them afterwards. Over
// HTTPS the cookie is another one, which never goes over HTTP.
func (s *Server) remembered(next http.Handler) http.Handler {
	secure := *s.sessions // the same store and the same data in a request
	secure.Cookie.Name, secure.Cookie.Secure = "__Host-"+sessionName, true
	plain, safe := s.sessions.LoadAndSave(next), secure.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w, r = &once{ResponseWriter: w}, withNotes(r)
		if visitorOfRequest(r).https {
			safe.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	})
}

// afterwards is how long a browser's cookie outlives the longest session, so that
// the next request can say why that is over.
const afterwards = 24 * time.Hour

// sessionStore keeps what a browser's cookie stands for in the database for scs.
type sessionStore struct {
	db    *db.DB
	clock func() time.Time
	log   *slog.Logger
}

// FindCtx implements scs.CtxStore.
func (s sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.View(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		data, found, err = account.FindSession(tx, token, s.clock())
		return err
	})
	return data, found, err
}

// CommitCtx implements scs.CtxStore. Who only reads goes on reading while nothing can
// be written: a sentence shown once is then shown again. And what was done stays done:
// a sentence about it that cannot be kept must not make it look refused.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	err := s.db.Update(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		return account.SaveSession(tx, token, data, expiry)
	})
	if isReading(ctx) && db.Outage(err) != nil {
		return nil
	}
	if err != nil && onlySays(ctx) {
		s.log.ErrorContext(ctx, "the sentence about what was done is lost", "error", err)
		return nil
	}
	return err
}

// DeleteCtx implements scs.CtxStore.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Update(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		return account.EndSession(tx, token)
	})
}

// Find implements scs.Store.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete implements scs.Store.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// seenEvery is how often the use of a session is noted.
const seenEvery = time.Minute

// recognised looks at the session of a request before anything else does: one
// that is over makes the browser a visitor's again, who reads why.
func (s *Server) recognised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := s.sessions.GetString(r.Context(), sessionKey)
		if id == "" {
			next.ServeHTTP(w, r)
			return
		}
		b := s.browser(r)
		var session account.Session
		var must bool
		err := s.DB.View(r.Context(), func(tx *db.Tx) (err error) {
			if session, err = account.Recognise(tx, id, b.At, s.Limits); err != nil {
				return err
			}
			must, err = account.MustEnrol(tx, session, s.FactorForAll)
			return err
		})
		switch {
		case err == nil && b.At.Sub(session.SeenAt.Time) >= seenEvery:
			err = s.DB.Update(r.Context(), func(tx *db.Tx) error { return account.Seen(tx, id, b) })
			if db.Outage(err) != nil {
				err = nil // reading goes on while nothing can be noted
			}
		case problem.All(err) != nil:
			sentence := problem.All(err)[0].Text
			if err = s.DB.Update(r.Context(), func(tx *db.Tx) error { return account.Dismiss(tx, id, b, s.Limits) }); err == nil {
				err = s.leave(r, sentence)
			}
			session, must = account.Session{}, false
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionOf{}, asking{session, must})))
	})
}

type sessionOf struct{}

// asking is the session of a request as it was when the request began.
type asking struct {
	session account.Session
	must    bool // it may do nothing yet but turn a second factor on
}

// sessionOfRequest is the session of who asks, as it was when the request began;
// zero for a visitor.
func sessionOfRequest(r *http.Request) account.Session {
	who, _ := r.Context().Value(sessionOf{}).(asking)
	return who.session
}

// mustEnrol reports whether who asks has to turn a second factor on first.
func mustEnrol(r *http.Request) bool {
	who, _ := r.Context().Value(sessionOf{}).(asking)
	return who.must
}

// enter makes the browser that of a session, under a new token: whoever knew the
// visitor's token does not share it.
func (s *Server) enter(r *http.Request, session account.Session) error {
	mustKeep(r.Context())
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionKey, session.ID)
	return nil
}

// leave makes the browser a visitor's, who reads the sentence on the next page.
func (s *Server) leave(r *http.Request, sentence string) error {
	mustKeep(r.Context())
	if err := s.sessions.Clear(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), leftKey, sentence)
	return s.sessions.RenewToken(r.Context())
}

// known keeps the cookie by which a browser is known to an account.
func (s *Server) known(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r, deviceName), Value: token, Path: "/", MaxAge: int(deviceLife.Seconds()),
		HttpOnly: true, Secure: visitorOfRequest(r).https, SameSite: http.SameSiteLaxMode,
	})
}

// browser is what a request tells of where it comes from.
func (s *Server) browser(r *http.Request) account.Browser {
	b := account.Browser{Name: browserName(r.UserAgent()), Address: addressOf(r), At: s.Clock()}
	if c, err := r.Cookie(cookieName(r, deviceName)); err == nil && len(c.Value) < 100 {
		b.Device = c.Value
	}
	return b
}

// browserName tells a browser and its system in words, as its owner knows them.
func browserName(agent string) string {
	name := firstIn(agent, "trình duyệt khác", [][2]string{
		{"coc_coc", "Cốc Cốc"},
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome", "Chrome"},
		{"Safari", "Safari"},
	})
	system := firstIn(agent, "", [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	})
	if system == "" {
		return name
	}
	return name + " trên " + system
}

// firstIn is the word of the first sign that a text holds.
func firstIn(text, otherwise string, words [][2]string) string {
	for _, w := range words {
		if strings.Contains(text, w[0]) {
			return w[1]
		}
	}
	return otherwise
}

// loggedPath is the path of a request without the token of a link or a calendar.
func loggedPath(r *http.Request) string {
	for _, secret := range []string{account.LinkPath, account.EmailPath, notice.CalendarPath} {
		if strings.HasPrefix(r.URL.Path, secret) {
			return secret + "…"
		}
	}
	return r.URL.Path
}
