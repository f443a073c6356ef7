package dossier

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Stance is what an agency that was asked says.
type Stance string

// The stances.
const (
	Agree    Stance = "agree"
	Disagree Stance = "disagree"
	Other    Stance = "other"
	Silent   Stance = "silent" // no answer within the time limit: the office goes on
)

// Stances are those that an agency can choose.
var Stances = []Stance{Agree, Disagree, Other}

// Name is the stance in Vietnamese.
func (s Stance) Name() string {
	return map[Stance]string{Agree: "đồng ý", Disagree: "không đồng ý", Other: "ý kiến khác", Silent: "không trả lời trong thời hạn"}[s]
}

// Consultation is one agency that was asked for its opinion (hiệp y).
type Consultation struct {
	ID         string
	DossierID  string
	Agency     string
	Number     string // of the letter that asks
	AskedOn    vn.Date
	DueOn      vn.Date
	Token      string `json:"-"` // SHA-256 of the link's secret
	Stance     Stance // empty while nothing was said
	Answer     string
	AnsweredOn vn.Date
	Signer     string
	Version    int64
}

// Invitation is an agency to ask, and after asking the secret of its link.
type Invitation struct {
	Agency string
	Number string
	Secret string
}

// Consult asks agencies for their opinion. Each gets a link with a secret that is
// returned here once and not kept.
func Consult(tx *db.Tx, b Basis, a Ask, agencies []Invitation) (Dossier, []Invitation, error) {
	before, m, err := begin(tx, MoveConsult, a)
	if err != nil {
		return before, nil, err
	}
	d, err := finish(tx, b, m, before, before, a.Reason, "")
	if err != nil {
		return before, nil, err
	}
	asked, err := d.invite(tx, b, agencies)
	return d, asked, err
}

// ConsultMore asks more agencies while others are being asked, or gives one that was
// asked a new link.
func ConsultMore(tx *db.Tx, b Basis, a Ask, agencies []Invitation) ([]Invitation, error) {
	d, _, err := begin(tx, MoveConsulted, a)
	if err != nil {
		return nil, err
	}
	asked, err := d.invite(tx, b, agencies)
	if err != nil {
		return nil, err
	}
	after := d
	after.Version++
	if err := store(tx, d, after); err != nil {
		return nil, err
	}
	return asked, noted(tx, Handler, d, after, "")
}

func (d *Dossier) invite(tx *db.Tx, b Basis, agencies []Invitation) ([]Invitation, error) {
	have, err := consultationsOf(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read consultations of dossier %s: %w", d.ID, err)
	}
	limit := b.Law.Values.Deadline("opinion", tx.Today())
	var asked []Invitation
	for _, i := range agencies {
		if i.Agency, i.Number = vn.Line(i.Agency), vn.Line(i.Number); i.Agency == "" {
			continue
		}
		if slices.ContainsFunc(have, func(c Consultation) bool { return c.Agency == i.Agency }) {
			return nil, problem.Field("agency", "%s đã được hỏi ý kiến về hồ sơ này.", i.Agency)
		}
		secret := make([]byte, 32)
		if _, err := rand.Read(secret); err != nil {
			return nil, fmt.Errorf("make secret of link: %w", err)
		}
		i.Secret = base64.RawURLEncoding.EncodeToString(secret)
		c := Consultation{ID: db.NewID(), DossierID: d.ID, Agency: i.Agency, Number: i.Number, AskedOn: tx.Today(), Token: digest(i.Secret), Version: 1}
		if limit != nil {
			c.DueOn, _ = limit.Due(b.Calendar, tx.Today())
		}
		if err := insertConsultation(tx, c); err != nil {
			return nil, fmt.Errorf("ask %s about dossier %s: %w", i.Agency, d.ID, err)
		}
		asked, have = append(asked, i), append(have, c)
	}
	if len(asked) == 0 {
		return nil, problem.Field("agency", "Ghi ít nhất một cơ quan được hỏi ý kiến.")
	}
	return asked, nil
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Question is what the link of a consultation shows.
type Question struct {
	Consultation
	Dossier Dossier
	List    []Candidate
}

// QuestionOf finds what the holder of a link is asked. A link that was used, or whose
// dossier has gone on, opens nothing.
//
// Public: the secret of the link opens it, to nobody who is signed in.
func QuestionOf(tx *db.Tx, secret string) (Question, error) {
	c, err := consultationBy(tx, digest(secret))
	if errors.Is(err, db.ErrNoRow) {
		return Question{}, problem.New(problem.NotFound, "Liên kết này không đúng, hoặc đã được dùng để trả lời. Nếu cần, đề nghị cơ quan hỏi ý kiến gửi liên kết khác.")
	}
	if err != nil {
		return Question{}, fmt.Errorf("find consultation: %w", err)
	}
	d, err := findDossier(tx, c.DossierID)
	if err != nil {
		return Question{}, fmt.Errorf("find dossier %s: %w", c.DossierID, err)
	}
	if d.Step != Consulting {
		return Question{}, problem.New(problem.NotFound, "Việc lấy ý kiến về hồ sơ này đã kết thúc; liên kết không còn dùng được.")
	}
	list, err := candidatesOf(tx, d.ID)
	if err != nil {
		return Question{}, fmt.Errorf("read candidates of dossier %s: %w", d.ID, err)
	}
	return Question{c, d, list}, nil
}

// Opinion is an agency's answer.
type Opinion struct {
	Stance Stance
	Text   string
	Signer string
	On     vn.Date // of the document; today for a link
	Number string
}

func (o *Opinion) check(tx *db.Tx) error {
	var list problem.List
	if !slices.Contains(Stances, o.Stance) {
		list.Add("stance", "Chọn đồng ý, không đồng ý hoặc ý kiến khác.")
	}
	if o.Text = vn.Text(o.Text); o.Text == "" && o.Stance != Agree {
		list.Add("answer", "Ghi nội dung ý kiến.")
	}
	if len([]rune(o.Text)) > 10_000 {
		list.Add("answer", "Ý kiến dài quá 10.000 chữ; gửi phần còn lại bằng văn bản.")
	}
	if o.Signer = vn.Line(o.Signer); o.Signer == "" {
		list.Add("signer", "Ghi họ tên, chức vụ người trả lời.")
	}
	if o.On.IsZero() || o.On.After(tx.Today()) {
		list.Add("on", "Ghi ngày trả lời, không sau hôm nay.")
	}
	return list.Err()
}

// Answer enters what the holder of a link answers; the link is used up by it.
//
// Public: the secret of the link opens it; the record says that an agency answered.
func Answer(tx *db.Tx, secret string, o Opinion) error {
	visitor := *tx
	visitor.Actor = db.Actor{} // whoever is signed in here answers for the agency, not with the own rights
	tx = &visitor
	q, err := QuestionOf(tx, secret)
	if err != nil {
		return err
	}
	o.On = tx.Today()
	if err := o.check(tx); err != nil {
		return err
	}
	c := q.Consultation
	c.Token = "-" + c.ID
	if err := c.answered(tx, o); err != nil {
		return err
	}
	if err := account.TellUnit(tx, q.Dossier.OfficeID, notice.Notice{Kind: notice.Answer, Title: "Có trả lời hiệp y", Note: c.Agency + ": " + q.Dossier.Title, Href: q.Dossier.Path()}); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: Handler.Act(), Object: record.Object{Kind: "dossier_consult", ID: c.ID}, Scope: q.Dossier.scope(Handler),
		After: map[string]string{"agency": c.Agency, "stance": string(o.Stance), "answer": o.Text, "signer": o.Signer},
	})
}

