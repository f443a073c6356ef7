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
// A deadline is counted in working days (ngày làm việc). A reminder (nhắc hạn)
// says what is due and not in. The set-up of a year can be copied from an
// earlier one, day by day, with every difference shown.
//
// A movement (phong trào thi đua) or drive (đợt thi đua) is launched (phát động)
// by the cluster or a unit and joined (hưởng ứng) by the level below with its
// own goals, days and slogan. One that the centre launched is noted; the
// cluster's own serves it, and so centre, cluster, city and commune stand in one
// tree. It is reviewed at mid-term (sơ kết) and at its end
// (tổng kết). It runs, or was withdrawn as a mistake. A drive has an end.
//
// A directive (chỉ đạo) of the Council becomes tasks (việc), each with an owner
// and a day: open → reported → done, or returned with a reason, which opens it
// again, or cancelled with a reason. Whoever confirms a task is not of the unit
// that did it.
//
// The register of plans (sổ kế hoạch, chương trình) holds the days on which the
// members issued theirs against the day of the launch (ban hành sớm).
//
// What never happens: a deadline counted over a year whose public holidays are
// not known without saying so; an act of a phase before the phase opens; a unit
// that joins a movement before it was launched, or beyond its end; a task that
// ends without a word of whoever ended it.
//
// Served: Law 06/2022/QH15, Articles 16 to 18 (forms and contents of movements,
// and who launches them); Civil Code 91/2015/QH13, Articles 147 and 148
// (terms).
package cycle
