// Package clerk is văn thư: official documents made of what the program holds, from the
// draft to the signed file.
//
// A writing (văn bản soạn trong chương trình) is one document of one office. It is made
// of a source: a dossier for an award, or a cluster's year with its covenant, conference
// and reviews. Offers says which writings a source can have now. A writing is a draft
// until it is issued: its words may be changed, its lists and figures are the source's.
// When the source changes, the draft says so and is drawn anew; words that stand on an
// unchanged text are kept. Issuing takes the number in the register of the office and
// freezes the bytes of both files. A cancelled writing keeps its number in the register.
//
// An issued PDF is signed by a key file for this one signing, by a file that was signed
// elsewhere, or by the agent on the signer's own machine. Whatever comes back has to be
// the issued file with good signatures and nothing else changed.
//
// An office says once how it stands on paper (Office), and may have its own words for
// each kind of document.
//
// What never happens: a number given twice or lost; a changed byte in an issued file; a
// figure typed into a draft's list; a key, its password or a PIN kept; a signed file
// stored on which something speaks against a signature; a document issued on figures
// that its source no longer has.
//
// Served: Decree 30/2020/NĐ-CP, Articles 8 to 16, 22 and 25; Law 20/2023/QH15 on
// electronic transactions.
package clerk
