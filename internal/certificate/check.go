package certificate

import (
	"fmt"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Checked is what the public learns of a certificate from its code.
type Checked struct {
	award.Commended
	Reissued []award.Entry // when it was issued again, in their order
}

// Check finds the grant of a code: as printed, or as a person typed it.
//
// Public: who holds a certificate may know whether it stands.
func Check(tx *db.Tx, code string) (Checked, error) {
	list, err := withCode(tx, typedCode(code))
	if err != nil {
		return Checked{}, fmt.Errorf("look for code: %w", err)
	}
	if len(list) == 0 {
		return Checked{}, problem.New(problem.NotFound, "Không có bằng nào mang mã này. Kiểm tra lại từng chữ; mã in dưới dạng QR trên bằng, gồm 16 chữ và số.")
	}
	return checked(tx, list[0].GrantID)
}

// CheckNumber finds the grants of a decision to a name, as a certificate prints them; a
// name alone or a number alone finds nothing, and whatever is not found is answered alike.
//
// Public: who holds a certificate may know whether it stands.
func CheckNumber(tx *db.Tx, number string, on vn.Date, name string) ([]Checked, error) {
	ids, err := award.GrantsNamed(tx, number, on, name)
	if err != nil {
		return nil, fmt.Errorf("look for decision: %w", err)
	}
	if len(ids) == 0 {
		return nil, problem.New(problem.NotFound, "Sổ khen thưởng ở đây không có quyết định số và ngày này tặng cho tên này. Ghi số, ngày quyết định và tên đúng như in trên bằng; bằng do nơi khác cấp thì hỏi nơi cấp.")
	}
	list := make([]Checked, len(ids))
	for i, id := range ids {
		if list[i], err = checked(tx, id); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// checked is a grant with what became of it.
func checked(tx *db.Tx, grantID string) (Checked, error) {
	c, later, err := award.GrantOf(tx, grantID)
	if err != nil {
		return Checked{}, err
	}
	found := Checked{Commended: c}
	for _, e := range later {
		if e.Kind == award.Reissue {
			found.Reissued = append(found.Reissued, e)
		}
	}
	return found, nil
}

var misread = strings.NewReplacer(" ", "", "-", "", "I", "1", "L", "1", "O", "0")

// typedCode is a code without what people put between its letters, and with digits for
// the letters that codes do not have.
func typedCode(text string) string { return misread.Replace(strings.ToUpper(vn.NFC(text))) }
