package account

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Delegation is what one person lets another of the same unit do for some days
// (ủy quyền).
type Delegation struct {
	ID         string
	GiverID    string
	ReceiverID string
	FromDay    vn.Date // both days included
	UntilDay   vn.Date
	Reason     string
	MadeAt     db.Time
	RevokedAt  db.Time // zero: not revoked
	RevokedBy  string  // account id
	RevokedFor string
	Parts      []Part `db:"-"`

	Giver    string `json:"-"` // names, to be read
	Receiver string `json:"-"`
}

// Part is one role within its scope that is delegated.
type Part struct {
	GrantID   string // of the giver
	Role      access.Role
	ScopeKind string
	ScopeID   string
	Held      bool `json:"-"` // the giver has it today
}

// Standing tells how a delegation stands on a day.
func (d Delegation) Standing(day vn.Date) string {
	switch {
	case !d.RevokedAt.IsZero():
		return "đã thu hồi ngày " + vn.DateOf(d.RevokedAt.Time).Short()
	case day.Before(d.FromDay):
		return "chưa đến ngày"
	case day.After(d.UntilDay):
		return "đã hết hạn"
	}
	return "đang có hiệu lực"
}

// Stands reports whether a delegation is in force on a day.
func (d Delegation) Stands(day vn.Date) bool { return !d.Over(day) && !day.Before(d.FromDay) }

// Over reports whether a delegation has no day left.
func (d Delegation) Over(day vn.Date) bool { return !d.RevokedAt.IsZero() || day.After(d.UntilDay) }

// Delegating is what Delegate needs.
type Delegating struct {
	ReceiverID string
	GrantIDs   []string // of the own grants
	FromDay    vn.Date  // both days included
	UntilDay   vn.Date
	Reason     string
}

// longest is how long a delegation may last, in days. Decree 30/2020/NĐ-CP, art.
// 13.3, wants an end in writing and gives no number; a year is what art. 563 of
// the Civil Code 2015 lets an authority last whose parties have said none.
const longest = 365

// Delegate lets another person of the unit act in roles of the actor, from one
// day to another. Only what is granted to the actor, not what was delegated to
// the actor, can be handed on, and no role to two persons on one day. The same
// form sent twice delegates once.
func Delegate(tx *db.Tx, n Delegating) (Delegation, error) {
	d := Delegation{
		ID: db.NewID(), GiverID: tx.Actor.ID, ReceiverID: n.ReceiverID, FromDay: n.FromDay, UntilDay: n.UntilDay,
		Reason: vn.NFC(strings.TrimSpace(n.Reason)), MadeAt: db.At(tx.Now), Giver: tx.Actor.Name,
	}
	own, err := ownToDelegate(tx)
	if err != nil {
		return d, err
	}
	for _, id := range n.GrantIDs {
		i := slices.IndexFunc(own, func(g Grant) bool { return g.ID == id })
		if i < 0 {
			return d, problem.New(problem.Denied, "Bạn chỉ ủy quyền được vai trò cấp cho chính mình; vai trò nhận theo ủy quyền không ủy quyền lại.")
		}
		d.Parts = append(d.Parts, Part{id, own[i].Role, own[i].ScopeKind, own[i].ScopeID, true})
	}
	slices.SortFunc(d.Parts, func(a, b Part) int { return strings.Compare(a.GrantID, b.GrantID) })
	if err := checkDays(d, tx.Today()); err != nil {
		return d, err
	}
	to, err := receiver(tx, d)
	if err != nil {
		return d, err
	}
	d.Receiver = to.Name
	if same, err := mustStandAlone(tx, d); err != nil || same.ID != "" {
		return same, err
	}
	if err := insertDelegation(tx, d); err != nil {
		return d, fmt.Errorf("delegate to %s: %w", d.ReceiverID, err)
	}
	err = record.Add(tx, record.Act{
		Act: access.RightDelegate, Object: record.Object{Kind: "delegation", ID: d.ID},
		Scope: access.ScopeOf(d.Parts[0].ScopeKind, d.Parts[0].ScopeID), After: d, Reason: d.Reason,
	})
	if err != nil {
		return d, err
	}
	return d, tellDelegation(tx, d, "Bạn đã ủy quyền cho "+d.Receiver, d.Giver+" ủy quyền cho bạn")
}

