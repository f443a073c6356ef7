package dossier

import (
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Notify says that the result was made known, and how.
func Notify(tx *db.Tx, b Basis, a Ask, how string) (Dossier, error) {
	before, m, err := begin(tx, MoveNotify, a)
	if err != nil {
		return before, err
	}
	d := before
	if d.NotifiedHow = vn.Line(how); d.NotifiedHow == "" {
		return before, problem.Field("how", "Ghi cách thông báo, ví dụ công văn số …, cổng thông tin điện tử.")
	}
	return finish(tx, b, m, before, d, "", "")
}

// Deliver says that the awards were handed over, and where.
func Deliver(tx *db.Tx, b Basis, a Ask, where string) (Dossier, error) {
	before, m, err := begin(tx, MoveDeliver, a)
	if err != nil {
		return before, err
	}
	if before.Awarded == 0 {
		return before, problem.New(problem.Closed, "Không đối tượng nào được tặng nên không có việc trao; lưu trữ hồ sơ.")
	}
	d := before
	if d.DeliveredAt = vn.Line(where); d.DeliveredAt == "" {
		return before, problem.Field("where", "Ghi nơi trao, ví dụ hội nghị tổng kết ngày …")
	}
	return finish(tx, b, m, before, d, "", "")
}

// Archive ends a dossier: it is kept on a shelf.
func Archive(tx *db.Tx, b Basis, a Ask, shelf string) (Dossier, error) {
	before, m, err := begin(tx, MoveArchive, a)
	if err != nil {
		return before, err
	}
	if before.Step == Notified && before.Awarded > 0 {
		return before, problem.New(problem.Closed, "Ghi việc trao trước khi lưu trữ: %d đối tượng được tặng.", before.Awarded)
	}
	d := before
	if d.Shelf = vn.Line(shelf); d.Shelf == "" {
		return before, problem.Field("shelf", "Ghi nơi lưu, ví dụ hộp số, kho, hoặc mã hồ sơ lưu trữ điện tử.")
	}
	return finish(tx, b, m, before, d, "", "")
}
