package article

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Send hands a draft to a second person, who publishes it or sends it back. Nothing that
// readers need may be missing.
func Send(tx *db.Tx, id string, version int64) (Article, error) {
	before, err := own(tx, id, access.ArticleWrite)
	if err != nil {
		return before, err
	}
	if err := before.at(version, Draft); err != nil {
		return before, err
	}
	if err := complete(tx, before); err != nil {
		return before, err
	}
	a := before
	a.State, a.Remark = Review, ""
	return moved(tx, access.ArticleWrite, before, a, "")
}

// at refuses a move from another state, or over another version.
func (a Article) at(version int64, states ...State) error {
	for _, s := range states {
		if a.State == s && a.Version == version {
			return nil
		}
	}
	if a.Version != version {
		return problem.New(problem.Conflict, "«%s» vừa có bản mới (bản %d) sau khi bạn mở trang; hãy xem lại.", a.Title, a.Version)
	}
	return problem.New(problem.Closed, "«%s» đang ở bước %s, không làm việc này được.", a.Title, a.State.Name())
}

// complete lists what readers would miss.
func complete(tx *db.Tx, a Article) error {
	var list problem.List
	if a.Body == "" {
		list.Add("body", "Chưa có lời bài.")
	}
	if a.Kind == News {
		if a.Summary == "" {
			list.Add("summary", "Ghi một hai câu tóm tắt (sapo).")
		}
		if a.Source == "" {
			list.Add("source", "Ghi nguồn tin, ví dụ Cơ quan thường trực Hội đồng.")
		}
		if a.Author == "" {
			list.Add("author", "Ghi tên tác giả.")
		}
	}
	if a.PublicVersion > 0 && a.Correction == "" {
		list.Add("correction", "Bài đã đăng: ghi bản này đính chính, cập nhật điều gì.")
	}
	if a.Kind == Notice && !a.ExpiresOn.IsZero() && a.ExpiresOn.Before(tx.Today()) {
		list.Add("expires_on", "Thông báo đã hết hạn ngày %s.", a.ExpiresOn.Short())
	}
	return list.Err()
}

func moved(tx *db.Tx, act access.Act, before, a Article, reason string) (Article, error) {
	if err := updateArticle(tx, a, before.Version); err != nil {
		return before, fmt.Errorf("move article %s: %w", a.ID, err)
	}
	return a, a.recorded(tx, act, before, reason)
}
