// Package scoring is the score sheet of a cluster and the points on it.
//
// The words:
//
//   - bảng chấm điểm — Sheet: the tree of criteria of one cluster and one year,
//     with the settings that the cluster's regulation fixes (decimals, what a
//     task that was not assigned is worth, the cap on bonus points, tie-breaks).
//   - tiêu chí — Criterion: a node of that tree. A parent (nhóm tiêu chí) holds
//     the sum of its children; only leaves are scored.
//   - điểm tối đa, điểm chuẩn (MS) — Criterion.Max.
//   - chỉ tiêu — Entry.Target, what the unit was given to reach; kết quả thực
//     hiện — Entry.Actual, what it reached.
//   - không giao — Entry.Unassigned: the task was not given to this unit. It is
//     neither "no target but a result" nor "achieved nothing", and none of the
//     three is an empty entry.
//   - tự chấm, chấm chéo, thẩm định, kết luận — the levels of a Mark, the points
//     that a person gives to one leaf of one unit, in this order.
//   - giải trình — Explanation: what a unit says to an appraised mark; thẩm định
//     lần hai answers it.
//   - phiếu chấm chéo — crossForm: the marks that one unit gives all others. It is
//     drafted, sealed (niêm phong, CrossSeal: from then on the record holds a
//     commitment to it), sealed again until the deadline, and opened with all
//     others (mở niêm phong, CrossOpening). docs/cham-cheo.md has every text.
//   - trả lại, từ chối chấm, không giao — Returned, Recusal, Unassigned.
//   - bảng chấm của một đơn vị — Desk: what one person sees of a unit's part, and
//     which column of it the person writes now.
//   - kiến nghị — Appeal: what a unit says against the concluded result, for some days;
//     its answer keeps mark, total and rank from before and after.
//   - công bố — Preview, Confirmation: two persons confirm the same text, by its
//     fingerprint.
//   - tạm tính, còn chờ — Wanting: what keeps a rank from being firm, and who must act.
//   - điểm thưởng, điểm trừ — the kinds Bonus and Penalty, outside every maximum.
//
// What is served: the regulation of the cluster, to the letter. Its formulas are
// the kinds and schemes in leaf.go and leader.go; the regulation chooses among
// them as data on the sheet. Law 06/2022/QH15 names no points and no formula.
//
// Arithmetic is exact: exact.go counts in two machine words and goes over to
// math/big where they do not suffice. A leaf is rounded once, from its exact
// value, half away from zero, to the decimals of the sheet; parents and totals
// are plain sums of rounded leaves.
//
// A unit's part goes from open over submitted (or returned, and submitted again)
// to appraised; what it explains is appraised a second time where the sheet has
// that. Marks of an appraisal count once the appraisal is finished; until then
// they are the appraisers' draft.
//
// A sheet goes from draft over open and concluded to published. Until it is concluded
// a unit reads its own part; from then on every member reads every point and rank,
// and may appeal until a day that the conclusion names. It is published once that day
// is over and every appeal is answered.
//
// The points of a leaf come from its marks by the sheet's FinalRule: the last in
// the order of levels, else what was computed from the entry; or the mean of the
// cross-scores; or a weighted mean of levels. A conclusion overrides all three.
// The other units mark no bonus and no penalty: those go by the last level.
// A leaf that lacks what its rule needs is missing: it gives 0, stays in the
// maximum, and makes the unit provisional.
//
// What never happens here: a float; points above a maximum that somebody typed
// being cut in silence; a computed value replacing a person's mark: what it
// rested on is kept beside it, and Stale says what has changed; an empty entry
// read as zero; a person marking the own unit, or one it has refused to mark; a
// cross-score read by another than its unit before the opening, or changed after
// its seal without being found out.
package scoring
