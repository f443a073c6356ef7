package dossier

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/receipt"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Sender is who wrote an opinion on the portal, as far as was said. Only the office
// that handles the dossier reads it.
type Sender struct {
	Name    string
	Contact string
}

// LongestVoice is the most letters of an opinion that is written on the portal.
const LongestVoice = 5000

// longestLine is the most letters of a name or of how somebody can be reached.
const longestLine = 200

// Spoken is an opinion as it is written on the portal.
type Spoken struct {
	N       int // number of the candidate in the list; 0 for the whole list
	Stance  View
	Body    string
	Sender  Sender
	Request string // the form it came from
}

// voice is what stands beside an opinion of the portal.
type voice struct {
	OpinionID string
	Code      string
	Sender    []byte
	Request   string
}

// Voice enters an opinion that somebody writes on the portal, and returns the code of
// its receipt, which is kept nowhere. It enters the set of the posting as one that came
// by post does; the dossier's version stays, so that who works on it is not stopped by
// every opinion.
//
// Public: anybody writes while the list is posted, until the end of its last day.
func Voice(tx *db.Tx, ring *key.Ring, postingID string, s Spoken) (code string, err error) {
	visitor := *tx
	visitor.Actor = db.Actor{} // whoever is signed in here speaks as anybody
	tx = &visitor
	p, err := publicPosting(tx, postingID)
	if err != nil {
		return "", err
	}
	if err := p.speaks(tx.Today()); err != nil {
		return "", err
	}
	if s.Request == "" {
		return "", fmt.Errorf("opinion on posting %s names no form", postingID)
	}
	if _, err := voiceOfRequest(tx, s.Request); !errors.Is(err, db.ErrNoRow) {
		if err != nil {
			return "", fmt.Errorf("find opinion of a form: %w", err)
		}
		return "", problem.New(problem.Conflict, "Ý kiến này đã được nhận từ lần gửi trước, không ghi thêm lần nữa. Mã biên nhận chỉ hiện một lần, ngay sau lần gửi ấy.")
	}
	o, err := s.opinion(tx, &p)
	if err != nil {
		return "", err
	}
	hidden, err := s.Sender.hide(ring, o.ID)
	if err != nil {
		return "", err
	}
	code, digest, err := receipt.New()
	if err != nil {
		return "", err
	}
	if err := p.tellOfVoice(tx); err != nil {
		return "", err
	}
	if err := insertOpinion(tx, o); err != nil {
		return "", fmt.Errorf("write opinion on posting %s: %w", p.ID, err)
	}
	if err := insertVoice(tx, voice{OpinionID: o.ID, Code: digest, Sender: hidden, Request: s.Request}); err != nil {
		return "", fmt.Errorf("write receipt of opinion %s: %w", o.ID, err)
	}
	return code, record.Add(tx, record.Act{
		Act: Handler.Act(), Object: record.Object{Kind: "dossier_opinion", ID: o.ID}, Scope: access.Scope{Unit: p.OfficeID}, After: o,
	})
}

// speaks refuses an opinion on a list that is no longer posted.
func (p *PublicPosting) speaks(today vn.Date) error {
	switch {
	case !p.ClosedOn.IsZero():
		return problem.New(problem.Closed, "Việc lấy ý kiến đã kết thúc ngày %s; không nhận thêm ý kiến.", p.ClosedOn.Short())
	case today.After(p.UntilDay):
		return problem.New(problem.Closed, "Đã hết ngày %s, ngày cuối nhận ý kiến trên cổng thông tin. Ý kiến gửi sau ngày này xin gửi thẳng đến cơ quan thụ lý.", p.UntilDay.Short())
	}
	return nil
}

