package comment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/challenge"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

var (
	here   = Place{"year", "y1"}
	editor = db.Actor{ID: "e", Name: "Biên tập viên", Grants: []db.Grant{{Role: string(access.Editor), Scope: access.ScopePortal}}}
)

// scene is one database with the keys of its installation.
type scene struct {
	t    *testing.T
	d    *db.DB
	ring *key.Ring
	now  time.Time
}

func each(t *testing.T, test func(s *scene)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ring, err := key.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s := &scene{t: t, d: d, ring: ring, now: time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC)}
		d.SetClock(func() time.Time { return s.now })
		test(s)
	})
}

// solved is a puzzle of a topic with its answer, found as the script finds it.
func (s *scene) solved(topic string) challenge.Answer {
	s.t.Helper()
	var p challenge.Puzzle
	dbtest.Update(s.t, s.d, db.Actor{}, func(tx *db.Tx) (err error) {
		p, err = challenge.New(tx, s.ring, topic)
		return err
	})
	for n := 0; n <= p.Most; n++ {
		if sum := sha256.Sum256([]byte(p.Salt + strconv.Itoa(n))); hex.EncodeToString(sum[:]) == p.Target {
			return challenge.Answer{Token: p.Token, Number: strconv.Itoa(n)}
		}
	}
	s.t.Fatal("no number")
	return challenge.Answer{}
}

func (s *scene) send(p Place, w Written, from From) (c Comment, err error) {
	err = dbtest.Try(s.d, editor, func(tx *db.Tx) error {
		var refused problem.List
		var err error
		if c, refused, err = Write(tx, s.ring, p, w, from); err == nil {
			err = refused.Err()
		}
		return err
	})
	return c, err
}

func (s *scene) write(name, body, parent string) Comment {
	s.t.Helper()
	c, err := s.send(here, Written{Name: name, Body: body, ParentID: parent}, From{Puzzle: s.solved(here.Topic())})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *scene) as(actor db.Actor, fn func(tx *db.Tx) error) {
	s.t.Helper()
	dbtest.Update(s.t, s.d, actor, fn)
}

func (s *scene) approve(ids ...string) {
	s.t.Helper()
	s.as(editor, func(tx *db.Tx) error { _, err := Approve(tx, ids); return err })
}

func (s *scene) shown() (page Page) {
	s.t.Helper()
	s.as(db.Actor{}, func(tx *db.Tx) (err error) { page, err = PublicOf(tx, here, 1); return err })
	return page
}

// refuses asks for a problem whose words hold a text.
func (s *scene) refuses(what string, err error, text string) {
	s.t.Helper()
	if list := problem.All(err); len(list) == 0 || !strings.Contains(list.Error(), text) {
		s.t.Errorf("%s: %v, want %q", what, err, text)
	}
}

func TestACommentStandsOnceItIsApproved(t *testing.T) {
	each(t, func(s *scene) {
		one := s.write("Nguyễn Văn An", "Kết quả năm nay rất tốt.\n\n\n\nMong công bố sớm.", "")
		if p := s.shown(); p.Total != 0 || len(p.Threads) != 0 {
			t.Fatalf("in sight before it was approved: %+v", p)
		}
		s.approve(one.ID)
		reply := s.write("Trần Bình", "Tôi đồng ý với ý kiến này.", one.ID)
		s.approve(reply.ID)
		deeper := s.write("Lê Chi", "Tôi cũng đồng ý như vậy.", reply.ID)
		s.approve(deeper.ID)
		s.as(editor, func(tx *db.Tx) error {
			_, err := Answer(tx, deeper.ID, "Cảm ơn bạn đọc đã góp ý.", "f1")
			return err
		})
		s.as(editor, func(tx *db.Tx) error {
			_, err := Answer(tx, deeper.ID, "Cảm ơn bạn đọc đã góp ý.", "f1")
			return err
		})
		err := dbtest.Try(s.d, editor, func(tx *db.Tx) error {
			_, err := Answer(tx, deeper.ID, "Cảm ơn bạn đọc đã góp ý.", "")
			return err
		})
		s.refuses("an answer of no form", err, "tải lại trang")
		p := s.shown()
		if p.Total != 4 || len(p.Threads) != 1 || len(p.Threads[0].Replies) != 3 {
			t.Fatalf("%+v", p)
		}
		if got := p.Threads[0]; got.Body != "Kết quả năm nay rất tốt.\n\nMong công bố sớm." || got.Name != "Nguyễn Văn An" || got.Place() != here {
			t.Errorf("%q %q", got.Name, got.Body)
		}
		if last := p.Threads[0].Replies[2]; !last.Office || last.Name != Office {
			t.Errorf("the answer: %+v", last)
		}

		// Withdrawn: its words go, replies stay, and the total counts what is in sight.
		s.as(editor, func(tx *db.Tx) error { _, err := Withdraw(tx, []string{one.ID}, "Lộ thông tin"); return err })
		p = s.shown()
		if p.Total != 3 || len(p.Threads) != 1 || p.Threads[0].Body != "" || p.Threads[0].Name != "" || len(p.Threads[0].Replies) != 3 {
			t.Errorf("%+v", p)
		}
		s.as(editor, func(tx *db.Tx) error {
			_, err := Withdraw(tx, []string{reply.ID, deeper.ID, p.Threads[0].Replies[2].ID}, "Lộ thông tin")
			return err
		})
		if p = s.shown(); p.Total != 0 || len(p.Threads) != 0 {
			t.Errorf("%+v", p)
		}
	})
}

