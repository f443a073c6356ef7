// Package delivery is the stock of items that go with awards (hiện vật khen thưởng:
// huân chương, huy chương, bằng, khung, cờ, kỷ niệm chương) in an office, and how they
// are handed over.
//
// An item is in stock by its condition, good or damaged. A move adds or takes: a receipt
// (nhập), an issue (giao), a return of a cancelled note, or a difference that
// stocktaking (kiểm kê) found, with its reason. A note (biên bản giao nhận) hands items
// over for grants of one decision in the register of awards. It is handed, then signed
// by the receiver on paper that was scanned, or confirmed by a person of the receiving
// unit; until then it can be cancelled with a reason, and the items come back.
//
// What never happens: stock below nothing; the same item for the same grant twice; an
// item for a grant that was annulled; a note confirmed by who handed it over; a move
// that is changed or erased.
//
// Served: Law 06/2022/QH15, Articles 10 and 86; Decree 152/2025/NĐ-CP, Article 35,
// clause 4, point d, on the days to hand out items.
package delivery
