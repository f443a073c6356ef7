package dossier

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Page is the address of the dossiers; one stands below it by its id.
const Page = "/ho-so"

// Path is the address of the dossier.
func (d *Dossier) Path() string { return Page + "/" + d.ID }

// Ask is what a person asks a move of: which dossier, as which version, why.
type Ask struct {
	ID      string
	Version int64
	Reason  string
}

func find(tx *db.Tx, id string) (Dossier, error) {
	d, err := findDossier(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return d, problem.New(problem.NotFound, "Không có hồ sơ này.")
	}
	if err != nil {
		return d, fmt.Errorf("find dossier %s: %w", id, err)
	}
	return d, nil
}

// begin finds the dossier of a move, for who may make it, at a step at which it can
// be made, as the person saw it.
func begin(tx *db.Tx, id MoveID, a Ask) (Dossier, Move, error) {
	m, known := MoveOf(id)
	if !known {
		return Dossier{}, m, fmt.Errorf("no move %q", id)
	}
	d, err := find(tx, a.ID)
	if err != nil {
		return d, m, err
	}
	if err := d.may(tx, m.Who); err != nil {
		return d, m, err
	}
	if !m.Leaves(d.Step) {
		return d, m, problem.New(problem.Closed, "Hồ sơ đang ở bước «%s»; việc «%s» chỉ làm được ở bước %s.", d.Step.Name(), m.Name, m.fromWords())
	}
	if err := d.seen(a.Version); err != nil {
		return d, m, err
	}
	if m.Reason && strings.TrimSpace(a.Reason) == "" {
		return d, m, problem.Field("reason", "Ghi lý do: %s.", strings.ToLower(m.Name))
	}
	return d, m, nil
}

func (d *Dossier) seen(version int64) error {
	if d.Version != version {
		return problem.New(problem.Conflict, "Hồ sơ vừa được người khác thay đổi, nay ở bước «%s». Xem lại rồi làm tiếp.", d.Step.Name())
	}
	return nil
}

// may refuses who is not of a side of the dossier.
func (d *Dossier) may(tx *db.Tx, who Side) error {
	office := access.Scope{Unit: d.OfficeID}
	switch who {
	case Proposer:
		return access.Require(tx, access.DossierKeep, access.Scope{Unit: d.UnitID})
	case Head:
		return access.Require(tx, access.DossierPropose, access.Scope{Unit: d.UnitID})
	case OfficeHead:
		if err := access.Require(tx, access.DossierDirect, office); err != nil {
			return err
		}
	default:
		if err := access.Require(tx, access.DossierHandle, office); err != nil {
			return err
		}
	}
	me := tx.Actor.Persons()
	if d.ProposedBy != "" && slices.Contains(me, d.ProposedBy) {
		return problem.New(problem.Denied, "Bạn là người đã gửi đề nghị này nên không tiếp nhận, thẩm định, trình chính hồ sơ ấy.")
	}
	if who == Handler && d.HandlerID != "" && !slices.Contains(me, d.HandlerID) && !access.May(tx, access.DossierDirect, office) {
		return problem.New(problem.Denied, "Hồ sơ này do %s thụ lý. Người thụ lý bàn giao, hoặc lãnh đạo giao lại, thì bạn mới làm tiếp được.", d.Handler)
	}
	return nil
}

// scope is what the right of a side was asked on.
func (d *Dossier) scope(who Side) access.Scope {
	if who == Proposer || who == Head {
		return access.Scope{Unit: d.UnitID}
	}
	return access.Scope{Unit: d.OfficeID}
}

// Basis is what the law and the calendar say of days.
type Basis struct {
	Law      *rules.Law
	Calendar *vn.Calendar
}

