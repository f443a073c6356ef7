// Package deliberation is the yearly deliberation inside a unit (bình xét): from its
// list of staff with ratings to the lists of «Lao động tiên tiến» (T-LDTT) and «Chiến
// sĩ thi đua cơ sở» (T-CSTDCS), which the unit decides itself or sends upward.
//
// One deliberation is of one unit and year. While it gathers, the list of staff is
// brought and imported, again as often as it changes; everybody on it is found in the
// register of awards or gets a file there, and the rating goes into that file, from
// which the law is asked. Departments (bộ phận) are what the list calls them. Each
// holds a meeting, then the unit; a meeting writes how many agree and how many do not,
// for each who is nominated. The lists follow: who is nominated, meets the standard,
// and was carried by both meetings. What goes beyond a ceiling has to be left out with
// a reason. Then the results are published inside the unit; everybody sees the own
// one and why, and may object for some days; each objection is answered. At the end a
// list becomes the unit's own decision, entered in the register, or a dossier.
//
// States: gathering, meeting, published, concluded. An objection that is upheld leads
// from published back to meeting.
//
// What never happens: a person on the list who was not voted on, or does not meet the
// standard; more votes than are present; a vote without quorum where one is fixed; a
// list beyond a ceiling that is known; an end before the days to object are over.
// Thresholds that the law does not fix are the unit's own, and shown as such. Nothing
// is given by turn: who held the title last year is shown and counts for nothing.
//
// Served: Law 06/2022/QH15, Articles 5, 7, 23, 24, 80 and 83, clause 1; Decree
// 152/2025/NĐ-CP, Articles 4 and 6, clause 2.
package deliberation
