package clerk

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Office is how an office stands on its documents. What is empty stays "…".
type Office struct {
	UnitID       string
	Superior     string
	Issuer       string
	Abbreviation string // in the sign: "UBND"
	Place        string
	Signer       string // the lines above the name, one a line
	SignerName   string
	Recipients   string // one a line; the last is the archive
	ByKind       bool   // each kind of document has its own row of numbers
	SavedBy      string
	Version      int64 // 0 while nobody has saved it
}

// OfficeOf reads how an office stands on its documents; of one that nobody has described
// only its name is known.
//
// Read: requires the right to see the register of the office.
func OfficeOf(tx *db.Tx, unitID string) (Office, error) {
	if err := access.Require(tx, access.DocumentRead, access.Scope{Unit: unitID}); err != nil {
		return Office{}, err
	}
	return readOffice(tx, unitID)
}

func readOffice(tx *db.Tx, unitID string) (Office, error) {
	o, err := officeOf(tx, unitID)
	if err == nil {
		return o, nil
	}
	if !errors.Is(err, db.ErrNoRow) {
		return o, fmt.Errorf("read office %s: %w", unitID, err)
	}
	u, err := org.Find(tx, unitID, tx.Today())
	if err != nil {
		return o, err
	}
	o = Office{UnitID: unitID, Issuer: u.FullName, Recipients: "Như trên\nLưu: VT"}
	if o.Issuer == "" {
		o.Issuer = u.Name
	}
	return o, nil
}

// SaveOffice says how an office stands on its documents from now on. A draft that was
// begun before is drawn anew before it is issued.
func SaveOffice(tx *db.Tx, o Office) error {
	scope := access.Scope{Unit: o.UnitID}
	if err := access.Require(tx, access.ClerkSet, scope); err != nil {
		return err
	}
	before, err := readOffice(tx, o.UnitID)
	if err != nil {
		return err
	}
	if before.Version != o.Version {
		return problem.New(problem.Conflict, "%s vừa lưu thông tin cơ quan; xem lại rồi lưu.", before.SavedBy)
	}
	if err := o.check(); err != nil {
		return err
	}
	o.SavedBy, o.Version = tx.Actor.Name, o.Version+1
	save := updateOffice
	if before.Version == 0 {
		save = insertOffice
	}
	if err := save(tx, o); err != nil {
		return fmt.Errorf("save office %s: %w", o.UnitID, err)
	}
	return record.Add(tx, record.Act{Act: access.ClerkSet, Object: record.Object{Kind: "clerk_office", ID: o.UnitID}, Scope: scope, Before: before, After: o})
}

const longestLine = 300

func (o *Office) check() error {
	var list problem.List
	one := func(field string, text *string) {
		*text = vn.Line(*text)
		if len([]rune(*text)) > longestLine {
			list.Add(field, "Dài quá %d chữ.", longestLine)
		}
	}
	many := func(field string, text *string) {
		lines := linesOf(vn.NFC(vn.Legible(*text)))
		*text = strings.Join(lines, "\n")
		if len([]rune(*text)) > longestWords || len(lines) > mostLines {
			list.Add(field, "Dài quá %d chữ hoặc %d dòng.", longestWords, mostLines)
		}
	}
	one("superior", &o.Superior)
	one("issuer", &o.Issuer)
	one("abbreviation", &o.Abbreviation)
	one("place", &o.Place)
	one("signer_name", &o.SignerName)
	many("signer", &o.Signer)
	many("recipients", &o.Recipients)
	if o.Issuer == "" {
		list.Add("issuer", "Ghi tên cơ quan ban hành.")
	}
	if strings.ContainsAny(o.Abbreviation, "/ ") {
		list.Add("abbreviation", "Chữ viết tắt không có dấu gạch chéo và khoảng trắng, ví dụ UBND hoặc SNV-TĐKT.")
	}
	if lines := linesOf(o.Recipients); len(lines) > 0 && !strings.HasPrefix(lines[len(lines)-1], "Lưu") {
		list.Add("recipients", "Dòng cuối của nơi nhận là nơi lưu, ví dụ «Lưu: VT».")
	}
	return list.Err()
}

// head begins a document of the office.
func (o *Office) head() document.Head {
	h := document.Head{Superior: o.Superior, Issuer: o.Issuer, Office: o.Abbreviation, Place: o.Place, Recipients: linesOf(o.Recipients)}
	if h.Office == "" {
		h.Office = blank
	}
	lines := linesOf(o.Signer)
	if len(lines) == 0 {
		lines = []string{blank}
	}
	h.Signatures = []document.Signature{{Lines: lines, Name: o.SignerName}}
	return h
}

// series is the row of numbers of a kind.
func (o *Office) series(k document.Kind) string {
	if !o.ByKind {
		return ""
	}
	series, _, _ := strings.Cut(k.SignOf(""), "-")
	if series == "" {
		return "CV" // letters have no code of their own (Decree 30/2020/NĐ-CP, Annex III)
	}
	return series
}
