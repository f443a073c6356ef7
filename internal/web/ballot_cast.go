package web

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"giaouoc/internal/ballot"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
)

// Where a voter's browser asks for its token and casts its paper.
const (
	takeTokenPage = "/the"
	castPage      = "/phieu"
)

var castAddress = regexp.MustCompile(`^/cum/[^/]+/[^/]+` + ballotPage + `/[^/]+(` + takeTokenPage + `|` + castPage + `)$`)

const (
	mostOfCast = 256 << 10 // bytes of such a request
	hallful    = 5         // how much faster these come from one address than pages do
)

// apart lets the two requests of a voter's browser pass by everything that keeps an
// address, a time, a session or a log line; their pace is counted in memory alone.
func (s *Server) apart(others, mux http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(s.casting(fromElsewhere))
	limits := newPaced(Pace{Burst: hallful * s.Paces.Address.Burst, Second: hallful * s.Paces.Address.Second}, mostPaced)
	bare := s.met(s.translated(secured(s.casting(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		address := visitorOfRequest(r).address
		if wait := limits.wait(networkOf(address), s.Clock()); wait > 0 && !address.IsLoopback() {
			return tooFast(wait)
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostOfCast)
		own.Handler(mux).ServeHTTP(w, r)
		return nil
	}))))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && castAddress.MatchString(r.URL.Path) {
			bare.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}

// casting answers a voter's script: a problem as a sentence, a failure of ours
// without details. What failed is logged without saying whose request it was.
func (s *Server) casting(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if broken := recover(); broken != nil {
				s.Log.Error("a request of a secret ballot broke", "error", broken, "stack", string(debug.Stack()))
				castAnswer(w, http.StatusInternalServerError, castFault{"Hệ thống gặp lỗi; phiếu chưa mất, hãy gửi lại."})
			}
		}()
		err := h(w, r)
		var away *holderAway
		switch list := problem.All(err); {
		case err == nil:
		case asAway(err, &away):
			castAnswer(w, http.StatusServiceUnavailable, castFault{away.sentence})
		case len(list) > 0:
			retryAfter(w, list)
			castAnswer(w, statusOf(list), castFault{list[0].Text})
		case tooLarge(err):
			castAnswer(w, http.StatusRequestEntityTooLarge, castFault{"Dữ liệu gửi lên quá lớn."})
		case awayOf(r, err) != nil:
			s.Log.Error("a request of a secret ballot failed", "error", err)
			retryAfter(w, awayOf(r, err))
			castAnswer(w, http.StatusServiceUnavailable, castFault{"Máy chủ cơ sở dữ liệu tạm thời chưa trả lời; phiếu chưa mất, hãy gửi lại."})
		default:
			s.Log.Error("a request of a secret ballot failed", "error", err)
			castAnswer(w, http.StatusInternalServerError, castFault{"Hệ thống gặp lỗi; phiếu chưa mất, hãy gửi lại."})
		}
	})
}

// castFault is what the script is told when its request was refused.
type castFault struct {
	Error string `json:"error"`
}

func castAnswer(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// readCast reads what the script sent.
func readCast(r *http.Request, into any) error {
	err := json.NewDecoder(r.Body).Decode(into)
	if err == nil || tooLarge(err) {
		return err
	}
	return problem.New(problem.Invalid, "Không đọc được dữ liệu bỏ phiếu; hãy tải lại trang rồi thử lại.")
}

// takeToken checks a voter off and has both holders sign. The same request sent
// again gets the same answer, so that nothing is lost where one of them is away.
func (s *Server) takeToken(w http.ResponseWriter, r *http.Request) error {
	var sent struct {
		ballot.ProvedCheckOff
		Blinded [2][]byte `json:"blinded"`
	}
	if err := readCast(r, &sent); err != nil {
		return err
	}
	var ask ballot.Ask
	err := s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		ask, err = ballot.TakeToken(tx, r.PathValue("ballot"), sent.ProvedCheckOff, sent.Blinded)
		return err
	})
	if err != nil {
		return err
	}
	answers, err := s.signedBy(r.Context(), ask)
	if err != nil {
		return err
	}
	signatures, err := ask.InOrder(answers)
	if err != nil {
		return &holderAway{problem.All(err)[0].Text}
	}
	castAnswer(w, http.StatusOK, struct {
		Signatures [2][]byte `json:"signatures"`
	}{signatures})
	return nil
}

// holderAway is that a holder did not sign; the voter asks again later.
type holderAway struct{ sentence string }

func (e *holderAway) Error() string { return e.sentence }

func asAway(err error, away **holderAway) bool {
	a, is := err.(*holderAway)
	*away = a
	return is
}

// holderPatience is how long a holder is waited for.
const holderPatience = 20 * time.Second

// signedBy asks the holders, all at once.
func (s *Server) signedBy(ctx context.Context, ask ballot.Ask) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, holderPatience)
	defer cancel()
	signatures, faults := make([][]byte, len(s.Holders)), make([]error, len(s.Holders))
	var wait sync.WaitGroup
	for i, h := range s.Holders {
		wait.Go(func() { signatures[i], faults[i] = h.Sign(ctx, ask) })
	}
	wait.Wait()
	if i := slices.IndexFunc(faults, func(err error) bool { return err != nil }); i >= 0 {
		return nil, s.holderFault(s.Holders[i], faults[i])
	}
	return signatures, nil
}

func (s *Server) holderFault(h holder.Signer, err error) error {
	if list := problem.All(err); len(list) > 0 {
		return &holderAway{"Người giữ khóa «" + h.Name() + "» chưa ký: " + list[0].Text}
	}
	s.Log.Error("a holder did not sign", "holder", h.Name(), "error", err)
	return &holderAway{"Chưa nối được với người giữ khóa «" + h.Name() + "». Phiếu của bạn không mất; chờ một lát rồi gửi lại."}
}

// castPaper puts a paper into the box. Who casts it is not known.
func (s *Server) castPaper(w http.ResponseWriter, r *http.Request) error {
	var sent ballot.Cast
	if err := readCast(r, &sent); err != nil {
		return err
	}
	var receipt string
	err := s.DB.Update(r.Context(), func(tx *db.Tx) (err error) {
		receipt, err = ballot.Put(tx, s.Keys, r.PathValue("ballot"), sent)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write([]byte(receipt))
	return err
}
