// Package fund is the fund for emulation and commendation (quỹ thi đua, khen thưởng)
// of a unit: which bonuses its register of awards asks for, and the book of each
// year.
//
// A claim is the bonus of one grant in the register: the sum that the law fixes, or
// why there is none, and whether it was paid. A year's book has its opening balance,
// receipts (thu) and spendings (chi) in the closed lists of the decree. The balance
// carries over into the next year. A year is open until it is closed, by somebody
// who has typed what is left; the year before has to be closed first.
//
// What never happens: an entry that is changed or erased (a wrong one is taken back
// by another that points at it); more spent than there is; a bonus paid twice for
// one grant, or for one that was annulled; an entry in a closed year.
//
// Served: Law 06/2022/QH15, Articles 11 and 93; Decree 152/2025/NĐ-CP, Articles 46
// to 58.
package fund
