// Package inspection is the yearly plan of inspections (kiểm tra) and courses (tập
// huấn) of an office, and what comes of them.
//
// A plan is a draft until it is approved by a document with a number. Its items are
// inspections of one unit each, and courses. After the approval an item can still be
// added, with the reason. An item is planned, then held with its conclusion, or dropped
// with a reason. What an inspection found is a shortcoming (tồn tại) or a
// recommendation (kiến nghị), each with the unit that has to mend it and by when. A
// finding is open, reported by that unit with evidence, then closed by the office, or
// sent back.
//
// What never happens: a plan that changes without trace after its approval; a finding
// closed without evidence; a finding reported by another unit than the one that mends.
//
// Served: Law 06/2022/QH15, Article 89, clause 2, points d and h: training those who
// work in emulation and commendation, and inspecting how the law is kept.
package inspection
