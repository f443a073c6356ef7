// Package sheet reads and writes the files that people bring and take away:
// the score bundle (tệp bảng chấm điểm), as YAML or JSON.
//
// A reader reports every mistake of a file at once, each at its line, as a
// problem.List; it hands on either a whole bundle without a mistake or none.
// Numbers are read exactly from their text.
//
// What never happens: a float; a key that is silently ignored; half a bundle.
package sheet
