package ballot

import (
	"encoding/json"
	"slices"

	"giaouoc/internal/db"
)

// State is where a vote stands.
type State string

// States of a vote.
const (
	Running State = "open"   // đang bỏ phiếu
	Closed  State = "closed" // đã đóng
)

// row is a vote as it is stored.
type row struct {
	ID         string
	ClusterID  string
	YearID     string
	State      State
	Motion     string
	ReceiptKey []byte
	Closing    string
	Version    int64
}

const columns = `id, cluster_id, year_id, state, motion, receipt_key, closing, version`

func insert(tx *db.Tx, r row) error {
	_, err := tx.Exec(`
		INSERT INTO ballot (id, cluster_id, year_id, state, motion, receipt_key, closing, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.ClusterID, r.YearID, string(r.State), r.Motion, r.ReceiptKey, r.Closing, r.Version)
	return err
}

func findRow(tx *db.Tx, id string) (row, error) {
	return db.One[row](tx, `SELECT `+columns+` FROM ballot WHERE id = $1`, id)
}

func rowsOfYear(tx *db.Tx, yearID string) ([]row, error) {
	return db.All[row](tx, `SELECT `+columns+` FROM ballot WHERE year_id = $1 ORDER BY id`, yearID)
}

// closeRow ends a vote that runs at a version; none is changed when it does not.
func closeRow(tx *db.Tx, id, closing string, version int64) (int64, error) {
	return tx.Exec(`UPDATE ballot SET state = 'closed', closing = $1, receipt_key = $2, version = version + 1 WHERE id = $3 AND state = 'open' AND version = $4`,
		closing, []byte{}, id, version)
}

func insertCheckOff(tx *db.Tx, motionID, voter string, p ProvedCheckOff) error {
	proof, err := json.Marshal(p.Proof)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO ballot_check_off (motion_id, voter, body, proof) VALUES ($1, $2, $3, $4)`, motionID, voter, p.Text, string(proof))
	return err
}

type checkOffRow struct{ Voter, Body, Proof string }

func (r checkOffRow) proved() (p ProvedCheckOff, err error) {
	p.Text = r.Body
	return p, json.Unmarshal([]byte(r.Proof), &p.Proof)
}

func checkOffsOf(tx *db.Tx, motionID string) ([]checkOffRow, error) {
	return db.All[checkOffRow](tx, `SELECT voter, body, proof FROM ballot_check_off WHERE motion_id = $1 ORDER BY voter`, motionID)
}

func findCheckOff(tx *db.Tx, motionID, voter string) (checkOffRow, error) {
	return db.One[checkOffRow](tx, `SELECT voter, body, proof FROM ballot_check_off WHERE motion_id = $1 AND voter = $2`, motionID, voter)
}

func insertMoved(tx *db.Tx, motionID, voter string) (int64, error) {
	return tx.Exec(`INSERT INTO ballot_moved (motion_id, voter) VALUES ($1, $2) ON CONFLICT DO NOTHING`, motionID, voter)
}

// movedOf are the voters who were given a paper instead, sorted.
func movedOf(tx *db.Tx, motionID string) ([]string, error) {
	rows, err := db.All[struct{ Voter string }](tx, `SELECT voter FROM ballot_moved WHERE motion_id = $1`, motionID)
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.Voter
	}
	slices.Sort(list)
	return list, err
}

// boxRow is a paper in the box. It shares nothing with the roll.
type boxRow struct {
	Place     string
	Box       string
	Token     string
	Number    int
	Paper     string
	Signature []byte
	Tokens    string // JSON
}

func (r boxRow) cast() (c Cast, err error) {
	c.Paper, c.Signature = r.Paper, r.Signature
	return c, json.Unmarshal([]byte(r.Tokens), &c.Tokens)
}

func insertPaper(tx *db.Tx, r boxRow) error {
	_, err := tx.Exec(`INSERT INTO ballot_box (place, box, token, number, paper, signature, tokens) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.Place, r.Box, r.Token, r.Number, r.Paper, r.Signature, r.Tokens)
	return err
}

const boxColumns = `place, box, token, number, paper, signature, tokens`

// tokensOf counts the tokens with a paper in a box that is not closed.
func tokensOf(tx *db.Tx, box string) (int, error) {
	row, err := db.One[struct{ N int }](tx, `SELECT count(DISTINCT token) AS n FROM ballot_box WHERE box = $1`, box)
	return row.N, err
}

func papersOfToken(tx *db.Tx, box, token string) ([]boxRow, error) {
	return db.All[boxRow](tx, `SELECT `+boxColumns+` FROM ballot_box WHERE box = $1 AND token = $2 ORDER BY number`, box, token)
}

func papersOf(tx *db.Tx, box string) ([]boxRow, error) {
	return db.All[boxRow](tx, `SELECT `+boxColumns+` FROM ballot_box WHERE box = $1 ORDER BY place`, box)
}

func emptyBox(tx *db.Tx, box string) error {
	_, err := tx.Exec(`DELETE FROM ballot_box WHERE box = $1`, box)
	return err
}

func insertSeal(tx *db.Tx, motionID string, place int, recipient string) error {
	_, err := tx.Exec(`INSERT INTO ballot_seal (motion_id, place, recipient) VALUES ($1, $2, $3)`, motionID, place, recipient)
	return err
}

func sealsOf(tx *db.Tx, motionID string) ([]string, error) {
	rows, err := db.All[struct{ Recipient string }](tx, `SELECT recipient FROM ballot_seal WHERE motion_id = $1 ORDER BY place`, motionID)
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.Recipient
	}
	return list, err
}

func insertSealed(tx *db.Tx, motionID string, content []byte) error {
	_, err := tx.Exec(`INSERT INTO ballot_sealed (motion_id, content) VALUES ($1, $2)`, motionID, content)
	return err
}

func sealedOf(tx *db.Tx, motionID string) ([]byte, error) {
	row, err := db.One[struct{ Content []byte }](tx, `SELECT content FROM ballot_sealed WHERE motion_id = $1`, motionID)
	return row.Content, err
}

func insertBoard(tx *db.Tx, board, digest, entry string) error {
	_, err := tx.Exec(`INSERT INTO ballot_board (board, digest, entry) VALUES ($1, $2, $3)`, board, digest, entry)
	return err
}

func boardOf(tx *db.Tx, board string) (list []Cast, err error) {
	rows, err := db.All[struct{ Entry string }](tx, `SELECT entry FROM ballot_board WHERE board = $1 ORDER BY digest`, board)
	if err != nil {
		return nil, err
	}
	list = make([]Cast, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Entry), &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}
