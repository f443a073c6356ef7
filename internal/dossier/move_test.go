package dossier

import (
	"slices"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// sides are the persons of the world by what side they are on; the handler is known
// only once the dossier was received.
var sides = map[Side][]string{
	Proposer: {"clerk", "head"}, Head: {"head"}, Office: {"officer", "second"}, Handler: {"officer"}, OfficeHead: {"chief"},
}

// Out of order nothing can be done: each move at each step that its row does not name,
// by a person who has the right.
func TestMovesOutOfOrder(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"), person("Lê Văn Ổi"))
		for _, m := range Moves {
			do := w.moves()[m.ID]
			if m.ID == MoveRegister {
				continue
			}
			if do == nil {
				w.Errorf("no use case makes the move %s", m.ID)
				continue
			}
			for _, s := range Steps {
				if m.Leaves(s) {
					continue
				}
				w.at(s)
				err := w.try(sides[m.Who][0], func(tx *db.Tx) error { return do(tx, w.ask()) })
				w.refused(err, problem.Closed, "việc «"+m.Name+"» chỉ làm được ở bước")
			}
		}
	})
}

// The wrong role is refused at the right step already: every move by everyone of the
// world who is not of its side.
func TestMovesByTheWrongRole(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"), person("Lê Văn Ổi"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		for _, m := range Moves {
			if m.ID == MoveRegister {
				continue
			}
			w.at(m.From[0])
			for name := range w.who {
				if slices.Contains(sides[m.Who], name) {
					continue
				}
				err := w.try(name, func(tx *db.Tx) error { return w.moves()[m.ID](tx, w.ask()) })
				if !problem.Is(err, problem.Denied) {
					w.Errorf("%s by %s: %v", m.ID, name, err)
				}
			}
		}
	})
}

// What the table offers is what can be done: at every step a page shows a person the
// moves of the table and no others.
func TestPagesOfferTheTable(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"), person("Lê Văn Ổi"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		for _, s := range Steps {
			w.at(s)
			for name := range w.who {
				var v Look
				err := w.try(name, func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
				if problem.Is(err, problem.Denied) {
					continue
				}
				if err != nil {
					w.Fatal(err)
				}
				for _, m := range Moves {
					want := m.Leaves(s) && slices.Contains(sides[m.Who], name) && m.ID != MoveSimple
					if v.Can(m.ID) != want {
						w.Errorf("%s at %s offers %s: %v, want %v", name, s, m.ID, v.Can(m.ID), want)
					}
				}
			}
		}
	})
}

// A move twice, by a double click or in two tabs, is made once.
func TestAMoveTwice(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"))
		first := w.ask()
		w.move("head", MovePropose)
		err := w.try("head", func(tx *db.Tx) error { return w.moves()[MovePropose](tx, first) })
		w.refused(err, problem.Closed, "Hồ sơ đang ở bước «đã đề nghị, chờ tiếp nhận»")
		w.move("officer", MoveReceive)
		stale := w.ask()
		w.move("officer", MoveHandOver)
		err = w.try("second", func(tx *db.Tx) error { return w.moves()[MoveAccept](tx, stale) })
		w.refused(err, problem.Conflict, "Hồ sơ vừa được người khác thay đổi")
		if d := w.look(); d.Step != Received {
			w.Errorf("at %s", d.Step)
		}
	})
}

// Who proposed does not judge, whatever other rights the person has; another's dossier
// is not worked on without a hand-over.
func TestWhoMayNotJudge(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		both := w.who["head"]
		both.Grants = append(slices.Clone(both.Grants), w.who["officer"].Grants...)
		w.who["both"] = both
		err := w.try("both", func(tx *db.Tx) error { return w.moves()[MoveReceive](tx, w.ask()) })
		w.refused(err, problem.Denied, "Bạn là người đã gửi đề nghị này")
		w.move("officer", MoveReceive)
		err = w.try("second", func(tx *db.Tx) error { return w.moves()[MoveAccept](tx, w.ask()) })
		w.refused(err, problem.Denied, "Hồ sơ này do Ông officer thụ lý")
		w.move("chief", MoveAssign)
		w.move("second", MoveAccept)
		err = w.try("chief", func(tx *db.Tx) error { _, err := Assign(tx, w.b, w.ask(), w.who["head"].ID); return err })
		w.refused(err, problem.Invalid, "Chọn một người làm việc ở cơ quan tiếp nhận")
	})
}

// A reason and a ground in the law are asked where the table says so.
func TestMovesThatAskForAReason(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"), person("Lê Văn Ổi"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		for _, m := range Moves {
			if !m.Reason {
				continue
			}
			w.at(m.From[0])
			a := w.ask()
			a.Reason = "  "
			err := w.try(sides[m.Who][0], func(tx *db.Tx) error { return w.moves()[m.ID](tx, a) })
			w.refused(err, problem.Invalid, "Ghi lý do")
		}
		w.at(Received)
		for _, cite := range []string{"", "luật", "07/2022/QH15, Điều 84"} {
			err := w.try("officer", func(tx *db.Tx) error { _, err := Return(tx, w.b, w.ask(), cite); return err })
			w.refused(err, problem.Invalid, "Ghi căn cứ pháp luật")
		}
	})
}
