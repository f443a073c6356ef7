package outbox

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
)

// State is where an effect stands.
type State string

// States of an effect.
const (
	Waiting   State = "waiting"   // also between two tries
	Sent      State = "sent"      // the receiving server has taken it
	Failed    State = "failed"    // refused, or tried too often
	Withdrawn State = "withdrawn" // what it was about had passed
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Waiting: "đang chờ gửi", Sent: "đã gửi", Failed: "không gửi được", Withdrawn: "không cần gửi nữa"}[s]
}

// Effect is one thing to be done in the world, with how far it is.
type Effect struct {
	ID        string
	Key       string // what makes it one: asked for twice it is done once
	Topic     string // what it is about, asked again just before it is sent
	AccountID string // whom it is for; empty for a person without an account
	Subject   string
	Payload   string // of the store: the letter, until the effect is over
	State     State
	Tries     int
	NextAt    db.Time // of the next try, by the machine's clock; zero is at once
	ExpiresAt db.Time // nothing is sent from then on, by the clock of the acts; zero for never
	CreatedAt db.Time
	DoneAt    db.Time
	Error     string // why the last try failed, in Vietnamese
	Mail      Mail   `db:"-"`
}

// Add writes a mail to be sent once the transaction is committed. The same key
// again changes nothing. Its error is a problem beside "mail", "name", "subject"
// or "link" when the letter cannot be one.
func Add(tx *db.Tx, e Effect) error {
	m, err := e.Mail.tidy()
	if err != nil {
		return err
	}
	if e.Payload, err = m.encode(); err != nil {
		return fmt.Errorf("write mail %s: %w", e.Key, err)
	}
	e.ID, e.State, e.CreatedAt, e.Subject = db.NewID(), Waiting, db.At(tx.Now), m.Subject
	if err := insert(tx, e); err != nil {
		return fmt.Errorf("write mail %s: %w", e.Key, err)
	}
	return nil
}

// Withdraw ends what waits under a topic and takes its letter out: it has passed.
// What a machine is just handing over may still arrive.
func Withdraw(tx *db.Tx, topic string) error {
	if err := withdraw(tx, topic); err != nil {
		return fmt.Errorf("withdraw mail %s: %w", topic, err)
	}
	return nil
}

// Find returns the effect with a key; false when there is none, or it was cleaned
// away.
func Find(tx *db.Tx, key string) (Effect, bool, error) {
	e, err := find(tx, key)
	if errors.Is(err, db.ErrNoRow) {
		return Effect{}, false, nil
	}
	if err != nil {
		return Effect{}, false, fmt.Errorf("find mail %s: %w", key, err)
	}
	return e, true, nil
}

// Recent returns the last effects for an account, newest first; for an empty
// account those of everybody.
func Recent(tx *db.Tx, accountID string, most int) ([]Effect, error) {
	list, err := recent(tx, accountID, most)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	for i := range list {
		if list[i].Mail, err = decode(list[i].Payload); err != nil {
			return nil, fmt.Errorf("read mail %s: %w", list[i].ID, err)
		}
	}
	return list, nil
}
