// Package award is who has been commended for what, who may be proposed next, and
// what a cluster proposes.
//
// The register of awards (sổ khen thưởng) of a unit holds its subjects (đối tượng):
// persons, collectives, households, foreigners. Of each it keeps the names by date,
// the rating of each year, initiatives, discipline, and the awards, every one an
// entry with its decision. An entry is a grant (tặng), an annulment (hủy bỏ) or a
// re-issue (cấp đổi, cấp lại) of a grant; what counts is the grants that nobody
// annulled. Facts are made of a subject's file for the rules of the law.
//
// After its conference the lead proposes member units for the Government's
// emulation flag (Cờ thi đua của Chính phủ, T-COCP) or the Prime Minister's
// certificate of merit (Bằng khen của Thủ tướng Chính phủ, B-TTG). A proposal
// (đề nghị) names the rank in the cluster's ranking and rests on a resolution of
// the conference. It is proposed; submitted with a letter (tờ trình) of a number
// and a day; granted or refused by a decision with number, day and scan; or
// withdrawn with a reason.
//
// What never happens: an entry that is changed or erased; a proposal without the
// resolution it rests on, the same unit twice for one award and year, both awards
// for one unit and year.
//
// Served: Law 06/2022/QH15, Articles 25.2, 73.4c, 84.6, 93 and 95.
package award
