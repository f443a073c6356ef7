package scoring

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// AppealState is where an appeal stands.
type AppealState string

// States of an appeal.
const (
	AppealOpen      AppealState = "open"
	AppealAccepted  AppealState = "accepted"
	AppealRefused   AppealState = "refused"
	AppealWithdrawn AppealState = "withdrawn"
)

// StateName is the state in Vietnamese.
func (s AppealState) StateName() string {
	return map[AppealState]string{
		AppealOpen: "chờ trả lời", AppealAccepted: "được chấp nhận", AppealRefused: "không được chấp nhận", AppealWithdrawn: "đơn vị đã rút",
	}[s]
}

// Appeal is what a unit says against the concluded result (kiến nghị), with its
// answer and what that has changed.
type Appeal struct {
	ID         string
	SheetID    string
	UnitID     string
	Criterion  string // path; empty for the unit's place in the ranking
	State      AppealState
	Text       string
	Hash       string // of a file of evidence
	Link       string // https, of evidence that is no file
	Shown      string // name of the file, or what the link leads to
	Type       string
	Size       int64
	AccountID  string
	Name       string
	At         db.Time
	Answer     string
	Marked     string // path of the criterion that the answer marks anew
	AnsweredID string // account
	AnsweredBy string
	AnsweredAt db.Time
	PointsWas  string // exact fraction, as the three below; empty where nothing was marked anew
	PointsIs   string
	TotalWas   string
	TotalIs    string
	RankWas    int // 0 without a rank
	RankIs     int
	Version    int64
}

// maxAppeal bounds the text of an appeal, in letters.
const maxAppeal = 4000

// AppealPage is where the appeals of a year stand, below its signed-in address.
const AppealPage = cycle.ScoringPage + "/kien-nghi"

// Filing is what the actor's unit hands in as an appeal: an empty Criterion is
// about its place in the ranking; a file, or a link with its name, is evidence.
type Filing struct {
	Criterion string
	Text      string
	File      blob.File
	Link      string
	LinkName  string
}

// FileAppeal hands in an appeal against the concluded result, until the day that the
// conclusion has given. A criterion has one appeal of a unit; a second only where
// the first was withdrawn.
func FileAppeal(tx *db.Tx, y cycle.Year, p Filing) (Appeal, error) {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return Appeal{}, err
	}
	if err := access.Require(tx, access.ScoringAppeal, scope); err != nil {
		return Appeal{}, err
	}
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if err != nil {
		return Appeal{}, err
	}
	if err := appealsOpen(tx, s); err != nil {
		return Appeal{}, err
	}
	sc, err := scoredOf(tx, y, s, tx.Actor.Unit)
	if err != nil {
		return Appeal{}, err
	}
	if sc.unit(tx.Actor.Unit) == nil {
		return Appeal{}, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	a := Appeal{
		ID: db.NewID(), SheetID: s.ID, UnitID: tx.Actor.Unit, Criterion: p.Criterion, State: AppealOpen, Text: vn.NFC(strings.TrimSpace(p.Text)),
		Hash: p.File.Hash, Shown: p.File.Name, Type: string(p.File.Type), Size: p.File.Size,
		AccountID: tx.Actor.ID, Name: access.Signature(tx.Actor, access.ScoringAppeal, scope), At: db.At(tx.Now), Version: 1,
	}
	if err := a.check(sc, p); err != nil {
		return Appeal{}, err
	}
	there, err := appealsOf(tx, s.ID)
	if err != nil {
		return Appeal{}, fmt.Errorf("read appeals: %w", err)
	}
	for _, o := range there {
		switch {
		case o.UnitID != a.UnitID || o.Criterion != a.Criterion || o.State == AppealWithdrawn:
		case o.State == AppealOpen && o.Text == a.Text:
			return o, nil // the same form sent twice
		case o.State == AppealOpen:
			return Appeal{}, problem.Field("criterion", "Đơn vị đã có kiến nghị đang chờ trả lời về %s; rút kiến nghị ấy rồi gửi lại nếu muốn viết khác.", a.about())
		default:
			return Appeal{}, problem.Field("criterion", "Kiến nghị về %s đã được trả lời; mỗi tiêu chí chỉ kiến nghị một lần.", a.about())
		}
	}
	if err := insertAppeal(tx, a); err != nil {
		return Appeal{}, fmt.Errorf("file appeal: %w", err)
	}
	if err := tellLead(tx, y, a); err != nil {
		return Appeal{}, err
	}
	return a, notedAppeal(tx, scope, access.ScoringAppeal, a, nil, map[string]any{"unit": a.UnitID, "criterion": a.Criterion, "appeal": a.Text, "state": a.State}, "")
}

