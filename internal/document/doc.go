// Package document has the official documents of an office (văn bản hành chính) in
// the layout of Decree 30/2020/NĐ-CP: what they are made of, the words of each kind,
// and the register of the numbers that an office gives out.
//
// A Document is plain data: issuer, number and sign, place and date, type and
// abstract, legal bases, body, tables, appendices, signatures, recipients. The rooms
// below it make paper of it: layout arranges it as the decree's annex asks, docx and
// pdf write what layout arranged, so that both look alike. What is written into a
// document is handed over by its caller as data; this room asks no other word of the
// field.
//
// A builder (Covenant, Submission, Decision …) makes the Document of one kind. Its
// words stand in words.yaml, with named fields in braces, and an office may have its
// own (Words). A number that nobody gave stays "…" on the page, for the officer; no
// sentence is written about a figure that is not there.
//
// TakeNumber gives a document its number in the register (sổ văn bản đi) of an
// office and a year: taken in one transaction, so that none is given twice. A number
// that was cancelled stays in the register.
//
// What never happens: a figure that nobody reported; a field that nobody knows
// printed as it stands; a form whose official text was not compared with the source
// that does not say so ("mẫu chưa đối chiếu"); the same number twice in a year.
//
// Served: Decree 30/2020/NĐ-CP, Articles 8 to 16 and 22, Annex I; Law 06/2022/QH15,
// Article 84; Decree 152/2025/NĐ-CP, Articles 33 to 35.
package document
