package opendata

import (
	"reflect"
	"slices"
	"strconv"

	"giaouoc/internal/sheet"
)

// Table lays rows out as a table; its columns have the keys of the fields and the
// Vietnamese heads.
func Table[T any](title string, list []T) sheet.Table {
	t := sheet.Table{Title: title}
	columnsOf(reflect.TypeFor[T](), &t.Columns)
	for i := range list {
		row := make([]string, 0, len(t.Columns))
		t.Rows = append(t.Rows, cellsOf(reflect.ValueOf(list[i]), row))
	}
	return t
}

func columnsOf(t reflect.Type, list *[]sheet.Column) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			columnsOf(f.Type, list)
			continue
		}
		wide, _ := strconv.ParseFloat(f.Tag.Get("wide"), 64) // none is zero
		*list = append(*list, sheet.Column{Key: f.Tag.Get("json"), Head: f.Tag.Get("head"), Number: f.Tag.Get("num") != "", Width: wide})
	}
}

func cellsOf(v reflect.Value, row []string) []string {
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Kind() {
		case reflect.Struct:
			row = cellsOf(f, row)
		case reflect.Int:
			row = append(row, strconv.FormatInt(f.Int(), 10))
		case reflect.Bool:
			row = append(row, strconv.FormatBool(f.Bool()))
		default:
			row = append(row, f.String())
		}
	}
	return row
}

// Part is a set, or some of its rows: as they are, and as a table.
type Part struct {
	Set    Set
	Rows   any // a slice of the set's kind of row
	Table  sheet.Table
	MadeUp bool // some of the rows are of a year that was made up for practice
}

// Part returns the wanted rows of the set with a key; false where there is no such
// set, or it is that of the awards.
func (s *Sets) Part(key string, q Query) (Part, bool) {
	set, ok := Find(key)
	if !ok || key == AwardSet {
		return Part{}, false
	}
	switch key {
	case "cum":
		return part(set, s.Clusters, q), true
	case "nam":
		return part(set, s.Years, q), true
	case "thanh-vien":
		return part(set, s.Members, q), true
	case "giao-uoc":
		return part(set, s.Covenants, q), true
	case "chi-so":
		return part(set, s.Indicators, q), true
	case "chi-tieu":
		return part(set, s.Targets, q), true
	case "so-lieu":
		return part(set, s.Figures, q), true
	case "diem":
		return part(set, s.Points, q), true
	case "xep-hang":
		return part(set, s.Rankings, q), true
	case ExemplarSet:
		return part(set, s.Exemplars, q), true
	}
	return part(set, s.Proposals, q), true
}

func part[T Row](set Set, all []T, q Query) Part {
	list := Pick(all, q)
	return Part{Set: set, Rows: list, Table: Table(set.Title, list), MadeUp: slices.ContainsFunc(list, T.MadeUp)}
}

// AwardPart is the set of the awards with some of its rows.
func AwardPart(list []Award) Part {
	set, _ := Find(AwardSet)
	return Part{Set: set, Rows: list, Table: Table(set.Title, list), MadeUp: slices.ContainsFunc(list, Award.MadeUp)}
}
