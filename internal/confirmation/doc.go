// Package confirmation is the letters in which an office confirms what its register of
// awards says of somebody (công văn xác nhận khen thưởng).
//
// A person or an office asks on some paper. The register is looked up by name. A letter
// says one of three: the grant is there (found), it was annulled by a later decision
// (annulled), or the register has none (absent). Words that a later document corrected
// read as corrected, with the document that corrects. The letter takes its number from
// the register of outgoing documents; its words are kept as they were issued. It can be
// cancelled with a reason, and its number with it.
//
// What never happens: a letter that says more than the register; an annulled grant
// confirmed as in force; "none" said of a name that the register has, unless the officer
// says that it is another person; the same form twice; the words of an issued letter
// changed.
//
// Served: Decree 30/2020/NĐ-CP, Annex I, on the layout of official letters. No text that
// fixes the form of this letter is in hand, and the letter says so ("mẫu chưa đối
// chiếu").
package confirmation
