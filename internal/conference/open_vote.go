package conference

import (
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Opening is what is known of a vote only when it is opened.
type Opening struct {
	Minutes int                        // that voting lasts at most
	Site    string                     // the name that passkeys are bound to
	Holders map[string][]ballot.Holder // by secret ballot: the two and their keys
	Seals   map[string][]string        // by secret ballot: to whom papers are sealed that are not published
}

// longest is how long voting may last at most, in minutes.
const longest = 7 * 24 * 60

// OpenVote opens the secret ballots of a motion: their texts stand in the record and
// nothing of them changes any more.
//
// Within: ballot.Begin writes the record of each.
func OpenVote(tx *db.Tx, ring *key.Ring, y cycle.Year, motionID string, o Opening) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return err
	}
	m, err := prepared(tx, c, motionID)
	if err != nil {
		return err
	}
	if o.Minutes < 1 || o.Minutes > longest {
		return problem.Field("minutes", "Ghi số phút bỏ phiếu, từ 1 đến %d.", longest)
	}
	until := tx.Now.Add(time.Duration(o.Minutes) * time.Minute).UTC().Truncate(time.Second).Format(time.RFC3339)
	for _, v := range m.Votes {
		for _, voter := range v.Draft.Roll {
			if voter.Credential.Kind == ballot.Slip && len(voter.Credential.Key) == 0 {
				return problem.New(problem.Closed, "Chưa in phiếu mã cho %s; in phiếu mã rồi mới mở bỏ phiếu.", voter.Name)
			}
		}
		v.Draft.Until, v.Draft.Site, v.Draft.Holders = until, o.Site, o.Holders[v.BallotID]
		v.State = Voting
		if _, err := ballot.Begin(tx, ring, y.Scope(), v.Draft); err != nil {
			return err
		}
		if v.Draft.Form == ballot.Outcome {
			if err := ballot.SealTo(tx, v.BallotID, o.Seals[v.BallotID]); err != nil {
				return err
			}
		}
		if err := saveVote(tx, v); err != nil {
			return fmt.Errorf("open vote: %w", err)
		}
	}
	return nil
}

// GivePaper moves a voter of a motion to paper whose device or slip does not serve.
//
// Within: ballot.GivePaper writes the record of each secret ballot.
func GivePaper(tx *db.Tx, y cycle.Year, motionID, unitID string) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	m, err := voting(tx, y, motionID)
	if err != nil {
		return err
	}
	if len(m.Counts) > 0 {
		return problem.New(problem.Closed, "Ban kiểm phiếu đã nhập kết quả phiếu giấy; không phát thêm phiếu giấy.")
	}
	there := false
	for _, v := range m.Votes {
		for _, voter := range v.Draft.Roll {
			if voter.ID != unitID {
				continue
			}
			there = true
			if err := ballot.GivePaper(tx, v.BallotID, unitID); err != nil {
				return err
			}
		}
	}
	if !there {
		return problem.New(problem.Invalid, "Đơn vị này không có trong danh sách cử tri.")
	}
	return nil
}

// voting finds a motion whose secret ballot is open.
func voting(tx *db.Tx, y cycle.Year, motionID string) (Motion, error) {
	c, err := find(tx, y, Running)
	if err != nil {
		return Motion{}, err
	}
	m, err := motionOf(tx, c.ID, motionID)
	if err == nil && (m.Way != BySecret || m.Votes[0].State != Voting) {
		err = problem.New(problem.Closed, "Nội dung này không đang bỏ phiếu kín điện tử.")
	}
	return m, err
}