// opinion is what was written, as the set of the posting has it.
func (s *Spoken) opinion(tx *db.Tx, p *PublicPosting) (PublicOpinion, error) {
	o := PublicOpinion{ID: db.NewID(), DossierID: p.DossierID, PostingID: p.ID, Way: ByWeb, ReceivedOn: tx.Today(), Stance: s.Stance, Body: vn.Text(s.Body)}
	s.Sender.Name, s.Sender.Contact = vn.Line(s.Sender.Name), vn.Line(s.Sender.Contact)
	var list problem.List
	if !slices.Contains(Views, s.Stance) {
		list.Add("stance", "Chọn ủng hộ, không đồng tình hay ý kiến khác.")
	}
	switch n := len([]rune(o.Body)); {
	case n == 0:
		list.Add("body", "Viết nội dung ý kiến.")
	case n > LongestVoice:
		list.Add("body", "Ý kiến dài %d chữ; viết trong %d chữ, phần còn lại gửi bằng thư đến cơ quan thụ lý.", n, LongestVoice)
	}
	for _, f := range []struct{ field, text string }{{"name", s.Sender.Name}, {"contact", s.Sender.Contact}} {
		if len([]rune(f.text)) > longestLine {
			list.Add(f.field, "Dài quá %d chữ.", longestLine)
		}
	}
	blob.RefuseSecrets(&list, "body", o.Body, "name", s.Sender.Name, "contact", s.Sender.Contact)
	if s.N != 0 {
		switch c, err := candidateAt(tx, p.DossierID, s.N); {
		case errors.Is(err, db.ErrNoRow):
			list.Add("candidate", "Danh sách không có số thứ tự này; để trống nếu ý kiến về cả danh sách.")
		case err != nil:
			return o, fmt.Errorf("find candidate %d of dossier %s: %w", s.N, p.DossierID, err)
		default:
			o.CandidateID = c.ID
		}
	}
	return o, list.Err()
}

// tellOfVoice tells the office that there is something to answer, once until it has
// answered all.
func (p *PublicPosting) tellOfVoice(tx *db.Tx) error {
	n, err := unansweredVoices(tx, p.ID)
	if err != nil {
		return fmt.Errorf("count opinions on posting %s: %w", p.ID, err)
	}
	if n > 0 {
		return nil
	}
	return account.TellUnit(tx, p.OfficeID, notice.Notice{
		Kind: notice.Work, Title: "Có ý kiến của Nhân dân qua cổng thông tin", Note: p.Title, Href: Page + "/" + p.DossierID,
	})
}

func (s *Sender) hide(ring *key.Ring, opinionID string) ([]byte, error) {
	if *s == (Sender{}) {
		return []byte{}, nil
	}
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write sender: %w", err)
	}
	return ring.Encrypt(plain, aboutSender(opinionID))
}

// aboutSender binds an encrypted sender to its opinion.
func aboutSender(opinionID string) string { return "dossier_opinion/" + opinionID + "/sender" }

// SendersOf are who wrote the opinions of a posting on the portal, by opinion; those
// who gave neither name nor contact are left out.
//
// Read: only who handles the dossier in its office reads them.
func SendersOf(tx *db.Tx, ring *key.Ring, d Dossier, postingID string) (map[string]Sender, error) {
	if err := access.Require(tx, access.DossierHandle, access.Scope{Unit: d.OfficeID}); err != nil {
		return nil, err
	}
	list, err := voicesOf(tx, d.ID, postingID)
	if err != nil {
		return nil, fmt.Errorf("read senders of posting %s: %w", postingID, err)
	}
	senders := map[string]Sender{}
	for _, v := range list {
		if len(v.Sender) == 0 {
			continue
		}
		plain, err := ring.Decrypt(v.Sender, aboutSender(v.OpinionID))
		if err != nil {
			return nil, err
		}
		var s Sender
		if err := json.Unmarshal(plain, &s); err != nil {
			return nil, fmt.Errorf("read sender of opinion %s: %w", v.OpinionID, err)
		}
		senders[v.OpinionID] = s
	}
	return senders, nil
}
