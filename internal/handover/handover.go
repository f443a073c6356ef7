package handover

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// State is where a hand-over stands.
type State string

// States of a hand-over.
const (
	Offered   State = "offered"   // chờ bên nhận xác nhận
	Returned  State = "returned"  // bên nhận trả lại
	Confirmed State = "confirmed" // đã nhận
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Offered: "chờ bên nhận xác nhận", Returned: "bên nhận trả lại", Confirmed: "đã nhận bàn giao"}[s]
}

// Item is one thing that is still open.
type Item struct {
	Kind   string `json:"kind"`   // "report", "task", "covenant", "proposal"
	Object string `json:"object"` // its id
	Title  string `json:"title"`
	Note   string `json:"note"` // what remains to be done
}

// Paper is a document that goes along, by its fingerprint.
type Paper struct {
	Title       string `json:"title"`
	Fingerprint string `json:"fingerprint"` // hex SHA-256
}

// Manifest is the bundle.
type Manifest struct {
	Format   string  `json:"format"` // "ban-giao/1"
	Cluster  string  `json:"cluster"`
	Year     int     `json:"year"`
	FromUnit string  `json:"from_unit"`
	ToUnit   string  `json:"to_unit"`
	Open     []Item  `json:"open"`
	Papers   []Paper `json:"papers"`
}

// Handover is the passing of the lead after a year.
type Handover struct {
	ID          string
	YearID      string
	FromUnit    string
	ToUnit      string
	State       State
	Manifest    string
	Fingerprint string
	OfferedAt   db.Time
	OfferedBy   string
	ConfirmedAt db.Time
	ConfirmedBy string
	Reason      string
	Version     int64
}

// Contents reads the manifest back.
func (h Handover) Contents() (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal([]byte(h.Manifest), &m); err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	return m, nil
}

func (m Manifest) canonical() (text, fingerprint string, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return "", "", fmt.Errorf("write manifest: %w", err)
	}
	text = vn.NFC(strings.TrimSuffix(b.String(), "\n"))
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

// leads finds who leads the year and the year after it, to whom it is handed
// over.
func leads(tx *db.Tx, y cycle.Year) (from, to string, err error) {
	for i, year := range []int{y.Year, y.Year + 1} {
		list, err := cluster.LeadsOf(tx, y.ClusterID, year)
		if err != nil {
			return "", "", err
		}
		for _, l := range list {
			if l.Post != cluster.PostLead || !l.ToDay.IsZero() && !l.ToDay.After(tx.Today()) {
				continue
			}
			if i == 0 {
				from = l.UnitID
			} else {
				to = l.UnitID
			}
		}
	}
	switch {
	case from == "":
		return "", "", problem.New(problem.Closed, "Năm %d chưa có đơn vị trưởng.", y.Year)
	case to == "":
		return "", "", problem.New(problem.Closed, "Chưa có đơn vị trưởng năm %d để nhận bàn giao; hội nghị bầu trước.", y.Year+1)
	case from == to:
		return "", "", problem.New(problem.Closed, "Đơn vị trưởng năm %d cũng là đơn vị trưởng năm %d; không có gì để bàn giao.", y.Year, y.Year+1)
	}
	return from, to, nil
}

