// Package award is what a cluster proposes for commendation and what was
// decided.
//
// After its conference the lead proposes member units for the Government's
// emulation flag (Cờ thi đua của Chính phủ, T-COCP) or the Prime Minister's
// certificate of merit (Bằng khen của Thủ tướng Chính phủ, B-TTG). A proposal
// (đề nghị) names the rank in the cluster's ranking and rests on a resolution of
// the conference. It is proposed; submitted with a letter (tờ trình) of a number
// and a day; granted or refused by a decision with number, day and scan; or
// withdrawn with a reason.
//
// Nothing here checks a proposal against the law: every page says "chưa kiểm
// tra theo luật".
//
// What never happens: a proposal without the resolution it rests on, the same
// unit twice for one award and year, both awards for one unit and year.
//
// Served: Law 06/2022/QH15, Articles 25.2 and 73.4c.
package award
