package ballot

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// End closes a vote, counts, and publishes the closing. version is the one that the
// person saw. The papers are written anew by digest, or sealed to both holders where
// the board is not published; the box is emptied, the key of receipts destroyed. Before the announced moment it is refused while papers are to come.
func End(tx *db.Tx, id string, version int64, counted *Counted) (Result, error) {
	r, o, err := running(tx, id)
	if err != nil {
		return Result{}, err
	}
	scope := access.Scope{Cluster: r.ClusterID, Year: r.YearID}
	if err := access.Require(tx, access.BallotClose, scope); err != nil {
		return Result{}, err
	}
	moved, err := movedOf(tx, id)
	if err != nil {
		return Result{}, fmt.Errorf("read who was given a paper in ballot %s: %w", id, err)
	}
	if err := o.checkCounted(counted, len(moved)); err != nil {
		return Result{}, err
	}
	checkOffs, box, err := kept(tx, id)
	if err != nil {
		return Result{}, err
	}
	tokens := map[string]bool{}
	papers := make([]Paper, len(box))
	for i, c := range box {
		if papers[i], err = o.Valid(c); err != nil {
			return Result{}, err
		}
		tokens[string(papers[i].Token)] = true
	}
	toCome := o.electronic() - len(moved) - len(tokens)
	if o.early(tx.Now, toCome) {
		until, _ := o.until()
		return Result{}, problem.New(problem.Closed, "Chưa đến giờ đóng (%s) và còn %d phiếu chưa về; không đóng sớm được.", until.Local().Format("15:04 02/01/2006"), toCome)
	}
	closing, err := o.Close(checkOffs, box, moved, counted)
	if err != nil {
		return Result{}, err
	}
	if n, err := closeRow(tx, id, closing, version); err != nil {
		return Result{}, fmt.Errorf("close ballot %s: %w", id, err)
	} else if n == 0 {
		return Result{}, problem.New(problem.Conflict, "Lần bỏ phiếu này vừa được người khác đóng.")
	}
	if o.Form == Outcome {
		err = sealBoard(tx, id, box)
	} else {
		err = writeBoard(tx, id, box)
	}
	if err != nil {
		return Result{}, err
	}
	if err := emptyBox(tx, id); err != nil {
		return Result{}, fmt.Errorf("empty box of ballot %s: %w", id, err)
	}
	return o.Count(papers, counted), record.Publish(tx, record.Publication{
		Act: access.BallotClose, Object: record.Object{Kind: "ballot", ID: id}, Scope: scope, Format: "bo-phieu-dong/1", Text: closing,
	})
}

// writeBoard writes the papers anew, by digest.
func writeBoard(tx *db.Tx, id string, box []Cast) error {
	for _, c := range box {
		sum := c.Digest()
		entry, err := json.Marshal(c)
		if err == nil {
			err = insertBoard(tx, id, hex.EncodeToString(sum[:]), string(entry))
		}
		if err != nil {
			return fmt.Errorf("write board of ballot %s: %w", id, err)
		}
	}
	return nil
}

// checkCounted refuses counts of paper that cannot be.
func (o *Opened) checkCounted(n *Counted, moved int) error {
	onPaper := len(o.Roll) - o.electronic() + moved
	if n == nil {
		if onPaper > 0 {
			return problem.Field("counted", "Có %d cử tri bỏ phiếu giấy; nhập kết quả kiểm phiếu giấy trước khi đóng.", onPaper)
		}
		return nil
	}
	var list problem.List
	if n.Given < 0 || n.Given > onPaper {
		list.Add("given", "Số phiếu giấy phát ra từ 0 đến số cử tri bỏ phiếu giấy (%d).", onPaper)
	}
	if n.Returned < 0 || n.Returned > n.Given {
		list.Add("returned", "Số phiếu thu về không quá số phát ra (%d).", n.Given)
	}
	if n.Valid < 0 || n.Valid > n.Returned {
		list.Add("valid", "Số phiếu hợp lệ không quá số thu về (%d).", n.Returned)
	}
	if len(n.Candidates) != len(o.Candidates) {
		list.Add("counted", "Ghi số phiếu của từng tên trên phiếu.")
		return list.Err()
	}
	for i, c := range n.Candidates {
		if c.ID != o.Candidates[i].ID || c.Votes < 0 || c.Against < 0 || c.Votes+c.Against > n.Valid || c.Points < 0 || c.Points > n.Valid*len(o.Candidates) {
			list.Add("votes_"+o.Candidates[i].ID, "Số phiếu của «%s» phải từ 0 đến số phiếu hợp lệ (%d).", o.Candidates[i].Name, n.Valid)
		}
	}
	return list.Err()
}

// kept reads roll and box of a vote that runs.
func kept(tx *db.Tx, id string) ([]ProvedCheckOff, []Cast, error) {
	checkOffs, err := provedOf(tx, id)
	if err != nil {
		return nil, nil, err
	}
	papers, err := papersOf(tx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("read box of ballot %s: %w", id, err)
	}
	box := make([]Cast, len(papers))
	for i, p := range papers {
		if box[i], err = p.cast(); err != nil {
			return nil, nil, fmt.Errorf("read box of ballot %s: %w", id, err)
		}
	}
	return checkOffs, box, nil
}

func provedOf(tx *db.Tx, id string) ([]ProvedCheckOff, error) {
	rows, err := checkOffsOf(tx, id)
	if err != nil {
		return nil, fmt.Errorf("read check-offs of ballot %s: %w", id, err)
	}
	list := make([]ProvedCheckOff, len(rows))
	for i, r := range rows {
		if list[i], err = r.proved(); err != nil {
			return nil, fmt.Errorf("read check-offs of ballot %s: %w", id, err)
		}
	}
	return list, nil
}