func (c *Consultation) answered(tx *db.Tx, o Opinion) error {
	c.Stance, c.Answer, c.Signer, c.AnsweredOn = o.Stance, o.Text, o.Signer, o.On
	n, err := updateConsultation(tx, *c)
	if err != nil {
		return fmt.Errorf("answer consultation %s: %w", c.ID, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "Câu trả lời của cơ quan này vừa được ghi.")
	}
	return nil
}

// EnterAnswer writes the answer of an agency that came on paper.
func EnterAnswer(tx *db.Tx, a Ask, consultID string, o Opinion) error {
	d, _, err := begin(tx, MoveConsulted, a)
	if err != nil {
		return err
	}
	list, err := consultationsOf(tx, d.ID)
	if err != nil {
		return fmt.Errorf("read consultations of dossier %s: %w", d.ID, err)
	}
	i := slices.IndexFunc(list, func(c Consultation) bool { return c.ID == consultID })
	switch {
	case i < 0:
		return problem.New(problem.NotFound, "Không có cơ quan này trong các cơ quan được hỏi.")
	case list[i].Stance != "":
		return problem.New(problem.Closed, "%s đã trả lời ngày %s.", list[i].Agency, list[i].AnsweredOn.Short())
	}
	if err := o.check(tx); err != nil {
		return err
	}
	if o.On.Before(list[i].AskedOn) {
		return problem.Field("on", "Ngày trả lời không trước ngày hỏi %s.", list[i].AskedOn.Short())
	}
	c := list[i]
	c.Token = "-" + c.ID
	if err := c.answered(tx, o); err != nil {
		return err
	}
	after := d
	after.Version++
	if err := store(tx, d, after); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: Handler.Act(), Object: record.Object{Kind: "dossier_consult", ID: c.ID}, Scope: d.scope(Handler), Before: list[i], After: c,
	})
}

// EndConsulting goes on once every agency has answered or its time is over; who was
// silent is written down as silent.
func EndConsulting(tx *db.Tx, b Basis, a Ask) (Dossier, error) {
	before, m, err := begin(tx, MoveConsulted, a)
	if err != nil {
		return before, err
	}
	list, err := consultationsOf(tx, before.ID)
	if err != nil {
		return before, fmt.Errorf("read consultations of dossier %s: %w", before.ID, err)
	}
	today := tx.Today()
	for _, c := range list {
		switch {
		case c.Stance != "":
			continue
		case c.DueOn.IsZero():
			return before, problem.New(problem.Closed, "%s chưa trả lời; không có dữ liệu về thời hạn trả lời của ngày hỏi nên phải chờ trả lời.", c.Agency)
		case !today.After(c.DueOn):
			return before, problem.New(problem.Closed, "%s chưa trả lời và còn hạn đến hết ngày %s.", c.Agency, c.DueOn.Short())
		}
		c.Token = "-" + c.ID
		if err := c.answered(tx, Opinion{Stance: Silent, On: today}); err != nil {
			return before, err
		}
	}
	return finish(tx, b, m, before, before, "", "")
}