// appealsOpen refuses an appeal before the conclusion and after its last day.
func appealsOpen(tx *db.Tx, s YearSheet) error {
	switch {
	case s.State == Opened:
		return problem.New(problem.Closed, "Điểm chưa kết luận; lúc này đơn vị giải trình, kiến nghị sau khi kết luận.")
	case s.AppealsUntil.IsZero():
		return problem.New(problem.Closed, "Kết quả này không có thời hạn kiến nghị.")
	case s.State == Published || tx.Today().After(s.AppealsUntil):
		return problem.New(problem.Closed, "Hạn kiến nghị là hết ngày %s, đã qua; kiến nghị không nhận được nữa.", s.AppealsUntil.Short())
	}
	return nil
}

// check reports what an appeal lacks, and takes over its link.
func (a *Appeal) check(sc Scored, p Filing) error {
	var list problem.List
	if l := sc.leafRow(a.Criterion); a.Criterion != "" && l == nil {
		list.Add("criterion", "Bảng chấm điểm không có tiêu chí «%s»; chọn một tiêu chí trong danh sách.", a.Criterion)
	}
	switch {
	case a.Text == "":
		list.Add("text", "Viết đơn vị không thống nhất điều gì và vì sao.")
	case utf8.RuneCountInString(a.Text) > maxAppeal:
		list.Add("text", "Kiến nghị dài quá %s chữ; hãy rút ngắn, phần dài để trong tệp minh chứng.", "4.000")
	}
	blob.RefuseSecrets(&list, "text", a.Text)
	if a.Hash == "" && (strings.TrimSpace(p.Link) != "" || strings.TrimSpace(p.LinkName) != "") {
		var err error
		a.Link, a.Shown, err = checkLink(Attachment{Link: p.Link, Name: p.LinkName})
		list = append(list, problem.All(err)...)
	}
	return list.Err()
}

// about names what an appeal is about.
func (a Appeal) about() string {
	if a.Criterion == "" {
		return "thứ hạng"
	}
	return "tiêu chí " + a.Criterion
}

// tellLead tells the unit that leads the year that an appeal waits; the appraisers
// find it among what waits for them.
func tellLead(tx *db.Tx, y cycle.Year, a Appeal) error {
	leads, err := cluster.LeadsOf(tx, y.ClusterID, y.Year)
	if err != nil {
		return err
	}
	var units []string
	for _, l := range leads {
		ended := !l.ToDay.IsZero() && !l.ToDay.After(tx.Today())
		if l.Post == cluster.PostLead && !ended && l.UnitID != a.UnitID && !slices.Contains(units, l.UnitID) {
			units = append(units, l.UnitID)
		}
	}
	return cycle.TellUnits(tx, y, "Có kiến nghị về điểm, xếp hạng", AppealPage+"/"+a.ID, units...)
}

// notedAppeal writes an act on an appeal into the record.
func notedAppeal(tx *db.Tx, scope access.Scope, act access.Act, a Appeal, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "score_appeal", ID: a.ID}, Scope: scope, Before: before, After: after, Reason: reason,
	})
}
