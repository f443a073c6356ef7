// Package covenant is the yearly emulation covenant (giao ước thi đua).
//
// A covenant has contents (nội dung thi đua), each naming the resolution or
// task it serves; indicators under the contents and targets of the members
// belong to package indicator and are part of the covenant's text. A year has
// one covenant. It is a draft; out for comment, each sending as a numbered
// version (bản) with a deadline; open for signing once every member has
// answered that version or the deadline has passed; signed by the head of every
// member in any order, with the Council's representative as witness before or
// after. While it is being signed nothing of it can change, unless the lead
// takes it back, with a reason that the version keeps; when the last party is
// in it stands, and with it the indicators and targets, under its fingerprint.
// An amendment (sửa đổi) needs a reason and new signatures of all; what was
// signed before stays readable, with its own signatures and scan. History is a
// covenant that was published elsewhere: the number of contents, the day and
// the source; a text that was not found is not there.
//
// A version is a snapshot: the type Snapshot as compact JSON in UTF-8, keys in
// the order of its fields, the whole in NFC. Characters are written as they are,
// but for quotation mark, backslash, control characters and U+2028, U+2029,
// which are escaped as JSON has it. Contents stand by number, indicators by
// position and code, members as they entered the cluster, targets by indicator
// and then by member. A number is a plain decimal in a string; what is not
// known is left out. The fingerprint (dấu vân tay) is the SHA-256 of those bytes,
// in hex: whoever has the bytes can compute it without this program.
//
// A click on a covenant is an electronic confirmation (xác nhận điện tử), not a
// legal signature; the scan of the signed original is kept beside the version,
// by its own fingerprint.
//
// What never happens: a signature on another text than the one the person saw,
// a second signature of a party, a change of a text that is being signed or is
// signed, an indicator that slips under another content.
//
// Served: Law 06/2022/QH15, Articles 16 and 17.
package covenant
