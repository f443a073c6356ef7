package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"giaouoc/internal/ballot"
	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
)

// What house and holder say to each other: JSON by POST, with the holder's secret as
// bearer. Every question may be asked again.
const (
	holdKey  = "khoa"       // holdMotion → holdKeyed: the public half of a motion's key
	holdSign = "ky"         // ballot.Ask → holdSigned: a blinded value signed
	holdSeal = "niem-phong" // holdMotion → holdSealed: to whom papers are sealed that are not published
	holdEnd  = "ket-thuc"   // holdMotion → {}: the key is destroyed
)

type (
	holdMotion struct {
		ID string `json:"id"`
	}
	holdKeyed struct {
		Key []byte `json:"key"`
	}
	holdSealed struct {
		Recipient string `json:"recipient"`
	}
	holdSigned struct {
		Signature []byte `json:"signature"`
	}
	holdRefused struct {
		Problems []holdProblem `json:"problems"`
	}
	holdProblem struct {
		Kind  problem.Kind `json:"kind"`
		Field string       `json:"field,omitempty"`
		Text  string       `json:"text"`
	}
)

// maxHoldAsk is more than a motion of 500 voters with the longest keys may have.
const maxHoldAsk = 2 << 20

// holdStatus are the codes of what a holder refuses, and all the kinds that the house
// takes over from one.
var holdStatus = map[problem.Kind]int{
	problem.Invalid:  http.StatusUnprocessableEntity,
	problem.Denied:   http.StatusForbidden,
	problem.NotFound: http.StatusNotFound,
	problem.Conflict: http.StatusConflict,
	problem.Closed:   http.StatusConflict,
}

// holdHandler answers the questions. Of whom it signed for, it logs nothing: a
// line of a log has a time.
func holdHandler(h *holder.Holder, secret string, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /"+holdKey, answerHold(log, func(q holdMotion) (holdKeyed, error) {
		key, err := h.Key(q.ID)
		return holdKeyed{key}, err
	}))
	mux.HandleFunc("POST /"+holdSign, answerHold(log, func(q ballot.Ask) (holdSigned, error) {
		signature, err := h.Sign(q)
		return holdSigned{signature}, err
	}))
	mux.HandleFunc("POST /"+holdSeal, answerHold(log, func(q holdMotion) (holdSealed, error) {
		recipient, err := h.Seal(q.ID)
		return holdSealed{recipient}, err
	}))
	mux.HandleFunc("POST /"+holdEnd, answerHold(log, func(q holdMotion) (struct{}, error) {
		return struct{}{}, h.End(q.ID)
	}))
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		got := sha256.Sum256([]byte(shown))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			log.Warn("a wrong secret", "address", r.RemoteAddr)
			sayHold(w, http.StatusUnauthorized, holdRefused{[]holdProblem{{Kind: problem.Denied, Text: "Bí mật không đúng; hãy dùng dòng mà người giữ khóa in ra khi chạy."}}})
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// answerHold reads a question, and says the answer or what is wrong.
func answerHold[Q, A any](log *slog.Logger, answer func(Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q Q
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxHoldAsk)).Decode(&q); err != nil {
			refuseHold(w, r, log, problem.New(problem.Invalid, "Người giữ khóa không đọc được yêu cầu của máy chủ."))
			return
		}
		a, err := answer(q)
		if err != nil {
			refuseHold(w, r, log, err)
			return
		}
		sayHold(w, http.StatusOK, a)
	}
}

func refuseHold(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	list := problem.All(err)
	if list == nil {
		log.Error("failed", "question", r.URL.Path, "error", withoutPath(err))
		sayHold(w, http.StatusInternalServerError, holdRefused{})
		return
	}
	log.Info("refused", "question", r.URL.Path, "kind", list[0].Kind)
	said := make([]holdProblem, len(list))
	for i, p := range list {
		said[i] = holdProblem{p.Kind, p.Field, p.Text}
	}
	status, known := holdStatus[list[0].Kind]
	if !known {
		status = http.StatusUnprocessableEntity
	}
	sayHold(w, status, holdRefused{said})
}

// withoutPath is what failed without the file's name, by which a voter could be told.
func withoutPath(err error) error {
	path, link := new(fs.PathError), new(os.LinkError)
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

func sayHold(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a house that has gone asks again
}
