package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
	"giaouoc/internal/scoring/scoretest"
)

// largeSummary is a sheet of 230 criteria marked for so many units.
func largeSummary(t *testing.T, units int) SummaryBook {
	t.Helper()
	y := scoretest.Large(units, 1)
	y.Units[1].Name = "=CMD()"
	y.Units[2].Disqualified = &scoring.Disqualified{Reason: "kỷ luật", Document: "QĐ 1"}
	result, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks)
	if err != nil {
		t.Fatal(err)
	}
	sc := scoring.Scored{Definition: scoring.Definition{Settings: scoring.Settings{Decimals: 2}}, Result: result}
	var down func(above string, list []*scoring.Criterion)
	down = func(above string, list []*scoring.Criterion) {
		for _, c := range list {
			sc.Rows = append(sc.Rows, scoring.Row{Path: above + c.Code, Name: c.Name, Max: decimalOf(c.Max), Kind: c.Kind})
			down(above+c.Code+"/", c.Children)
		}
	}
	down("", y.Sheet.Criteria)
	return SummaryBook{Title: "Bảng tổng hợp", About: []string{"Cụm thử"}, Scored: sc, Standings: ranking.Of(result), Notes: map[string]string{"U03": "Không xếp hạng"}}
}

// Every number of the summary is in its cell to the last digit, at its unit and level.
func TestASummaryHoldsEveryPointExactly(t *testing.T) {
	b := largeSummary(t, 4)
	content, err := b.Write()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(summaryTable, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	s := b.Scored.Summary()
	if len(s.Columns) != 3 || len(s.Lines) != scoretest.Nodes {
		t.Fatalf("%d columns, %d lines", len(s.Columns), len(s.Lines))
	}
	head := len(b.About) + 3
	if got := rows[head-1][3] + rows[head][3] + rows[head][4] + rows[head][5] + rows[head-1][6]; got != "Đơn vị 1Tự chấmThẩm địnhĐiểm'=CMD()" {
		t.Errorf("the heads are %q", got)
	}
	at := func(row []string, i int) string {
		if i < len(row) {
			return row[i]
		}
		return ""
	}
	compared := 0
	for n, line := range s.Lines {
		for u, cells := range line.Cells {
			for c, cell := range cells {
				want := ""
				if cell.Points != nil {
					want = scoring.Format(cell.Points, 2)
					compared++
				}
				if got := at(rows[head+1+n], 3+u*3+c); !same(got, want) || (got == "") != (want == "") {
					t.Fatalf("%s of unit %d: the cell says %q, the sheet %q", line.Row.Path, u, got, want)
				}
			}
		}
	}
	total := rows[head+1+scoretest.Nodes]
	for u := range b.Standings {
		if want := scoring.Format(b.Scored.Result.Units[u].Total, 2); !same(at(total, 5+u*3), want) {
			t.Errorf("the total of unit %d is %q, not %s", u, at(total, 5+u*3), want)
		}
		if want := rankText(b.Standings[u].Rank); at(rows[head+3+scoretest.Nodes], 3+u*3) != want {
			t.Errorf("the rank of unit %d is %v, not %s", u, rows[head+3+scoretest.Nodes], want)
		}
	}
	if compared < scoretest.Nodes*4*2 {
		t.Errorf("only %d numbers were compared", compared)
	}
	// What stands in a group is what its leaves have, level by level.
	for u := range b.Standings {
		for c := range s.Columns {
			sum := s.Lines[0].Cells[u][c].Points
			for _, line := range s.Lines[1:] {
				if line.Row.Depth() == 0 {
					sum = scoring.Round(sum, 2).Add(sum, line.Cells[u][c].Points)
				}
			}
			if sum.Cmp(s.Totals[u][c]) != 0 {
				t.Errorf("the groups of unit %d, column %d add up to %s, not %s", u, c, sum, s.Totals[u][c])
			}
		}
	}
	ranks, err := f.GetRows(summaryRanking)
	if err != nil {
		t.Fatal(err)
	}
	if last := ranks[len(ranks)-1]; last[0] != "–" || last[len(last)-1] != "Không xếp hạng" || ranks[len(b.About)+3][0] != "1" {
		t.Errorf("the ranking is %v", ranks)
	}
}

func rankText(rank int) string {
	if rank == 0 {
		return "–"
	}
	return fmt.Sprint(rank)
}

// The summary is laid out on A3 lying on its side, its heads on every page.
func TestASummaryIsLaidOutForPaper(t *testing.T) {
	for units, across := range map[int]string{4: "1", 20: "2"} {
		content, err := largeSummary(t, units).Write()
		if err != nil {
			t.Fatal(err)
		}
		part := partOf(t, content, "xl/worksheets/sheet2.xml")
		for _, want := range []string{`paperSize="8"`, `orientation="landscape"`, `fitToWidth="` + across + `"`, `fitToHeight="0"`, `fitToPage="true"`, `xSplit="3"`, `ySplit="5"`, "Trang &amp;P/&amp;N", "<mergeCell ref="} {
			if across == "1" && want == `fitToWidth="1"` {
				continue // is what is meant where nothing is said
			}
			if !strings.Contains(part, want) && !strings.Contains(part, strings.ReplaceAll(want, `"true"`, `"1"`)) {
				t.Errorf("%d units: no %s", units, want)
			}
		}
		if book := partOf(t, content, "xl/workbook.xml"); !strings.Contains(book, "$A:$C,") || !strings.Contains(book, "$4:$5") {
			t.Errorf("%d units: the titles do not repeat: %s", units, book)
		}
	}
}

func partOf(t *testing.T, content []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	part, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(part)
}
