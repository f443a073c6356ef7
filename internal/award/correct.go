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

// Correctable is what of a decision's words can be corrected for one who was given an
// award by it. Its number, day and award cannot: those are another decision.
type Correctable string

// What can be corrected.
const (
	CorrectName        Correctable = "name"
	CorrectAddress     Correctable = "address" // post and unit
	CorrectAchievement Correctable = "achievement"
)

// Correctables are all of them, in the order in which they are offered.
var Correctables = []Correctable{CorrectName, CorrectAddress, CorrectAchievement}

// Name is the field in Vietnamese.
func (c Correctable) Name() string {
	return map[Correctable]string{CorrectName: "Họ và tên, tên tập thể", CorrectAddress: "Chức vụ, đơn vị", CorrectAchievement: "Thành tích"}[c]
}

// Correction is what a later document corrects in the decision of a grant (đính chính).
type Correction struct {
	ID        string
	GrantID   string
	Field     Correctable
	Was       string
	Reads     string
	Number    string // of the document that corrects
	DecidedOn vn.Date
	DecidedBy string
	Signer    string
	Note      string
	CreatedAt db.Time
}

// Correct writes that a document corrects the words of a grant's decision. The entry of
// the grant stays as it is; what is printed of it later reads as corrected.
func Correct(tx *db.Tx, version int64, subjectID string, c Correction) (Correction, error) {
	f, err := inHand(tx, subjectID, version)
	if err != nil {
		return c, err
	}
	of, err := f.standingGrant(c.GrantID)
	if err != nil {
		return c, err
	}
	c.Was, c.Reads, c.Note = strings.TrimSpace(vn.NFC(c.Was)), strings.TrimSpace(vn.NFC(c.Reads)), strings.TrimSpace(vn.NFC(c.Note))
	e := Entry{Number: c.Number, DecidedOn: c.DecidedOn, DecidedBy: c.DecidedBy, Signer: c.Signer}
	e.trim()
	c.Number, c.DecidedBy, c.Signer = e.Number, e.DecidedBy, e.Signer
	var list problem.List
	checkLater(tx, &list, e, of)
	c.check(&f, &list)
	if err := list.Err(); err != nil {
		return c, err
	}
	c.ID, c.CreatedAt = db.NewID(), db.At(tx.Now)
	if err := insertCorrection(tx, c); err != nil {
		return c, fmt.Errorf("write correction of grant %s: %w", of.ID, err)
	}
	if err := findable(tx, of.ID); err != nil {
		return c, err
	}
	return c, putDown(tx, access.AwardKeep, f.Subject, nil, c, c.Note)
}

func (c *Correction) check(f *File, list *problem.List) {
	if c.Field.Name() == "" {
		list.Add("field", "Chọn nội dung được đính chính.")
	}
	if c.Was == "" {
		list.Add("was", "Ghi nội dung đã viết trong quyết định.")
	}
	switch {
	case c.Reads == "":
		list.Add("reads", "Ghi nội dung đúng.")
	case c.Reads == c.Was:
		list.Add("reads", "Nội dung đúng giống hệt nội dung đã viết; không có gì để đính chính.")
	case len([]rune(c.Reads)) > 2000:
		list.Add("reads", "Nội dung dài quá 2.000 chữ.")
	}
	if slices.ContainsFunc(f.CorrectionsOf(c.GrantID), func(o Correction) bool {
		return o.Field == c.Field && Folded(o.Number) == Folded(c.Number) && o.DecidedOn == c.DecidedOn
	}) {
		list.Add("number", "Việc đính chính nội dung này theo văn bản %s đã có trong hồ sơ.", c.Number)
	}
}

// CorrectionsOf are the corrections of a grant, in the order of time.
func (f *File) CorrectionsOf(grantID string) []Correction {
	var list []Correction
	for _, c := range f.Corrections {
		if c.GrantID == grantID {
			list = append(list, c)
		}
	}
	return list
}

// Corrected is how a field of a grant is to be read after all corrections; what was
// entered where there is none.
func (c *Commended) Corrected(field Correctable, entered string) string {
	for _, k := range c.Corrections {
		if k.Field == field {
			entered = k.Reads
		}
	}
	return entered
}
