package deliberation

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Object writes what a person says against the own result.
//
// Public: whoever is signed in, for the own result.
func Object(tx *db.Tx, staffID, body string) error {
	d, s, err := ofActor(tx, staffID)
	if err != nil {
		return err
	}
	o, err := d.objection(tx, s, body, tx.Today())
	if err != nil {
		return err
	}
	if err := account.TellUnit(tx, d.UnitID, notice.Notice{Kind: notice.Work, Title: "Có phản ánh về kết quả bình xét", Href: d.Path() + "/phan-anh"}); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.DeliberationObject, Object: record.Object{Kind: "deliberation_objection", ID: o.ID}, Scope: access.Scope{Unit: d.UnitID}, After: o,
	})
}

// EnterObjection enters what somebody said on paper.
func EnterObjection(tx *db.Tx, id, staffID, body string, on vn.Date) error {
	d, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	s, err := d.person(tx, staffID)
	if err != nil {
		return problem.Field("staff", "Chọn người phản ánh trong danh sách.")
	}
	o, err := d.objection(tx, s, body, on)
	if err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.DeliberationKeep, Object: record.Object{Kind: "deliberation_objection", ID: o.ID}, Scope: access.Scope{Unit: d.UnitID}, After: o,
	})
}

// objection stores an objection while the days for it run.
func (d *Deliberation) objection(tx *db.Tx, s Staff, body string, on vn.Date) (Objection, error) {
	o := Objection{ID: db.NewID(), DeliberationID: d.ID, StaffID: s.ID, AccountID: tx.Actor.ID, ReceivedOn: on, Body: strings.TrimSpace(vn.NFC(body))}
	switch {
	case d.State != Published:
		return o, problem.New(problem.Closed, "Chỉ nhận phản ánh sau khi công bố kết quả và trước khi kết thúc; đợt này %s.", d.State.Name())
	case o.Body == "":
		return o, problem.Field("body", "Ghi nội dung phản ánh.")
	case len([]rune(o.Body)) > 4000:
		return o, problem.Field("body", "Nội dung dài quá 4.000 chữ.")
	case on.IsZero() || on.After(tx.Today()) || on.Before(d.PublishedOn):
		return o, problem.Field("received_on", "Ghi ngày nhận, từ ngày công bố %s đến hôm nay.", d.PublishedOn.Short())
	case on.After(d.ObjectUntil):
		return o, problem.New(problem.Closed, "Đã hết thời gian phản ánh, đến hết ngày %s theo %s.", d.ObjectUntil.Short(), d.Document)
	}
	if err := insertObjection(tx, o); err != nil {
		return o, fmt.Errorf("store objection: %w", err)
	}
	return o, nil
}

// Answer answers an objection. One that is upheld leads the deliberation back to its
// meetings; the results are published again afterwards.
func Answer(tx *db.Tx, id, answer string, upheld bool) error {
	o, err := findObjection(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.NotFound, "Không có phản ánh này.")
	}
	if err != nil {
		return fmt.Errorf("find objection %s: %w", id, err)
	}
	d, err := find(tx, o.DeliberationID)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliberationConclude, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	switch {
	case !o.AnsweredOn.IsZero():
		return problem.New(problem.Conflict, "Phản ánh này đã được trả lời ngày %s.", o.AnsweredOn.Short())
	case d.State == Concluded:
		return problem.New(problem.Closed, "Đợt bình xét đã kết thúc.")
	}
	s, err := d.person(tx, o.StaffID)
	if err != nil {
		return err
	}
	if s.AccountID != "" && s.AccountID == tx.Actor.ID {
		return problem.New(problem.Denied, "Bạn là người phản ánh nên không tự trả lời.")
	}
	before := o
	o.Answer, o.Upheld, o.AnsweredOn = strings.TrimSpace(vn.NFC(answer)), upheld, tx.Today()
	o.AnsweredBy = access.Signature(tx.Actor, access.DeliberationConclude, access.Scope{Unit: d.UnitID})
	if o.Answer == "" {
		return problem.Field("answer_"+o.ID, "Ghi nội dung trả lời.")
	}
	if n, err := updateObjection(tx, o); err != nil || n == 0 {
		return cmpErr(err, problem.New(problem.Conflict, "Phản ánh này vừa được người khác trả lời."))
	}
	if upheld && d.State == Published {
		d.State = Meetings
		if err := d.store(tx); err != nil {
			return err
		}
	}
	if s.AccountID != "" {
		n := notice.Notice{AccountID: s.AccountID, Kind: notice.Answer, Title: "Phản ánh của bạn đã được trả lời", Href: OwnPage}
		if err := notice.Tell(tx, n); err != nil {
			return err
		}
	}
	return record.Add(tx, record.Act{
		Act: access.DeliberationConclude, Object: record.Object{Kind: "deliberation_objection", ID: o.ID}, Scope: access.Scope{Unit: d.UnitID}, Before: before, After: o,
	})
}

// cmpErr is the first of two errors that is one.
func cmpErr(err, or error) error {
	if err != nil {
		return err
	}
	return or
}
