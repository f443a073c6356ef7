package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/article"
	"giaouoc/internal/award"
	"giaouoc/internal/challenge"
	"giaouoc/internal/cluster"
	"giaouoc/internal/comment"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/key"
	"giaouoc/internal/newsletter"
	"giaouoc/internal/org"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/waiting"
)

// Job is one thing that the program does by itself.
type Job struct {
	Name  string
	Says  string // what it does, as the machine's log has it
	Every time.Duration
	Alone bool // one machine at a time
	Do    func(ctx context.Context) error
}

// Config is what the jobs need.
type Config struct {
	DB       *db.DB
	Calendar *vn.Calendar
	Log      *slog.Logger
	Mail     *outbox.Server // nil: no mail server
	Demo     bool           // letters stay where they can be looked at; reminders follow a change of the day at once
	Clock    func() time.Time
	Keys     *key.Ring
}

// table is everything that the program does by itself.
func (r *Runner) table() []Job {
	reminding := 10 * time.Minute
	if r.Demo {
		reminding = 5 * time.Second
	}
	release := time.Minute
	if r.Demo {
		release = 5 * time.Second
	}
	return []Job{
		{"remind", "Báo việc mới, nhắc việc sắp đến hạn và quá hạn; việc đã xong thì thôi nhắc.", reminding, true, r.remind},
		{"digest", "Soạn bản tin ngày cho người đã chọn, vào giờ của người ấy.", reminding, true, r.digest},
		{"unseal", "Mở niêm phong phiếu chấm chéo đã hết hạn.", 10 * time.Minute, true, r.unseal},
		{"newsletter", "Gửi bản tin cho người đã xác nhận; bỏ địa chỉ không xác nhận sau 7 ngày.", time.Hour, true, r.newsletter},
		{"release", "Đăng bài viết, thông báo đến giờ hẹn.", release, true, r.release},
		{"sums", "Cộng lại số liệu của những kỳ có báo cáo, thành viên hoặc chỉ số vừa thay đổi.", time.Minute, true, r.sums},
		{"index", "Đưa vào tra cứu những gì đã công bố mà chưa tìm được.", 6 * time.Hour, true, r.index},
		{"send", "Gửi thư đang chờ; chưa gửi được thì thử lại, mỗi lần chờ lâu hơn.", 2 * time.Second, false, r.worker.Run},
		{"clean", "Bỏ thư đã xong từ 30 ngày trước, nội dung của thư không gửi được từ 7 ngày trước.", 24 * time.Hour, true, r.worker.Clean},
		{"clean-puzzles", "Bỏ câu đố chống gửi tự động đã dùng và hết hạn.", time.Hour, true, func(ctx context.Context) error { return r.DB.Update(ctx, challenge.Clean) }},
		{"clean-comments", "Bỏ dấu địa chỉ mạng của người gửi ý kiến sau 2 ngày, địa chỉ thư sau 30 ngày kể từ khi duyệt.", time.Hour, true, func(ctx context.Context) error { return r.DB.Update(ctx, comment.Clean) }},
	}
}

func (r *Runner) newWorker() *outbox.Worker {
	w := &outbox.Worker{
		DB: r.DB, Log: r.Log, Name: r.name, Clock: r.Clock, Keep: r.Demo,
		Ready: func(tx *db.Tx, e outbox.Effect) (outbox.Mail, bool, error) { return waiting.Ready(tx, r.Calendar, e) },
		Refused: func(tx *db.Tx, e outbox.Effect) error {
			return account.EmailFailed(tx, e.AccountID, e.Mail.To, e.Error)
		},
	}
	switch {
	case r.Mail != nil:
		w.Send = r.Mail.Send
	case r.Demo:
		w.Send = func(context.Context, outbox.Mail, string) error { return nil } // it is looked at where it stands
	}
	return w
}

// newsletter writes the letters with what is new, round by round.
func (r *Runner) newsletter(ctx context.Context) error {
	if r.Keys == nil {
		return nil
	}
	for {
		looked := 0
		err := r.DB.Update(ctx, func(tx *db.Tx) (err error) {
			if err := newsletter.Clean(tx); err != nil {
				return err
			}
			looked, err = newsletter.Send(tx, r.Keys)
			return err
		})
		if err != nil || looked < newsletter.MostInRound {
			return err
		}
	}
}

// release publishes the texts of the portal whose time has come.
func (r *Runner) release(ctx context.Context) error {
	return r.DB.Update(ctx, func(tx *db.Tx) error {
		n, err := article.Release(tx)
		if n > 0 {
			r.Log.Info("released", "articles", n)
		}
		return err
	})
}

