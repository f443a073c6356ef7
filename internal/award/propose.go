package award

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Propose puts a member unit forward for an award of a year. Its rank is that of
// the published ranking; none where no ranking was published. The law is asked: a
// unit that does not meet it, or one too many, is put forward with a reason alone.
func Propose(tx *db.Tx, l *rules.Law, y cycle.Year, p Proposal) (Proposal, error) {
	if err := access.Require(tx, access.AwardPropose, y.Scope()); err != nil {
		return Proposal{}, err
	}
	if y.State == cycle.History {
		return Proposal{}, problem.New(problem.Closed, "Năm %d được nhập từ nguồn đã công bố; không đề nghị thêm.", y.Year)
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Propose); err != nil {
		return Proposal{}, err
	}
	if err := check(tx, y, p); err != nil {
		return Proposal{}, err
	}
	ranks, err := Ranks(tx, y)
	if err != nil {
		return Proposal{}, err
	}
	if r, ranked := ranks[p.UnitID]; ranked && r == 0 {
		return Proposal{}, problem.Field("unit", "Đơn vị này không được xếp hạng năm %d nên không đề nghị được.", y.Year)
	}
	if err := p.hold(tx, l, y); err != nil {
		return Proposal{}, err
	}
	p.Rank = ranks[p.UnitID]
	p.ID, p.YearID, p.State, p.Version = db.NewID(), y.ID, Proposed, 1
	if err := insert(tx, p); err != nil {
		return Proposal{}, fmt.Errorf("propose: %w", err)
	}
	return p, noted(tx, y, access.AwardPropose, nil, p, p.CheckReason)
}

// hold asks the law and the ceilings, keeps the answer with the proposal, and
// refuses without a reason what they do not carry.
func (p *Proposal) hold(tx *db.Tx, l *rules.Law, y cycle.Year) error {
	p.Checked, p.CheckReason = "", strings.TrimSpace(vn.NFC(p.CheckReason))
	checks, err := checkUnits(tx, l, y, p.UnitID)
	if err != nil {
		return err
	}
	var list problem.List
	reason := p.CheckReason
	p.CheckReason = ""
	if c := checks[p.UnitID][p.Award]; c != nil {
		if p.Checked, err = c.canonical(); err != nil {
			return err
		}
		if c.Answer.Answer == rules.NotEligible {
			p.CheckReason = reason
		}
		if c.Answer.Answer == rules.NotEligible && reason == "" {
			list.Add("check_reason", "Theo luật, đơn vị này %s. %s Nếu vẫn đề nghị, ghi lý do.", Conclusion(c.Answer), lacks(c.Answer))
		}
	}
	limits, err := ceilings(tx, l, y)
	if err != nil {
		return err
	}
	for _, c := range limits {
		if c.Award == p.Award && c.Full() {
			p.CheckReason = reason
		}
		if c.Award == p.Award && c.Full() && reason == "" {
			list.Add("check_reason", "Đề nghị này vượt số được đề nghị %s: đã có %d trên %s. Nếu vẫn đề nghị, ghi lý do.", p.Award.Name(), c.Have, c.Says)
		}
	}
	return list.Err()
}

// lacks says what is missing in sentences.
func lacks(a *rules.Answer) string {
	var list []string
	for _, m := range a.Missing {
		list = append(list, m.Text)
	}
	return strings.Join(list, " ")
}

