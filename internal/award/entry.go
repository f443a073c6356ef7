package award

import (
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// EntryKind is what an entry of the register says.
type EntryKind string

// Kinds of entry.
const (
	Grant     EntryKind = "grant"     // tặng
	Annulment EntryKind = "annulment" // hủy bỏ
	Reissue   EntryKind = "reissue"   // cấp đổi, cấp lại
)

// Entry is one line of the register of awards. It is never changed.
type Entry struct {
	ID          string
	SubjectID   string
	Kind        EntryKind
	OfID        string // the grant that is annulled or re-issued; empty of a grant
	Award       string // code
	Year        int    // of the achievement, or the end of its period
	FromYear    int    // the beginning of its period; the same for one year
	Number      string // of the decision
	DecidedOn   vn.Date
	DecidedBy   string // the authority
	Signer      string
	Occasion    rules.Occasion
	Achievement string // what it was given for
	AsWritten   string // the award in the words of the list it came from
	Source      string
	ListID      string // the list it came from; empty when entered by hand
	CreatedAt   db.Time
}

// inForce are the grants of a list that nobody annulled, in its order.
func inForce(entries []Entry) []Entry {
	annulled := map[string]bool{}
	for _, e := range entries {
		if e.Kind == Annulment {
			annulled[e.OfID] = true
		}
	}
	var list []Entry
	for _, e := range entries {
		if e.Kind == Grant && !annulled[e.ID] {
			list = append(list, e)
		}
	}
	return list
}
