// Package ranking puts the units of a cluster in order, and says how firm that
// order is.
//
// The words:
//
//   - xếp hạng — Ranking: the order by total or by percent of the assigned
//     maximum, as the regulation says. Equals share a rank: 1, 2, 2, 4.
//   - tiêu chí phụ — the sheet's ordered tie-breaks; the one that separated a
//     unit from its neighbour is named beside its rank.
//   - loại khỏi xếp hạng — a disqualified unit is listed without a rank.
//   - tạm thời — provisional: something is not yet marked, so the rank may move.
//   - the certificate — numbers beside the official ranking that show how much
//     it owes to weights (Margins), to harsh raters (Severity), to the marks of
//     the two units concerned (Pairwise) and to how few raters (Coalition); how
//     far the raters agree and repay each other (Agreement), and between which
//     ranks other weights and scales would move each unit (Intervals). Parts
//     puts each into one sentence.
//
// What is served: the regulation's rule of ranking, to the letter.
//
// What never happens: the certificate changing a rank; two values compared after
// rounding; a float, but for Agreement and Intervals, which are statistics: their
// draws begin at one fixed seed, and their last digits may differ between kinds
// of processor.
package ranking
