package cluster

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

const bookFormat = "quy-che/1"

// printedBook is what a citizen sees of a rule book.
type printedBook struct {
	Format     string           `json:"format"`
	Number     int              `json:"number"`
	Title      string           `json:"title"`
	DocNumber  string           `json:"doc_number,omitempty"`
	AdoptedOn  vn.Date          `json:"adopted_on"`
	AdoptedBy  string           `json:"adopted_by,omitempty"`
	InForceOn  vn.Date          `json:"in_force_on"`
	Reason     string           `json:"reason,omitempty"`
	Source     string           `json:"source,omitempty"`
	FileSHA256 string           `json:"file_sha256,omitempty"`
	Clauses    []printedClause  `json:"clauses"`
	Settings   []printedSetting `json:"settings"`
}

type printedClause struct {
	Ref  string `json:"ref"`
	Body string `json:"body"`
}

type printedSetting struct {
	Key    Key    `json:"key"`
	Value  string `json:"value"`
	Clause string `json:"clause"`
}

// publishBook makes a version of a rule book public.
func publishBook(tx *db.Tx, s access.Scope, b RuleBook) error {
	t := printedBook{
		Format: bookFormat, Number: b.Number, Title: b.Title, DocNumber: b.DocNumber, AdoptedOn: b.AdoptedOn, AdoptedBy: b.AdoptedBy,
		InForceOn: b.InForceOn, Reason: b.Reason, Source: b.Source, FileSHA256: b.FileHash, Clauses: []printedClause{}, Settings: []printedSetting{},
	}
	for _, c := range b.Clauses {
		t.Clauses = append(t.Clauses, printedClause{c.Ref, c.Body})
	}
	for _, v := range b.Settings {
		c, _ := b.Clause(v.ClauseID)
		t.Settings = append(t.Settings, printedSetting{v.Key, v.Value, c.Ref})
	}
	text, err := record.Canonical(t)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: access.RuleBookAdopt, Object: record.Object{Kind: "rule_book", ID: b.ID}, Scope: s, Format: bookFormat, Text: text,
	})
}
