package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
)

// inHand finds the file that an act by hand changes: the actor may keep the register
// of its unit, and has seen the file as it stands.
func inHand(tx *db.Tx, id string, version int64) (File, error) {
	s, err := subject(tx, id)
	if err != nil {
		return File{}, err
	}
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: s.UnitID}); err != nil {
		return File{}, err
	}
	return asSeen(tx, s, version)
}

// asSeen reads the file of a subject whose version is the one that the actor saw.
func asSeen(tx *db.Tx, s Subject, version int64) (File, error) {
	if s.JoinedTo != "" {
		return File{}, problem.New(problem.Closed, "Hồ sơ này đã nhập vào một hồ sơ khác; ghi vào hồ sơ ấy.")
	}
	if s.Version != version {
		return File{}, changedSince()
	}
	return fileOf(tx, s)
}

func changedSince() error {
	return problem.New(problem.Conflict, "Hồ sơ vừa được ghi thêm ở nơi khác (một người khác hoặc một thẻ khác của trình duyệt). Chưa ghi gì; điều bạn gõ còn nguyên ở dưới. Xem lại hồ sơ rồi ghi lần nữa.")
}

// putDown ends an act by hand: the file has its next version, and the record what
// was done.
func putDown(tx *db.Tx, act access.Act, s Subject, before, after any, reason string) error {
	n, err := updateSubject(tx, s)
	if err != nil {
		return fmt.Errorf("store subject %s: %w", s.ID, err)
	}
	if n == 0 {
		return changedSince()
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "subject", ID: s.ID}, Scope: access.Scope{Unit: s.UnitID}, Before: before, After: after, Reason: reason,
	})
}

// earliestYear is the first year that the register knows.
const earliestYear = 1930

// checkYear refuses a year that no achievement of the subject can be of.
func checkYear(tx *db.Tx, list *problem.List, s Subject, field string, year int) {
	switch today := tx.Today(); {
	case year < earliestYear || year > today.Year():
		list.Add(field, "Ghi năm từ %d đến %d.", earliestYear, today.Year())
	case !s.Founded.IsZero() && year < s.Founded.Year():
		list.Add(field, "%s thành lập ngày %s, sau năm %d.", s.Name, s.Founded.Short(), year)
	case s.BirthYear != 0 && year <= s.BirthYear:
		list.Add(field, "%s sinh năm %d; năm %d không đúng.", s.Name, s.BirthYear, year)
	}
}

// check refuses a file whose facts cannot be.
func (f *File) check(tx *db.Tx, l *rules.Law) error { return l.Validate(f.Facts(tx.Today().Year())) }
