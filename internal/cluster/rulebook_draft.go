package cluster

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// The use cases of a rule book take the scope they are done in: the cluster, and
// the year whose lead does it. Package cycle gives that scope.

// DraftRuleBook begins the next version as a copy of the last one, or finds the
// draft that was begun.
func DraftRuleBook(tx *db.Tx, s access.Scope) (RuleBook, error) {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return RuleBook{}, err
	}
	if b, err := draftOf(tx, s.Cluster); err == nil {
		return b, nil // a second click finds what the first has made
	} else if !errors.Is(err, db.ErrNoRow) {
		return RuleBook{}, fmt.Errorf("find draft of rule book: %w", err)
	}
	b, err := nextVersion(tx, s.Cluster)
	if err != nil {
		return RuleBook{}, err
	}
	if err := insertWhole(tx, b); err != nil {
		return RuleBook{}, fmt.Errorf("draft rule book: %w", err)
	}
	return b, booked(tx, s, b, nil, map[string]any{"draft": b.Number}, "")
}

// nextVersion copies the last adopted version as a draft, with ids of its own.
func nextVersion(tx *db.Tx, clusterID string) (RuleBook, error) {
	b := RuleBook{ID: db.NewID(), ClusterID: clusterID, Number: 1, State: BookDraft, Version: 1, CreatedAt: db.At(tx.Now)}
	adopted, err := adoptedBooks(tx, clusterID)
	if err != nil {
		return b, fmt.Errorf("read rule books: %w", err)
	}
	if len(adopted) == 0 {
		return b, nil
	}
	last := adopted[0]
	b.Number, b.Title, b.DocNumber = last.Number+1, last.Title, last.DocNumber
	ids := map[string]string{}
	for _, c := range last.Clauses {
		ids[c.ID] = db.NewID()
		b.Clauses = append(b.Clauses, Clause{ID: ids[c.ID], RuleBookID: b.ID, Ref: c.Ref, Body: c.Body, Version: 1})
	}
	for _, v := range last.Settings {
		b.Settings = append(b.Settings, Setting{RuleBookID: b.ID, Key: v.Key, Value: v.Value, ClauseID: ids[v.ClauseID]})
	}
	return b, nil
}

func insertWhole(tx *db.Tx, b RuleBook) error {
	if err := insertBook(tx, b); err != nil {
		return err
	}
	for _, c := range b.Clauses {
		if err := insertClause(tx, c); err != nil {
			return err
		}
	}
	return replaceSettings(tx, b.ID, b.Settings)
}

// booked writes the record entry of an act on a rule book.
func booked(tx *db.Tx, s access.Scope, b RuleBook, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: access.RuleBookAdopt, Object: record.Object{Kind: "rule_book", ID: b.ID}, Scope: s,
		Before: before, After: after, Reason: reason,
	})
}

// inHand finds the draft of a cluster.
func inHand(tx *db.Tx, clusterID string) (RuleBook, error) {
	b, err := draftOf(tx, clusterID)
	if errors.Is(err, db.ErrNoRow) {
		return b, problem.New(problem.Closed, "Không có bản quy chế nào đang soạn. Bản đã ban hành không sửa được; hãy soạn bản mới.")
	}
	if err != nil {
		return b, fmt.Errorf("find draft of rule book: %w", err)
	}
	return b, nil
}

// SetClause adds a clause to the draft, when c.ID is empty, or changes one.
// c.Version is the version the person saw.
func SetClause(tx *db.Tx, s access.Scope, c Clause) (Clause, error) {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return Clause{}, err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return Clause{}, err
	}
	c.Ref, c.Body = tidyRef(c.Ref), clean(c.Body)
	if err := checkClause(c); err != nil {
		return Clause{}, err
	}
	for _, o := range b.Clauses {
		if o.ID == c.ID || !strings.EqualFold(o.Ref, c.Ref) {
			continue
		}
		if c.ID == "" && o.Body == c.Body {
			return o, nil // the same clause sent twice
		}
		return Clause{}, problem.Field("ref", "Bản soạn đã có %s.", o.Ref)
	}
	c.RuleBookID = b.ID
	if c.ID == "" {
		c.ID, c.Version = db.NewID(), 1
		if err := insertClause(tx, c); err != nil {
			return Clause{}, fmt.Errorf("add clause: %w", err)
		}
		return c, redrafted(tx, s, b, nil, c)
	}
	before, ok := b.Clause(c.ID)
	if !ok {
		return Clause{}, problem.New(problem.Conflict, "Điều khoản này vừa được người khác bỏ khỏi bản soạn. Điều bạn gõ còn nguyên ở dưới; lưu lại thì thêm thành điều khoản mới.")
	}
	if before.Version != c.Version {
		return Clause{}, &problem.Problem{Kind: problem.Conflict, Field: "body", Text: fmt.Sprintf(
			"Điều khoản này vừa được người khác sửa thành: «%s: %s». Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.", before.Ref, before.Body)}
	}
	c.Version++
	if err := updateClause(tx, c); err != nil {
		return Clause{}, fmt.Errorf("change clause: %w", err)
	}
	return c, redrafted(tx, s, b, before, c)
}

