// Package initiative is the initiatives (sáng kiến) of a unit's staff: applied for,
// marked by the unit's council and recognised before the yearly deliberation.
//
// A Rule is what the unit's own document says for a year: the criteria with their
// most points, the least average, the council's members, and the day by which
// initiatives are to be recognised. The law asks that an initiative is recognised by
// who has the power to; it has no points, and pages say so. An initiative has one or
// more authors with their shares, which make 100 percent. Each member marks every
// criterion; the average is exact and is taken once all who may mark have marked. An
// initiative is applied; recognised with its number, day and scope; refused with a
// reason; or withdrawn. What is recognised goes into the file of each author in the
// register of awards, where the rules find it.
//
// What never happens: an author who marks the own initiative; an average of some of
// the council; marks that change after the decision; criteria that change once
// somebody has marked by them; a recognition without its document.
//
// Served: Law 06/2022/QH15, Articles 3, clause 4, 21 to 23 and 84, clause 1, point d.
package initiative
