// Package statistics fills the yearly statistics of emulation and commendation (biểu
// thống kê) of a unit, forms 0601.N to 0605.N, from what the program holds: the
// register of awards and the movements of a year.
//
// A Form has rows and columns as the statutory form has them; a Cell is not a number
// that somebody typed but the list of grants, or movements, that are counted in it,
// so that each can be looked at. A grant is counted in the year of its decision, once,
// while nobody annulled it; a re-issue is no grant. What the decision did not name has
// no grant and is not counted. Every grant of the year stands in one of the forms, or
// among those that no form asks for, or among the annulled: Set adds up.
//
// The texts of the forms are not at hand: names of rows and columns are from copies in
// use, and every form says that it was not compared. A datum that nobody keeps is a
// Cell with a reason and no number. A row that the form does not have is marked as
// added.
//
// What never happens: a zero for what nobody counted; a total that is not the sum of
// its parts.
//
// Served: Law 06/2022/QH15, Articles 8 and 89; Circular 02/2023/TT-BNV (the codes of
// the forms).
package statistics
