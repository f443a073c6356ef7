package dossier

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"giaouoc/data"
	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func basis(t testing.TB) Basis {
	t.Helper()
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	c, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	return Basis{l, c}
}

// world is a unit "u" that proposes to an office "o", and the persons of both.
type world struct {
	*testing.T
	d    *db.DB
	b    Basis
	who  map[string]db.Actor
	id   string // of the dossier in hand
	seen int64
}

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	b := basis(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		w := &world{T: t, d: d, b: b, who: map[string]db.Actor{}}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for _, u := range []string{"u", "o", "v"} {
				if _, err := org.Create(tx, org.Unit{ID: u, Code: u, Name: "Đơn vị " + u, Kind: org.Department}); err != nil {
					return err
				}
			}
			return nil
		})
		w.person("clerk", "u", access.Officer)
		w.person("head", "u", access.UnitLeader)
		w.person("officer", "o", access.Officer)
		w.person("second", "o", access.Officer)
		w.person("chief", "o", access.UnitLeader)
		w.person("stranger", "v", access.Officer)
		w.person("auditor", "u", access.Auditor)
		test(w)
	})
}

func (w *world) person(name, unit string, role access.Role) {
	w.Helper()
	dbtest.Update(w.T, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		a, err := account.Create(tx, account.New{Login: name, Name: "Ông " + name, UnitID: unit})
		if err != nil {
			return err
		}
		if err := account.Give(tx, account.Grant{AccountID: a.ID, Role: role, ScopeKind: access.ScopeUnit, ScopeID: unit}); err != nil {
			return err
		}
		w.who[name], err = account.Actor(tx, a.ID)
		return err
	})
}

func (w *world) try(who string, fn func(tx *db.Tx) error) error {
	return dbtest.Try(w.d, w.who[who], fn)
}

func (w *world) do(who string, fn func(tx *db.Tx) error) {
	w.Helper()
	if err := w.try(who, fn); err != nil {
		w.Fatalf("%s: %v", who, err)
	}
	w.look()
}

// look reads the version of the dossier in hand, as a page does.
func (w *world) look() (d Dossier) {
	w.Helper()
	dbtest.Update(w.T, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) { d, err = find(tx, w.id); return err })
	w.seen = d.Version
	return d
}

// look0 reads the dossier in hand within a transaction.
func (w *world) look0(tx *db.Tx) Dossier {
	w.Helper()
	d, err := find(tx, w.id)
	if err != nil {
		w.Fatal(err)
	}
	return d
}

func (w *world) ask() Ask { return Ask{ID: w.id, Version: w.seen, Reason: "Theo chỉ đạo"} }

// refused checks an error's kind and words.
func (w *world) refused(err error, kind problem.Kind, says string) {
	w.Helper()
	for _, p := range problem.All(err) {
		if p.Kind == kind && strings.Contains(p.Text, says) {
			return
		}
	}
	w.Errorf("want %s …%s…, got %v", kind, says, err)
}

func file(name string) func() (blob.File, error) {
	return func() (blob.File, error) { return blob.File{Hash: strings.Repeat("a", 64), Name: name}, nil }
}

// register opens a dossier of the unit for an award.
func (w *world) register(d Dossier) {
	w.Helper()
	d.UnitID, d.OfficeID = "u", "o"
	if d.Year == 0 {
		d.Year = 2025
	}
	if d.Kind == "" {
		d.Kind = "yearly"
	}
	if d.Level == "" {
		d.Level = AtMinistry
	}
	err := w.try("clerk", func(tx *db.Tx) (err error) { d, err = Register(tx, w.b, d); return err })
	if err != nil {
		w.Fatal(err)
	}
	w.id = d.ID
	w.look()
}

func (w *world) add(list ...Candidate) {
	w.Helper()
	w.do("clerk", func(tx *db.Tx) error { _, err := AddCandidates(tx, w.b, w.ask(), list, plain); return err })
}

func plain(n int, field string) string { return field + "_" + strconv.Itoa(n) }

func person(name string) Candidate {
	return Candidate{Kind: rules.Person, Name: name, BirthYear: 1980, Place: "Phòng Tổng hợp", OwnVotes: Unvoted, Achievement: "Thành tích của " + name}
}

// fill attaches every component that the law asks for.
func (w *world) fill() {
	w.Helper()
	var items []Item
	d := w.look()
	w.do("clerk", func(tx *db.Tx) error {
		f, err := folderOf(tx, d)
		items = f.Checklist(w.b.Law, tx.Today())
		return err
	})
	for _, i := range items {
		doc := Document{Part: i.Part, File: file(i.Part + ".pdf")}
		if i.Part == LetterPart {
			doc.Number, doc.On = "01/TTr-"+w.id[len(w.id)-6:], vn.MustDate("2026-03-02")
		}
		w.do("clerk", func(tx *db.Tx) error { return Attach(tx, w.b, w.ask(), doc) })
	}
	change := w.look()
	w.do("clerk", func(tx *db.Tx) error {
		change.FiguresOn = vn.MustDate("2025-12-31")
		return Revise(tx, w.b, w.ask(), change)
	})
}

