package award

import (
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// hand is a file in hand, with the units whose registers it may stand in.
type hand struct {
	t *testing.T
	d *db.DB
	l *rules.Law
	s Subject
}

func begun(t *testing.T, d *db.DB, kind rules.Kind) *hand {
	t.Helper()
	h := &hand{t: t, d: d, l: carried(t)}
	dbtest.SetDay(d, 2026, 3, 2)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		for _, id := range []string{"u", "v"} {
			if _, err := org.Create(tx, org.Unit{ID: id, Code: id, Name: "Đơn vị " + id, Kind: org.Department}); err != nil {
				return err
			}
		}
		h.s, err = Open(tx, h.l, Subject{ID: db.NewID(), UnitID: "u", Kind: kind, Name: "Trần Thị Đào", Founded: vn.NewDate(2015, 7, 1)}, false)
		return err
	})
	return h
}

// do runs an act on the file as it stands and says what became of it.
func (h *hand) do(who db.Actor, act func(tx *db.Tx, version int64) error) error {
	return dbtest.Try(h.d, who, func(tx *db.Tx) error {
		s, err := findSubject(tx, h.s.ID)
		if err != nil {
			return err
		}
		return act(tx, s.Version)
	})
}

func (h *hand) want(kind problem.Kind, field string, err error) {
	h.t.Helper()
	for _, p := range problem.All(err) {
		if p.Kind == kind && p.Field == field {
			return
		}
	}
	h.t.Errorf("want %v at %q, got %v", kind, field, err)
}

func (h *hand) fine(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hand) file() (f File) {
	h.t.Helper()
	dbtest.Update(h.t, h.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		f, err = FileOf(tx, h.s.ID)
		return err
	})
	return f
}

// A grant stands until it is annulled, which happens once and leaves its entry as it
// was; what is issued again counts once.
func TestAGrantStandsUntilItIsAnnulled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begun(t, d, rules.Person)
		officer, office := officerOf("u"), db.Actor{ID: "office", Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeUnit, ID: "u"}}}
		grant := Entry{SubjectID: h.s.ID, Award: "T-CSTDCS", Year: 2024, Number: " 1/QĐ ", DecidedOn: vn.NewDate(2025, 1, 10), DecidedBy: "Giám đốc", Occasion: rules.Merit}
		enter := func(e Entry, another bool) error {
			return h.do(officer, func(tx *db.Tx, v int64) error { _, err := Enter(tx, h.l, e, another, v); return err })
		}
		h.fine(enter(grant, false))
		h.want(problem.Invalid, "number", enter(grant, true))
		other := grant
		other.Number, other.DecidedOn = "2/QĐ", vn.NewDate(2025, 6, 1)
		h.want(problem.Invalid, "another", enter(other, false))
		h.fine(enter(other, true))
		h.want(problem.Conflict, "", dbtest.Try(d, officer, func(tx *db.Tx) error { _, err := Enter(tx, h.l, grant, true, 1); return err }))
		for field, e := range map[string]func(e *Entry){
			"award": func(e *Entry) { e.Award = "X" }, "decided_on": func(e *Entry) { e.DecidedOn = vn.NewDate(2023, 12, 31) }, "year": func(e *Entry) { e.Year = 2027 },
			"from_year": func(e *Entry) { e.FromYear = 2025 }, "occasion": func(e *Entry) { e.Occasion = "x" }, "decided_by": func(e *Entry) { e.DecidedBy = " " },
		} {
			bad := grant
			bad.Number = "3/QĐ"
			e(&bad)
			h.want(problem.Invalid, field, enter(bad, true))
		}
		first := h.file().Entries[0]
		later := Entry{SubjectID: h.s.ID, OfID: first.ID, Number: "9/QĐ", DecidedOn: vn.NewDate(2026, 1, 1), DecidedBy: "Giám đốc", Achievement: "bằng bị mất"}
		again := func(tx *db.Tx, v int64) error { _, err := IssueAgain(tx, v, later); return err }
		annul := func(tx *db.Tx, v int64) error { _, err := Annul(tx, v, later, "a", "Kê khai trùng"); return err }
		h.fine(h.do(officer, again))
		h.want(problem.Invalid, "number", h.do(officer, again))
		if f := h.file(); len(f.InForce()) != 2 {
			t.Errorf("in force after a re-issue: %v", f.InForce())
		}
		whole := h.file()
		reissue := whole.ReissuesOf(first.ID)[0].ID
		h.want(problem.Denied, "", h.do(officer, annul))
		h.want(problem.Invalid, "why", h.do(office, func(tx *db.Tx, v int64) error { _, err := Annul(tx, v, later, "e", ""); return err }))
		h.want(problem.NotFound, "", h.do(office, func(tx *db.Tx, v int64) error {
			of := later
			of.OfID = reissue // is no grant
			_, err := Annul(tx, v, of, "a", "")
			return err
		}))
		h.fine(h.do(office, annul))
		h.want(problem.Closed, "", h.do(office, annul))
		later.Number = "10/QĐ"
		h.want(problem.Closed, "", h.do(officer, again))
		f := h.file()
		if standing := f.InForce(); len(standing) != 1 || standing[0].Number != "2/QĐ" || len(f.Entries) != 4 {
			t.Errorf("in force after the annulment: %v of %d entries", standing, len(f.Entries))
		}
		if got := f.Entries[0]; got != first {
			t.Errorf("the grant's entry became %v", got)
		}
	})
}

