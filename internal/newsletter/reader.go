package newsletter

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// State is where a reader stands.
type State string

// The states.
const (
	Asked     State = "asked"
	Confirmed State = "confirmed"
)

// Every is how often a letter comes.
type Every string

// The rhythms.
const (
	Daily  Every = "day"
	Weekly Every = "week"
)

// Rhythms are all of them.
var Rhythms = []Every{Daily, Weekly}

// Name is the rhythm in Vietnamese.
func (e Every) Name() string {
	return map[Every]string{Daily: "mỗi ngày", Weekly: "mỗi tuần"}[e]
}

// days are how many days lie between two letters.
func (e Every) days() int { return map[Every]int{Daily: 1, Weekly: 7}[e] }

// Reader is somebody who wants the letter.
type Reader struct {
	ID          string
	Email       []byte `json:"-"` // encrypted
	Mark        string `json:"-"`
	State       State
	Every       Every
	AskedAt     db.Time
	ConfirmedAt *db.Time
	SentAt      *db.Time
	SeenAt      *db.Time
}

// Topic begins the topic of every letter to a reader; the id follows.
const Topic = "newsletter|"

// Page is where readers ask for the letter.
const Page = "/ban-tin"

// purposes of what is derived from the installation's key.
const (
	purposeMark = "newsletter-address"
	purposeLink = "newsletter-link"
)

func keyed(ring *key.Ring, purpose, text string) (string, error) {
	derived, err := ring.Derive(purpose)
	if err != nil {
		return "", fmt.Errorf("derive key of newsletter: %w", err)
	}
	mac := hmac.New(sha256.New, derived)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18]), nil
}

// token is the end of a link that does one thing for one reader.
func token(ring *key.Ring, what, id string) (string, error) {
	mac, err := keyed(ring, purposeLink, what+"|"+id)
	return id + "." + mac, err
}

// opened is the id of a token for one thing. A token of another thing, or a made-up one,
// is not found.
func opened(ring *key.Ring, what, given string) (string, error) {
	id, _, _ := strings.Cut(given, ".")
	want, err := token(ring, what, id)
	if err != nil {
		return "", err
	}
	if !hmac.Equal([]byte(want), []byte(given)) {
		return "", problem.New(problem.NotFound, "Liên kết này không dùng được; hãy mở đúng liên kết trong thư.")
	}
	return id, nil
}

// kept is how long an address waits for its reader to confirm it.
const kept = 7 * 24 * time.Hour
