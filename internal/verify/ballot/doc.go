// Package ballot checks a secret ballot (bỏ phiếu kín) from the file that is
// published of it, as docs/ballot.md describes it: that each voter on the roll was
// checked off at most once and by the own credential, that every vote paper carries
// the tokens of both holders and none more than check-offs, and that the result
// follows from the papers.
//
// It shares no code with the side that holds the vote; the proofs of the record are
// checked by its sibling.
//
// What never happens: an answer "right" where a text differs from its form by a byte,
// where a paper or a check-off was taken on trust, or where something could not be
// checked and is not said.
package ballot
