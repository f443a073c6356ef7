package exemplar

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/receipt"
	"giaouoc/internal/vn"
)

// AtOnce is how many stories a page of the portal shows.
const AtOnce = 24

// Filter is what a reader looks for among the stories.
type Filter struct {
	Words   string // marks and case do not matter; no more than mostWords are looked at
	Unit    string
	Cluster string
	Direct  bool
	Small   bool
	Page    int
}

// mostWords is how many words somebody may look for at once.
const mostWords = 10

// words are what is looked for, once each.
func (q Filter) words() []string {
	var list []string
	for word := range strings.FieldsSeq(award.Folded(vn.Line(q.Words))) {
		if len(list) == mostWords {
			break
		}
		if !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// PublicList lists the published stories that match, the newest first, with how many
// there are.
//
// Public: they were published.
func PublicList(tx *db.Tx, q Filter) ([]Exemplar, int, error) {
	list, total, err := published(tx, q)
	if err != nil {
		return nil, 0, fmt.Errorf("list exemplars: %w", err)
	}
	return list, total, nil
}

// PublicAll lists every published story, the newest first, without its words and its
// picture.
//
// Public: they were published; of whom they tell agreed.
func PublicAll(tx *db.Tx) ([]Exemplar, error) {
	list, err := publishedAll(tx)
	if err != nil {
		return nil, fmt.Errorf("list published exemplars: %w", err)
	}
	return list, nil
}

// PublicOf is a published story with the decisions on awards that it rests on.
//
// Public: it was published; of the awards no more than their decisions say.
func PublicOf(tx *db.Tx, slug string) (Exemplar, []award.Entry, error) {
	e, err := exemplarBySlug(tx, slug)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return e, nil, fmt.Errorf("find exemplar at %s: %w", slug, err)
	}
	if err != nil || e.State != Published {
		return e, nil, problem.New(problem.NotFound, "Không có bài điển hình nào ở địa chỉ này, hoặc bài đã được rút.")
	}
	if e.SubjectID == "" {
		return e, nil, nil
	}
	list, err := award.HeldBy(tx, e.SubjectID)
	return e, list, err
}

// Of lists the stories of an office, the newest first.
//
// Read: requires the right to see them.
func Of(tx *db.Tx, officeID string) ([]Exemplar, error) {
	if err := access.Require(tx, access.ExemplarRead, access.Scope{Unit: officeID}); err != nil {
		return nil, err
	}
	list, err := exemplarsOf(tx, officeID)
	if err != nil {
		return nil, fmt.Errorf("list exemplars of unit %s: %w", officeID, err)
	}
	return list, nil
}

// Drafts lists what waits to be published, of all offices.
//
// Read: requires the right to publish on the portal.
func Drafts(tx *db.Tx) ([]Exemplar, error) {
	if err := access.Require(tx, access.ArticlePublish, access.Scope{Portal: true}); err != nil {
		return nil, err
	}
	list, err := drafts(tx)
	if err != nil {
		return nil, fmt.Errorf("list drafts of exemplars: %w", err)
	}
	return list, nil
}

// Look is a story in any state.
//
// Read: requires the right to see the stories of its office, or to publish on the portal.
func Look(tx *db.Tx, id string) (Exemplar, error) {
	e, err := find(tx, id)
	if err != nil {
		return e, err
	}
	if access.May(tx, access.ArticlePublish, access.Scope{Portal: true}) {
		return e, nil
	}
	return e, access.Require(tx, access.ExemplarRead, access.Scope{Unit: e.OfficeID})
}

// Queue lists the suggestions of an office, those that wait first.
//
// Read: requires the right to see the stories of the office.
func Queue(tx *db.Tx, officeID string) ([]Suggestion, error) {
	if err := access.Require(tx, access.ExemplarRead, access.Scope{Unit: officeID}); err != nil {
		return nil, err
	}
	var all []Suggestion
	for _, v := range []Verdict{Waiting, Taken, Declined} {
		list, err := suggestionsOf(tx, officeID, v)
		if err != nil {
			return nil, fmt.Errorf("read queue of unit %s: %w", officeID, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// SuggestionOf is one suggestion of an office.
//
// Read: requires the right to see the stories of the office.
func SuggestionOf(tx *db.Tx, officeID, id string) (Suggestion, error) {
	if err := access.Require(tx, access.ExemplarRead, access.Scope{Unit: officeID}); err != nil {
		return Suggestion{}, err
	}
	g, err := suggestionByID(tx, id)
	if err == nil && g.OfficeID != officeID {
		err = db.ErrNoRow
	}
	if errors.Is(err, db.ErrNoRow) {
		return g, problem.New(problem.NotFound, "Không có lời giới thiệu này.")
	}
	if err != nil {
		return g, fmt.Errorf("find suggestion %s: %w", id, err)
	}
	return g, nil
}

// ReceiptOf is what the code of a suggestion shows, with the address of the story once
// it is published.
//
// Public: the code opens it.
func ReceiptOf(tx *db.Tx, code string) (Suggestion, string, error) {
	g, err := suggestionByCode(tx, receipt.Digest(code))
	if errors.Is(err, db.ErrNoRow) {
		return g, "", problem.Field("code", "Không có lời giới thiệu nào mang mã này. Kiểm tra lại từng chữ: mã gồm 16 chữ và số.")
	}
	if err != nil {
		return g, "", fmt.Errorf("find suggestion of a code: %w", err)
	}
	if g.ExemplarID == "" {
		return g, "", nil
	}
	e, err := find(tx, g.ExemplarID)
	if err != nil || e.State != Published {
		return g, "", err
	}
	return g, e.Slug, nil
}

// PublicUnits are the units of which published stories tell.
//
// Public: they were published.
func PublicUnits(tx *db.Tx) ([]string, error) {
	list, err := publishedUnits(tx)
	if err != nil {
		return nil, fmt.Errorf("list units of exemplars: %w", err)
	}
	ids := make([]string, len(list))
	for i, u := range list {
		ids[i] = u.UnitID
	}
	return ids, nil
}
