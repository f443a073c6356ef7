package petition

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// longest is the most letters of one text.
const longest = 4000

// Receive puts a petition into the register (tiếp nhận) under the next number of the
// year. Who receives it handles it until somebody else is named.
func Receive(tx *db.Tx, l *rules.Law, cal *vn.Calendar, ring *key.Ring, p Petition, s Sender) (Petition, error) {
	scope := access.Scope{Unit: p.UnitID}
	if err := access.Require(tx, access.PetitionKeep, scope); err != nil {
		return p, err
	}
	if p.Request != "" {
		again, err := petitionOfRequest(tx, p.UnitID, p.Request)
		if err == nil || !errors.Is(err, db.ErrNoRow) {
			return again, err
		}
	}
	p.About, p.Decision = tidy(p.About), tidy(p.Decision)
	s.trim()
	if err := p.check(tx, l, cal, s); err != nil {
		return p, err
	}
	last, err := lastNumber(tx, p.UnitID, p.ReceivedOn.Year())
	if err != nil {
		return p, fmt.Errorf("find last petition of %d: %w", p.ReceivedOn.Year(), err)
	}
	p.ID, p.Year, p.Number, p.State, p.StateOn = db.NewID(), int64(p.ReceivedOn.Year()), last+1, Received, p.ReceivedOn
	p.HandlerID, p.Handler, p.Version, p.CreatedAt, p.Sender = tx.Actor.ID, tx.Actor.Name, 1, db.At(tx.Now), []byte{}
	if !p.Anonymous {
		if p.Sender, err = hide(ring, p.ID, s); err != nil {
			return p, err
		}
	}
	if err := insertPetition(tx, p); err != nil {
		return p, fmt.Errorf("receive %s: %w", p.Name(), err)
	}
	return p, p.log(tx, access.PetitionKeep, MoveReceive, p.ReceivedOn, "", nil)
}

func (p *Petition) check(tx *db.Tx, l *rules.Law, cal *vn.Calendar, s Sender) error {
	var list problem.List
	if p.Kind.Name() == "" {
		list.Add("kind", "Chọn loại đơn.")
	}
	if p.Round == 0 {
		p.Round = 1
	}
	switch {
	case p.Anonymous && s != Sender{}:
		list.Add("anonymous", "Đơn có ghi người gửi thì không phải đơn nặc danh; bỏ dấu hoặc xóa phần người gửi.")
	case !p.Anonymous && s.Name == "":
		list.Add("sender", "Ghi họ tên người gửi đơn, hoặc đánh dấu đơn không rõ người gửi.")
	case !p.Anonymous && s.Address == "":
		list.Add("address", "Ghi địa chỉ người gửi đơn.")
	}
	switch n := len([]rune(p.About)); {
	case n == 0:
		list.Add("about", "Ghi tóm tắt nội dung đơn.")
	case n > longest:
		list.Add("about", "Tóm tắt dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(&list, "about", p.About, "decision", p.Decision)
	if p.Kind == Denunciation {
		s.names(&list, "about", p.About)
		s.names(&list, "decision", p.Decision)
	}
	switch {
	case p.ReceivedOn.IsZero():
		list.Add("received_on", "Ghi ngày nhận đơn.")
	case p.ReceivedOn.After(tx.Today()):
		list.Add("received_on", "Ngày nhận đơn không được sau hôm nay, %s.", tx.Today().Short())
	}
	if !p.KnownOn.IsZero() && p.KnownOn.After(p.ReceivedOn) {
		list.Add("known_on", "Ngày nhận được quyết định không được sau ngày nhận đơn.")
	}
	if err := p.checkSecond(tx, l, cal, &list); err != nil {
		return err
	}
	return list.Err()
}

// checkSecond looks at a second complaint, which goes on with a first one that was
// settled, or was not settled in time.
func (p *Petition) checkSecond(tx *db.Tx, l *rules.Law, cal *vn.Calendar, list *problem.List) error {
	if p.OfID == "" {
		if p.Round == 2 && p.Kind != Complaint {
			list.Add("round", "Chỉ khiếu nại mới có lần hai.")
		}
		return nil
	}
	first, err := petitionByID(tx, p.OfID)
	if errors.Is(err, db.ErrNoRow) || err == nil && first.UnitID != p.UnitID {
		list.Add("of", "Không có đơn lần đầu ấy trong sổ của cơ quan.")
		return nil
	}
	if err != nil {
		return fmt.Errorf("find first complaint %s: %w", p.OfID, err)
	}
	p.Round = 2
	due, known := first.DueNow(l, cal)
	late := first.State == Accepted && known && tx.Today().After(due.On)
	switch {
	case p.Kind != Complaint || first.Kind != Complaint || first.Round != 1:
		list.Add("of", "Chỉ khiếu nại lần đầu mới có lần hai.")
	case first.State != Settled && first.State != Closed && !late:
		list.Add("of", "%s chưa có quyết định giải quyết và chưa quá hạn; chưa khiếu nại lần hai được.", first.Name())
	}
	return nil
}

func tidy(text string) string {
	lines := strings.Split(vn.Text(text), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

// shown is what the record holds of a petition: neither who sent it nor what it says.
type shown struct {
	Kind    string // in Vietnamese, as the others: other rooms have the same words for other things
	Name    string
	State   string
	OnDay   vn.Date
	Handler string
	Outcome string `json:",omitempty"`
}

func (p *Petition) shown() shown {
	return shown{p.Kind.Name(), p.Name(), p.State.Name(), p.StateOn, p.Handler, p.Outcome.Name()}
}

// log writes what was done into the petition's history and the record; before is the
// petition as it was, nil when it is new.
func (p *Petition) log(tx *db.Tx, act access.Act, m Move, on vn.Date, words string, before *Petition) error {
	scope := access.Scope{Unit: p.UnitID}
	step := Step{ID: db.NewID(), PetitionID: p.ID, Move: m, OnDay: on, Words: words, Name: access.Signature(tx.Actor, act, scope), AccountID: tx.Actor.ID, CreatedAt: db.At(tx.Now)}
	if err := insertStep(tx, step); err != nil {
		return fmt.Errorf("note step of %s: %w", p.ID, err)
	}
	a := record.Act{Act: act, Object: record.Object{Kind: "petition", ID: p.ID}, Scope: scope, After: p.shown()}
	if before != nil {
		a.Before = before.shown()
	}
	return record.Add(tx, a)
}
