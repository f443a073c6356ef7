// Package petition is the register of complaints, denunciations and requests (đơn thư:
// khiếu nại, tố cáo, kiến nghị) of an office about emulation and commendation.
//
// A petition is received and gets the next number of the year. It is classified, then
// accepted, refused with a reason, or forwarded to who is competent. What was accepted
// is settled with a conclusion and closed. A complaint may come a second time after the
// first was settled, or not in time. It can be withdrawn until it is settled. Each step
// has the days of the law, with their place and how sure they are.
//
// Who sent a petition is kept encrypted. Of a denunciation only its handler reads the
// sender and only the handler and who directs the office read what it says; neither
// stands in the record, and the words of a step may not name the sender.
//
// What never happens: a denunciation without a known sender that is accepted; a step
// by somebody else than the handler; a petition that is changed or erased after it was
// received; an upheld petition about an award that is closed before the award was
// annulled, or before somebody said why not.
//
// Served: Law 02/2011/QH13 on complaints, Law 25/2018/QH14 on denunciations (neither
// text was in hand: the days are data with their certainty); Law 06/2022/QH15, Articles
// 89, clause 2, point i, and 93.
package petition