// redrafted counts a change of the draft, so that nobody adopts or drops a draft
// other than the one that was seen, and records it.
func redrafted(tx *db.Tx, s access.Scope, b RuleBook, before, after any) error {
	b.Version++
	if err := updateBook(tx, b); err != nil {
		return fmt.Errorf("count change of draft: %w", err)
	}
	return booked(tx, s, b, before, after, "")
}

func clean(text string) string { return vn.NFC(strings.TrimSpace(text)) }

func checkClause(c Clause) error {
	var list problem.List
	if c.Ref == "" {
		list.Add("ref", "Ghi điều, khoản, ví dụ «Điều 5 khoản 2».")
	}
	if c.Body == "" {
		list.Add("body", "Ghi nguyên văn điều khoản.")
	}
	blob.RefuseSecrets(&list, "ref", c.Ref, "body", c.Body)
	return list.Err()
}

// RemoveClause takes a clause out of the draft; one that a parameter rests on
// stays. version is the version the person saw. A clause that is gone is gone.
func RemoveClause(tx *db.Tx, s access.Scope, id string, version int64) error {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return err
	}
	c, ok := b.Clause(id)
	if !ok {
		return nil
	}
	if c.Version != version {
		return problem.New(problem.Conflict, "%s vừa được người khác sửa thành «%s»; hãy đọc lại trước khi bỏ.", c.Ref, c.Body)
	}
	for _, v := range b.Settings {
		if v.ClauseID == id {
			return problem.New(problem.Closed, "%s là căn cứ của tham số «%s»; hãy đổi căn cứ của tham số trước khi bỏ.", c.Ref, v.Key.Name())
		}
	}
	if err := deleteClause(tx, id); err != nil {
		return fmt.Errorf("remove clause: %w", err)
	}
	return redrafted(tx, s, b, c, nil)
}

// SetSettings says what the draft decides of the parameters: those with a value
// and no others. version is the version of the draft that the person saw.
func SetSettings(tx *db.Tx, s access.Scope, version int64, settings []Setting) error {
	if err := access.Require(tx, access.RuleBookAdopt, s); err != nil {
		return err
	}
	b, err := inHand(tx, s.Cluster)
	if err != nil {
		return err
	}
	settings, err = checkSettings(b, settings)
	if err != nil {
		return err
	}
	if b.Version != version {
		return stale(b)
	}
	if err := replaceSettings(tx, b.ID, settings); err != nil {
		return fmt.Errorf("set parameters: %w", err)
	}
	return redrafted(tx, s, b, b.Settings, settings)
}

func checkSettings(b RuleBook, settings []Setting) ([]Setting, error) {
	var list problem.List
	var kept []Setting
	for _, v := range settings {
		if strings.TrimSpace(v.Value) == "" {
			continue
		}
		value, err := v.Key.canonical(v.Value)
		if err != nil {
			list = append(list, problem.All(err)...)
			continue
		}
		if _, ok := b.Clause(v.ClauseID); !ok {
			list.Add("clause_"+string(v.Key), "%s: chọn điều khoản làm căn cứ; chưa có thì thêm điều khoản trước.", v.Key.Name())
			continue
		}
		kept = append(kept, Setting{RuleBookID: b.ID, Key: v.Key, Value: value, ClauseID: v.ClauseID})
	}
	return kept, list.Err()
}

// stale says how the draft looks now to who saw an earlier version of it.
func stale(b RuleBook) error {
	said := make([]string, len(b.Settings))
	for i, v := range b.Settings {
		c, _ := b.Clause(v.ClauseID)
		said[i] = fmt.Sprintf("%s %s (%s)", strings.ToLower(v.Key.Name()), v.Key.Words(v.Value), c.Ref)
	}
	return problem.New(problem.Conflict, "Bản soạn đã thay đổi từ khi bạn mở trang này, nay có %d điều khoản và tham số: %s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
		len(b.Clauses), orNone(strings.Join(said, "; ")))
}

func orNone(text string) string {
	if text == "" {
		return "chưa ghi"
	}
	return text
}
