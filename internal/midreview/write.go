package midreview

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Bounds on texts, in letters.
const (
	maxPart   = 20_000
	maxRemark = 5000
)

// Write stores what people judge; version is the one the person saw. A stale
// version comes back as one conflict beside each part that is stored otherwise;
// writing what is already stored changes nothing.
func Write(tx *db.Tx, y cycle.Year, version int64, w Written) (Review, error) {
	if err := mayDraft(tx, y); err != nil {
		return Review{}, err
	}
	r, err := writing(tx, y)
	if err != nil {
		return Review{}, err
	}
	w = w.tidy()
	if w == r.Written {
		return r, nil
	}
	if version != r.Version {
		return Review{}, r.conflicts(w)
	}
	var list problem.List
	for _, p := range w.Parts() {
		if utf8.RuneCountInString(p.Text) > maxPart {
			list.Add(p.Field, "«%s» dài quá 20.000 chữ; hãy rút ngắn.", p.Name)
		}
		blob.RefuseSecrets(&list, p.Field, p.Text)
	}
	if err := list.Err(); err != nil {
		return Review{}, err
	}
	before := r.Written
	r.Written, r.SavedBy, r.Version = w, tx.Actor.Name, r.Version+1
	if err := update(tx, r); err != nil {
		return Review{}, fmt.Errorf("write mid-year review: %w", err)
	}
	return r, noted(tx, y, access.MidReviewDraft, r.ID, before, w)
}

func (w Written) tidy() Written {
	for _, text := range []*string{&w.Strengths, &w.Shortcomings, &w.Causes, &w.Tasks, &w.Requests} {
		*text = vn.NFC(strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n")))
	}
	return w
}

// conflicts names the parts that another person stored otherwise than typed.
func (r Review) conflicts(typed Written) problem.List {
	list := problem.List{problem.New(problem.Conflict, "%s vừa lưu báo cáo này trước bạn; chưa có gì của bạn bị mất. Hãy so những phần dưới đây, sửa nếu cần, rồi lưu lại.", r.SavedBy)}
	mine := typed.Parts()
	for n, p := range r.Parts() {
		if p.Text == mine[n].Text {
			continue
		}
		text := p.Text
		if text == "" {
			text = "(trống)"
		}
		list = append(list, &problem.Problem{Kind: problem.Conflict, Field: p.Field, Text: fmt.Sprintf("«%s» vừa được %s lưu là: %s", p.Name, r.SavedBy, text)})
	}
	return list
}