// limit is the law's time limit of the step at which the dossier stands, and the day
// from which it runs; nil where none is known.
func (b Basis) limit(d *Dossier, today vn.Date) (*rules.Deadline, vn.Date) {
	v := &b.Law.Values
	day := d.Day(today)
	switch d.Step {
	case Received:
		return v.Deadline("return-dossier", day), today
	case Appraising, Appraised, Posted, Council, Voted:
		return b.whole(d, day), d.ReceivedOn
	case Consulting:
		return v.Deadline("opinion", today), today
	case Decided:
		return v.Deadline("send-decision", today), today
	case Notified:
		if d.Awarded >= 100 {
			return v.Deadline("items-many", today), today
		}
		return v.Deadline("items-few", today), today
	}
	return nil, vn.Date{}
}

// whole is the time limit from the receipt to the letter upward.
func (b Basis) whole(d *Dossier, day vn.Date) *rules.Deadline {
	v := &b.Law.Values
	switch d.Level {
	case AtHomeAffairs:
		return v.Deadline("appraisal-home-affairs", day)
	case AtMinistry:
		if high := v.Deadline("appraisal-ministry-high", day); high != nil && slices.Contains(high.Awards, d.Award) {
			return high
		}
		return v.Deadline("appraisal-ministry", day)
	}
	return nil
}

// due sets the last day of the step. Where the days off on the way are not all known
// it is the best that can be said; pages say that it may change.
func (b Basis) due(d *Dossier, today vn.Date) {
	d.DueOn, d.LimitID = vn.Date{}, ""
	if limit, from := b.limit(d, today); limit != nil {
		d.DueOn, _ = limit.Due(b.Calendar, from)
		d.LimitID = limit.ID
	}
}

// finish stores what a move made of a dossier, with its line in the history and in the
// record, and tells who is concerned.
func finish(tx *db.Tx, b Basis, m Move, before, d Dossier, why, cite string) (Dossier, error) {
	why = strings.TrimSpace(vn.NFC(why))
	today := tx.Today()
	if m.To != "" && m.To != before.Step {
		d.Step, d.BeganOn = m.To, today
		b.due(&d, today)
	}
	d.Version++
	if err := store(tx, before, d); err != nil {
		return d, err
	}
	to := m.To
	if to == "" {
		to = before.Step
	}
	if err := insertMade(tx, Made{
		ID: db.NewID(), DossierID: d.ID, Move: m.ID, FromStep: before.Step, ToStep: to, OfficeID: before.OfficeID, BeganOn: before.BeganOn, DueOn: before.DueOn, EndedOn: today,
		Reason: why, Cite: cite, AccountID: tx.Actor.ID, Name: access.Signature(tx.Actor, m.Who.Act(), d.scope(m.Who)), MadeAt: db.At(tx.Now),
	}); err != nil {
		return d, fmt.Errorf("write move of dossier %s: %w", d.ID, err)
	}
	if err := d.tell(tx, m); err != nil {
		return d, err
	}
	return d, noted(tx, m.Who, before, d, why)
}

// store puts a dossier over the version before.
func store(tx *db.Tx, before, d Dossier) error {
	n, err := updateDossier(tx, d, before.Version)
	if err != nil {
		return fmt.Errorf("store dossier %s: %w", d.ID, err)
	}
	if n == 0 {
		return before.seen(before.Version - 1)
	}
	return nil
}

func noted(tx *db.Tx, who Side, before any, d Dossier, why string) error {
	return record.Add(tx, record.Act{
		Act: who.Act(), Object: record.Object{Kind: "dossier", ID: d.ID}, Scope: d.scope(who), Before: before, After: d, Reason: why,
	})
}

// tell tells the other side that a dossier has moved.
func (d *Dossier) tell(tx *db.Tx, m Move) error {
	n := notice.Notice{Kind: notice.Answer, Title: "Hồ sơ khen thưởng " + d.Step.Name(), Note: d.Title, Href: d.Path()}
	unit := d.UnitID
	switch m.To {
	case Proposed:
		n.Kind, n.Title, unit = notice.Work, "Hồ sơ khen thưởng chờ tiếp nhận", d.OfficeID
	case Received, Returned, Posted, Decided, Notified:
	default:
		return nil
	}
	return account.TellUnit(tx, unit, n)
}
