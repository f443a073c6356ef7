package web_test

import (
	"fmt"
	"html"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	nethtml "golang.org/x/net/html"

	"giaouoc/internal/vn"
)

func cmdSave(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(one(ts, args)), []byte(of(ts).body), 0o600))
}

func cmdWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: workbook FILE CELLS")
	}
	f := excelize.NewFile()
	defer f.Close()
	sheet, n := "", 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimRight(line, "\n")
		if title, ok := strings.CutPrefix(line, "## "); ok {
			sheet, n = title, 0
			_, err := f.NewSheet(sheet)
			ts.Check(err)
			continue
		}
		n++
		for i, text := range strings.Split(line, "\t") {
			cell, err := excelize.CoordinatesToCellName(i+1, n)
			ts.Check(err)
			if x, err := strconv.ParseFloat(text, 64); err == nil {
				ts.Check(f.SetCellFloat(sheet, cell, x, -1, 64))
				continue
			}
			ts.Check(f.SetCellStr(sheet, cell, text))
		}
	}
	ts.Check(f.DeleteSheet("Sheet1"))
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

func cmdCells(ts *testscript.TestScript, neg bool, args []string) {
	w := of(ts)
	f, err := excelize.OpenReader(strings.NewReader(w.body))
	ts.Check(err)
	defer f.Close()
	var page strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		ts.Check(err)
		for n, row := range rows {
			for i, text := range row {
				cell, err := excelize.CoordinatesToCellName(i+1, n+1)
				ts.Check(err)
				fmt.Fprintf(&page, "<p>%s!%s = %s</p>\n", html.EscapeString(sheet), cell, html.EscapeString(text))
			}
		}
	}
	w.body = page.String()
}

// cmdFill fills cells of a saved marking table: each argument names a criterion and
// the head of a column, "I/2|Tự chấm=7,5". Digits become a number, what begins with
// "=" a formula, what begins with "text:" stays text.
func cmdFill(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	const sheet = "Chấm điểm"
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	for _, arg := range args[1:] {
		at, value, _ := strings.Cut(arg, "=")
		path, head, _ := strings.Cut(at, "|")
		cell, column := "", -1
		for n, row := range rows {
			for i, text := range row {
				if row[0] == "Khóa" && text == head {
					column = i
				}
			}
			if row != nil && row[0] == path && column >= 0 {
				cell, err = excelize.CoordinatesToCellName(column+1, n+1)
				ts.Check(err)
			}
		}
		if cell == "" {
			ts.Fatalf("no cell of %s in %s", path, head)
		}
		x, err := strconv.ParseFloat(value, 64)
		switch {
		case err == nil:
			ts.Check(f.SetCellFloat(sheet, cell, x, -1, 64))
		case strings.HasPrefix(value, "="):
			ts.Check(f.SetCellFormula(sheet, cell, value[1:]))
		default:
			ts.Check(f.SetCellStr(sheet, cell, strings.TrimPrefix(value, "text:")))
		}
	}
	ts.Check(f.Save())
}

// cmdAgree compares every cell of the summary on the last page with the saved
// workbook: what is a number is the same number, what is empty is empty.
func cmdAgree(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(one(ts, args)))
	ts.Check(err)
	defer f.Close()
	const sheet = "Bảng tổng hợp"
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	ts.Check(err)
	head := 0
	for n, row := range all {
		if len(row) > 1 && row[1] == "Tiêu chí" {
			head = n + 2
		}
	}
	shown := summaryRows(ts, of(ts).body)
	if head == 0 || len(shown) < 3 || len(all)-head != len(shown) {
		ts.Fatalf("the page has %d rows, the workbook %d", len(shown), len(all)-head)
	}
	compared := 0
	for n, row := range all[head:] {
		for i, text := range shown[n] {
			in := ""
			if i+2 < len(row) {
				in = row[i+2]
			}
			x, errX := vn.ParseNumber(text)
			y, errY := decimal.NewFromString(in)
			switch {
			case errX == nil && errY == nil && x.Equal(y):
				compared++
			case text != in:
				ts.Fatalf("row %d, column %d: the page says %q, the workbook %q", n+1, i+1, text, in)
			}
		}
	}
	if compared < 20 {
		ts.Fatalf("only %d numbers were compared", compared)
	}
}

// summaryRows are the cells of the tables of a summary, row by row over all tables;
// a cell across several columns is followed by empty ones.
func summaryRows(ts *testscript.TestScript, page string) [][]string {
	root, err := nethtml.Parse(strings.NewReader(page))
	ts.Check(err)
	var rows [][]string
	table, n := 0, 0
	for node := range root.Descendants() {
		switch {
		case node.Type != nethtml.ElementNode:
		case node.Data == "table" && strings.Contains(attribute(node, "class"), "sum-table"):
			table, n = table+1, 0
		case node.Data == "tr" && table > 0 && node.Parent.Data != "thead":
			cells := []string{}
			for c := range node.ChildNodes() {
				if c.Type == nethtml.ElementNode && c.Data == "td" {
					cells = append(cells, strings.Join(strings.Fields(textOf(c)), " "))
					span, _ := strconv.Atoi(attribute(c, "colspan"))
					cells = append(cells, make([]string, max(0, span-1))...)
				}
			}
			if table == 1 {
				rows = append(rows, cells)
			} else {
				rows[n] = append(rows[n], cells[1:]...)
			}
			n++
		}
	}
	return rows
}

func attribute(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *nethtml.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == nethtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
