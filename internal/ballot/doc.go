// Package ballot is the secret ballot (bỏ phiếu kín), as docs/ballot.md describes it.
//
// A motion (nội dung bỏ phiếu) is written as one text at its opening and never
// changes. On its roll (danh sách cử tri) each voter is checked off (nhận phiếu) once,
// by the own credential, and two holders (người giữ khóa) sign blindly the token (thẻ
// phiếu) that the voter's browser made. Vote papers (phiếu) are cast under tokens into
// the box (hòm phiếu), which knows nothing of the roll. At the closing the papers are
// counted (kiểm phiếu).
//
// Roll and box share no type and no value. Casting is the one act without an actor.
//
// What never happens: a token for who is not on the roll or for the second time, a
// paper that its token's key did not sign, a key of a holder in the database, a motion
// that changes after its opening, a count from anything but the papers.
//
// Served: Decree 152/2025/NĐ-CP, Article 33, clause 5, and the rule books of clusters.
package ballot
