package web

import (
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/incoming"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// endOf says until when an instrument is in force, and what took its place.
func endOf(l *rules.Law, i *rules.Instrument) components.Cell {
	c := components.Cell{Missing: "chưa ghi"}
	if !i.Until.IsZero() {
		c = components.Cell{Text: i.Until.Short()}
	}
	var notes []string
	if i.Replaced != "" {
		notes = append(notes, "thay bằng "+l.Instrument(i.Replaced).Short())
	}
	for _, number := range i.Amended {
		notes = append(notes, "được "+l.Instrument(number).Short()+" sửa đổi")
	}
	if len(notes) == 0 {
		return c
	}
	if c.Missing != "" {
		return components.Cell{Text: strings.Join(notes, "; ")}
	}
	c.Note = strings.Join(notes, "; ")
	return c
}

// recordedTexts are the legal texts that offices recorded on arrival and that the
// program's law does not have.
func recordedTexts(tx *db.Tx, l *rules.Law) (components.TableProps, error) {
	t := components.TableProps{
		ID: "van-ban-moi", Caption: "Văn bản mới do các cơ quan ghi, chưa đưa vào bộ luật của phần mềm",
		Columns: []components.Column{{Head: "Số, ký hiệu"}, {Head: "Tên"}, {Head: "Hiệu lực như văn bản ghi"}, {Head: "Sửa đổi, thay thế"}, {Head: "Ai ghi"}},
	}
	list, err := incoming.Texts(tx)
	if err != nil {
		return t, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return t, err
	}
	for i := range list {
		d := &list[i]
		if l.Instrument(d.TextNumber) != nil {
			continue
		}
		changes := orMissing(d.TextChanges, "chưa ghi")
		if of := l.Instrument(d.TextChanges); of != nil {
			changes = components.Cell{Text: of.Short(), Href: instrumentPage + "/" + of.Slug()}
		}
		name := components.Cell{Text: d.TextNumber, Note: "chưa đưa vào bộ luật của phần mềm"}
		by := components.Cell{Text: names[d.UnitID], Note: "ghi ngày " + d.ReceivedOn.Short()}
		if d.EnteredBy != "" {
			by.Note, name.Href = d.EnteredBy+", "+by.Note, pages.IncomingPath(d)
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{name, {Text: d.TextName}, {Text: pages.TextValidity(d)}, changes, by}})
	}
	return t, nil
}

// recordedAbout says which recorded texts change an instrument.
func recordedAbout(tx *db.Tx, l *rules.Law, i *rules.Instrument) ([]string, error) {
	list, err := incoming.Texts(tx)
	if err != nil {
		return nil, err
	}
	var said []string
	for k := range list {
		if d := &list[k]; d.TextChanges == i.Number && l.Instrument(d.TextNumber) == nil {
			said = append(said, d.TextNumber+" ("+pages.TextValidity(d)+") được ghi là sửa đổi, thay thế văn bản này và chưa đưa vào bộ luật của phần mềm; các quy định dưới đây có thể đã cũ.")
		}
	}
	return said, nil
}
