package clerk

import (
	"encoding/json"
	"fmt"
	"maps"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Template is the words of a kind as an office has them.
type Template struct {
	document.Template
	Carried map[string]string // the program's own text by key
	Own     map[string]bool   // which texts are the office's
	SavedBy string
	Version int64 // 0 while the words are the program's
}

// TemplateOf reads the words of a kind of an office, with an office's texts that are
// proposed and not saved in place of some; nil for none.
//
// Read: requires the right to see the register of the office.
func TemplateOf(tx *db.Tx, unitID string, k document.Kind, proposed map[string]string) (Template, *document.Words, error) {
	if err := access.Require(tx, access.DocumentRead, access.Scope{Unit: unitID}); err != nil {
		return Template{}, nil, err
	}
	all, err := document.Carried()
	if err != nil {
		return Template{}, nil, err
	}
	carried := all.Template(k)
	if carried == nil {
		return Template{}, nil, problem.New(problem.NotFound, "Không có mẫu lời văn cho loại văn bản này.")
	}
	t := Template{Carried: map[string]string{}, Own: map[string]bool{}}
	for _, text := range carried.Texts {
		t.Carried[text.Key] = text.Text
	}
	row, own, err := ownTexts(tx, unitID, k)
	if err != nil {
		return t, nil, err
	}
	t.SavedBy, t.Version = row.SavedBy, row.Version
	if proposed != nil {
		own = proposed
	}
	words, err := all.With(k, own)
	if err != nil {
		return t, nil, err
	}
	t.Template = *words.Template(k)
	for _, text := range t.Texts {
		t.Own[text.Key] = text.Text != t.Carried[text.Key]
	}
	return t, words, nil
}

func ownTexts(tx *db.Tx, unitID string, k document.Kind) (templateRow, map[string]string, error) {
	rows, err := templatesOf(tx, unitID)
	if err != nil {
		return templateRow{}, nil, fmt.Errorf("read words of office %s: %w", unitID, err)
	}
	for _, r := range rows {
		if r.Kind == k {
			own, err := r.own()
			return r, own, err
		}
	}
	return templateRow{UnitID: unitID, Kind: k}, nil, nil
}

// wordsOf are the words of all kinds as an office has them.
func wordsOf(tx *db.Tx, unitID string) (*document.Words, error) {
	words, err := document.Carried()
	if err != nil {
		return nil, err
	}
	rows, err := templatesOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read words of office %s: %w", unitID, err)
	}
	for _, r := range rows {
		own, err := r.own()
		if err != nil {
			return nil, fmt.Errorf("read words of %s: %w", r.Kind, err)
		}
		maps.DeleteFunc(own, func(key, _ string) bool { return !known(words.Template(r.Kind), key) }) // a part that the program no longer has
		if words, err = words.With(r.Kind, own); err != nil {
			return nil, err
		}
	}
	return words, nil
}

func known(t *document.Template, key string) bool {
	if t == nil {
		return false
	}
	for _, text := range t.Texts {
		if text.Key == key {
			return true
		}
	}
	return false
}

// SaveTemplate stores an office's own words of a kind; texts equal to the program's are
// the program's.
func SaveTemplate(tx *db.Tx, unitID string, k document.Kind, version int64, texts map[string]string) error {
	if err := access.Require(tx, access.ClerkSet, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	t, _, err := TemplateOf(tx, unitID, k, texts)
	if err != nil {
		return err
	}
	own := map[string]string{}
	for _, text := range t.Texts {
		if t.Own[text.Key] {
			own[text.Key] = text.Text
		}
	}
	return storeTemplate(tx, unitID, k, version, own)
}

// ResetTemplate takes an office's own words of a kind back to the program's.
func ResetTemplate(tx *db.Tx, unitID string, k document.Kind, version int64) error {
	if err := access.Require(tx, access.ClerkSet, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	if k.Name() == "" {
		return problem.New(problem.NotFound, "Không có mẫu lời văn cho loại văn bản này.")
	}
	return storeTemplate(tx, unitID, k, version, map[string]string{})
}

func storeTemplate(tx *db.Tx, unitID string, k document.Kind, version int64, own map[string]string) error {
	row, before, err := ownTexts(tx, unitID, k)
	if err != nil {
		return err
	}
	if row.Version != version {
		return problem.New(problem.Conflict, "%s vừa lưu lời văn này; xem lại rồi lưu.", row.SavedBy)
	}
	if maps.Equal(before, own) {
		return nil
	}
	texts, err := json.Marshal(own)
	if err != nil {
		return fmt.Errorf("write words of %s: %w", k, err)
	}
	save := updateTemplate
	if row.Version == 0 {
		save = insertTemplate
	}
	row.Texts, row.SavedBy, row.Version = string(texts), tx.Actor.Name, row.Version+1
	if err := save(tx, row); err != nil {
		return fmt.Errorf("save words of %s: %w", k, err)
	}
	type said struct {
		UnitID string
		Kind   document.Kind
		Words  map[string]string
	}
	return record.Add(tx, record.Act{
		Act: access.ClerkSet, Object: record.Object{Kind: "clerk_template", ID: unitID + "/" + string(k)}, Scope: access.Scope{Unit: unitID},
		Before: said{unitID, k, before}, After: said{unitID, k, own},
	})
}

// SpecimenOf is a document of a kind with names made up, in an office's layout and with
// these words.
//
// Read: requires the right to see the register of the office.
func SpecimenOf(tx *db.Tx, unitID string, k document.Kind, words *document.Words) (*document.Document, error) {
	o, err := OfficeOf(tx, unitID)
	if err != nil {
		return nil, err
	}
	d := document.Specimen(k, words, o.head())
	if d == nil {
		return nil, problem.New(problem.NotFound, "Không có mẫu lời văn cho loại văn bản này.")
	}
	return d, nil
}
