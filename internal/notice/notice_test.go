package notice

import (
	"slices"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
)

const binh, an = "acc-binh", "acc-an"

func person(id string) db.Actor {
	return db.Actor{ID: id, Name: "Trần Thị Bình", Position: "Chuyên viên"}
}

// begin makes two accounts, on 1 July 2026.
func begin(t *testing.T, d *db.DB) {
	dbtest.SetDay(d, 2026, time.July, 1)
	for _, id := range []string{binh, an} {
		must(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO account (id, login, name, position, unit_id, created_at) VALUES ($1, $2, $3, '', '', $4)`,
				id, id, "Trần Thị Bình", db.At(tx.Now))
			return err
		})
	}
}

func must(t *testing.T, d *db.DB, a db.Actor, fn func(tx *db.Tx) error) {
	t.Helper()
	dbtest.Update(t, d, a, fn)
}

func tell(t *testing.T, d *db.DB, n Notice) {
	t.Helper()
	must(t, d, dbtest.Operator(), func(tx *db.Tx) error { return Tell(tx, n) })
}

func letters(t *testing.T, d *db.DB, id string) []outbox.Effect {
	t.Helper()
	var list []outbox.Effect
	must(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		list, err = outbox.Recent(tx, id, 100)
		return err
	})
	return list
}

// confirm gives an account a confirmed address, or takes it away.
func confirm(t *testing.T, d *db.DB, id, mail string) {
	t.Helper()
	must(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE account SET email = $1, email_confirmed_at = $2 WHERE id = $3`, mail, db.At(tx.Now), id)
		return err
	})
}

func TestMailGoesToAConfirmedAddressAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		n := Notice{AccountID: binh, Kind: Answer, Title: "Báo cáo bị trả lại", Href: "/lam-viec"}
		tell(t, d, n)
		if got := letters(t, d, binh); len(got) != 0 {
			t.Fatalf("without an address: %+v", got)
		}
		must(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET email = $1 WHERE id = $2`, "binh@danang.gov.vn", binh)
			return err
		})
		tell(t, d, n)
		if got := letters(t, d, binh); len(got) != 0 {
			t.Fatalf("to an address that nobody has confirmed: %+v", got)
		}
		confirm(t, d, binh, "binh@danang.gov.vn")
		tell(t, d, n)
		got := letters(t, d, binh)
		if len(got) != 1 || got[0].Mail.To != "binh@danang.gov.vn" || got[0].Mail.Subject != n.Title || got[0].Mail.Name != "Trần Thị Bình" {
			t.Fatalf("to a confirmed address: %+v", got)
		}
		confirm(t, d, binh, "")
		tell(t, d, n)
		if got := letters(t, d, binh); len(got) != 1 {
			t.Errorf("after the address was taken away: %+v", got)
		}
	})
}

func TestASecurityNoticeCannotBeTurnedOff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		confirm(t, d, binh, "binh@danang.gov.vn")
		before := len(letters(t, d, binh))
		none := map[Kind]Mode{}
		for _, k := range Kinds {
			none[k] = None
		}
		must(t, d, person(binh), func(tx *db.Tx) error { return Set(tx, Settings{Modes: none, Hour: 7}) })
		for _, k := range Kinds {
			tell(t, d, Notice{AccountID: binh, Kind: k, Title: "Có việc"})
		}
		if got := letters(t, d, binh); len(got) != before {
			t.Fatalf("letters of kinds that were turned off: %+v", got[0])
		}
		tell(t, d, Notice{AccountID: binh, Kind: Security, Title: "Một cách đăng nhập mới được thêm"})
		got := letters(t, d, binh)
		if len(got) != before+1 || !got[0].Mail.Fixed {
			t.Fatalf("a security notice: %+v", got)
		}
		none[Security] = None
		err := dbtest.Try(d, person(binh), func(tx *db.Tx) error { return Set(tx, Settings{Modes: none, Hour: 7, Version: 1}) })
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("turning it off: %v", err)
		}
	})
}

func TestSettingsAreCheckedAndOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		set := func(a db.Actor, s Settings) error {
			return dbtest.Try(d, a, func(tx *db.Tx) error { return Set(tx, s) })
		}
		good := Settings{Modes: map[Kind]Mode{Work: AtOnce}, Hour: 0, Steps: []int{5, 2}}
		if err := set(db.Actor{}, good); !problem.Is(err, problem.Denied) {
			t.Errorf("a visitor: %v", err)
		}
		bad := good
		bad.Hour = 24
		if err := set(person(binh), bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("hour 24: %v", err)
		}
		bad = good
		bad.Modes = map[Kind]Mode{Work: "by_pigeon"}
		if err := set(person(binh), bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("an unknown mode: %v", err)
		}
		if err := set(person(binh), good); err != nil {
			t.Fatal(err)
		}
		if err := set(person(binh), good); !problem.Is(err, problem.Conflict) {
			t.Errorf("an older version: %v", err)
		}
		must(t, d, person(binh), func(tx *db.Tx) error {
			s, err := Chosen(tx)
			if s.Hour != 0 || !slices.Equal(s.Steps, []int{5, 2}) || s.Mode(Work) != AtOnce || s.Mode(Deadline) != AtOnce || s.Version != 1 {
				t.Errorf("kept as %+v", s)
			}
			return err
		})
		must(t, d, person(an), func(tx *db.Tx) error {
			s, err := Chosen(tx)
			if s.Version != 0 || s.Mode(Work) != Digest {
				t.Errorf("another's settings are %+v", s)
			}
			return err
		})
	})
}

func TestNoticesAreOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		tell(t, d, Notice{AccountID: binh, Kind: Answer, Title: "Một"})
		tell(t, d, Notice{AccountID: binh, Kind: Answer, Title: "Hai"})
		var mine []Notice
		must(t, d, person(binh), func(tx *db.Tx) (err error) {
			mine, err = Mine(tx)
			return err
		})
		if len(mine) != 2 || mine[0].Title != "Hai" {
			t.Fatalf("%+v", mine)
		}
		must(t, d, person(an), func(tx *db.Tx) error {
			if _, err := Find(tx, mine[0].ID); !problem.Is(err, problem.NotFound) {
				t.Errorf("another finds it: %v", err)
			}
			if n, err := Unread(tx); n != 0 || err != nil {
				t.Errorf("another counts %d, %v", n, err)
			}
			return MarkRead(tx, mine[0].ID)
		})
		count := func() (n int) {
			must(t, d, person(binh), func(tx *db.Tx) (err error) {
				n, err = Unread(tx)
				return err
			})
			return n
		}
		if n := count(); n != 2 {
			t.Errorf("%d unread after another has marked one", n)
		}
		must(t, d, person(binh), func(tx *db.Tx) error { return MarkRead(tx, mine[0].ID) })
		if n := count(); n != 1 {
			t.Errorf("%d unread after one was read", n)
		}
		must(t, d, person(binh), func(tx *db.Tx) error { return MarkRead(tx, "") })
		if n := count(); n != 0 {
			t.Errorf("%d unread after all were read", n)
		}
		for _, refused := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error { _, err := Mine(tx); return err },
			func(tx *db.Tx) error { _, err := Chosen(tx); return err },
			func(tx *db.Tx) error { _, err := NewCalendar(tx); return err },
			func(tx *db.Tx) error { _, err := Find(tx, mine[0].ID); return err },
			func(tx *db.Tx) error { return MarkRead(tx, "") },
		} {
			if err := dbtest.Try(d, db.Actor{}, refused); !problem.Is(err, problem.Denied) {
				t.Errorf("a visitor: %v", err)
			}
		}
	})
}

func TestANoticeIsOneSafeLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		confirm(t, d, binh, "binh@danang.gov.vn")
		tell(t, d, Notice{AccountID: binh, Kind: Answer, Title: "Phong trào «Một\r\nBcc: c@d.vn»", Href: "/lam-viec"})
		if got := letters(t, d, binh)[0].Mail.Subject; got != "Phong trào «Một Bcc: c@d.vn»" {
			t.Errorf("subject %q", got)
		}
		for _, n := range []Notice{
			{AccountID: binh, Kind: Answer, Title: "x", Href: "https://evil.example"},
			{AccountID: binh, Kind: Answer, Title: " "},
			{AccountID: binh, Kind: "gossip", Title: "x"},
			{Kind: Answer, Title: "x"},
		} {
			if err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return Tell(tx, n) }); err == nil || problem.All(err) != nil {
				t.Errorf("%+v: %v", n, err)
			}
		}
	})
}

func TestACalendarHasOneSecretAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		var first, second string
		make := func(to *string) {
			must(t, d, person(binh), func(tx *db.Tx) (err error) {
				*to, err = NewCalendar(tx)
				return err
			})
		}
		owner := func(token string) (id string, err error) {
			err = dbtest.Try(d, db.Actor{}, func(tx *db.Tx) (err error) {
				id, err = CalendarOwner(tx, token)
				return err
			})
			return id, err
		}
		make(&first)
		if id, err := owner(first); id != binh || err != nil || len(first) < 26 {
			t.Fatalf("%q belongs to %q, %v", first, id, err)
		}
		make(&second)
		if _, err := owner(first); !problem.Is(err, problem.NotFound) {
			t.Errorf("the address before: %v", err)
		}
		if id, err := owner(second); id != binh || err != nil {
			t.Errorf("the new address: %q, %v", id, err)
		}
		must(t, d, person(binh), DropCalendar)
		for _, gone := range []string{second, "", "x"} {
			if _, err := owner(gone); !problem.Is(err, problem.NotFound) {
				t.Errorf("%q: %v", gone, err)
			}
		}
	})
}

func TestAPersonIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begin(t, d)
		for _, id := range []string{binh, an} {
			confirm(t, d, id, id+"@danang.gov.vn")
			tell(t, d, Notice{AccountID: id, Kind: Answer, Title: "Một"})
		}
		must(t, d, dbtest.Operator(), func(tx *db.Tx) error { return Forget(tx, binh) })
		for id, want := range map[string]int{binh: 0, an: 1} {
			must(t, d, person(id), func(tx *db.Tx) error {
				list, err := Mine(tx)
				if len(list) != want {
					t.Errorf("%s: %d notices", id, len(list))
				}
				return err
			})
			if got := len(letters(t, d, id)); got != want {
				t.Errorf("%s: %d letters", id, got)
			}
		}
	})
}

func TestParseSteps(t *testing.T) {
	for text, want := range map[string][]int{"": nil, "3, 1": {3, 1}, "1;3": {3, 1}, "0": {0}, " 5 5 2 ": {5, 2}} {
		if got, err := ParseSteps(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, bad := range []string{"ba", "-1", "31", "1,2,3,4,5,6", "1.5"} {
		if got, err := ParseSteps(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}