// The sums of a collective's year have to be possible; its years are not older than
// itself; a person has none of them.
func TestAYearsSumsArePossible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begun(t, d, rules.Collective)
		rate := func(y Year) error {
			y.SubjectID, y.Rating = h.s.ID, rules.HTXS
			return h.do(officerOf("u"), func(tx *db.Tx, v int64) error { return Rate(tx, h.l, y, v) })
		}
		for field, y := range map[string]Year{
			"year": {Year: 2014, Members: 1}, "women": {Year: 2025, Members: 5, Women: 6}, "completed": {Year: 2025, Members: 5, Completed: 6},
			"advanced": {Year: 2025, Members: 5, Advanced: 6}, "fighters": {Year: 2025, Members: 5, Advanced: 2, Fighters: 3},
			"disciplined": {Year: 2025, Members: 5, Disciplined: 6}, "members": {Year: 2025, Women: 1}, "lead_of": {Year: 2025, LeadOf: "district"}, "exceeded": {Year: 2025, Exceeded: "maybe"},
		} {
			h.want(problem.Invalid, field, rate(y))
		}
		h.fine(rate(Year{Year: 2015, Members: 5, Women: 5, Completed: 5, Advanced: 5, Fighters: 5, Disciplined: 5}))
		h.fine(rate(Year{Year: 2015, Members: 6}))
		if years := h.file().Years; len(years) != 1 || years[0].Members != 6 || years[0].Women != 0 {
			t.Errorf("years: %v", years)
		}
		h.want(problem.Invalid, "founded", h.do(officerOf("u"), func(tx *db.Tx, v int64) error {
			s := h.s
			s.Version, s.Founded = v, vn.NewDate(2030, 1, 1)
			_, err := Change(tx, h.l, s, vn.Date{}, "")
			return err
		}))
	})
}

// A move needs both registers, keeps the earlier naming with its days, and takes the
// words that it is found by along; a mistake put right leaves no naming.
func TestAMoveKeepsTheEarlierNaming(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begun(t, d, rules.Person)
		change := func(who db.Actor, on vn.Date, to func(s *Subject)) error {
			return h.do(who, func(tx *db.Tx, v int64) error {
				s, err := findSubject(tx, h.s.ID)
				if err != nil {
					return err
				}
				s.Version = v
				to(&s)
				_, err = Change(tx, h.l, s, on, "Quyết định 5/QĐ")
				return err
			})
		}
		move := func(s *Subject) { s.UnitID, s.Name = "v", "Trần Thị Đào Mai" }
		march, both := vn.NewDate(2026, 3, 1), officerOf("u", "v")
		h.fine(change(officerOf("u"), vn.Date{}, func(s *Subject) { s.Name = "Trần Thị Đàoo" }))
		h.fine(change(officerOf("u"), vn.Date{}, func(s *Subject) { s.Name = "Trần Thị Đào" }))
		h.want(problem.Denied, "", change(officerOf("u"), march, move))
		h.want(problem.Denied, "", change(officerOf("v"), march, move))
		h.want(problem.Invalid, "on", change(both, vn.Date{}, move))
		h.want(problem.Invalid, "on", change(both, vn.NewDate(2026, 3, 3), move))
		h.want(problem.Invalid, "on", change(both, march, func(s *Subject) { s.BirthYear = 1980 }))
		h.fine(change(both, march, move))
		h.want(problem.Invalid, "on", change(both, march, func(s *Subject) { s.Post = "Trưởng phòng" }))
		names := h.file().Names
		if len(names) != 2 || names[0].Name != "Trần Thị Đào" || names[0].UnitID != "u" || names[0].ToDay != march || names[1].FromDay != march || names[1].UnitID != "v" {
			t.Errorf("namings: %+v", names)
		}
		for _, c := range []struct {
			who   db.Actor
			query string
			n     int
		}{{officerOf("v"), "thi dao", 1}, {officerOf("v"), "dao mai", 1}, {officerOf("u"), "thi dao", 0}, {officerOf("v"), "daoo", 0}} {
			dbtest.Update(t, d, c.who, func(tx *db.Tx) error {
				found, _, err := Search(tx, c.query)
				if len(found) != c.n {
					t.Errorf("%q of %v: %d found", c.query, c.who.Grants, len(found))
				}
				return err
			})
		}
	})
}

// An identity number is stored encrypted, for its own file, and shown by its last
// digits.
func TestAnIdentityNumberIsHidden(t *testing.T) {
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := begun(t, d, rules.Person)
		set := func(number string) error {
			return h.do(officerOf("u"), func(tx *db.Tx, v int64) error { return SetIdentity(tx, ring, h.s.ID, number, v) })
		}
		h.want(problem.Invalid, "identity", set("00108001234"))
		h.want(problem.Invalid, "identity", set("00108001234a"))
		h.fine(set("001 080 012 345"))
		f := h.file()
		if masked, err := f.Masked(ring); masked != "•••• 2345" || err != nil {
			t.Errorf("masked: %q, %v", masked, err)
		}
		moved := f.Subject
		moved.ID = db.NewID()
		if _, err := moved.Masked(ring); err == nil {
			t.Error("a number opens in another's file")
		}
		h.fine(set(""))
		f = h.file()
		if masked, err := f.Masked(ring); masked != "" || err != nil {
			t.Errorf("after it was taken out: %q, %v", masked, err)
		}
	})
}
