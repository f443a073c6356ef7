package initiative

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Said is an author as an application names one.
type Said struct {
	Name      string
	BirthYear int // 0 when not said
	Share     int // percent
}

// Apply enters an application. i.ID comes with the form, so that a form sent twice
// enters one; authors are found by name in the unit's register.
func Apply(tx *db.Tx, i Initiative, authors []Said, file blob.File) (Initiative, error) {
	scope := access.Scope{Unit: i.UnitID}
	if err := access.Require(tx, access.InitiativeKeep, scope); err != nil {
		return i, err
	}
	if _, err := findInitiative(tx, i.ID); err == nil {
		return i, problem.New(problem.Conflict, "Đơn này đã được ghi; mở danh sách sáng kiến để xem.")
	} else if !errors.Is(err, db.ErrNoRow) {
		return i, fmt.Errorf("find initiative %s: %w", i.ID, err)
	}
	var list problem.List
	if today := tx.Today().Year(); i.Year < 2000 || i.Year > today {
		list.Add("nam", "Năm phải từ 2000 đến %d.", today)
	}
	i.Name, i.Description, i.Effect = vn.Line(i.Name), strings.TrimSpace(vn.NFC(i.Description)), strings.TrimSpace(vn.NFC(i.Effect))
	if i.Name == "" {
		list.Add("name", "Ghi tên sáng kiến.")
	}
	if i.Description == "" {
		list.Add("description", "Ghi nội dung giải pháp: cái mới là gì, làm thế nào.")
	}
	if i.Effect == "" {
		list.Add("effect", "Ghi hiệu quả khi áp dụng tại cơ sở; sáng kiến là giải pháp đã được áp dụng (06/2022/QH15, Điều 3, khoản 4).")
	}
	var err error
	if i.Authors, err = authorsOf(tx, i.UnitID, authors, &list); err != nil {
		return i, err
	}
	if err := list.Err(); err != nil {
		return i, err
	}
	i.State, i.Version, i.AccountID, i.CreatedAt = Applied, 1, tx.Actor.ID, db.At(tx.Now)
	i.FileHash, i.FileName = file.Hash, file.Name
	if i.ID == "" {
		i.ID = db.NewID()
	}
	if err := insertInitiative(tx, i); err != nil {
		return i, fmt.Errorf("store initiative: %w", err)
	}
	return i, record.Add(tx, record.Act{Act: access.InitiativeKeep, Object: record.Object{Kind: "initiative", ID: i.ID}, Scope: scope, After: i})
}

// authorsOf finds who the authors are in the register.
func authorsOf(tx *db.Tx, unitID string, said []Said, list *problem.List) ([]Author, error) {
	var authors []Author
	whole := 0
	for _, a := range said {
		found, err := award.Named(tx, unitID, a.Name, a.BirthYear)
		if err != nil {
			return nil, err
		}
		switch {
		case a.Share < 1 || a.Share > 100:
			list.Add("authors", "%s: ghi tỷ lệ đóng góp từ 1 đến 100 (%%).", a.Name)
		case len(found) == 0:
			list.Add("authors", "Sổ khen thưởng của đơn vị không có %s%s; nhập danh sách bình xét trước, hoặc sửa tên.", a.Name, born(a.BirthYear))
		case len(found) > 1:
			list.Add("authors", "Sổ có %d người tên %s; ghi thêm năm sinh: họ tên; năm sinh; tỷ lệ.", len(found), a.Name)
		default:
			for _, o := range authors {
				if o.SubjectID == found[0].ID {
					list.Add("authors", "%s được ghi hai lần.", a.Name)
				}
			}
			authors = append(authors, Author{SubjectID: found[0].ID, Name: found[0].Name, Share: a.Share})
		}
		whole += a.Share
	}
	switch {
	case len(said) == 0:
		list.Add("authors", "Ghi ít nhất một tác giả.")
	case len(*list) == 0 && whole != 100:
		list.Add("authors", "Tỷ lệ của các tác giả cộng lại là %d%%, phải bằng 100%%.", whole)
	}
	return authors, nil
}

func born(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(", sinh năm %d", year)
}
