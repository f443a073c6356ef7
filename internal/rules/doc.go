// Package rules answers whether a subject may be proposed for a title or form of
// commendation, from facts and from the law as data.
//
// The words:
//
//   - văn bản — Instrument: a law, decree or circular with its number, its days
//     and the index of its articles, clauses and points.
//   - chế độ — Regime: which instruments decide a dossier, by the day it is
//     received.
//   - danh hiệu thi đua, hình thức khen thưởng — Award, by its code.
//   - tiêu chuẩn — Rule: the routes (đường xét) to an award; one route that is met
//     is enough.
//   - điều kiện — Condition: one of a closed set of checks with its numbers, its
//     citation and its words; groups of conditions ask for all or for any.
//   - giá trị theo ngày — Values: the base salary, bonuses, quotas, majorities and
//     time limits, each from a day and with its source.
//   - hồ sơ — Facts: what is known of a subject, a person, a collective, a
//     household or a foreigner.
//   - kết luận — Answer: eligible, not eligible, needs judgement (every condition
//     that can be computed is met, people must decide the rest) or not in force,
//     with what was found and what is needed for each condition.
//
// The checks are the types in check.go and check_*.go; the law chooses among them
// and gives the numbers. There is no expression language: a check that is
// mistyped, or a key that a check does not have, keeps the law from loading.
//
// Years are years of achievement. A window of years ends in the year asked,
// inclusive. Years in which a discipline was in force count for nothing, nor do
// those before it.
//
// What never happens here: a database, a clock, a network; a condition without a
// citation; an uncertain source hidden from the answer; an unknown fact taken as
// a met condition.
package rules
