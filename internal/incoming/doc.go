// Package incoming is the register of incoming documents (sổ văn bản đến) of an office.
//
// A Document arrives (đến) with the office's own number of the year, says from whom it
// is and what about, and may be given to somebody of the office (người xử lý) with a
// day; it waits for that person until it is handled. It may be about a dossier, a
// directive or a conference, whose page then shows it.
//
// A legal text that arrived may be recorded with the validity that it states. It is
// not in the program's law by that: the pages of the law show it as not taken in yet,
// so that officers see which rules may be out of date.
//
// What never happens: two documents of one number in a year; a number that is taken
// away; a form sent twice that is entered twice; a document that is handled by whom it
// was not given to and who does not keep the register; a deadline before the arrival.
//
// Served: Decree 30/2020/NĐ-CP, Articles 20 to 24.
package incoming
