package challenge

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Field is the name of the question in a form, beside which a refusal stands.
const Field = "puzzle"

// Take uses a puzzle up before what it stands before is done. What it refuses it hands
// back as a problem and not as an error: the caller returns without one, so that the
// transaction commits and a wrong answer has used the puzzle up.
//
// Public: whoever sees the form may answer.
func Take(tx *db.Tx, ring *key.Ring, topic string, a Answer) (*problem.Problem, error) {
	k, err := keyOf(ring)
	if err != nil {
		return nil, err
	}
	t, ok := k.read(a.Token, topic)
	switch {
	case !ok:
		return problem.Field(Field, "Câu hỏi xác nhận không phải của trang này; trả lời câu hỏi mới."), nil
	case !tx.Now.Before(t.expires):
		return problem.Field(Field, "Trang đã mở quá lâu nên câu hỏi xác nhận hết hạn; trả lời câu hỏi mới."), nil
	case a.Number == "" && a.Words == "":
		return problem.Field(Field, "Trả lời câu hỏi để xác nhận bạn không phải là máy gửi tự động."), nil
	}
	fresh, err := use(tx, t)
	if err != nil {
		return nil, fmt.Errorf("use puzzle: %w", err)
	}
	switch {
	case !fresh:
		return problem.Field(Field, "Câu hỏi này đã được dùng; trả lời câu hỏi mới."), nil
	case !k.right(t, a):
		return problem.Field(Field, "Câu trả lời chưa đúng; trả lời câu hỏi mới."), nil
	}
	return nil, nil
}

// ID names the puzzle of a token once more after it was taken, so that a form sent twice
// can be told from another; empty where the token is none of the topic's.
func ID(ring *key.Ring, topic string, a Answer) (string, error) {
	k, err := keyOf(ring)
	if err != nil {
		return "", err
	}
	t, ok := k.read(a.Token, topic)
	if !ok {
		return "", nil
	}
	return t.hex(), nil
}

// Clean forgets used puzzles that have expired since.
//
// Public: what is over is thrown away; nobody is asked.
func Clean(tx *db.Tx) error {
	if err := deleteExpired(tx, tx.Now); err != nil {
		return fmt.Errorf("clean used puzzles: %w", err)
	}
	return nil
}
