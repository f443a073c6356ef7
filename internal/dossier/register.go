package dossier

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Register opens a dossier of a unit: for which award and year it proposes, of which
// kind, and to which office. d.ID may be set by the form, so that a form sent twice
// opens one.
func Register(tx *db.Tx, b Basis, d Dossier) (Dossier, error) {
	if err := access.Require(tx, access.DossierKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	if d.ID != "" {
		if _, err := findDossier(tx, d.ID); err == nil {
			return d, problem.New(problem.Conflict, "Hồ sơ này đã được đăng ký; mở danh sách hồ sơ để làm tiếp.")
		}
	}
	d.Step, d.Version, d.CreatedAt = Registered, 1, db.At(tx.Now)
	if d.Proposer == "" {
		d.Proposer = rules.ByUnit
	}
	if err := d.check(tx, b.Law); err != nil {
		return d, err
	}
	if d.ID == "" {
		d.ID = db.NewID()
	}
	d.BeganOn = tx.Today()
	if err := insertDossier(tx, d); err != nil {
		return d, fmt.Errorf("register dossier of unit %s: %w", d.UnitID, err)
	}
	m, _ := MoveOf(MoveRegister)
	if err := insertMade(tx, Made{
		ID: db.NewID(), DossierID: d.ID, Move: m.ID, ToStep: Registered, OfficeID: d.OfficeID, EndedOn: tx.Today(), AccountID: tx.Actor.ID,
		Name: access.Signature(tx.Actor, access.DossierKeep, access.Scope{Unit: d.UnitID}), MadeAt: db.At(tx.Now),
	}); err != nil {
		return d, fmt.Errorf("write move of dossier %s: %w", d.ID, err)
	}
	return d, noted(tx, Proposer, nil, d, "")
}

// check refuses a dossier that does not say what it is.
func (d *Dossier) check(tx *db.Tx, l *rules.Law) error {
	var list problem.List
	kind, a := l.Dossier.Kind(d.Kind), l.Award(d.Award)
	if kind == nil {
		list.Add("kind", "Chọn loại hồ sơ.")
	}
	if a == nil {
		list.Add("award", "Chọn danh hiệu, hình thức khen thưởng trong danh sách.")
	}
	if d.Simple && kind != nil && kind.Simple == "" {
		list.Add("simple", "Loại hồ sơ «%s» không thuộc trường hợp được dùng thủ tục đơn giản (06/2022/QH15, Điều 85, khoản 1).", kind.Name)
	}
	if today := tx.Today(); d.Year < 1945 || d.Year > today.Year() {
		list.Add("year", "Ghi năm thành tích, không sau năm %d.", today.Year())
	}
	if d.FromYear == 0 {
		d.FromYear = d.Year
	}
	if d.FromYear > d.Year || d.FromYear < 1945 {
		list.Add("from_year", "Năm đầu của giai đoạn không sau năm cuối %d.", d.Year)
	}
	if !slices.Contains(Levels, d.Level) {
		list.Add("level", "Chọn cấp của cơ quan tiếp nhận.")
	}
	if d.OfficeID == "" {
		list.Add("office", "Chọn cơ quan tiếp nhận.")
	} else if _, err := org.Find(tx, d.OfficeID, tx.Today()); problem.Is(err, problem.NotFound) {
		list.Add("office", "Không có cơ quan này vào hôm nay; chọn lại.")
	} else if err != nil {
		return err
	}
	if d.FiguresOn.After(tx.Today()) {
		list.Add("figures_on", "Ngày của số liệu không sau hôm nay.")
	}
	if d.OwnMembers < 0 || d.OwnMembers > 1000 {
		list.Add("own_members", "Ghi tổng số thành viên Hội đồng, từ 1 đến 1.000.")
	}
	if d.Title = vn.Line(d.Title); d.Title == "" && a != nil {
		d.Title = fmt.Sprintf("%s năm %d", a.Title(), d.Year)
	}
	return list.Err()
}

// Revise changes what an open dossier says of itself: its title, its office and their
// level, the day of its figures, the size of the unit's council.
func Revise(tx *db.Tx, b Basis, a Ask, change Dossier) error {
	d, err := open(tx, a)
	if err != nil {
		return err
	}
	before := d
	d.Title, d.OfficeID, d.Level, d.FiguresOn, d.OwnMembers = change.Title, change.OfficeID, change.Level, change.FiguresOn, change.OwnMembers
	if err := d.check(tx, b.Law); err != nil {
		return err
	}
	return changed(tx, before, d)
}

// open finds a dossier that its unit may change, as the person saw it.
func open(tx *db.Tx, a Ask) (Dossier, error) {
	d, err := find(tx, a.ID)
	if err != nil {
		return d, err
	}
	if err := access.Require(tx, access.DossierKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	if !d.Step.Open() {
		return d, problem.New(problem.Closed, "Hồ sơ đang ở bước «%s»; chỉ sửa được khi còn ở đơn vị. Nếu chưa được tiếp nhận, lãnh đạo đơn vị rút về rồi sửa.", d.Step.Name())
	}
	return d, d.seen(a.Version)
}

// changed stores what a unit changed in its open dossier.
func changed(tx *db.Tx, before, d Dossier) error {
	d.Version++
	if err := store(tx, before, d); err != nil {
		return err
	}
	return noted(tx, Proposer, before, d, "")
}
