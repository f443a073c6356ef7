package web_test

import (
	"fmt"
	"html"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
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
