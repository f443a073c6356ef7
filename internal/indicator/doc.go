// Package indicator is what a cluster measures and what its members report.
//
// An indicator (chỉ số) is one thing measured in an emulation year: a code, a
// name, a unit of measure, a direction (more or less is better) and how the
// members' values make the value of the cluster. A target (chỉ tiêu) is what a
// member promises for an indicator, with the baseline it starts from. Both
// belong to the year's covenant; once that is signed they are frozen, and only
// an amendment of the covenant opens them again.
//
// A value that was not entered is empty, never zero.
//
// What never happens: an indicator without a unit of measure, a target for an
// indicator of another year or for a unit that is not a member, a change of
// either while they are frozen.
//
// Served: Law 06/2022/QH15, Article 17 (goals, criteria, checking and review of
// a movement).
package indicator
