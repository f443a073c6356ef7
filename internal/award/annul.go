package award

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AnnulledFor is why a decision to commend is annulled.
type AnnulledFor string

// AnnulledForAll are the cases in which the law annuls, the points of Article 93,
// clause 2 of Law 06/2022/QH15.
var AnnulledForAll = []AnnulledFor{"a", "b", "c", "d"}

// Name is the case in our words, with its point.
func (a AnnulledFor) Name() string {
	said := map[AnnulledFor]string{
		"a": "kê khai gian dối công trạng, thành tích", "b": "cung cấp thông tin sai sự thật hoặc giả hồ sơ, giấy tờ",
		"c": "thẩm định, xét duyệt, đề nghị trái quy định", "d": "có kết luận, quyết định, bản án về vi phạm làm không bảo đảm tiêu chuẩn",
	}[a]
	if said == "" {
		return ""
	}
	return said + " (điểm " + string(a) + " khoản 2 Điều 93 Luật 06/2022/QH15)"
}

// Annul writes that a grant was annulled (hủy bỏ), by a decision and for a reason of
// the law. The entry of the grant stays as it is.
func Annul(tx *db.Tx, version int64, e Entry, why AnnulledFor, note string) (Entry, error) {
	s, err := subject(tx, e.SubjectID)
	if err != nil {
		return Entry{}, err
	}
	if err := access.Require(tx, access.AwardAnnul, access.Scope{Unit: s.UnitID}); err != nil {
		return Entry{}, err
	}
	f, err := asSeen(tx, s, version)
	if err != nil {
		return Entry{}, err
	}
	of, err := f.standingGrant(e.OfID)
	if err != nil {
		return Entry{}, err
	}
	e.trim()
	var list problem.List
	checkLater(tx, &list, e, of)
	if why.Name() == "" {
		list.Add("why", "Chọn trường hợp hủy bỏ theo luật.")
	}
	if err := list.Err(); err != nil {
		return Entry{}, err
	}
	e.Achievement = why.Name()
	if note = strings.TrimSpace(vn.NFC(note)); note != "" {
		e.Achievement += ". " + note
	}
	return f.follow(tx, access.AwardAnnul, Annulment, e, of)
}

// standingGrant finds a grant of the file that nobody annulled.
func (f *File) standingGrant(id string) (Entry, error) {
	i := slices.IndexFunc(f.Entries, func(e Entry) bool { return e.ID == id && e.Kind == Grant })
	if i < 0 {
		return Entry{}, problem.New(problem.NotFound, "Không có lần khen thưởng này trong hồ sơ.")
	}
	if a := f.AnnulmentOf(id); a != nil {
		return Entry{}, problem.New(problem.Closed, "Lần khen thưởng này đã bị hủy bỏ theo quyết định %s ngày %s.", a.Number, a.DecidedOn.Short())
	}
	return f.Entries[i], nil
}

// AnnulmentOf is the entry that annulled a grant; nil while it stands.
func (f *File) AnnulmentOf(id string) *Entry {
	for i := range f.Entries {
		if e := &f.Entries[i]; e.Kind == Annulment && e.OfID == id {
			return e
		}
	}
	return nil
}

// ReissuesOf are the entries that issued a grant again, in the order of time.
func (f *File) ReissuesOf(id string) []Entry {
	var list []Entry
	for _, e := range f.Entries {
		if e.Kind == Reissue && e.OfID == id {
			list = append(list, e)
		}
	}
	return list
}

// checkLater refuses a decision on a grant that says too little or is older than it.
func checkLater(tx *db.Tx, list *problem.List, e, of Entry) {
	checkDecision(tx, list, e)
	if !e.DecidedOn.IsZero() && e.DecidedOn.Before(of.DecidedOn) {
		list.Add("decided_on", "Ngày này không trước ngày %s của quyết định tặng.", of.DecidedOn.Short())
	}
}

// follow writes an entry that points at a grant and has its award and year.
func (f *File) follow(tx *db.Tx, act access.Act, kind EntryKind, e, of Entry) (Entry, error) {
	e.ID, e.Kind, e.OfID, e.CreatedAt = db.NewID(), kind, of.ID, db.At(tx.Now)
	e.Award, e.Year, e.FromYear, e.Occasion = of.Award, of.Year, of.FromYear, of.Occasion
	if err := insertEntry(tx, e); err != nil {
		return Entry{}, fmt.Errorf("write %s of grant %s: %w", kind, of.ID, err)
	}
	if err := findable(tx, of.ID); err != nil {
		return Entry{}, err
	}
	return e, putDown(tx, act, f.Subject, nil, e, e.Achievement)
}
