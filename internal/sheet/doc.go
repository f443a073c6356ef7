// Package sheet reads and writes the files that people bring and take away: the
// bundle (tệp dữ liệu), as YAML or a workbook; the forms and tables of pages, as
// workbooks; the score bundle (tệp bảng chấm điểm), as YAML, JSON or a workbook; the
// marking table of a unit (bảng chấm để điền) and the summary of a cluster (bảng
// tổng hợp điểm), as workbooks.
//
// A bundle is flat rows in sections; each row goes through the use case of its
// word. What persons have done by name (signed, submitted, marked) does not
// travel in it.
//
// A reader reports every mistake of a file at once, each at its line, as a
// problem.List; it hands on either a whole bundle without a mistake or none.
// Numbers are read exactly from their text.
//
// What never happens: a float; a key that is silently ignored; half a bundle.
package sheet
