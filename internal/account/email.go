package account

import (
	"fmt"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Email is a person's one address, with what is under way about it.
type Email struct {
	AccountID  string
	AskedMail  string // to take its place once confirmed
	AskedToken string // hex SHA-256
	AskedUntil db.Time
	AskedOn    vn.Date
	AskedCount int
	FailedMail string // the receiving server refused it
	FailedAt   db.Time
	FailedWhy  string

	Mail        string  `db:"-"` // the account's; empty for none
	ConfirmedAt db.Time `db:"-"`
}

// Pending reports whether a link was sent that still holds.
func (e Email) Pending(now time.Time) bool {
	return e.AskedMail != "" && now.Before(e.AskedUntil.Time)
}

const (
	emailLasts = 24 * time.Hour
	mostAsked  = 5 // links a day and person, so that nobody floods a foreign mailbox
)

// EmailPath is where the link of a confirmation leads; the token follows it.
const EmailPath = "/xac-nhan-thu/"

// EmailTopic is the topic of a letter with such a link; the token's hash follows it.
const EmailTopic = "confirm|"

// OwnEmail is the actor's address.
//
// Public: whoever is signed in, for the own account.
func OwnEmail(tx *db.Tx) (Email, error) {
	a, err := own(tx)
	if err != nil {
		return Email{}, err
	}
	return emailOf(tx, a)
}

func emailOf(tx *db.Tx, a Account) (Email, error) {
	e, err := findEmail(tx, a.ID)
	if err != nil {
		return e, fmt.Errorf("find address of account %s: %w", a.ID, err)
	}
	e.Mail, e.ConfirmedAt = a.Email, a.EmailConfirmedAt
	return e, nil
}

// checkEmail reads an address as a person types it; empty is none.
func checkEmail(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	email, err := outbox.Address(typed)
	if err != nil {
		return "", problem.Field("email", "%s", problem.All(err)[0].Text)
	}
	return email, nil
}

// saidEmail is what the record keeps of an address.
type saidEmail struct {
	Email     string
	Confirmed bool
	Asked     string `json:",omitempty"`
}

func (e Email) said() saidEmail { return saidEmail{e.Mail, !e.ConfirmedAt.IsZero(), e.AskedMail} }