func TestOneFormIsOneComment(t *testing.T) {
	each(t, func(s *scene) {
		from := From{Puzzle: s.solved(here.Topic())}
		w := Written{Name: "Nguyễn Văn An", Body: "Gửi hai lần cùng một biểu mẫu."}
		one, err := s.send(here, w, from)
		if err != nil {
			t.Fatal(err)
		}
		two, err := s.send(here, w, from)
		if err != nil || two.ID != one.ID {
			t.Errorf("%s and %s, %v", one.ID, two.ID, err)
		}
		w.Body = "Cùng câu đố nhưng là lời khác."
		_, err = s.send(here, w, from)
		s.refuses("other words with a used puzzle", err, "đã được dùng")

		// At the same moment too.
		from = From{Puzzle: s.solved(here.Topic())}
		var all sync.WaitGroup
		ids := make([]string, 6)
		for i := range ids {
			all.Go(func() {
				c, err := s.send(here, w, from)
				if ids[i] = c.ID; err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("several comments: %v", ids)
			}
		}
		s.as(editor, func(tx *db.Tx) error {
			l, err := List(tx, Filter{Queue: ToApprove})
			if len(l.Comments) != 2 || l.Counts[ToApprove] != 2 {
				t.Errorf("%d comments wait", len(l.Comments))
			}
			return err
		})
	})
}

func TestWhatIsTypedIsChecked(t *testing.T) {
	each(t, func(s *scene) {
		good := Written{Name: "Nguyễn Văn An", Body: "Một ý kiến đủ dài để gửi."}
		for what, c := range map[string]struct {
			change func(w *Written)
			want   string
		}{
			"no name":          {func(w *Written) { w.Name = " \u200b " }, "Ghi họ tên"},
			"a long name":      {func(w *Written) { w.Name = strings.Repeat("an ", 40) }, "dài quá 60"},
			"digits":           {func(w *Written) { w.Name = "12345" }, "bằng chữ"},
			"the editors":      {func(w *Written) { w.Name = "Ban Biên Tập" }, "dễ bị hiểu là người của cơ quan"},
			"hidden editors":   {func(w *Written) { w.Name = "B.a.n  b\u200biên_tập 2" }, "dễ bị hiểu"},
			"wide editors":     {func(w *Written) { w.Name = "Ｂan biên tập" }, "dễ bị hiểu"},
			"an administrator": {func(w *Written) { w.Name = "Quản trị viên" }, "dễ bị hiểu"},
			"an admin":         {func(w *Written) { w.Name = "Adm1n" }, "dễ bị hiểu"},
			"two scripts":      {func(w *Written) { w.Name = "Ban bi\u0435n t\u0430p" }, "trộn nhiều loại chữ"},
			"no e-mail":        {func(w *Written) { w.Email = "an@" }, "không phải là một địa chỉ thư"},
			"a short body":     {func(w *Written) { w.Body = "Hay\u200b\u200b\u200b\u200b\u200b\u200b\u200b" }, "ít nhất 10"},
			"a long body":      {func(w *Written) { w.Body = strings.Repeat("đ", 3001) }, "dài 3001"},
			"a secret":         {func(w *Written) { w.Body = "Văn bản TUYỆT MẬT số 1 nói rằng" }, "mật"},
			"no parent":        {func(w *Written) { w.ParentID = "none" }, "không còn trên trang"},
		} {
			w := good
			c.change(&w)
			_, err := s.send(here, w, From{Puzzle: s.solved(here.Topic())})
			s.refuses(what, err, c.want)
		}
		for _, name := range []string{"An", "NGUYỄN VĂN AN", "Rooney", "Đặng Quản", "Hệ", "Bùi Trị", "Нина Иванова", "Ủy", "Chính Phú", "Nguyễn Thế Thống", "Trần Quân Trí"} {
			if _, err := s.send(here, Written{Name: name, Body: good.Body}, From{Puzzle: s.solved(here.Topic())}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		waiting := s.write("Nguyễn Văn An", "Ý kiến này chưa được duyệt.", "")
		_, err := s.send(here, Written{Name: "An", Body: good.Body, ParentID: waiting.ID}, From{Puzzle: s.solved(here.Topic())})
		s.refuses("a reply to what is not in sight", err, "không còn trên trang")
		s.approve(waiting.ID)
		elsewhere := Place{"year", "y2"}
		_, err = s.send(elsewhere, Written{Name: "An", Body: good.Body, ParentID: waiting.ID}, From{Puzzle: s.solved(elsewhere.Topic())})
		s.refuses("a reply to another page's", err, "không còn trên trang")
		_, err = s.send(here, good, From{Puzzle: s.solved(elsewhere.Topic())})
		s.refuses("another page's puzzle", err, "không phải của trang này")
		_, err = s.send(here, good, From{})
		s.refuses("no puzzle", err, "không phải của trang này")
	})
}

// Words are cleaned and stand in lines, with one empty line at most between two.
func TestWordsStandInLines(t *testing.T) {
	for typed, want := range map[string]string{
		"\u202eđảo\u202c  x\u200b":          "đảo x",
		"dòng\u2028mới\r\nnữa\rrồi":         "dòng\nmới\nnữa\nrồi",
		"\n\n a\tc \n \n\u200b\n\n b \n":    "a c\n\nb",
		"<script>alert(1)</script> & <b> 👍": "<script>alert(1)</script> & <b> 👍",
	} {
		if got := textOf(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestOneAddressIsLimitedAndForgotten(t *testing.T) {
	each(t, func(s *scene) {
		from := func(address, topic string) From { return From{Address: address, Puzzle: s.solved(topic)} }
		var first Comment
		for i := range mostOfHour {
			c, err := s.send(here, Written{Name: "Nguyễn Văn An", Body: fmt.Sprintf("Ý kiến thứ %d của tôi.", i)}, from("203.0.113.7", here.Topic()))
			if err != nil {
				t.Fatal(i, err)
			}
			if i == 0 {
				first = c
			}
		}
		_, err := s.send(here, Written{Name: "Nguyễn Văn An", Body: "Thêm một ý kiến nữa."}, from("203.0.113.7", here.Topic()))
		s.refuses("too many in an hour", err, "gửi nhiều ý kiến")
		if !problem.Is(err, problem.TooSoon) {
			t.Errorf("%v", err)
		}
		if _, err := s.send(here, Written{Name: "Lê Chi", Body: "Một nơi khác thì được gửi."}, from("203.0.113.8", here.Topic())); err != nil {
			t.Error(err)
		}
		if strings.Contains(first.Sender, "203") || len(first.Sender) != 64 {
			t.Errorf("the sender is kept as %q", first.Sender)
		}
		s.approve(first.ID)
		report := from("203.0.113.7", ReportTopic(first.ID))
		err = dbtest.Try(s.d, db.Actor{}, func(tx *db.Tx) error {
			_, err := Report(tx, s.ring, here, first.ID, Advert, "", report)
			return err
		})
		s.refuses("reports count too", err, "gửi nhiều ý kiến")

		// The next hour, and the next day by another key.
		s.now = s.now.Add(time.Hour)
		c, err := s.send(here, Written{Name: "Nguyễn Văn An", Body: "Một giờ sau lại gửi được."}, from("203.0.113.7", here.Topic()))
		if err != nil || c.Sender != first.Sender {
			t.Errorf("%v", err)
		}
		s.now = s.now.Add(24 * time.Hour)
		c, err = s.send(here, Written{Name: "Nguyễn Văn An", Body: "Hôm sau lại gửi được."}, from("203.0.113.7", here.Topic()))
		if err != nil || c.Sender == first.Sender {
			t.Errorf("the same hash on another day, %v", err)
		}
		s.now = s.now.Add(senderLife + time.Minute)
		s.as(db.Actor{}, Clean)
		s.as(db.Actor{}, func(tx *db.Tx) error {
			n, err := db.One[int](tx, `SELECT count(*) FROM comment WHERE sender <> ''`)
			if n != 0 {
				t.Errorf("%d senders are still kept", n)
			}
			return err
		})
	})
}

func TestTheAddressOfAWriterIsForTheEditorsAndForAWhile(t *testing.T) {
	each(t, func(s *scene) {
		c, err := s.send(here, Written{Name: "Nguyễn Văn An", Email: "an@example.vn", Body: "Mong được liên hệ lại."}, From{Puzzle: s.solved(here.Topic())})
		if err != nil {
			t.Fatal(err)
		}
		email := func(actor db.Actor) (email string) {
			s.as(actor, func(tx *db.Tx) (err error) {
				_, _, email, err = Look(tx, s.ring, c.ID)
				return err
			})
			return email
		}
		if strings.Contains(string(c.Email), "example") || email(editor) != "an@example.vn" {
			t.Errorf("kept as %q, read as %q", c.Email, email(editor))
		}
		auditor := db.Actor{ID: "k", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
		if email(auditor) != "" {
			t.Error("who only reads sees the address")
		}
		s.now = s.now.Add(90 * 24 * time.Hour)
		s.as(db.Actor{}, Clean)
		if email(editor) == "" {
			t.Error("thrown away before anybody judged")
		}
		s.approve(c.ID)
		s.now = s.now.Add(emailLife + time.Minute)
		s.as(db.Actor{}, Clean)
		if email(editor) != "" {
			t.Error("still kept")
		}
	})
}

func TestAReportedCommentComesBackAndStays(t *testing.T) {
	each(t, func(s *scene) {
		c := s.write("Nguyễn Văn An", "Ý kiến sẽ bị báo xấu.", "")
		report := func(kind ReportKind, note string, from From) error {
			return dbtest.Try(s.d, db.Actor{}, func(tx *db.Tx) error {
				refused, err := Report(tx, s.ring, here, c.ID, kind, note, from)
				if err == nil {
					err = refused.Err()
				}
				return err
			})
		}
		s.refuses("one that waits", report(Insult, "", From{Puzzle: s.solved(ReportTopic(c.ID))}), "Không có ý kiến này")
		s.approve(c.ID)
		s.refuses("no kind", report("", "", From{Puzzle: s.solved(ReportTopic(c.ID))}), "Chọn lý do")
		s.refuses("other without words", report(Other, " ", From{Puzzle: s.solved(ReportTopic(c.ID))}), "Ghi lý do")
		s.refuses("the puzzle of the page", report(Insult, "", From{Puzzle: s.solved(here.Topic())}), "không phải của trang này")
		from := From{Puzzle: s.solved(ReportTopic(c.ID))}
		for range 2 { // one form is one report
			if err := report(Insult, "Nói xấu người khác", from); err != nil {
				t.Fatal(err)
			}
		}
		waits := func() (open, reported int) {
			s.as(editor, func(tx *db.Tx) (err error) { open, reported, err = Waits(tx); return err })
			return open, reported
		}
		if open, reported := waits(); open != 0 || reported != 1 {
			t.Errorf("%d and %d wait", open, reported)
		}
		if p := s.shown(); p.Total != 1 {
			t.Error("out of sight before anybody judged")
		}
		s.as(editor, func(tx *db.Tx) error {
			j, err := Keep(tx, []string{c.ID})
			if j.Done != 1 {
				t.Errorf("%+v", j)
			}
			return err
		})
		if _, reported := waits(); reported != 0 || s.shown().Total != 1 {
			t.Error("kept, and it still waits or is gone")
		}
		s.as(editor, func(tx *db.Tx) error {
			_, reports, _, err := Look(tx, s.ring, c.ID)
			if len(reports) != 1 || reports[0].SettledAt.IsZero() || reports[0].Note != "Nói xấu người khác" {
				t.Errorf("%+v", reports)
			}
			return err
		})
	})
}

func TestModeratorsJudgeTogetherAndOnce(t *testing.T) {
	each(t, func(s *scene) {
		var ids []string
		for i := range 4 {
			ids = append(ids, s.write("Nguyễn Văn An", fmt.Sprintf("Ý kiến số %d chờ duyệt.", i), "").ID)
		}
		stranger := db.Actor{ID: "o", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}
		for _, act := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error { _, err := Approve(tx, ids); return err },
			func(tx *db.Tx) error { _, err := Refuse(tx, ids, "x"); return err },
			func(tx *db.Tx) error { _, err := Withdraw(tx, ids, "x"); return err },
			func(tx *db.Tx) error { _, err := Keep(tx, ids); return err },
			func(tx *db.Tx) error {
				_, err := Answer(tx, ids[0], "Cảm ơn bạn đọc nhiều.", "f")
				return err
			},
			func(tx *db.Tx) error { _, err := List(tx, Filter{}); return err },
			func(tx *db.Tx) error { _, _, _, err := Look(tx, s.ring, ids[0]); return err },
		} {
			for _, actor := range []db.Actor{{}, stranger} {
				if err := dbtest.Try(s.d, actor, act); !problem.Is(err, problem.Denied) {
					t.Errorf("%v", err)
				}
			}
		}
		try := func(act func(tx *db.Tx) (Judged, error)) (j Judged, err error) {
			err = dbtest.Try(s.d, editor, func(tx *db.Tx) (err error) { j, err = act(tx); return err })
			return j, err
		}
		_, err := try(func(tx *db.Tx) (Judged, error) { return Refuse(tx, ids[:1], " ") })
		s.refuses("no reason", err, "Ghi lý do")
		_, err = try(func(tx *db.Tx) (Judged, error) { return Approve(tx, nil) })
		s.refuses("none chosen", err, "Chọn ít nhất một")
		_, err = try(func(tx *db.Tx) (Judged, error) { return Approve(tx, []string{ids[0], "none"}) })
		s.refuses("one that is not there", err, "Không có ý kiến này")
		if s.shown().Total != 0 {
			t.Fatal("half of it was done")
		}
		j, err := try(func(tx *db.Tx) (Judged, error) { return Refuse(tx, ids[:2], "Quảng cáo") })
		if err != nil || j != (Judged{Done: 2}) {
			t.Errorf("%+v, %v", j, err)
		}
		j, err = try(func(tx *db.Tx) (Judged, error) { return Refuse(tx, append(ids, ids[3]), "Quảng cáo") })
		if err != nil || j != (Judged{2, 2}) {
			t.Errorf("%+v, %v", j, err)
		}
		j, err = try(func(tx *db.Tx) (Judged, error) { return Approve(tx, ids[:1]) }) // refused by a slip
		if err != nil || j.Done != 1 {
			t.Errorf("%+v, %v", j, err)
		}
		j, err = try(func(tx *db.Tx) (Judged, error) { return Keep(tx, ids[:1]) })
		if err != nil || j != (Judged{0, 1}) {
			t.Errorf("%+v, %v", j, err)
		}
		err = dbtest.Try(s.d, editor, func(tx *db.Tx) error {
			_, err := Answer(tx, ids[1], "Cảm ơn bạn đọc nhiều.", "f")
			return err
		})
		s.refuses("an answer to what is not in sight", err, "chỉ trả lời được")
		err = dbtest.Try(s.d, editor, func(tx *db.Tx) error { _, err := Answer(tx, ids[0], "Ngắn", "f"); return err })
		s.refuses("a short answer", err, "ít nhất 10")
	})
}

func TestAPlaceHoldsSoMuchThatWaits(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, d: d, ring: ring}
	one := s.write("Nguyễn Văn An", "Một ý kiến trên trang.", "")
	s.approve(one.ID)
	s.as(db.Actor{}, func(tx *db.Tx) error {
		for i := range mostWaiting {
			parent := ""
			if i < mostReplies {
				parent = one.ID
			}
			c := Comment{ID: db.NewID(), PlaceKind: here.Kind, PlaceID: here.ID, ParentID: parent, Name: "A", Email: []byte{}, Body: "b", State: Waiting, Request: strconv.Itoa(i), CreatedAt: db.At(tx.Now)}
			if i == 0 {
				c.State = Approved
			}
			if err := insertComment(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	_, err = s.send(here, Written{Name: "An", Body: "Trả lời thêm một lần nữa.", ParentID: one.ID}, From{Puzzle: s.solved(here.Topic())})
	s.refuses("one reply too many", err, "đã có nhiều trả lời")
	from := From{Puzzle: s.solved(here.Topic())}
	if _, err = s.send(here, Written{Name: "An", Body: "Ý kiến cuối cùng còn chỗ."}, from); err != nil {
		t.Error(err)
	}
	if _, err = s.send(here, Written{Name: "An", Body: "Ý kiến cuối cùng còn chỗ."}, from); err != nil {
		t.Error("the same form once more: ", err)
	}
	_, err = s.send(here, Written{Name: "An", Body: "Ý kiến này hết chỗ rồi."}, From{Puzzle: s.solved(here.Topic())})
	s.refuses("one too many", err, "chưa nhận thêm được")
	elsewhere := Place{"year", "y2"}
	if _, err = s.send(elsewhere, Written{Name: "An", Body: "Trang khác thì vẫn nhận."}, From{Puzzle: s.solved(elsewhere.Topic())}); err != nil {
		t.Error(err)
	}
}
