package exemplar

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
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/receipt"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// LongestDeed is the most letters of what a suggestion tells.
const LongestDeed = 5000

// Suggest puts somebody into the queue of an office (giới thiệu điển hình), and returns
// the code of the receipt, which is kept nowhere.
//
// Public: anybody may name whom the portal should tell of.
func Suggest(tx *db.Tx, ring *key.Ring, g Suggestion, from Sender) (code string, err error) {
	visitor := *tx
	visitor.Actor = db.Actor{} // whoever is signed in here suggests as anybody
	tx = &visitor
	if g.Request == "" {
		return "", errors.New("suggestion names no form")
	}
	if _, err := suggestionOfRequest(tx, g.Request); !errors.Is(err, db.ErrNoRow) {
		if err != nil {
			return "", fmt.Errorf("find suggestion of a form: %w", err)
		}
		return "", problem.New(problem.Conflict, "Lời giới thiệu này đã được nhận từ lần gửi trước, không ghi thêm lần nữa. Mã biên nhận chỉ hiện một lần, ngay sau lần gửi ấy.")
	}
	if err := g.check(tx, &from); err != nil {
		return "", err
	}
	g.ID, g.ReceivedOn, g.Verdict, g.Version, g.CreatedAt = db.NewID(), tx.Today(), Waiting, 1, db.At(tx.Now)
	if g.OfficeID, err = nearestOffice(tx, g.UnitID); err != nil {
		return "", err
	}
	if code, g.Code, err = receipt.New(); err != nil {
		return "", err
	}
	if g.Sender, err = from.hide(ring, g.ID); err != nil {
		return "", err
	}
	told, err := someWait(tx, g.OfficeID)
	if err != nil {
		return "", fmt.Errorf("read queue of unit %s: %w", g.OfficeID, err)
	}
	if !told { // once until the queue is empty again
		if err := account.TellUnit(tx, g.OfficeID, notice.Notice{Kind: notice.Work, Title: "Có người được giới thiệu làm điển hình tiên tiến", Note: g.Name, Href: Path(g.OfficeID)}); err != nil {
			return "", err
		}
	}
	if err := insertSuggestion(tx, g); err != nil {
		return "", fmt.Errorf("write suggestion: %w", err)
	}
	return code, record.Add(tx, record.Act{Act: access.ExemplarKeep, Object: record.Object{Kind: "exemplar_suggestion", ID: g.ID}, Scope: access.Scope{Unit: g.OfficeID}, After: g})
}

// Path is the address of an office's stories.
func Path(officeID string) string { return "/co-quan/" + officeID + "/dien-hinh" }

func (g *Suggestion) check(tx *db.Tx, from *Sender) error {
	var list problem.List
	if !slices.Contains(Kinds(), g.Kind) {
		list.Add("kind", "Chọn cá nhân, tập thể hay hộ gia đình.")
	}
	line(&list, "name", &g.Name, "Ghi tên người, tập thể, hộ gia đình được giới thiệu.")
	line(&list, "place", &g.Place, "")
	line(&list, "from_name", &from.Name, "")
	line(&list, "from_contact", &from.Contact, "")
	g.Deed = vn.Text(g.Deed)
	switch n := len([]rune(g.Deed)); {
	case n == 0:
		list.Add("deed", "Kể việc đã làm.")
	case n > LongestDeed:
		list.Add("deed", "Lời kể dài %d chữ; viết trong %d chữ.", n, LongestDeed)
	}
	blob.RefuseSecrets(&list, "name", g.Name, "place", g.Place, "deed", g.Deed, "from_name", from.Name, "from_contact", from.Contact)
	if _, err := org.Find(tx, g.UnitID, tx.Today()); problem.Is(err, problem.NotFound) {
		list.Add("unit", "Chọn đơn vị, địa phương trong danh sách.")
	} else if err != nil {
		return err
	}
	return list.Err()
}

// nearestOffice is the first unit, from the named one upward, for which somebody works
// in the program; the named one where there is none.
func nearestOffice(tx *db.Tx, unitID string) (string, error) {
	for id, n := unitID, 0; id != "" && n < 10; n++ {
		works, err := account.Staffed(tx, id)
		if err != nil || works {
			return id, err
		}
		u, err := org.Find(tx, id, tx.Today())
		if problem.Is(err, problem.NotFound) {
			break
		}
		if err != nil {
			return "", err
		}
		id = u.ParentID
	}
	return unitID, nil
}

func (s *Sender) hide(ring *key.Ring, id string) ([]byte, error) {
	if *s == (Sender{}) {
		return []byte{}, nil
	}
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write sender: %w", err)
	}
	return ring.Encrypt(plain, aboutSender(id))
}

// aboutSender binds an encrypted sender to its suggestion.
func aboutSender(id string) string { return "exemplar_suggestion/" + id + "/sender" }

// SenderOf is who suggested; ok is false where nothing was said.
//
// Read: only who keeps the stories of the office reads it.
func SenderOf(tx *db.Tx, ring *key.Ring, g *Suggestion) (s Sender, ok bool, err error) {
	if err := access.Require(tx, access.ExemplarKeep, access.Scope{Unit: g.OfficeID}); err != nil {
		return s, false, err
	}
	if len(g.Sender) == 0 {
		return s, false, nil
	}
	plain, err := ring.Decrypt(g.Sender, aboutSender(g.ID))
	if err != nil {
		return s, false, err
	}
	if err := json.Unmarshal(plain, &s); err != nil {
		return s, false, fmt.Errorf("read sender of suggestion %s: %w", g.ID, err)
	}
	return s, true, nil
}
