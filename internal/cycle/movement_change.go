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
// the version the person saw. Its unit and what it joins stay; what the cluster's
// own serves may change.
func ChangeMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	before, act, err := movementInHand(tx, y, m.ID)
	if err != nil {
		return Movement{}, err
	}
	m.tidy()
	if !before.OfCluster() {
		m.ParentID = before.ParentID
	}
	if before.Version == m.Version+1 && before.same(m) {
		return before, nil // the same form sent twice
	}
	if before.Version != m.Version {
		return Movement{}, problem.New(problem.Conflict,
			"Bản ghi này vừa được người khác sửa thành: «%s», khẩu hiệu «%s», từ %s đến %s, mục tiêu: %s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			before.Name, before.Slogan, before.FromDay.Short(), openDay(before), joined(before.Goals))
	}
	m.YearID, m.UnitID, m.State, m.Source, m.CreatedAt = before.YearID, before.UnitID, before.State, before.Source, before.CreatedAt
	if before.OfCentre() != m.OfCentre() {
		return Movement{}, problem.Field("launched_by", "Ghi ai của trung ương phát động; phong trào của cấp khác để trống ô này.")
	}
	if before.OfCluster() {
		if err := mustServeCentre(tx, y, m); err != nil {
			return Movement{}, err
		}
	}
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
	return m, publishMovement(tx, y, act, m)
}

// AttachLaunch keeps the file of the document that launches a movement.
func AttachLaunch(tx *db.Tx, y Year, id string, f blob.File) error {
	m, act, err := movementInHand(tx, y, id)
	if err != nil {
		return err
	}
	before := m.FileHash
	if before == f.Hash {
		return nil // the same file sent twice
	}
	m.FileHash, m.FileName, m.Version = f.Hash, f.Name, m.Version+1
	if err := updateMovement(tx, m); err != nil {
		return fmt.Errorf("attach launch document: %w", err)
	}
	scope, err := y.scopeOf(tx, m.UnitID)
	if err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: scope, Before: before, After: f,
	})
}

// WithdrawMovement takes back a movement that was entered by mistake, with a
// reason; one that others have joined, or that has been reviewed, stays. version
// is the version that the person saw.
func WithdrawMovement(tx *db.Tx, y Year, id string, version int64, reason string) error {
	m, act, err := movementToJudge(tx, y, id)
	if err != nil {
		return err
	}
	reason = clean(reason)
	if m.State == MovementWithdrawn && m.WithdrawnFor == reason {
		return nil // the same form sent twice
	}
	if err := mustStand(m); err != nil {
		return err
	}
	if m.Version != version {
		return problem.New(problem.Conflict, "«%s» vừa được người khác sửa. Hãy xem lại rồi rút nếu vẫn cần.", m.Name)
	}
	list := problem.List{}
	if reason == "" {
		list.Add("reason", "Ghi lý do rút.")
	}
	blob.RefuseSecrets(&list, "reason", reason)
	if err := list.Err(); err != nil {
		return err
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
	scope, err := y.scopeOf(tx, m.UnitID)
	if err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: scope, Before: before, After: m, Reason: reason,
	})
}

// movementInHand finds a movement that the actor may change, requiring the
// right, the running year and that it stands.
func movementInHand(tx *db.Tx, y Year, id string) (Movement, access.Act, error) {
	m, act, err := movementToJudge(tx, y, id)
	if err != nil {
		return m, act, err
	}
	return m, act, mustStand(m)
}

// movementToJudge is movementInHand for a movement that may have been withdrawn.
func movementToJudge(tx *db.Tx, y Year, id string) (Movement, access.Act, error) {
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
	return m, act, y.MustRun()
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
