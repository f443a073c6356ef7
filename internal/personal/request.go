package personal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// State is where a request for erasure stands.
type State string

// States of a request.
const (
	Asked     State = "asked"
	Done      State = "done"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Asked: "đang chờ quyết định", Done: "đã xóa", Refused: "không xóa", Withdrawn: "đã rút"}[s]
}

// Request is a person's request to have the own data erased (yêu cầu xóa dữ
// liệu).
type Request struct {
	ID        string
	AccountID string
	State     State
	Reason    string
	AskedBy   string // account id: the person, or who entered it for the person
	AskedAt   db.Time
	DecidedBy string
	DecidedAt db.Time
	Answer    string // why it was refused
	Kept      string // JSON of []Kept once it is done
	Version   int64
}

// Kept is something that stays, and how much of it.
type Kept struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// Stays lists what stayed when the request was carried out.
func (r Request) Stays() ([]Kept, error) {
	var list []Kept
	if r.Kept == "" {
		return nil, nil
	}
	err := json.Unmarshal([]byte(r.Kept), &list)
	return list, err
}

// Ask asks for the erasure of the actor's own data. Asking again while a request
// waits changes nothing.
//
// Public: whoever is signed in, for the own account.
func Ask(tx *db.Tx, reason string) (Request, error) {
	if tx.Actor.ID == "" {
		return Request{}, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	return ask(tx, access.ErasureAsked, tx.Actor.ID, reason)
}

// AskFor enters the request of a person who cannot sign in; the reason says how
// the person asked.
func AskFor(tx *db.Tx, accountID, reason string) (Request, error) {
	if err := access.Require(tx, access.PersonalErase, access.Scope{}); err != nil {
		return Request{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return Request{}, problem.Field("reason", "Ghi người ấy đã yêu cầu bằng cách nào, ngày nào: ví dụ đơn ngày 3/3/2026.")
	}
	a, err := account.ByID(tx, accountID)
	if err != nil {
		return Request{}, err
	}
	if a.Name == account.Forgotten {
		return Request{}, problem.New(problem.Closed, "Dữ liệu của tài khoản này đã được xóa.")
	}
	return ask(tx, access.PersonalErase, accountID, reason)
}

func ask(tx *db.Tx, act access.Act, accountID, reason string) (Request, error) {
	open, err := openRequest(tx, accountID)
	if err == nil {
		return open, nil
	}
	if !errors.Is(err, db.ErrNoRow) {
		return Request{}, fmt.Errorf("find request of account %s: %w", accountID, err)
	}
	reason = vn.NFC(strings.TrimSpace(reason))
	var list problem.List
	blob.RefuseSecrets(&list, "reason", reason)
	if err := list.Err(); err != nil {
		return Request{}, err
	}
	r := Request{ID: db.NewID(), AccountID: accountID, State: Asked, Reason: reason, AskedBy: tx.Actor.ID, AskedAt: db.At(tx.Now), Version: 1}
	if err := insertRequest(tx, r); err != nil {
		return Request{}, fmt.Errorf("store request: %w", err)
	}
	return r, noted(tx, act, r, nil, Asked, reason)
}

// Withdraw takes back the actor's own request while it waits.
//
// Public: whoever is signed in, for the own account.
func Withdraw(tx *db.Tx, id string) error {
	r, err := findRequest(tx, id)
	if err != nil || r.AccountID != tx.Actor.ID || tx.Actor.ID == "" {
		return problem.New(problem.NotFound, "Không có yêu cầu này.")
	}
	if r.State == Withdrawn {
		return nil
	}
	if r.State != Asked {
		return problem.New(problem.Closed, "Yêu cầu này %s.", r.State.Name())
	}
	r.State, r.DecidedBy, r.DecidedAt = Withdrawn, tx.Actor.ID, db.At(tx.Now)
	return settle(tx, access.ErasureAsked, r, "")
}

// Refuse answers a request with the reason why nothing is erased.
func Refuse(tx *db.Tx, id string, version int64, reason string) error {
	r, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	if reason = vn.NFC(strings.TrimSpace(reason)); reason == "" {
		return problem.Field("reason", "Ghi lý do không xóa; người yêu cầu đọc lý do này.")
	}
	r.State, r.Answer, r.DecidedBy, r.DecidedAt = Refused, reason, tx.Actor.ID, db.At(tx.Now)
	return settle(tx, access.PersonalErase, r, reason)
}

// inHand finds a request that waits and that the actor may decide: not on the
// own data, nor on what the actor has entered.
func inHand(tx *db.Tx, id string, version int64) (Request, error) {
	if err := access.Require(tx, access.PersonalErase, access.Scope{}); err != nil {
		return Request{}, err
	}
	r, err := findRequest(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, problem.New(problem.NotFound, "Không có yêu cầu này.")
	}
	if err != nil {
		return r, fmt.Errorf("find request %s: %w", id, err)
	}
	switch {
	case r.State != Asked:
		return r, problem.New(problem.Closed, "Yêu cầu này %s.", r.State.Name())
	case r.Version != version:
		return r, problem.New(problem.Conflict, "Yêu cầu này vừa thay đổi. Hãy xem lại rồi làm tiếp.")
	case r.AccountID == tx.Actor.ID:
		return r, problem.New(problem.Denied, "Đây là yêu cầu về dữ liệu của chính bạn; một quản trị viên khác quyết định.")
	case r.AskedBy == tx.Actor.ID:
		return r, problem.New(problem.Denied, "Bạn đã ghi yêu cầu này thay người khác; một quản trị viên thứ hai quyết định.")
	}
	return r, nil
}

func settle(tx *db.Tx, act access.Act, r Request, reason string) error {
	r.Version++
	if err := updateRequest(tx, r); err != nil {
		return fmt.Errorf("settle request %s: %w", r.ID, err)
	}
	return noted(tx, act, r, Asked, r.State, reason)
}

func noted(tx *db.Tx, act access.Act, r Request, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "erasure", ID: r.ID}, Before: before, After: after, Reason: reason,
	})
}
