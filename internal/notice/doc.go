// Package notice tells a person something.
//
// A notice (thông báo) is one sentence to one person with a link: that work
// waits, that a deadline is near or over, that something of the own unit was
// returned, accepted or published, or something about an account. It stands in
// the program until it is read, or settled because the work is in. By mail it
// goes at once, in the digest (bản tin ngày), or not, as the person has chosen
// for its kind; a notice of safety always goes at once, as it was written.
//
// Mail goes to the address of the account that the person has confirmed. The
// settings are the person's own; no other sees or changes them.
//
// What never happens: a figure, a reason or a secret in a notice, for it leaves
// by mail: only what has happened, and where to read it; a letter to an address
// that nobody has confirmed; a setting that silences a notice of safety.
package notice