// ready is a complete dossier for an award with some candidates.
func (w *world) ready(award string, list ...Candidate) {
	w.Helper()
	w.register(Dossier{Award: award})
	w.add(list...)
	w.fill()
	votes := map[int]int{}
	for i := range list {
		votes[i+1] = 9
	}
	w.do("clerk", func(tx *db.Tx) error { return NoteVotes(tx, w.ask(), 9, votes) })
}

// moves calls each move in the plainest way that is allowed.
func (w *world) moves() map[MoveID]func(tx *db.Tx, a Ask) error {
	only := func(_ Dossier, err error) error { return err }
	return map[MoveID]func(tx *db.Tx, a Ask) error{
		MovePropose:    func(tx *db.Tx, a Ask) error { return only(Propose(tx, w.b, a)) },
		MoveRecall:     func(tx *db.Tx, a Ask) error { return only(Recall(tx, w.b, a)) },
		MoveReceive:    func(tx *db.Tx, a Ask) error { return only(Receive(tx, w.b, a, "")) },
		MoveAccept:     func(tx *db.Tx, a Ask) error { return only(Accept(tx, w.b, a)) },
		MoveReturn:     func(tx *db.Tx, a Ask) error { return only(Return(tx, w.b, a, "06/2022/QH15, Điều 84, khoản 1")) },
		MoveSupplement: func(tx *db.Tx, a Ask) error { return only(Supplement(tx, w.b, a)) },
		MoveAssign:     func(tx *db.Tx, a Ask) error { return only(Assign(tx, w.b, a, w.who["second"].ID)) },
		MoveHandOver:   func(tx *db.Tx, a Ask) error { return only(HandOver(tx, w.b, a, w.who["second"].ID)) },
		MoveSplit: func(tx *db.Tx, a Ask) error {
			list, err := candidatesOf(tx, a.ID)
			if err != nil {
				return err
			}
			return only(Split(tx, w.b, a, []string{list[0].ID}, ""))
		},
		MoveJoin:     func(tx *db.Tx, a Ask) error { return only(Join(tx, w.b, a, "none")) },
		MoveConclude: func(tx *db.Tx, a Ask) error { return only(Appraise(tx, w.b, a, "Đủ điều kiện", nil)) },
		MoveConsult: func(tx *db.Tx, a Ask) error {
			_, _, err := Consult(tx, w.b, a, []Invitation{{Agency: "Bộ Y tế"}})
			return err
		},
		MoveConsulted: func(tx *db.Tx, a Ask) error { return only(EndConsulting(tx, w.b, a)) },
		MovePost:      func(tx *db.Tx, a Ask) error { return only(Post(tx, w.b, a, "Trụ sở", "")) },
		MoveUnpost:    func(tx *db.Tx, a Ask) error { return only(Unpost(tx, w.b, a)) },
		MoveConvene:   func(tx *db.Tx, a Ask) error { return only(Convene(tx, w.b, a)) },
		MoveVote: func(tx *db.Tx, a Ask) error {
			list, err := candidatesOf(tx, a.ID)
			votes := map[int]int{}
			for _, c := range list {
				votes[c.N] = 9
			}
			if err != nil {
				return err
			}
			return only(Vote(tx, w.b, a, Meeting{On: tx.Today(), Number: "3/BB-HĐ", Members: 9, Present: 9, Votes: votes}))
		},
		MoveUpward: func(tx *db.Tx, a Ask) error {
			return only(SubmitUpward(tx, w.b, a, Letter{Number: "9/TTr", On: tx.Today(), To: "Chủ tịch UBND"}))
		},
		MoveSimple: func(tx *db.Tx, a Ask) error {
			return only(Simply(tx, w.b, a, Letter{Number: "9/TTr", On: tx.Today(), To: "Chủ tịch UBND"}, ""))
		},
		MoveDecide:  func(tx *db.Tx, a Ask) error { return only(Decide(tx, w.b, a, w.decision(tx.Today()))) },
		MoveNotify:  func(tx *db.Tx, a Ask) error { return only(Notify(tx, w.b, a, "Công văn 5")) },
		MoveDeliver: func(tx *db.Tx, a Ask) error { return only(Deliver(tx, w.b, a, "Hội nghị tổng kết")) },
		MoveArchive: func(tx *db.Tx, a Ask) error { return only(Archive(tx, w.b, a, "Kho 1")) },
	}
}

func (w *world) decision(on vn.Date) Decision {
	return Decision{Number: "100/QĐ-TTg", SignedOn: on, Signer: "Phạm Minh", Authority: "Thủ tướng Chính phủ", All: true}
}

// move makes a move as a person who may.
func (w *world) move(who string, id MoveID) {
	w.Helper()
	w.do(who, func(tx *db.Tx) error { return w.moves()[id](tx, w.ask()) })
}

func (w *world) on(day string) {
	d := vn.MustDate(day)
	dbtest.SetDay(w.d, d.Year(), time.Month(d.Month()), d.Day())
}

// at puts the dossier in hand at a step, as if it had come there.
func (w *world) at(s Step) {
	w.Helper()
	dbtest.Older(w.T, w.d, `UPDATE dossier SET step = $1 WHERE id = $2`, string(s), w.id)
}