// Offer bundles what is open and the papers for the new lead. notes say of each
// open thing, by its object, what remains to be done.
func Offer(tx *db.Tx, y cycle.Year, notes map[string]string) (Handover, error) {
	if err := access.Require(tx, access.HandoverOffer, y.Scope()); err != nil {
		return Handover{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.HandOver); err != nil {
		return Handover{}, err
	}
	from, to, err := leads(tx, y)
	if err != nil {
		return Handover{}, err
	}
	if tx.Actor.Unit != from {
		return Handover{}, problem.New(problem.Denied, "Chỉ đơn vị trưởng năm %d bàn giao năm ấy.", y.Year)
	}
	open, err := Open(tx, y)
	if err != nil {
		return Handover{}, err
	}
	var list problem.List
	for i := range open {
		blob.RefuseSecrets(&list, "note_"+open[i].Object, notes[open[i].Object])
		if open[i].Note = strings.TrimSpace(notes[open[i].Object]); open[i].Note == "" {
			list.Add("note_"+open[i].Object, "Ghi việc còn lại của «%s».", open[i].Title)
		}
	}
	if err := list.Err(); err != nil {
		return Handover{}, err
	}
	papers, err := Papers(tx, y)
	if err != nil {
		return Handover{}, err
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return Handover{}, err
	}
	if open == nil {
		open = []Item{}
	}
	m := Manifest{Format: "ban-giao/1", Cluster: c.Name, Year: y.Year, FromUnit: from, ToUnit: to, Open: open, Papers: papers}
	h := Handover{ID: db.NewID(), YearID: y.ID, FromUnit: from, ToUnit: to, State: Offered, OfferedAt: db.At(tx.Now), OfferedBy: tx.Actor.Name, Version: 1}
	if h.Manifest, h.Fingerprint, err = m.canonical(); err != nil {
		return Handover{}, err
	}
	before, err := findByYear(tx, y.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		err = insert(tx, h)
	case err != nil:
	case before.State != Returned:
		return Handover{}, problem.New(problem.Closed, "Bàn giao năm %d: %s.", y.Year, before.State.Name())
	default:
		h.ID, h.Version = before.ID, before.Version+1
		err = update(tx, h)
	}
	if err != nil {
		return Handover{}, fmt.Errorf("offer hand-over: %w", err)
	}
	return h, noted(tx, y, access.HandoverOffer, h, h.Fingerprint, "")
}

func noted(tx *db.Tx, y cycle.Year, act access.Act, h Handover, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "handover", ID: h.ID}, Scope: y.Scope(), After: after, Reason: reason,
	})
}

// Confirm is the new lead's word that it has received the bundle with this
// fingerprint.
func Confirm(tx *db.Tx, y, next cycle.Year, fingerprint string) error {
	h, err := received(tx, y, next)
	if err != nil {
		return err
	}
	if h.Fingerprint != fingerprint {
		return problem.New(problem.Conflict, "Gói bàn giao đã đổi từ khi bạn mở trang này; hãy xem lại rồi xác nhận.")
	}
	h.State, h.ConfirmedAt, h.ConfirmedBy, h.Version = Confirmed, db.At(tx.Now), tx.Actor.Name, h.Version+1
	if err := update(tx, h); err != nil {
		return fmt.Errorf("confirm hand-over: %w", err)
	}
	if err := cycle.PassOn(tx, y, h.ToUnit); err != nil {
		return err
	}
	if err := cycle.TellUnits(tx, y, "Bàn giao đã được xác nhận", cycle.HandoverPage, h.FromUnit); err != nil {
		return err
	}
	return noted(tx, next, access.HandoverConfirm, h, h.Fingerprint, "")
}

// Return gives the bundle back to the old lead, with a reason.
func Return(tx *db.Tx, y, next cycle.Year, reason string) error {
	h, err := received(tx, y, next)
	if err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return problem.Field("reason", "Ghi điều còn thiếu hoặc chưa đúng.")
	}
	h.State, h.Reason, h.Version = Returned, reason, h.Version+1
	if err := update(tx, h); err != nil {
		return fmt.Errorf("return hand-over: %w", err)
	}
	if err := cycle.TellUnits(tx, y, "Bàn giao bị trả lại", cycle.HandoverPage, h.FromUnit); err != nil {
		return err
	}
	return noted(tx, next, access.HandoverConfirm, h, Returned, reason)
}

// received finds the offer of a year for the lead of the next.
func received(tx *db.Tx, y, next cycle.Year) (Handover, error) {
	if err := access.Require(tx, access.HandoverConfirm, next.Scope()); err != nil {
		return Handover{}, err
	}
	h, err := Find(tx, y)
	if err != nil {
		return h, err
	}
	if h.State != Offered {
		return h, problem.New(problem.Closed, "Bàn giao năm %d: %s.", y.Year, h.State.Name())
	}
	if h.ToUnit != tx.Actor.Unit {
		return h, problem.New(problem.Denied, "Chỉ đơn vị trưởng năm %d nhận bàn giao này.", next.Year)
	}
	return h, nil
}

// Find returns the hand-over after a year.
//
// Read: pages that show it have required their right.
func Find(tx *db.Tx, y cycle.Year) (Handover, error) {
	h, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return h, problem.New(problem.NotFound, "Năm %d chưa có bàn giao.", y.Year)
	}
	if err != nil {
		return h, fmt.Errorf("find hand-over: %w", err)
	}
	return h, nil
}

// Receiver is the unit to which a year will be handed over.
//
// Read: pages that show it have required their right.
func Receiver(tx *db.Tx, y cycle.Year) (string, error) {
	_, to, err := leads(tx, y)
	return to, err
}
