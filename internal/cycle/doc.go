// Package cycle is the emulation year (năm thi đua) and what is timed by it.
//
// A year belongs to one cluster. It has phases (giai đoạn) — draft, sign,
// launch, register, report, score, conference, propose, hand over — each open
// from a day to its deadline (thời hạn), both included, and reporting periods
// (kỳ báo cáo). A year is running, closed by a conference, or history: entered
// from what was published about it. A year may be illustrative, made up for
// practice; every page of it says so.
//
// One conference closes year N, signs the covenant of N+1 and hands over, so
// several years of a cluster run at the same time, each in its own phases.
//
// What never happens: a deadline counted over a year whose public holidays are
// not known without saying so; an act of a phase before the phase opens.
package cycle
