package certificate

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Batch says what is printed.
type Batch struct {
	UnitID   string
	DesignID string
	Number   string // of the decision
	On       vn.Date
	Award    string // code
	Book     int    // the golden book's number of the first; 0 for none
	Place    string // where the decision was made, as the certificates say
	Title    string // the signer's position
	Site     string // the address of the installation, for the public check
}

// Issue gives every grant of a decision its code, and returns what is printed of each.
// Printed again, a grant keeps its code.
func Issue(tx *db.Tx, l *rules.Law, b Batch) (Design, []Page, error) {
	scope := access.Scope{Unit: b.UnitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return Design{}, nil, err
	}
	d, err := find(tx, b.UnitID, b.DesignID)
	if err != nil {
		return d, nil, err
	}
	commended, err := award.CommendedOf(tx, b.UnitID, b.On.Year())
	if err != nil {
		return d, nil, err
	}
	commended = slices.DeleteFunc(commended, func(c award.Commended) bool {
		return c.Annulled != nil || c.Number != b.Number || c.DecidedOn != b.On || c.Award != b.Award
	})
	if len(commended) == 0 {
		return d, nil, problem.New(problem.NotFound, "Sổ khen thưởng không có ai được khen theo quyết định này.")
	}
	given := l.Award(b.Award)
	if given == nil {
		return d, nil, problem.New(problem.NotFound, "Không có danh hiệu, hình thức này.")
	}
	pages := make([]Page, len(commended))
	fresh := 0
	for i, c := range commended {
		code, made, err := codeOf(tx, c.ID)
		if err != nil {
			return d, nil, err
		}
		if made {
			fresh++
		}
		pages[i] = Page{Name: c.Subject.Name, Words: b.words(c, given.Title(), code, i)}
	}
	if fresh == 0 {
		return d, pages, nil
	}
	return d, pages, record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "certificate_design", ID: d.ID}, Scope: scope,
		After: map[string]any{"number": b.Number, "award": b.Award, "certificates": fresh},
	})
}

func (b Batch) words(c award.Commended, name, code string, i int) Words {
	w := Words{
		Recipient: c.Corrected(award.CorrectName, c.Subject.Name), Address: c.Corrected(award.CorrectAddress, address(c.Subject)),
		Achievement: c.Corrected(award.CorrectAchievement, c.Achievement), AwardName: name, Authority: c.DecidedBy,
		Decision:    "Quyết định số " + c.Number + " " + c.DecidedOn.Words(),
		PlaceDate:   strings.TrimPrefix(b.Place+", ", ", ") + c.DecidedOn.Words(),
		SignerTitle: b.Title, SignerName: c.Signer, Code: b.Site + addressOfCheck + code,
	}
	if b.Book > 0 {
		w[GoldenBook] = "Số sổ vàng: " + strconv.Itoa(b.Book+i)
	}
	return w
}

// address is the post and the place of a subject, as a certificate says them.
func address(s award.Subject) string {
	return strings.Join(slices.DeleteFunc([]string{s.Post, s.Place}, func(part string) bool { return part == "" }), ", ")
}

// Codes are read from paper: no I, L, O, U.
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// codeOf is the code of a grant, made where there is none.
func codeOf(tx *db.Tx, grantID string) (code string, made bool, err error) {
	list, err := codesOf(tx, grantID)
	if err != nil {
		return "", false, fmt.Errorf("read code of grant %s: %w", grantID, err)
	}
	if len(list) > 0 {
		return list[0].Code, false, nil
	}
	random := make([]byte, 10) // 80 bits: nobody finds one by trying
	_, _ = rand.Read(random)   // never fails
	c := codeRow{letters.EncodeToString(random), grantID, db.At(tx.Now)}
	if err := insertCode(tx, c); err != nil {
		return "", false, fmt.Errorf("make code of grant %s: %w", grantID, err)
	}
	return c.Code, true, nil
}