func check(tx *db.Tx, y cycle.Year, p Proposal) error {
	if p.Award.Name() == "" {
		return problem.Field("award", "Chọn hình thức khen thưởng.")
	}
	if err := cycle.MustBeMember(tx, y, p.UnitID); err != nil {
		return err
	}
	s, err := conference.PublicOf(tx, y)
	if problem.Is(err, problem.NotFound) {
		return problem.New(problem.Closed, "Hội nghị tổng kết năm %d chưa bế mạc; đề nghị khen thưởng dựa vào quyết nghị của hội nghị.", y.Year)
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Resolutions, func(r conference.Resolution) bool { return r.ID == p.ResolutionID })
	if i < 0 {
		return problem.Field("resolution", "Chọn quyết nghị của hội nghị mà đề nghị này dựa vào.")
	}
	if !s.Resolutions[i].Passed {
		return problem.Field("resolution", "Quyết nghị số %d không được thông qua.", s.Resolutions[i].Number)
	}
	others, err := ofYear(tx, y.ID)
	if err != nil {
		return fmt.Errorf("read proposals: %w", err)
	}
	for _, o := range others {
		if o.UnitID == p.UnitID && o.State != Withdrawn {
			return problem.Field("unit", "Đơn vị này đã được đề nghị %s năm %d.", o.Award.Name(), y.Year)
		}
	}
	return nil
}

func noted(tx *db.Tx, y cycle.Year, act access.Act, before any, p Proposal, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "proposal", ID: p.ID}, Scope: y.Scope(), Before: before, After: p, Reason: reason,
	})
}

// find returns a proposal of a year in a state, at the version the person saw.
func find(tx *db.Tx, y cycle.Year, id string, version int64, states ...State) (Proposal, error) {
	p, err := findByID(tx, id)
	if errors.Is(err, db.ErrNoRow) || err == nil && p.YearID != y.ID {
		return p, problem.New(problem.NotFound, "Không có đề nghị này.")
	}
	if err != nil {
		return p, fmt.Errorf("find proposal %s: %w", id, err)
	}
	if !slices.Contains(states, p.State) {
		return p, problem.New(problem.Closed, "Đề nghị này %s; không làm việc này được nữa.", p.State.Name())
	}
	if p.Version != version {
		return p, problem.New(problem.Conflict, "Đề nghị này vừa được người khác sửa; trạng thái hiện nay: %s. Hãy xem lại.", p.State.Name())
	}
	return p, nil
}

func save(tx *db.Tx, y cycle.Year, act access.Act, before, p Proposal, reason string) error {
	p.Version++
	if err := update(tx, p); err != nil {
		return fmt.Errorf("store proposal %s: %w", p.ID, err)
	}
	return noted(tx, y, act, before, p, reason)
}

