package statistics

import (
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/cycle"
)

// The forms.
const (
	Movements   = "0601" // số phong trào thi đua
	StateAwards = "0602" // khen thưởng cấp Nhà nước
	BodyAwards  = "0603" // khen thưởng cấp bộ, ban, ngành, đoàn thể trung ương và tỉnh
	Bodies      = "0604" // tổ chức làm công tác thi đua, khen thưởng
	Servants    = "0605" // công chức làm công tác thi đua, khen thưởng
)

// Form is one form, filled.
type Form struct {
	Code    string // "0602"
	Name    string
	Measure string // đơn vị tính of the whole form; empty where each row has its own
	Columns []Column
	Rows    []Row
	None    string // why the form has no figures at all; its rows then have no cells
	Notes   []string
}

// Full is the code as the form bears it.
func (f *Form) Full() string { return f.Code + ".N/BNV-TĐKT" }

// Column is a column of figures.
type Column struct {
	Key   string
	Mark  string // its number in the form
	Title string
	Group string // a head that it shares with its neighbours
}

// Row is a line of a form; a Heading has no cells.
type Row struct {
	Key     string
	Mark    string // mã số; "…" where the form's is not known
	Name    string
	Unit    string
	Level   int
	Heading bool
	Added   bool // not of the form: what a reader needs to see that it adds up
	Cells   []Cell
}

// Cell is what is counted in a row and a column.
type Cell struct {
	Counted []int  // places in Set.Grants, in form 0601 in Set.Movements
	Unknown string // why there is no figure; empty where there is one
	Empty   bool   // the form asks for nothing here
}

// Count is the figure of the cell; known is false where there is none.
func (c Cell) Count() (n int, known bool) { return len(c.Counted), c.Unknown == "" && !c.Empty }

// Of is the cell of a row and a column by their keys; false where there is none.
func (f *Form) Of(row, column string) (Row, Column, Cell, bool) {
	i := slices.IndexFunc(f.Columns, func(c Column) bool { return c.Key == column })
	j := slices.IndexFunc(f.Rows, func(r Row) bool { return r.Key == row && !r.Heading })
	if i < 0 || j < 0 || i >= len(f.Rows[j].Cells) {
		return Row{}, Column{}, Cell{}, false
	}
	return f.Rows[j], f.Columns[i], f.Rows[j].Cells[i], true
}

// Set is the forms of a unit and a year, with what is counted in them.
type Set struct {
	UnitID    string
	Year      int
	Below     bool // the registers of the units below are in it
	Registers int  // how many registers were read
	Withheld  int  // registers below that the actor may not look at
	Files     int  // subjects in the registers that were read

	Grants    []award.Commended // decided in the year and in force
	Annulled  []award.Commended // decided in the year and annulled since
	Outside   []int             // places in Grants that no form asks for
	Movements []cycle.Launched
	Forms     []Form
}

// Form is the form of a code; nil for none.
func (s *Set) Form(code string) *Form {
	i := slices.IndexFunc(s.Forms, func(f Form) bool { return f.Code == code })
	if i < 0 {
		return nil
	}
	return &s.Forms[i]
}
