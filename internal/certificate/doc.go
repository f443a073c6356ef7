// Package certificate prints certificates (bằng): what a decision grants, on the
// sheets that an office has had printed before (phôi).
//
// A design (mẫu in) belongs to the office whose register keeps the grants. It is a
// sheet of a width and a height, a scan of it to lay out over, and fields: what is
// printed, where, in millimetres from the left and upper edges, how large. A printer
// that draws a sheet askew has its offset corrected; a test print shows the fields'
// frames and a ruler. A batch (đợt in) is one file with a page for each grant of a
// decision.
//
// Each grant that is printed gets a code of its own, drawn at random, in the QR code
// on its page; whoever holds the sheet checks it in public. The code tells nothing,
// and no list can be drawn out by trying codes.
//
// What never happens: a name cut off or printed over the next field without a word;
// a certificate of an annulled grant; a code that is used for two grants or changed.
//
// Served: Law 06/2022/QH15, Article 12; Decree 50/2006/NĐ-CP for the order of what
// stands on a certificate. Sizes and sheets of today follow a later decision that was
// not found: they are what the office measures.
package certificate
