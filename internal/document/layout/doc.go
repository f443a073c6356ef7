// Package layout arranges a document on paper (thể thức, kỹ thuật trình bày): which
// text stands where, in which style, how wide the columns are. Two writers make a
// file of what it arranged, docx for Word and pdf, and so both look alike.
//
// A Layout has sections of one paper each; a section has paragraphs and tables one
// below the other. All lengths are in points, 1/72 inch. The head of the page with
// the name of the nation, and the block of the signatures, are tables without lines.
//
// What never happens: a measure that is not in document.Measures or named here with
// its reason; a letter that is not composed (NFC) or that no text has.
//
// Served: Decree 30/2020/NĐ-CP, Annex I.
package layout