// ownToDelegate lists the grants of the actor that can be delegated.
func ownToDelegate(tx *db.Tx) ([]Grant, error) {
	held, err := grantsOn(tx, tx.Actor.ID, tx.Today())
	if err != nil {
		return nil, fmt.Errorf("find grants of account %s: %w", tx.Actor.ID, err)
	}
	var own []Grant
	for _, g := range held {
		if !g.Role.Delegable() || slices.ContainsFunc(tx.Actor.Withheld, func(w db.Grant) bool { return w.Role == string(g.Role) }) {
			continue
		}
		if err := access.Require(tx, access.RightDelegate, access.ScopeOf(g.ScopeKind, g.ScopeID)); err == nil {
			own = append(own, g)
		}
	}
	if len(own) == 0 {
		return nil, problem.New(problem.Denied, "Bạn không có vai trò nào để ủy quyền.")
	}
	return own, nil
}

func checkDays(d Delegation, today vn.Date) error {
	var list problem.List
	if len(d.Parts) == 0 {
		list.Add("grant", "Chọn ít nhất một vai trò để ủy quyền.")
	}
	switch {
	case d.FromDay.IsZero():
		list.Add("from", "Ghi ngày bắt đầu ủy quyền.")
	case d.FromDay.Before(today):
		list.Add("from", "Ủy quyền từ hôm nay (%s) trở đi; việc đã làm trước đó không hợp thức hóa được.", today.Short())
	}
	switch {
	case d.UntilDay.IsZero():
		list.Add("until", "Ghi ngày cuối cùng của ủy quyền; ủy quyền không để ngỏ.")
	case d.UntilDay.Before(d.FromDay):
		list.Add("until", "Ngày cuối (%s) trước ngày đầu (%s).", d.UntilDay.Short(), d.FromDay.Short())
	case !d.FromDay.IsZero() && d.FromDay.DaysUntil(d.UntilDay) >= longest:
		list.Add("until", "Một lần ủy quyền dài nhất %d ngày; chọn ngày cuối sớm hơn, khi gần hết hạn thì ủy quyền lần nữa.", longest)
	}
	if d.Reason == "" {
		list.Add("reason", "Ghi lý do ủy quyền, ví dụ «đi công tác theo công văn số …».")
	}
	blob.RefuseSecrets(&list, "reason", d.Reason)
	return list.Err()
}

// receiver finds who is to act: another person of the same unit whose own roles go
// with those delegated.
func receiver(tx *db.Tx, d Delegation) (Account, error) {
	if d.ReceiverID == "" {
		return Account{}, problem.Field("receiver", "Chọn người nhận ủy quyền.")
	}
	to, err := find(tx, d.ReceiverID)
	if errors.Is(err, db.ErrNoRow) || err == nil && (to.ID == d.GiverID || to.UnitID != tx.Actor.Unit) {
		return to, problem.Field("receiver", "Người nhận phải là người khác trong cùng đơn vị với bạn; hãy chọn lại.")
	}
	if err != nil {
		return to, fmt.Errorf("find account %s: %w", d.ReceiverID, err)
	}
	for _, p := range d.Parts {
		err := mustGoWith(tx, to, Grant{Role: p.Role, FromDay: d.FromDay, ToDay: d.UntilDay.AddDays(1)}, "receiver")
		if err != nil {
			return to, err
		}
	}
	return to, nil
}

// mustStandAlone refuses to delegate a role that another person acts in on one of
// the days; it returns the delegation that says the same.
func mustStandAlone(tx *db.Tx, d Delegation) (Delegation, error) {
	for _, p := range d.Parts {
		list, err := overlapping(tx, p.GrantID, d.FromDay, d.UntilDay)
		if err != nil {
			return d, fmt.Errorf("find delegations: %w", err)
		}
		for _, o := range list {
			if o.Parts, err = partsOf(tx, o.ID); err != nil {
				return d, fmt.Errorf("find delegations: %w", err)
			}
			if o.ReceiverID == d.ReceiverID && o.FromDay == d.FromDay && o.UntilDay == d.UntilDay && slices.Equal(o.Parts, d.Parts) {
				return o, nil
			}
			return Delegation{}, problem.Field("grant", "Vai trò %s đã ủy quyền cho %s từ ngày %s đến hết ngày %s; thu hồi lần ấy trước, hoặc chọn ngày khác.",
				p.Role.Name(), o.Receiver, o.FromDay.Short(), o.UntilDay.Short())
		}
	}
	return Delegation{}, nil
}
