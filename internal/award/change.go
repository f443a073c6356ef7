package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Change writes what a subject is now. From a day on it is called otherwise, or is
// elsewhere, and the earlier naming keeps its days; without a day a mistake is put
// right. To move it to another unit needs the right to keep both registers.
func Change(tx *db.Tx, l *rules.Law, to Subject, on vn.Date, source string) (Subject, error) {
	f, err := inHand(tx, to.ID, to.Version)
	if err != nil {
		return Subject{}, err
	}
	if to.UnitID != f.UnitID {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: to.UnitID}); err != nil {
			return Subject{}, err
		}
	}
	before := f.Subject
	to.Kind, to.Identity, to.JoinedTo, to.CreatedAt = before.Kind, before.Identity, before.JoinedTo, before.CreatedAt
	if err := checkSubject(tx, l, &to); err != nil {
		return Subject{}, err
	}
	to.Folded = Folded(to.Name)
	last := len(f.Names) - 1
	if err := checkChange(tx, before, to, f.Names[last], on); err != nil {
		return Subject{}, err
	}
	f.Subject = to
	if err := f.check(tx, l); err != nil {
		return Subject{}, err
	}
	if err := rename(tx, f.Names[last], to, on, source); err != nil {
		return Subject{}, fmt.Errorf("rename subject %s: %w", to.ID, err)
	}
	if err := putDown(tx, access.AwardKeep, to, before, to, source); err != nil {
		return Subject{}, err
	}
	if err := retail(tx, to); err != nil {
		return Subject{}, fmt.Errorf("store words of subject %s: %w", to.ID, err)
	}
	return to, findableOf(tx, to.ID)
}

// sameNaming reports whether a subject is called the same and at the same place.
func sameNaming(a, b Subject) bool {
	return a.Name == b.Name && a.UnitID == b.UnitID && a.Place == b.Place && a.Post == b.Post
}

func checkChange(tx *db.Tx, before, to Subject, last Naming, on vn.Date) error {
	var list problem.List
	switch {
	case on.IsZero() && to.UnitID != before.UnitID:
		list.Add("on", "Ghi ngày chuyển đơn vị.")
	case on.IsZero():
	case sameNaming(before, to):
		list.Add("on", "Ngày chỉ ghi khi tên, chức vụ, nơi công tác hoặc đơn vị đổi; chưa có gì trong đó đổi.")
	case on.After(tx.Today()):
		list.Add("on", "Ngày đổi không sau hôm nay.")
	case !last.FromDay.IsZero() && !on.After(last.FromDay):
		list.Add("on", "Ngày đổi phải sau %s, là ngày của lần đổi trước.", last.FromDay.Short())
	}
	if to.UnitID != before.UnitID {
		day := on
		if day.IsZero() {
			day = tx.Today()
		}
		if _, err := org.Find(tx, to.UnitID, day); err != nil {
			if !problem.Is(err, problem.NotFound) {
				return err
			}
			list.Add("unit_id", "Không có đơn vị này vào ngày %s.", day.Short())
		}
	}
	if !to.LeftOn.IsZero() && to.LeftOn.After(tx.Today()) {
		list.Add("left_on", "Ngày thôi không sau hôm nay.")
	}
	if to.OwnUnit != "" {
		there, err := org.Exists(tx, to.OwnUnit)
		if err != nil {
			return err
		}
		if !there {
			list.Add("own_unit", "Không có đơn vị này trong danh mục.")
		}
	}
	return list.Err()
}

// rename closes the naming that was open and begins the new one, or puts the open
// one right.
func rename(tx *db.Tx, last Naming, to Subject, on vn.Date, source string) error {
	if !on.IsZero() {
		last.ToDay = on
		if err := updateNaming(tx, last); err != nil {
			return err
		}
		last = Naming{ID: db.NewID(), SubjectID: to.ID, FromDay: on}
		last.Name, last.UnitID, last.Place, last.Post, last.Source = to.Name, to.UnitID, to.Place, to.Post, source
		return insertNaming(tx, last)
	}
	last.Name, last.UnitID, last.Place, last.Post = to.Name, to.UnitID, to.Place, to.Post
	return updateNaming(tx, last)
}

// retail stores the words of all names that a subject had, under the unit that
// keeps its file now.
func retail(tx *db.Tx, s Subject) error {
	if err := deleteTails(tx, s.ID); err != nil {
		return err
	}
	names, err := namingsOf(tx, s.ID)
	if err != nil {
		return err
	}
	for _, n := range names {
		if err := insertTails(tx, s, Folded(n.Name)); err != nil {
			return err
		}
	}
	return nil
}
