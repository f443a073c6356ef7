package account

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/db"
)

// A question is what was put to one browser and waits for its answer: the
// challenge of a passkey, the state of a single sign-on. The first answer takes
// it out, right or wrong.
type question struct {
	ID        string
	Kind      questionKind
	Browser   string
	AccountID string
	Data      string
	ExpiresAt db.Time
}

type questionKind string

const (
	newPasskey   questionKind = "passkey_new"
	passkeyProof questionKind = "passkey_proof"
	ssoJourney   questionKind = "sso"
)

// questionLife is how long an answer may take.
const questionLife = 5 * time.Minute

var errNoQuestion = errors.New("nobody asked, or the answer comes too late or again")

// ask keeps a question that secret finds again. browser is what only the asked
// browser holds; accountID is whom the answer must be of, or empty.
func ask(tx *db.Tx, kind questionKind, secret, browser, accountID string, data any, now time.Time) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if err := dropQuestions(tx, now); err != nil {
		return err
	}
	return insertQuestion(tx, question{
		ID: digest(string(kind), secret), Kind: kind, Browser: digest(browser), AccountID: accountID,
		Data: string(text), ExpiresAt: db.At(now.Add(questionLife)),
	})
}

// answered takes a question out and reads its data. errNoQuestion: there is none
// that this browser may answer now.
func answered(tx *db.Tx, kind questionKind, secret, browser string, data any, now time.Time) (question, error) {
	id := digest(string(kind), secret)
	q, err := findQuestion(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return q, errNoQuestion
	}
	if err != nil {
		return q, fmt.Errorf("find question: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(q.Browser), []byte(digest(browser))) != 1 {
		return question{}, errNoQuestion
	}
	taken, err := deleteQuestion(tx, id)
	if err != nil {
		return q, fmt.Errorf("take question: %w", err)
	}
	if !taken || !now.Before(q.ExpiresAt.Time) {
		return question{}, errNoQuestion
	}
	return q, json.Unmarshal([]byte(q.Data), data)
}
