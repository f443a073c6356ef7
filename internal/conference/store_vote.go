package conference

import (
	"encoding/json"

	"giaouoc/internal/db"
)

type voteRow struct {
	Vote
	DraftJSON  string `db:"draft"`
	ResultJSON string `db:"result"`
}

func (v Vote) written() (draft, result string, err error) {
	d, err := json.Marshal(v.Draft)
	if err != nil || v.Result == nil {
		return string(d), "", err
	}
	r, err := json.Marshal(v.Result)
	return string(d), string(r), err
}

func insertVote(tx *db.Tx, v Vote) error {
	draft, result, err := v.written()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO conference_vote (ballot_id, motion_id, number, state, draft, slips, result) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.BallotID, v.MotionID, v.Number, string(v.State), draft, v.Slips, result)
	return err
}

func saveVote(tx *db.Tx, v Vote) error {
	draft, result, err := v.written()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE conference_vote SET state = $1, draft = $2, slips = $3, result = $4 WHERE ballot_id = $5`,
		string(v.State), draft, v.Slips, result, v.BallotID)
	return err
}

func votesOf(tx *db.Tx, motionID string) ([]Vote, error) {
	rows, err := db.All[voteRow](tx, `
		SELECT ballot_id, motion_id, number, state, draft, slips, result FROM conference_vote WHERE motion_id = $1 ORDER BY number`, motionID)
	if err != nil {
		return nil, err
	}
	votes := make([]Vote, len(rows))
	for i, r := range rows {
		votes[i] = r.Vote
		if err := json.Unmarshal([]byte(r.DraftJSON), &votes[i].Draft); err != nil {
			return nil, err
		}
		if r.ResultJSON != "" {
			votes[i].Result = new(VoteResult)
			if err := json.Unmarshal([]byte(r.ResultJSON), votes[i].Result); err != nil {
				return nil, err
			}
		}
	}
	return votes, nil
}

const tellerColumns = `motion_id, account_id, name, position, sha256, signed_at`

func insertTeller(tx *db.Tx, t Teller) error {
	_, err := tx.Exec(`INSERT INTO conference_teller (`+tellerColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.MotionID, t.AccountID, t.Name, t.Position, t.SHA256, t.SignedAt)
	return err
}

func tellersOf(tx *db.Tx, motionID string) ([]Teller, error) {
	return db.All[Teller](tx, `SELECT `+tellerColumns+` FROM conference_teller WHERE motion_id = $1 ORDER BY signed_at, account_id`, motionID)
}