func (r *Runner) remind(ctx context.Context) error {
	return r.eachPerson(ctx, func(account.Account) bool { return true }, waiting.Due, waiting.Remind)
}

// sumsAtOnce is how many periods one transaction adds up.
const sumsAtOnce = 20

// sums keeps what the periods of this year and the last add up to.
func (r *Runner) sums(ctx context.Context) error {
	this := vn.DateOf(r.Clock()).Year()
	for _, year := range []int{this, this - 1} {
		for n := sumsAtOnce + 1; n > sumsAtOnce; {
			if err := r.DB.Update(ctx, func(tx *db.Tx) (err error) {
				n, err = indicator.KeepSums(tx, year, sumsAtOnce)
				return err
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// indexAtOnce is how many things one transaction makes findable.
const indexAtOnce = 200

// index makes findable what was published before there was search; what is published
// today is, when it is.
func (r *Runner) index(ctx context.Context) error {
	for _, some := range []func(tx *db.Tx, after string, n int) (string, error){org.IndexUnits, award.IndexGrants} {
		for after := ""; ; {
			if err := r.DB.Update(ctx, func(tx *db.Tx) (err error) {
				after, err = some(tx, after, indexAtOnce)
				return err
			}); err != nil {
				return err
			}
			if after == "" {
				break
			}
		}
	}
	var years []cycle.Year
	err := r.DB.Update(ctx, func(tx *db.Tx) error {
		if err := cluster.IndexAll(tx); err != nil {
			return err
		}
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		years = nil
		for _, c := range clusters {
			more, err := cycle.Years(tx, c.ID)
			if err != nil {
				return err
			}
			years = append(years, more...)
		}
		return nil
	})
	for _, y := range years {
		err = errors.Join(err, r.DB.Update(ctx, func(tx *db.Tx) error {
			return errors.Join(covenant.Index(tx, y), award.IndexDecisions(tx, y))
		}))
	}
	return err
}

// unseal opens what the deadline opens, each year in a transaction of its own.
func (r *Runner) unseal(ctx context.Context) error {
	var due []cycle.Year
	err := r.DB.View(ctx, func(tx *db.Tx) (err error) {
		due, err = scoring.DueToOpen(tx)
		return err
	})
	for _, y := range due {
		err = errors.Join(err, r.DB.Update(ctx, func(tx *db.Tx) error { return scoring.UnsealDue(tx, r.Keys, y) }))
	}
	return err
}

func (r *Runner) digest(ctx context.Context) error {
	if !r.Calendar.IsWorkingDay(vn.DateOf(r.DB.Now())) {
		return nil
	}
	reached := func(a account.Account) bool { return !a.EmailConfirmedAt.IsZero() }
	return r.eachPerson(ctx, reached, waiting.DigestDue, waiting.Digest)
}

// A round over many persons leaves the machine to those who wait for a page: after its
// first second it rests longer than it works.
const (
	roundFree = time.Second
	roundRest = 9 // times as long as it has worked
)

// eachPerson does something on behalf of every account of a kind for which it is due, each
// in transactions of its own. What fails for one is logged, and the others have their turn.
func (r *Runner) eachPerson(ctx context.Context, kind func(account.Account) bool, due func(*db.Tx, *vn.Calendar) (bool, error), do func(*db.Tx, *vn.Calendar) error) error {
	var accounts []account.Account
	err := r.DB.View(ctx, func(tx *db.Tx) (err error) {
		accounts, _, err = account.List(tx)
		return err
	})
	if err != nil {
		return err
	}
	began := time.Now()
	for _, a := range accounts {
		if !kind(a) {
			continue
		}
		one := time.Now()
		err := r.person(ctx, a.ID, due, do)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !problem.Is(err, problem.NotFound):
			r.Log.Error("job failed for a person", "account", a.ID, "error", err)
		}
		if time.Since(began) < roundFree {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(roundRest * time.Since(one)):
		}
	}
	return nil
}

func (r *Runner) person(ctx context.Context, id string, due func(*db.Tx, *vn.Calendar) (bool, error), do func(*db.Tx, *vn.Calendar) error) error {
	is := false
	err := r.DB.View(ctx, func(tx *db.Tx) (err error) {
		if tx.Actor, err = cycle.Person(tx, id); err == nil {
			is, err = due(tx, r.Calendar)
		}
		return err
	})
	if err != nil || !is {
		return err
	}
	return r.DB.Update(ctx, func(tx *db.Tx) (err error) {
		if tx.Actor, err = cycle.Person(tx, id); err != nil {
			return err
		}
		return do(tx, r.Calendar)
	})
}
