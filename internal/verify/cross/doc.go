// Package cross checks the sealed cross-scores (chấm chéo niêm phong) of a year
// from the file that is published of them, as docs/cham-cheo.md describes it: that
// each opened form is the one that was sealed, that the last seal of each unit is
// the one that counts, and that sums and means follow from the forms.
//
// It shares no code with the side that seals and opens; the proofs of the record
// are checked by its sibling.
//
// What never happens: an answer "right" while a text differs from its form by a
// byte, a form is missing, or a sum was taken on trust.
package cross
