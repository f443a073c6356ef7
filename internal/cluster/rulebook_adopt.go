package cluster

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AttachRuleBook keeps the file of the draft's text, by its fingerprint.
func AttachRuleBook(tx *db.Tx, s access.Scope, f blob.File) error {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return err
	}
	before := b.FileHash
	b.FileHash, b.FileName = f.Hash, f.Name
	return redrafted(tx, s, b, before, f)
}

// AdoptRuleBook makes the draft the version in force from a day on, as the
// members adopted it. head carries title, number, days, who adopted it, the
// reason where it replaces a version, and the version of the draft that the
// person saw. From then on the text stands.
func AdoptRuleBook(tx *db.Tx, s access.Scope, head RuleBook) (RuleBook, error) {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return RuleBook{}, err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return RuleBook{}, err
	}
	if b.Version != head.Version {
		return RuleBook{}, stale(b)
	}
	b.Title, b.DocNumber, b.AdoptedBy, b.Reason = vn.Line(head.Title), vn.Line(head.DocNumber), clean(head.AdoptedBy), clean(head.Reason)
	b.AdoptedOn, b.InForceOn, b.Source = head.AdoptedOn, head.InForceOn, clean(head.Source)
	if err := checkAdoption(tx, b); err != nil {
		return RuleBook{}, err
	}
	b.State, b.Version = BookAdopted, b.Version+1
	if err := updateBook(tx, b); err != nil {
		return RuleBook{}, fmt.Errorf("adopt rule book: %w", err)
	}
	if err := booked(tx, s, b, nil, b, b.Reason); err != nil {
		return RuleBook{}, err
	}
	return b, publishBook(tx, s, b)
}

func checkAdoption(tx *db.Tx, b RuleBook) error {
	var list problem.List
	for _, f := range []struct{ name, text, say string }{
		{"title", b.Title, "Ghi tên quy chế."},
		{"doc_number", b.DocNumber, "Ghi số, ký hiệu của văn bản."},
		{"adopted_by", b.AdoptedBy, "Ghi ai đã thông qua và bao nhiêu thành viên tán thành."},
	} {
		if f.text == "" {
			list.Add(f.name, "%s", f.say)
		}
	}
	switch {
	case b.AdoptedOn.IsZero():
		list.Add("adopted_on", "Ghi ngày thông qua.")
	case b.AdoptedOn.After(tx.Today()):
		list.Add("adopted_on", "Ngày thông qua %s chưa tới; chỉ ghi bản đã được thông qua.", b.AdoptedOn.Short())
	}
	switch {
	case b.InForceOn.IsZero():
		list.Add("in_force_on", "Ghi ngày có hiệu lực.")
	case b.InForceOn.Before(b.AdoptedOn):
		list.Add("in_force_on", "Ngày có hiệu lực phải từ ngày thông qua trở đi.")
	}
	if len(b.Clauses) == 0 {
		list.Add("", "Bản soạn chưa có điều khoản nào; thêm điều khoản trước khi ban hành.")
	}
	blob.RefuseSecrets(&list, "title", b.Title, "adopted_by", b.AdoptedBy, "reason", b.Reason)
	if err := checkAgainstLast(tx, b, &list); err != nil {
		return err
	}
	return list.Err()
}

func checkAgainstLast(tx *db.Tx, b RuleBook, list *problem.List) error {
	adopted, err := adoptedBooks(tx, b.ClusterID)
	if err != nil || len(adopted) == 0 {
		return err
	}
	last := adopted[0]
	if !b.InForceOn.IsZero() && !b.InForceOn.After(last.InForceOn) {
		list.Add("in_force_on", "Bản %d có hiệu lực từ ngày %s; bản mới phải có hiệu lực sau ngày đó.", last.Number, last.InForceOn.Short())
	}
	if b.Reason == "" {
		list.Add("reason", "Ghi lý do thay bản %d.", last.Number)
	}
	return nil
}

// DropRuleBookDraft gives up the draft; version is the one that the person saw.
func DropRuleBookDraft(tx *db.Tx, s access.Scope, version int64) error {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return err
	}
	if b.Version != version {
		return stale(b)
	}
	if err := deleteBook(tx, b.ID); err != nil {
		return fmt.Errorf("drop draft of rule book: %w", err)
	}
	return booked(tx, s, b, b, nil, "")
}

// EnterRuleBook stores a version that was adopted elsewhere, with its clauses
// and parameters; a setting names its clause by reference in ClauseID. A problem
// of the third clause names its field "3.ref" or "3.body".
func EnterRuleBook(tx *db.Tx, b RuleBook) (RuleBook, error) {
	s := Scope(b.ClusterID)
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return RuleBook{}, err
	}
	if _, err := draftOf(tx, b.ClusterID); err == nil {
		return RuleBook{}, problem.New(problem.Closed, "Cụm, khối đang có một bản quy chế soạn dở; hãy ban hành hoặc bỏ bản đó trước.")
	} else if !errors.Is(err, db.ErrNoRow) {
		return RuleBook{}, fmt.Errorf("find draft of rule book: %w", err)
	}
	adopted, err := adoptedBooks(tx, b.ClusterID)
	if err != nil {
		return RuleBook{}, fmt.Errorf("read rule books: %w", err)
	}
	b.ID, b.Number, b.State, b.Version, b.CreatedAt = db.NewID(), len(adopted)+1, BookAdopted, 1, db.At(tx.Now)
	ids := map[string]string{}
	var list problem.List
	for i, c := range b.Clauses {
		c.ID, c.RuleBookID, c.Version, c.Ref, c.Body = db.NewID(), b.ID, 1, tidyRef(c.Ref), clean(c.Body)
		if ids[c.Ref] != "" {
			list.Add(fmt.Sprintf("%d.ref", i+1), "%s đứng hai lần.", c.Ref)
		}
		for _, p := range problem.All(checkClause(c)) {
			list.Add(fmt.Sprintf("%d.%s", i+1, p.Field), "%s", p.Text)
		}
		b.Clauses[i], ids[c.Ref] = c, c.ID
	}
	for i := range b.Settings {
		b.Settings[i].ClauseID = ids[tidyRef(b.Settings[i].ClauseID)]
	}
	if b.Settings, err = checkSettings(b, b.Settings); err != nil {
		list = append(list, problem.All(err)...)
	}
	if err := list.Err(); err != nil {
		return RuleBook{}, err
	}
	if err := checkAdoption(tx, b); err != nil {
		return RuleBook{}, err
	}
	if err := insertWhole(tx, b); err != nil {
		return RuleBook{}, fmt.Errorf("enter rule book: %w", err)
	}
	if err := booked(tx, s, b, nil, b, b.Reason); err != nil {
		return RuleBook{}, err
	}
	return b, publishBook(tx, s, b)
}
