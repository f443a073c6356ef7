package ballot

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// SealTo names the keys to which the papers of a vote are sealed whose board is not
// published: age recipients, one of each holder.
//
// Within: who opens the vote; Begin has asked for the right and writes the record.
func SealTo(tx *db.Tx, id string, recipients []string) error {
	if len(recipients) != 2 || recipients[0] == recipients[1] {
		return problem.New(problem.Invalid, "Bảng phiếu không công bố phải niêm phong cho hai người giữ khóa khác nhau.")
	}
	for place, r := range recipients {
		if _, err := age.ParseX25519Recipient(r); err != nil {
			return problem.New(problem.Invalid, "Khóa niêm phong của người giữ khóa không đúng dạng.")
		}
		if err := insertSeal(tx, id, place, r); err != nil {
			return fmt.Errorf("name seal of ballot %s: %w", id, err)
		}
	}
	return nil
}

// sealBoard seals the papers of a vote to both holders, the second's seal inside the
// first's: it takes both to open it.
func sealBoard(tx *db.Tx, id string, box []Cast) error {
	recipients, err := sealsOf(tx, id)
	if err != nil {
		return fmt.Errorf("find seals of ballot %s: %w", id, err)
	}
	if len(recipients) != 2 {
		return problem.New(problem.Closed, "Chưa có khóa niêm phong của hai người giữ khóa.")
	}
	text, err := record.Canonical(box)
	if err != nil {
		return err
	}
	content := []byte(text)
	for place := len(recipients) - 1; place >= 0; place-- {
		if content, err = sealedTo(recipients[place], content); err != nil {
			return fmt.Errorf("seal board of ballot %s: %w", id, err)
		}
	}
	return insertSealed(tx, id, content)
}

func sealedTo(recipient string, content []byte) ([]byte, error) {
	r, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Unseal takes one holder's seal off.
func Unseal(content []byte, identities ...age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(content), identities...)
	if err != nil {
		return nil, problem.New(problem.Denied, "Tệp này không niêm phong cho người giữ khóa này, hoặc phải mở niêm phong của người kia trước.")
	}
	return io.ReadAll(r)
}

// SealedBoard is the sealed papers of a closed vote, which both holders together open.
//
// Read: requires the right to close the vote.
func SealedBoard(tx *db.Tx, id string) ([]byte, error) {
	r, _, err := found(tx, id)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.BallotClose, access.Scope{Cluster: r.ClusterID, Year: r.YearID}); err != nil {
		return nil, err
	}
	content, err := sealedOf(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return nil, problem.New(problem.NotFound, "Lần bỏ phiếu này không có bảng phiếu niêm phong.")
	}
	return content, err
}
