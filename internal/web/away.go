package web

import (
	"errors"
	"net/http"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// awayWait is after how long who was turned away may try again: a change of the
// server that leads takes some seconds.
const awayWait = 5 * time.Second

// noting remembers of each request whether it has written something.
func noting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(db.Noting(r.Context())))
	})
}

// awayOf is what is said to who asked when the database could not be reached; nil
// for any other error. Nobody is told that nothing was written where something may
// have been, nor the other way round.
func awayOf(r *http.Request, err error) problem.List {
	unsure := errors.Is(err, db.ErrUnsure)
	if !unsure && !errors.Is(err, db.ErrAway) {
		return nil
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case reads:
		return away("Máy chủ cơ sở dữ liệu tạm thời chưa trả lời. Hãy chờ ít giây rồi tải lại trang.")
	case unsure || db.Written(r.Context()):
		return problem.List{problem.New(problem.Unsure, "Máy chủ cơ sở dữ liệu ngắt đúng lúc đang ghi, nên chưa rõ việc vừa rồi đã được ghi hay chưa. Hãy mở lại trang của việc ấy để xem: đã thấy thì thôi, chưa thấy thì làm lại.")}
	}
	return away("Máy chủ cơ sở dữ liệu tạm thời chưa trả lời nên việc vừa rồi chưa được ghi. Hãy chờ ít giây rồi tải lại trang này; trình duyệt hỏi lại thì đồng ý, những gì đã gõ sẽ được gửi lại.")
}

func away(sentence string) problem.List {
	p := problem.New(problem.Unreachable, "%s", sentence)
	p.Wait = awayWait
	return problem.List{p}
}
