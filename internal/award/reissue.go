package award

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// IssueAgain writes that the certificate or insignia of a grant were exchanged or
// issued again (cấp đổi, cấp lại). The grant counts once, as before.
func IssueAgain(tx *db.Tx, version int64, e Entry) (Entry, error) {
	f, err := inHand(tx, e.SubjectID, version)
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
	if e.Achievement == "" {
		list.Add("achievement", "Ghi lý do, ví dụ bằng bị mất, hiện vật hư hỏng, in sai họ tên.")
	}
	for _, o := range f.ReissuesOf(of.ID) {
		if Folded(o.Number) == Folded(e.Number) && o.DecidedOn == e.DecidedOn {
			list.Add("number", "Lần cấp lại theo văn bản %s đã có trong hồ sơ.", o.Number)
		}
	}
	if err := list.Err(); err != nil {
		return Entry{}, err
	}
	return f.follow(tx, access.AwardKeep, Reissue, e, of)
}
