package exemplar

import (
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
)

// MayPublish reports whether the actor may publish and withdraw stories of an office.
//
// Read: asks for the right, publishes nothing.
func MayPublish(tx *db.Tx, officeID string) bool {
	return access.May(tx, access.ExemplarPublish, access.Scope{Unit: officeID}) || access.May(tx, access.ArticlePublish, access.Scope{Portal: true})
}

// publisher is the right by which the actor publishes: the office's own, or that of an
// editor of the portal.
func publisher(tx *db.Tx, officeID string) (access.Act, access.Scope, error) {
	if portal := (access.Scope{Unit: officeID, Portal: true}); access.May(tx, access.ArticlePublish, portal) {
		return access.ArticlePublish, portal, access.Require(tx, access.ArticlePublish, portal)
	}
	office := access.Scope{Unit: officeID}
	return access.ExemplarPublish, office, access.Require(tx, access.ExemplarPublish, office)
}

// Publish puts a draft on the portal (đăng): by somebody who neither began it nor saved
// what is published.
func Publish(tx *db.Tx, id string, version int64) error {
	before, err := find(tx, id)
	if err != nil {
		return err
	}
	act, scope, err := publisher(tx, before.OfficeID)
	if err != nil {
		return err
	}
	if before.State != Draft {
		return problem.New(problem.Closed, "Bài này %s; chỉ đăng được bản soạn.", before.State.Name())
	}
	if err := before.seen(version); err != nil {
		return err
	}
	me := tx.Actor.Persons()
	if slices.Contains(me, before.WriterID) || slices.Contains(me, before.SavedID) {
		return problem.New(problem.Denied, "Bạn đã viết bài này nên người khác phải đọc và đăng: lãnh đạo cơ quan, cơ quan thường trực hoặc biên tập viên.")
	}
	if before.OfPerson() && before.Consent == "" {
		return problem.Field("consent", "Chưa ghi người được nêu đã đồng ý đăng; ghi khi sửa bản soạn, ví dụ: đồng ý bằng văn bản ngày 2/3/2026.")
	}
	e := before
	if e.Slug == "" {
		if e.Slug, err = slug(tx, e.Title); err != nil {
			return err
		}
	}
	e.State, e.PublishedOn, e.PublishedBy = Published, tx.Today(), access.Signature(tx.Actor, act, scope)
	e.WithdrawnOn, e.WithdrawnFor = vn.Date{}, ""
	if err := search.Put(tx, search.Entry{Kind: search.Exemplar, ObjectID: e.ID, Title: e.Title, Detail: e.Name, Address: "/dien-hinh/" + e.Slug, Day: e.PublishedOn}); err != nil {
		return err
	}
	return store(tx, act, scope, before, e, "")
}

// Withdraw takes a story off the portal (rút), with the reason.
func Withdraw(tx *db.Tx, id string, version int64, why string) error {
	before, err := find(tx, id)
	if err != nil {
		return err
	}
	act, scope, err := publisher(tx, before.OfficeID)
	if err != nil {
		return err
	}
	if before.State != Published {
		return problem.New(problem.Closed, "Bài này %s; chỉ rút được bài đang đăng.", before.State.Name())
	}
	if err := before.seen(version); err != nil {
		return err
	}
	e := before
	e.State, e.WithdrawnOn, e.WithdrawnFor = Withdrawn, tx.Today(), why
	var list problem.List
	line(&list, "why", &e.WithdrawnFor, "Ghi lý do rút bài.")
	if err := list.Err(); err != nil {
		return err
	}
	if err := search.Remove(tx, search.Exemplar, id); err != nil {
		return err
	}
	return store(tx, act, scope, before, e, e.WithdrawnFor)
}
