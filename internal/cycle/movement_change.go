package cycle

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// ChangeMovement changes what a movement says; m.ID names it and m.Version is
// the version the person saw. Its unit and what it joins stay.
func ChangeMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	before, act, err := movementInHand(tx, y, m.ID)
	if err != nil {
		return Movement{}, err
	}
	if before.Version != m.Version {
		return Movement{}, problem.New(problem.Conflict,
			"Bản ghi này vừa được người khác sửa thành: «%s», khẩu hiệu «%s», từ %s đến %s, mục tiêu: %s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			before.Name, before.Slogan, before.FromDay.Short(), openDay(before), joined(before.Goals))
	}
	m.tidy()
	m.YearID, m.ParentID, m.UnitID, m.State, m.Source, m.CreatedAt = before.YearID, before.ParentID, before.UnitID, before.State, before.Source, before.CreatedAt
	m.FileHash, m.FileName = before.FileHash, before.FileName
	all, err := movementsOf(tx, y.ID)
	if err != nil {
		return Movement{}, fmt.Errorf("read movements: %w", err)
	}
	if twin, ok := twinOf(all, m); ok {
		return Movement{}, problem.Field("name", "Đã có «%s» trong năm %d.", twin.Name, y.Year)
	}
	if err := checkMovement(tx, y, m, all); err != nil {
		return Movement{}, err
	}
	m.Version++
	if err := updateMovement(tx, m); err != nil {
		return Movement{}, fmt.Errorf("change movement: %w", err)
	}
	return m, record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: y.scopeOf(m.UnitID), Before: before, After: m,
	})
}

// AttachLaunch keeps the file of the document that launches a movement.
func AttachLaunch(tx *db.Tx, y Year, id string, f blob.File) error {
	m, act, err := movementInHand(tx, y, id)
	if err != nil {
		return err
	}
	before := m.FileHash
	m.FileHash, m.FileName, m.Version = f.Hash, f.Name, m.Version+1
	if err := updateMovement(tx, m); err != nil {
		return fmt.Errorf("attach launch document: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: y.scopeOf(m.UnitID), Before: before, After: f,
	})
}

// WithdrawMovement takes back a movement that was entered by mistake, with a
// reason; one that others have joined, or that has been reviewed, stays.
func WithdrawMovement(tx *db.Tx, y Year, id, reason string) error {
	m, act, err := movementInHand(tx, y, id)
	if err != nil {
		return err
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do rút.")
	}
	all, err := movementsOf(tx, y.ID)
	if err != nil {
		return fmt.Errorf("read movements: %w", err)
	}
	for _, o := range all {
		if o.ParentID == m.ID && o.State == MovementRunning {
			return problem.New(problem.Closed, "Đã có đơn vị hưởng ứng «%s»; không rút được.", m.Name)
		}
	}
	reviews, err := reviewsOf(tx, y.ID)
	if err != nil {
		return fmt.Errorf("read reviews: %w", err)
	}
	for _, r := range reviews {
		if r.MovementID == m.ID {
			return problem.New(problem.Closed, "«%s» đã %s; không rút được.", m.Name, r.Stage.Name())
		}
	}
	before := m
	m.State, m.WithdrawnFor, m.Version = MovementWithdrawn, reason, m.Version+1
	if err := updateMovement(tx, m); err != nil {
		return fmt.Errorf("withdraw movement: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: y.scopeOf(m.UnitID), Before: before, After: m, Reason: reason,
	})
}

// movementInHand finds a movement that the actor may change, requiring the
// right, the running year and that it stands.
func movementInHand(tx *db.Tx, y Year, id string) (Movement, access.Act, error) {
	m, err := movementOf(tx, y, id)
	if err != nil {
		return m, "", err
	}
	act := access.MovementJoin
	if m.UnitID == "" {
		act = access.MovementLaunch
		err = access.Require(tx, act, y.Scope())
	} else {
		err = requireJoin(tx, y, m.UnitID)
	}
	if err != nil {
		return m, act, err
	}
	if err := y.MustRun(); err != nil {
		return m, act, err
	}
	return m, act, mustStand(m)
}

func openDay(m Movement) string {
	if m.ToDay.IsZero() {
		return "khi có kết thúc"
	}
	return m.ToDay.Short()
}

func joined(goals []string) string {
	text := ""
	for i, g := range goals {
		if i > 0 {
			text += "; "
		}
		text += g
	}
	return text
}
