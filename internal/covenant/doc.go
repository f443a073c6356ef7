// Package covenant is the yearly emulation covenant (giao ước thi đua).
//
// A covenant has contents (nội dung thi đua), each naming the resolution or
// task it serves; indicators under the contents and targets of the members
// belong to package indicator and are part of the covenant's text. A covenant
// is drafted; sent to the members for comment, each time as a numbered version;
// opened for signing once every member has answered or the deadline has passed;
// signed by the head of every member in any order, with the Council's
// representative as witness. Then it stands still: the version that was signed,
// and with it the indicators and targets, under its fingerprint. An amendment
// needs a reason and new signatures of all; what was signed before stays
// readable. History is a covenant that was published elsewhere.
//
// A version is a snapshot: compact JSON of the type Snapshot, keys in the order
// of its fields, text in NFC, without escaping of HTML; contents by number,
// indicators by position, members and targets by the order of members. Its
// fingerprint is the SHA-256 of those bytes.
//
// A click on a covenant is an electronic confirmation (xác nhận điện tử), not a
// legal signature; the scan of the signed original is kept beside it.
//
// What never happens: a signature on another text than the one the person saw,
// a second signature of a member, a change of a signed text.
//
// Served: Law 06/2022/QH15, Articles 16 and 17.
package covenant
