package ballot

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// TakeToken checks a voter off. The holders sign afterwards, each having checked the
// same; the same check-off sent again is taken again, so that a voter whose network
// failed asks again and gets the same answer.
//
// Public: the voter's credential on the roll is the right. Nothing is recorded, so
// that no time stands beside a name.
func TakeToken(tx *db.Tx, id string, p ProvedCheckOff, blinded [2][]byte) (Ask, error) {
	_, o, err := running(tx, id)
	if err != nil {
		return Ask{}, err
	}
	c, err := o.Checked(p, blinded)
	if err != nil {
		return Ask{}, err
	}
	ask := Ask{Motion: o.Text, CheckOff: p, Blinded: blinded}
	kept, err := findCheckOff(tx, id, c.Voter)
	switch {
	case err == nil && kept.Body == p.Text:
		return ask, nil
	case err == nil:
		return Ask{}, problem.New(problem.Conflict, "Bạn đã nhận phiếu trên một trình duyệt khác, hoặc trình duyệt đã mất thẻ phiếu. Mỗi cử tri chỉ nhận phiếu một lần; nếu không phải bạn đã nhận, hãy báo ngay ban kiểm phiếu.")
	case !errors.Is(err, db.ErrNoRow):
		return Ask{}, fmt.Errorf("find check-off: %w", err)
	}
	moved, err := movedOf(tx, id)
	if err != nil {
		return Ask{}, fmt.Errorf("read who was given a paper: %w", err)
	}
	if slices.Contains(moved, c.Voter) {
		return Ask{}, problem.New(problem.Closed, "Bạn đã được phát phiếu giấy cho nội dung này; nếu không phải vậy, hãy báo ngay ban kiểm phiếu.")
	}
	if err := insertCheckOff(tx, id, c.Voter, p); err != nil {
		return Ask{}, fmt.Errorf("check voter off: %w", err)
	}
	return ask, nil
}
