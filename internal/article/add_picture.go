package article

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Bounds of what an article carries.
const (
	mostPictures = 60
	mostFiles    = 20
	longAlt      = 300
)

// CheckPicture refuses words of a picture that are missing or too long, before it is
// drawn.
func CheckPicture(alt, caption string) error {
	var list problem.List
	if vn.Line(alt) == "" {
		list.Add("alt", "Ghi ảnh cho thấy gì, cho người không nhìn được ảnh.")
	}
	for _, f := range []struct{ field, text string }{{"alt", vn.Line(alt)}, {"caption", vn.Line(caption)}} {
		if len([]rune(f.text)) > longAlt {
			list.Add(f.field, "Dài quá %d chữ.", longAlt)
		}
		blob.RefuseSecrets(&list, f.field, f.text)
	}
	return list.Err()
}

// AddPicture takes a drawn picture into an article; hashes are those of its stored sizes.
// A picture that the lead of the article still lacks becomes that.
func AddPicture(tx *db.Tx, id string, d Drawn, hashes [3]string, alt, caption string) (Picture, error) {
	a, err := own(tx, id, access.ArticleWrite)
	if err != nil {
		return Picture{}, err
	}
	if a.State == Review || a.State == Scheduled {
		return Picture{}, problem.New(problem.Closed, "«%s» đang %s; trả về bản nháp rồi mới thêm ảnh được.", a.Title, a.State.Name())
	}
	if err := CheckPicture(alt, caption); err != nil {
		return Picture{}, err
	}
	have, err := picturesOf(tx, id)
	if err != nil {
		return Picture{}, fmt.Errorf("read pictures of article %s: %w", id, err)
	}
	if len(have) >= mostPictures {
		return Picture{}, problem.Field("picture", "Bài đã có %d ảnh, không thêm được nữa.", mostPictures)
	}
	p := Picture{
		ID: db.NewID(), ArticleID: id, Alt: vn.Line(alt), Caption: vn.Line(caption), Width: int64(d.Width), Height: int64(d.Height),
		SmallHash: hashes[0], MiddleHash: hashes[1], LargeHash: hashes[2], Type: d.Type, AccountID: tx.Actor.ID, AddedAt: db.At(tx.Now),
	}
	if err := insertPicture(tx, p); err != nil {
		return p, fmt.Errorf("add picture to article %s: %w", id, err)
	}
	return p, record.Add(tx, record.Act{Act: access.ArticleWrite, Object: record.Object{Kind: "article_picture", ID: p.ID}, Scope: portal, After: p})
}

// AddFile takes a stored file into an article, for readers to take along.
func AddFile(tx *db.Tx, id string, stored blob.File) (File, error) {
	a, err := own(tx, id, access.ArticleWrite)
	if err != nil {
		return File{}, err
	}
	if a.State == Review || a.State == Scheduled {
		return File{}, problem.New(problem.Closed, "«%s» đang %s; trả về bản nháp rồi mới thêm tệp được.", a.Title, a.State.Name())
	}
	have, err := filesOf(tx, id)
	if err != nil {
		return File{}, fmt.Errorf("read files of article %s: %w", id, err)
	}
	for _, f := range have {
		if f.FileHash == stored.Hash {
			return f, nil
		}
	}
	if len(have) >= mostFiles {
		return File{}, problem.Field("file", "Đã có %d tệp, không thêm được nữa.", mostFiles)
	}
	f := File{ID: db.NewID(), ArticleID: id, Name: stored.Name, FileHash: stored.Hash, Size: stored.Size, Type: string(stored.Type), AccountID: tx.Actor.ID, AddedAt: db.At(tx.Now)}
	if err := insertFile(tx, f); err != nil {
		return f, fmt.Errorf("add file to article %s: %w", id, err)
	}
	return f, record.Add(tx, record.Act{Act: access.ArticleWrite, Object: record.Object{Kind: "article_file", ID: f.ID}, Scope: portal, After: f})
}
