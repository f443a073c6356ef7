// Package midreview is the mid-year review of a cluster (sơ kết).
//
// From the day on which its phase opens, the lead drafts the review from the
// data of one reporting period: what each indicator adds up to against target
// and against the year before, how complete and timely the reports are, how far
// the Council's directives are, who has joined the movements. Every sentence
// that the program writes follows from figures and is kept with them as one
// snapshot. What people judge (strengths, shortcomings, causes, tasks of the
// second half, requests) is blank until the lead writes it. The figures may be
// drafted again as they change, which leaves what people wrote alone. Leaders of
// the members remark until the lead issues the review; then its text, the
// snapshot within it, is frozen.
//
// The text is compact JSON of the type Text, keys in the order of its fields,
// NFC; its fingerprint is the hex SHA-256 of those bytes.
//
// What never happens: a sentence of the program that no figure carries, a change
// after the review was issued, a review issued without its shortcomings, causes
// and tasks.
package midreview
