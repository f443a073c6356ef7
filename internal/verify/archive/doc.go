// Package archive checks the folder of a finished dossier (hồ sơ lưu) from the folder
// alone: every paper against the list of checksums, the list against the seal that the
// record has of it, and the record's proofs of what was done with the dossier.
//
// A folder is right (ĐÚNG) when all its papers are there and unchanged, none was put
// in, the seal is of this list and of this dossier, and every proof is of one act on
// it, no fewer than the seal says. Anything else is wrong (SAI), and what is wrong is
// said.
//
// What never happens: a folder that is right with one byte changed; a proof of another
// dossier that counts; a key of the folder itself that is taken for a key from outside
// without saying so.
package archive
