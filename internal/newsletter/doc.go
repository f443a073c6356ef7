// Package newsletter is the letter with what is new on the portal (bản tin qua thư), for
// readers without account.
//
// Who gives an address is asked by a letter to confirm it; until then nothing else goes
// there, and what was not confirmed for a week is thrown away. A confirmed reader (người
// nhận) gets a letter a day or a week, and none when nothing new was published. Every
// letter carries the way to leave (thôi nhận), in its text and for mail programs with one
// click; leaving removes the row.
//
// The links of letters carry a keyed mark of the row, so nothing of them is kept.
//
// What never happens: a letter to who did not confirm, but the one that asks; an answer
// that tells whether an address is known; an address in clear in the database or in the
// record; a letter after leaving; a picture or link that tells who has read.
//
// Served: Law 91/2025/QH15 on personal data (consent, withdrawn at any time); Decree
// 91/2020/NĐ-CP against spam asks for consent and a way to refuse.
package newsletter