// Submit marks a proposal as sent upward with a letter.
func Submit(tx *db.Tx, y cycle.Year, id string, version int64, number string, on vn.Date) error {
	if err := access.Require(tx, access.AwardPropose, y.Scope()); err != nil {
		return err
	}
	before, err := find(tx, y, id, version, Proposed)
	if err != nil {
		return err
	}
	var list problem.List
	if strings.TrimSpace(number) == "" {
		list.Add("letter_number", "Ghi số, ký hiệu tờ trình.")
	}
	if on.IsZero() || on.After(tx.Today()) {
		list.Add("letter_on", "Ghi ngày tờ trình, không sau hôm nay.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	p := before
	p.State, p.LetterNumber, p.LetterOn = Submitted, strings.TrimSpace(number), on
	return save(tx, y, access.AwardPropose, before, p, "")
}

// Withdraw takes a proposal back, with a reason.
func Withdraw(tx *db.Tx, y cycle.Year, id string, version int64, reason string) error {
	if err := access.Require(tx, access.AwardPropose, y.Scope()); err != nil {
		return err
	}
	before, err := find(tx, y, id, version, Proposed, Submitted)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return problem.Field("reason", "Ghi lý do rút đề nghị.")
	}
	p := before
	p.State = Withdrawn
	return save(tx, y, access.AwardPropose, before, p, reason)
}

// Decision is what the deciding authority decided.
type Decision struct {
	Granted   bool
	Number    string
	On        vn.Date
	DecidedBy string
	Scan      blob.File // of the decision; empty while it is not at hand
}

// Decide enters the decision on a submitted proposal, as it was published.
func Decide(tx *db.Tx, y cycle.Year, id string, version int64, d Decision) error {
	if err := access.Require(tx, access.AwardDecide, y.Scope()); err != nil {
		return err
	}
	before, err := find(tx, y, id, version, Submitted)
	if err != nil {
		return err
	}
	var list problem.List
	if d.Granted && strings.TrimSpace(d.Number) == "" {
		list.Add("decision_number", "Ghi số, ký hiệu quyết định.")
	}
	if d.On.IsZero() || d.On.After(tx.Today()) || d.On.Before(before.LetterOn) {
		list.Add("decision_on", "Ghi ngày quyết định: không trước ngày tờ trình (%s), không sau hôm nay.", before.LetterOn.Short())
	}
	if strings.TrimSpace(d.DecidedBy) == "" {
		list.Add("decided_by", "Ghi cấp quyết định.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	p := before
	p.State = Refused
	if d.Granted {
		p.State = Granted
	}
	p.DecisionNumber, p.DecisionOn, p.DecidedBy = strings.TrimSpace(d.Number), d.On, strings.TrimSpace(d.DecidedBy)
	p.ScanHash, p.ScanName = d.Scan.Hash, d.Scan.Name
	if err := cycle.TellUnits(tx, y, "Có quyết định về đề nghị khen thưởng của đơn vị", cycle.AwardPage, p.UnitID); err != nil {
		return err
	}
	if err := save(tx, y, access.AwardDecide, before, p, ""); err != nil {
		return err
	}
	return publish(tx, y, access.AwardDecide, p)
}

const proposalFormat = "de-nghi/1"

// publish makes a proposal and the decision on it public.
func publish(tx *db.Tx, y cycle.Year, act access.Act, p Proposal) error {
	names, err := org.Names(tx, tx.Today(), p.UnitID)
	if err != nil {
		return err
	}
	text, err := record.Canonical(struct {
		Format         string  `json:"format"`
		Year           int     `json:"year"`
		Award          Key     `json:"award"`
		Unit           string  `json:"unit"` // id
		UnitName       string  `json:"unit_name"`
		Rank           int     `json:"rank,omitempty"`
		State          State   `json:"state"`
		LetterNumber   string  `json:"letter_number,omitempty"`
		LetterOn       vn.Date `json:"letter_on"`
		DecisionNumber string  `json:"decision_number,omitempty"`
		DecisionOn     vn.Date `json:"decision_on"`
		DecidedBy      string  `json:"decided_by,omitempty"`
		ScanSHA256     string  `json:"scan_sha256,omitempty"`
		Source         string  `json:"source,omitempty"`
	}{
		proposalFormat, y.Year, p.Award, p.UnitID, names[p.UnitID], p.Rank, p.State, p.LetterNumber, p.LetterOn,
		p.DecisionNumber, p.DecisionOn, p.DecidedBy, p.ScanHash, p.Source,
	})
	if err != nil {
		return err
	}
	if err := findableDecision(tx, y, p, names[p.UnitID]); err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "proposal", ID: p.ID}, Scope: y.Scope(), Format: proposalFormat, Text: text,
	})
}

// EnterHistory stores a proposal that was published elsewhere; its decision is
// left open where none was found.
func EnterHistory(tx *db.Tx, y cycle.Year, p Proposal) error {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return err
	}
	if y.State != cycle.History {
		return problem.New(problem.Closed, "Năm %d đang chạy; đề nghị khen thưởng được lập ở đây.", y.Year)
	}
	if p.Award.Name() == "" {
		return problem.Field("award", "Không có hình thức khen thưởng «%s».", p.Award)
	}
	if p.Source == "" {
		return problem.Field("source", "Ghi nguồn đã công bố.")
	}
	if err := cycle.MustBeMember(tx, y, p.UnitID); err != nil {
		return err
	}
	p.ID, p.YearID, p.State, p.Version = db.NewID(), y.ID, Proposed, 1
	if err := insert(tx, p); err != nil {
		return fmt.Errorf("enter proposal: %w", err)
	}
	if err := noted(tx, y, access.HistoryPublish, nil, p, ""); err != nil {
		return err
	}
	return publish(tx, y, access.HistoryPublish, p)
}
