// Package opendata is dữ liệu mở: what was published of every cluster and year, and
// the awards that were decided, as flat sets of rows for programs and spreadsheets.
//
// A set is a list of rows of one kind; a row is a struct whose fields carry the key
// that programs know it by (json), the head of its column (head) and what it means
// (doc). Rows of a year say themselves whether the year was made up for practice
// (số liệu minh họa). Keys, addresses and the meaning of a field stay; a field may
// be added.
//
// All but the awards and the exemplars is gathered by Gather from the reads that each
// word of the field calls public. Awards are read page by page, as there may be a million; of a
// person a row has what the decision publishes: name, unit, award, number and day.
// Exemplars are read each time. Of one a row has less than its public page: not the
// story, so that no copy of it outlives its withdrawal.
//
// What never happens: a row of what is not published; a right that opens more; an
// exemplar that was withdrawn; a table that is cut without saying so; a number that was rounded on its way out.
//
// Served: Law 06/2022/QH15, Article 5 (công khai), Decree 47/2020/NĐ-CP (open data
// of state bodies).
package opendata
