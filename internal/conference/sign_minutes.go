package conference

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// SignMinutes is the electronic confirmation of the minutes by the chair or by the
// secretary, each for the own post; fingerprint is that of the text the person has
// read. Once both have signed one text, it is public and stands.
func SignMinutes(tx *db.Tx, y cycle.Year, fingerprint string) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.ConferenceSign, scope); err != nil {
		return err
	}
	m, err := finished(tx, y)
	if err != nil {
		return err
	}
	o, err := m.officerOf(tx.Actor)
	switch {
	case err != nil:
		return err
	case m.Signed(o.Post) && fingerprint == m.SHA256:
		return nil // the same form sent twice
	case m.Published():
		return problem.New(problem.Closed, "Biên bản đã được chủ trì và thư ký ký.")
	case fingerprint != m.SHA256:
		return problem.New(problem.Conflict, "Biên bản vừa đổi so với bản bạn đã đọc; hãy đọc lại dưới đây rồi ký.")
	case m.Officer(Chair).AccountID == "" || m.Officer(Secretary).AccountID == "":
		return problem.New(problem.Closed, "Hội nghị chưa có đủ chủ trì và thư ký; nêu tên hai người rồi ký.")
	}
	o.SHA256, o.SignedAt = m.SHA256, db.At(tx.Now)
	if err := saveOfficer(tx, o); err != nil {
		return fmt.Errorf("sign minutes: %w", err)
	}
	if err := noted(tx, y, access.ConferenceSign, m.Sitting.Conference.ID, nil, map[string]any{"post": o.Post, "sha256": o.SHA256}, ""); err != nil {
		return err
	}
	for i := range m.Officers {
		if m.Officers[i].Post == o.Post {
			m.Officers[i] = o
		}
	}
	if !m.Signed(Chair) || !m.Signed(Secretary) {
		return nil
	}
	return publishMinutes(tx, y, m)
}

// officerOf is the post of who signs. A signature is the person's own: nobody
// signs by delegation.
func (m Minutes) officerOf(a db.Actor) (Officer, error) {
	for _, o := range m.Officers {
		if o.AccountID == a.ID {
			return o, nil
		}
	}
	return Officer{}, problem.New(problem.Denied, "Biên bản do chủ trì và thư ký được nêu tên ký; bạn không phải là một trong hai người đó.")
}

func publishMinutes(tx *db.Tx, y cycle.Year, m Minutes) error {
	m.Written.PublishedAt = db.At(tx.Now)
	if err := saveWritten(tx, m.Written); err != nil {
		return fmt.Errorf("publish minutes: %w", err)
	}
	units, err := memberUnits(tx, y)
	if err != nil {
		return err
	}
	if err := cycle.TellUnits(tx, y, "Biên bản Hội nghị tổng kết đã được ký", cycle.ConferencePage+"/bien-ban", units...); err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: access.ConferenceSign, Object: record.Object{Kind: "conference_minutes", ID: m.Sitting.Conference.ID}, Scope: y.UnitScope(tx.Actor.Unit), Format: signedFormat, Text: m.Text,
	})
}
